"""Finds comments."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.comments.policy import WINDOW
from vidcommerce.comments.reading import Echo, Writer
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentRow, WriterRow
from vidcommerce.lists import Place, Slice, part, within

_HOUR: Final = 60 * 60 * 1000
_MOST_COUNTED: Final = 200
"""Rows that are counted of a flood: far more than any limit needs."""


def count_since(session: Session, publication_id: str, since: int) -> int:
    """Return how many comments came to a publication after ``since`` (milliseconds)."""
    asked = select(func.count()).where(
        CommentRow.publication_id == publication_id,
        CommentRow.state.in_([state.value for state in State]),  # so that the index is used
        CommentRow.created_at > since,
    )
    return session.scalar(asked) or 0


def record(session: Session, by: WriterRow | None, now: int) -> Writer:
    """Return a writer's record; somebody unknown has none, and so is new."""
    if by is None:
        return Writer(approved=0)
    asked = (
        select(CommentRow.publication_id, CommentRow.created_at)
        .where(CommentRow.writer_id == by.id, CommentRow.created_at > now - _HOUR)
        .limit(_MOST_COUNTED)
    )
    found = session.execute(asked).all()
    return Writer(
        approved=by.approved,
        rejected=by.rejected,
        recent=sum(1 for _, at in found if at > now - WINDOW),
        places=len({place for place, _ in found}),
    )


def echo(session: Session, same: str, by: WriterRow | None, now: int) -> Echo:
    """Return where the same text was written in the last hour; who is unknown is one writer."""
    asked = (
        select(CommentRow.writer_id, CommentRow.publication_id)
        .where(CommentRow.same == same, CommentRow.created_at > now - _HOUR)
        .limit(_MOST_COUNTED)
    )
    found = session.execute(asked).all()
    me = None if by is None else by.id
    return Echo(
        writers=len({writer for writer, _ in found if writer != me}),
        places=len({place for _, place in found}),
        mine=sum(1 for writer, _ in found if me is not None and writer == me),
    )


def by_receipt(session: Session, publication_id: str, receipt_hash: str) -> CommentRow | None:
    """Return the comment that a receipt was given for."""
    asked = select(CommentRow).where(
        CommentRow.publication_id == publication_id, CommentRow.receipt_hash == receipt_hash
    )
    return session.scalar(asked)


def find(session: Session, comment_id: str) -> CommentRow | None:
    """Return a comment; nobody else may change it in this unit of work."""
    return session.get(CommentRow, comment_id, with_for_update=True, populate_existing=True)


def page(
    session: Session, actor: Actor, state: State | None, after: Place | None, limit: int
) -> Slice[CommentRow]:
    """Return the comments that ``actor`` moderates, newest first. Raises NotAllowed."""
    asked = select(CommentRow).where(within(actor, Action.MODERATE, CommentRow.station_id))
    if state is not None:
        asked = asked.where(CommentRow.state == state)
    return part(session, asked, CommentRow.created_at, CommentRow.id, after, limit)
