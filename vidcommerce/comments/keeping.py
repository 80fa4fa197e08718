"""How long comments are kept, and how a person who wrote some is erased.

What goes is what somebody wrote and what they could be known by. What was done about it stays: the
actions, with their statements of reasons, hold ids and codes and no word of anybody's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.secrets import hashed, new_secret
from vidcommerce.comments import actions, buying, reports
from vidcommerce.comments.actions import Act, Cause
from vidcommerce.comments.states import Event, State, transition
from vidcommerce.comments.tables import (
    BlockRow,
    CommentAppealRow,
    CommentReportRow,
    CommentRow,
    WriterRow,
)
from vidcommerce.flags import reports as of_videos
from vidcommerce.service import Service
from vidcommerce.settings import Settings

_DAY: Final = 24 * 60 * 60 * 1000

_SLICE: Final = 200
"""Rows that are erased in one unit of work: others want to write, too."""

_HIDDEN: Final = (State.WITHHELD, State.REJECTED)
_SEEN: Final = (State.HELD, State.SHOWN)


@dataclass(frozen=True, slots=True)
class Terms:
    """For how many milliseconds comments are kept: those that are shown, and those kept back."""

    shown: int
    hidden: int


def terms_of(settings: Settings) -> Terms:
    """Return how long an operator has comments kept."""
    return Terms(settings.comment_days * _DAY, settings.hidden_comment_days * _DAY)


def empty(session: Session, row: CommentRow, now: int) -> None:
    """Take everything out of a comment that its writer put into it; the row stays.

    Also what they asked when they appealed, and what they were answered: both may quote it.
    """
    row.name = row.text = row.normal = row.same = row.reason = ""
    row.signals, row.tags = [], []
    row.score, row.asked, row.bought = 0, 0, False
    row.moment = row.pinned_at = row.edited_at = None
    row.deleted_at = now
    row.version += 1
    session.execute(
        update(CommentAppealRow)
        .where(CommentAppealRow.comment_id == row.id)
        .values(words="", answer="")
    )
    session.flush()


def erase_comment(session: Session, row: CommentRow, now: int) -> None:
    """Erase a comment for ever, also what its writer asked when they appealed.

    Its receipt opens nothing any more. Erasing twice is erasing once.
    """
    session.refresh(row, with_for_update=True)
    before = State(row.state)
    if before is not State.DELETED:
        row.state = transition(before, Event.DELETED).value
        empty(session, row, now)
    elif not row.receipt_hash:
        return
    row.receipt_hash = ""
    session.flush()
    actions.note(session, row, Act.ERASED, now, Cause(before=before.value))


def erase_writer(session: Session, writer: WriterRow, now: int) -> int:
    """Erase somebody with all that they wrote; returns how many comments there were.

    Their row stays, without anything that they could be known by, for the log that names it.
    """
    rows = session.scalars(select(CommentRow).where(CommentRow.writer_id == writer.id)).all()
    for row in rows:
        erase_comment(session, row, now)
    theirs = or_(BlockRow.writer_id == writer.id, BlockRow.blocked_id == writer.id)
    session.execute(delete(BlockRow).where(theirs))
    session.execute(
        update(CommentReportRow).where(CommentReportRow.writer_id == writer.id).values(words="")
    )
    of_videos.forget(session, reports.visitor_of(writer))
    writer.name = writer.phone_hash = writer.visitor_hash = writer.ban_why = ""
    writer.proved_at, writer.banned_until = None, 0
    writer.secret_hash = hashed(new_secret())  # which nobody keeps
    writer.erased_at = now
    session.flush()
    return len(rows)


def erase_by_comment(session: Session, row: CommentRow, now: int) -> int:
    """Erase whoever wrote a comment, or it alone where they can't be told; how many comments."""
    writer = session.get(WriterRow, row.writer_id) if row.writer_id else None
    if writer is not None and writer.erased_at is None:
        return erase_writer(session, writer, now)
    erase_comment(session, row, now)
    return 1


def clear_old(service: Service, now: int) -> int:
    """Erase what has been kept long enough; returns how many comments, writers and reports."""
    terms = terms_of(service.settings)
    return (
        _by_slices(service, lambda session: _comments(session, _due(terms, now), now))
        + _by_slices(service, lambda session: _writers(session, now - terms.shown, now))
        + _by_slices(service, lambda session: _reports(session, now - terms.hidden))
        + _buyers(service, now)
    )


def _due(terms: Terms, now: int) -> ColumnElement[bool]:
    """Return the condition for comments that were kept long enough.

    One that is kept back counts from the last word about it, since its writer may appeal.
    """
    last = func.coalesce(CommentRow.decided_at, CommentRow.edited_at, CommentRow.created_at)
    appealed = select(CommentAppealRow.id).where(
        CommentAppealRow.comment_id == CommentRow.id, CommentAppealRow.answered_at.is_(None)
    )
    hidden = CommentRow.state.in_(_HIDDEN) & (last < now - terms.hidden) & ~appealed.exists()
    shown = CommentRow.state.in_(_SEEN) & (CommentRow.created_at < now - terms.shown)
    return or_(hidden, shown)


def _comments(session: Session, due: ColumnElement[bool], now: int) -> int:
    rows = session.scalars(select(CommentRow).where(due).limit(_SLICE)).all()
    for row in rows:
        erase_comment(session, row, now)
    return len(rows)


def _writers(session: Session, before: int, now: int) -> int:
    asked = select(WriterRow).where(WriterRow.seen_at < before, WriterRow.erased_at.is_(None))
    rows = session.scalars(asked.limit(_SLICE)).all()
    for row in rows:
        erase_writer(session, row, now)
    return len(rows)


def _reports(session: Session, before: int) -> int:
    """Take the words out of old reports of comments; that they were made stays."""
    asked = (
        select(CommentReportRow)
        .where(CommentReportRow.at < before, CommentReportRow.words != "")
        .where(CommentReportRow.answered_at.is_not(None))
    )
    rows = session.scalars(asked.limit(_SLICE)).all()
    for row in rows:
        row.words = ""
    session.flush()
    return len(rows)


def _buyers(service: Service, now: int) -> int:
    with service.database.writing() as session:
        return buying.clear_old(session, now)


def _by_slices(service: Service, step: Callable[[Session], int]) -> int:
    """Do a step until a slice is not full; returns how many there were."""
    many, last = 0, _SLICE
    while last == _SLICE:
        with service.database.writing() as session:
            last = step(session)
        many += last
    return many
