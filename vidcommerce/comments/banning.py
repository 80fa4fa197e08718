"""Keeping somebody from writing for a time, and what is known of a writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.comments import actions, service, writers
from vidcommerce.comments.actions import Act, Cause
from vidcommerce.comments.policy import Reason
from vidcommerce.comments.tables import CommentActionRow, CommentRow, WriterRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import within

DAY: Final = 24 * 60 * 60 * 1000
DAYS: Final = (1, 7, 30, 365)
"""For how many days somebody may be banned. Never for ever: people change, and phones are sold."""

_MOST_SHOWN: Final = 20


@dataclass(eq=False)
class BanWrong(InputRejected):
    """Nobody is banned for so many days."""

    sentence = N_("Choose for how long.")


@dataclass(eq=False)
class WriterUnknown(InputRejected):
    """Nothing is known of who wrote this comment, so nobody can be banned."""

    sentence = N_("Nothing is kept about who wrote this, so nobody can be banned.")


@dataclass(frozen=True, slots=True)
class History:
    """A writer, their last comments at one's stations, and what was done about the writer."""

    writer: WriterRow
    comments: Sequence[CommentRow]
    bans: Sequence[CommentActionRow]


def ban(
    session: Session, actor: Actor, comment_id: str, days: int, reason: Reason, now: int
) -> WriterRow:
    """Keep whoever wrote a comment from writing for some of DAYS; it says so in the log.

    A shorter ban never shortens a longer one. Raises CommentUnknown, WriterUnknown or BanWrong.
    """
    row, writer = _of(session, actor, comment_id)
    if days not in DAYS:
        raise BanWrong
    writers.ban(writer, max(writer.banned_until, now + days * DAY), reason.value)
    said = replace(_cause(actor, reason.value), statement={
        **actions.statement(reason.value, automatic=False),
        "restriction": "writing", "until": writer.banned_until,
    })  # fmt: skip
    actions.note(session, row, Act.BANNED, now, said)
    return writer


def unban(session: Session, actor: Actor, comment_id: str, now: int) -> WriterRow:
    """Let whoever wrote a comment write again. Raises CommentUnknown or WriterUnknown."""
    row, writer = _of(session, actor, comment_id)
    writers.ban(writer, 0, "")
    session.flush()
    actions.note(session, row, Act.UNBANNED, now, _cause(actor))
    return writer


def lift(session: Session, actor: Actor, row: CommentRow, now: int) -> None:
    """Let somebody write again whose ban has no other ground than a comment that was right."""
    if row.writer_id is None or not session.get_one(WriterRow, row.writer_id).banned_until > now:
        return
    asked = _bans(row.writer_id).order_by(CommentActionRow.number.desc())
    since = takewhile(lambda each: each.action == Act.BANNED, session.scalars(asked))
    if {each.comment_id for each in since} == {row.id}:
        unban(session, actor, row.id, now)


def history(session: Session, actor: Actor, row: CommentRow) -> History | None:
    """Return what is known of who wrote a comment, None where nothing is."""
    if row.writer_id is None:
        return None
    mine = within(actor, Action.MODERATE, CommentRow.station_id)
    written = (
        select(CommentRow)
        .where(mine, CommentRow.writer_id == row.writer_id)
        .order_by(CommentRow.created_at.desc(), CommentRow.id)
        .limit(_MOST_SHOWN)
    )
    banned = _bans(row.writer_id).order_by(CommentActionRow.number.desc()).limit(_MOST_SHOWN)
    return History(
        session.get_one(WriterRow, row.writer_id),
        session.scalars(written).all(),
        session.scalars(banned).all(),
    )


def _bans(writer_id: str) -> Select[CommentActionRow]:
    return select(CommentActionRow).where(
        CommentActionRow.writer_id == writer_id,
        CommentActionRow.action.in_([Act.BANNED.value, Act.UNBANNED.value]),
    )


def _of(session: Session, actor: Actor, comment_id: str) -> tuple[CommentRow, WriterRow]:
    row = service.get(session, actor, comment_id)
    if row.writer_id is None:
        raise WriterUnknown
    writer = session.get_one(WriterRow, row.writer_id, with_for_update=True)
    return row, writer


def _cause(actor: Actor, reason: str = "") -> Cause:
    return Cause(actor.person_id, reason)
