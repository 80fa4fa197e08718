"""What a moderator does with comments: decide one, or a flood of the same; take it back; tag."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.comments import actions, appeals, queue, service, writers
from vidcommerce.comments.actions import DECIDING, Act, Cause
from vidcommerce.comments.kept import signals_of
from vidcommerce.comments.policy import Reason
from vidcommerce.comments.reasons import weightiest
from vidcommerce.comments.states import Event, State
from vidcommerce.comments.tables import CommentActionRow, CommentReportRow, CommentRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.versions import check_version

UNDO_FOR: Final = 24 * 60 * 60 * 1000
"""Milliseconds for which what was done in one go can be taken back in one go."""

MOST_AT_ONCE: Final = 500
"""Comments of a flood that are decided in one go; one unit of work must end soon."""

MOST_TAGS: Final = 8
LONGEST_TAG: Final = 30

_OPEN: Final = (State.HELD.value, State.SHOWN.value, State.WITHHELD.value)
_SPLIT = re.compile("[,，、;；\n]")


@dataclass(eq=False)
class TagsTooMany(InputRejected):
    """More tags than a comment may have, or one that is too long."""

    most: int
    longest: int
    sentence = N_("At most {most} tags, each of at most {longest} characters.")


@dataclass(eq=False)
class UndoOver(InputRejected):
    """There is nothing to take back: too long ago, somebody else's, or taken back already."""

    sentence = N_("This can't be taken back any more.")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a moderator chose: no ``reason`` means that the comment is to be seen."""

    reason: Reason | None = None

    @property
    def event(self) -> Event:
        """What happens to a comment."""
        return Event.LET_THROUGH if self.reason is None else Event.REJECTED

    def cause(self, actor: Actor, batch: str) -> Cause:
        """Return who did it, why, and in which go."""
        return Cause(actor.person_id, self.reason.value if self.reason else "", batch=batch)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in one go: how many comments, how many were left to others, what for."""

    batch: str
    count: int
    left: int = 0


def decide(
    session: Session, actor: Actor, comment_id: str, version: int, choice: Choice, now: int
) -> Done:
    """Decide about a comment of which version ``version`` was read.

    Raises CommentUnknown, ReadByOther, ChangedMeanwhile or CommentDecided.
    """
    row = read(session, actor, comment_id, version, now)
    batch = new_id()
    service.decide(session, row, choice.event, now, choice.cause(actor, batch))
    return Done(batch, 1)


def read(session: Session, actor: Actor, comment_id: str, version: int, now: int) -> CommentRow:
    """Return a comment to be changed as it was read. Raises as :func:`decide` does."""
    row = service.get(session, actor, comment_id)
    check_version(expected=version, current=row.version)
    queue.check_free(session, actor, row, now)
    return row


def same(session: Session, actor: Actor, row: CommentRow, upto: int) -> Sequence[CommentRow]:
    """Return all that has the same text as ``row`` and is not rejected, oldest first.

    Only what was written up to the moment ``upto``: what came later nobody has seen.
    """
    asked = (
        select(CommentRow)
        .where(*_same_as(actor, row), CommentRow.created_at <= upto)
        .order_by(CommentRow.created_at, CommentRow.id)
        .limit(MOST_AT_ONCE)
        .with_for_update()
    )
    return session.scalars(asked).all()


def decide_same(
    session: Session, actor: Actor, comment_id: str, upto: int, choice: Choice, now: int
) -> Done:
    """Decide about a flood in one go: all comments with this one's text, written up to ``upto``.

    What somebody else is reading just now is left to them. Raises CommentUnknown.
    """
    row = service.get(session, actor, comment_id)
    batch, done, left = new_id(), 0, 0
    for one in same(session, actor, row, upto):
        if one.lease_by not in (None, actor.person_id) and one.lease_until > now:
            left += 1
        elif _would_change(one, choice):
            service.decide(session, one, choice.event, now, choice.cause(actor, batch))
            done += 1
    return Done(batch, done, left)


def undo(session: Session, actor: Actor, batch: str, now: int) -> Done:
    """Take back what ``actor`` did in one go; what somebody has decided since stays as it is.

    Raises NotAllowed or UndoOver.
    """
    rows = of_batch(session, actor, batch, now)
    if not rows:
        raise UndoOver
    done = sum(_undo(session, action, now) for action in rows)
    return Done(batch, done, len(rows) - done)


