"""Finds comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.lists import Place, Slice, part, within
from vidcommerce.publishing.tables import PublicationRow

MOST_SHOWN: Final = 200
MOST_LISTED: Final = 100


def shown(session: Session, publication_id: str) -> Sequence[CommentRow]:
    """Return the comments that everybody sees, newest first, 200 at most."""
    asked = (
        select(CommentRow)
        .where(CommentRow.publication_id == publication_id, CommentRow.state == State.SHOWN)
        .order_by(CommentRow.created_at.desc(), CommentRow.id)
        .limit(MOST_SHOWN)
    )
    return session.scalars(asked).all()


def count_since(session: Session, publication_id: str, since: int) -> int:
    """Return how many comments came to a publication after ``since`` (milliseconds)."""
    asked = select(func.count()).where(
        CommentRow.publication_id == publication_id, CommentRow.created_at > since
    )
    return session.scalar(asked) or 0


def by_receipt(session: Session, publication_id: str, receipt_hash: str) -> CommentRow | None:
    """Return the comment that a receipt was given for."""
    asked = select(CommentRow).where(
        CommentRow.publication_id == publication_id, CommentRow.receipt_hash == receipt_hash
    )
    return session.scalar(asked)


def find(session: Session, comment_id: str) -> CommentRow | None:
    """Return a comment; nobody else may change it in this unit of work."""
    return session.get(CommentRow, comment_id, with_for_update=True, populate_existing=True)


def to_moderate(
    session: Session, mine: ColumnElement[bool], *, held: bool
) -> Sequence[Row[CommentRow, str]]:
    """Return comments with the slug of their page: those held, oldest first, or those decided."""
    order = CommentRow.created_at.asc() if held else CommentRow.decided_at.desc()
    state = CommentRow.state == State.HELD if held else CommentRow.state != State.HELD
    asked = (
        select(CommentRow, PublicationRow.slug)
        .join(PublicationRow, PublicationRow.id == CommentRow.publication_id)
        .where(mine, state)
        .order_by(order, CommentRow.id)
        .limit(MOST_LISTED)
    )
    return session.execute(asked).all()


def page(
    session: Session, actor: Actor, state: State | None, after: Place | None, limit: int
) -> Slice[CommentRow]:
    """Return the comments that ``actor`` moderates, newest first. Raises NotAllowed."""
    asked = select(CommentRow).where(within(actor, Action.MODERATE, CommentRow.station_id))
    if state is not None:
        asked = asked.where(CommentRow.state == state)
    return part(session, asked, CommentRow.created_at, CommentRow.id, after, limit)