def of_batch(session: Session, actor: Actor, batch: str, now: int) -> Sequence[CommentActionRow]:
    """Return what can still be taken back of what ``actor`` did in one go."""
    mine = within(actor, Action.MODERATE, CommentActionRow.station_id)
    asked = (
        select(CommentActionRow)
        .where(
            mine,
            CommentActionRow.batch == batch,
            CommentActionRow.batch != "",
            CommentActionRow.person_id == actor.person_id,
            CommentActionRow.action.in_([act.value for act in DECIDING]),
            CommentActionRow.undone_at.is_(None),
            CommentActionRow.at > now - UNDO_FOR,
        )
        .order_by(CommentActionRow.number)
    )
    return session.scalars(asked).all()


def second(
    session: Session, actor: Actor, comment_id: str, version: int, choice: Choice, now: int
) -> CommentActionRow:
    """Note what another moderator would have decided, not knowing what was; nothing changes.

    Raises CommentUnknown, ReadByOther or ChangedMeanwhile.
    """
    row = read(session, actor, comment_id, version, now)
    row.lease_by, row.lease_until = None, 0
    reason = choice.reason.value if choice.reason else ""
    cause = Cause(actor.person_id, reason, before=row.state)
    return actions.note(session, row, Act.SECONDED, now, cause)


def tag(
    session: Session, actor: Actor, comment_id: str, version: int, words: str, now: int
) -> CommentRow:
    """Give a comment the tags in ``words``, parted by commas. Raises as :func:`decide`."""
    row = read(session, actor, comment_id, version, now)
    tags = list(dict.fromkeys(filter(None, (" ".join(w.split()) for w in _SPLIT.split(words)))))
    if len(tags) > MOST_TAGS or any(len(one) > LONGEST_TAG for one in tags):
        raise TagsTooMany(MOST_TAGS, LONGEST_TAG)
    row.tags, row.version = tags, row.version + 1
    session.flush()
    actions.note(session, row, Act.TAGGED, now, Cause(actor.person_id))
    return row


def _same_as(actor: Actor, row: CommentRow) -> tuple[ColumnElement[bool], ...]:
    mine = within(actor, Action.MODERATE, CommentRow.station_id)
    alike = CommentRow.same == row.same if row.same else CommentRow.id == row.id
    return (mine, CommentRow.station_id == row.station_id, alike, CommentRow.state.in_(_OPEN))


def _would_change(row: CommentRow, choice: Choice) -> bool:
    return choice.event is Event.REJECTED or row.state != State.SHOWN or row.decided_by is None


def _undo(session: Session, action: CommentActionRow, now: int) -> bool:
    """Bring one comment back to where it stood; not where something came after.

    This is no transition: nobody decides, what was decided is as if it had not been.
    """
    row = session.get(CommentRow, action.comment_id, with_for_update=True, populate_existing=True)
    last = actions.latest(session, action.comment_id or "")
    if row is None or last is None or last.number != action.number:
        return False
    if row.state == State.DELETED or _confirmed(session, action):
        return False
    counted, undone = writers.counted(row), row.state
    action.undone_at = now
    session.execute(
        update(CommentReportRow)
        .where(CommentReportRow.comment_id == row.id, CommentReportRow.answered_at == action.at)
        .values(answered_at=None)
    )
    session.flush()
    _restore(session, row, action)
    writers.recount(session, row.writer_id, counted, writers.counted(row))
    actions.note(session, row, Act.UNDONE, now, Cause(action.person_id, before=undone))
    return True


def _confirmed(session: Session, action: CommentActionRow) -> bool:
    """Tell whether another person, asked by the writer, has looked at what was done."""
    appeal = appeals.of_action(session, action.number)
    return appeal is not None and appeal.answered_at is not None


def _restore(session: Session, row: CommentRow, action: CommentActionRow) -> None:
    before = actions.latest(session, row.id)
    person = before.person_id if before is not None else None
    kind = weightiest(signals_of(row.signals))
    row.state = action.before
    row.reason = before.reason if before is not None else (kind.value if kind else "")
    row.automatic, row.decided_by = person is None, person
    row.decided_at = before.at if before is not None and person is not None else None
    row.version += 1
    session.flush()
