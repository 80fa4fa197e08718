"""Readers report a comment: with a reason, once each. It is evidence for a moderator.

Whoever reports may have any motive, so reports hide nothing that a person has let through, and
nothing at all unless they come from several people of whom something good is known.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from vidcommerce.comments import actions
from vidcommerce.comments.actions import Act, Cause
from vidcommerce.comments.policy import WINDOW, CommentsTooMany, CommentTooLong, one_line
from vidcommerce.comments.reasons import REPORTED
from vidcommerce.comments.states import CommentUnknown, Event, State, transition
from vidcommerce.comments.tables import CommentReportRow, CommentRow, WriterRow
from vidcommerce.db import new_id
from vidcommerce.flags import reports as of_videos
from vidcommerce.language import N_
from vidcommerce.publishing.tables import PublicationRow

LONGEST: Final = 500

ENOUGH: Final = 3
"""Reports of people who are known from which on a comment that nobody has read is read first."""

MOST_IN_WINDOW: Final = 20
"""Reports that one comment takes in a window, and one writer makes."""


class Reason(StrEnum):
    """What is wrong with a comment."""

    OFFENSIVE = "offensive"
    SPAM = "spam"
    UNTRUE = "untrue"
    NOT_AS_SHOWN = "not_as_shown"
    PRIVATE = "private"
    NO_AI_LABEL = "no_ai_label"


REASON_WORDS: Final[Mapping[Reason, str]] = {
    Reason.OFFENSIVE: N_("It insults or threatens somebody"),
    Reason.SPAM: N_("It is advertising, or leads elsewhere"),
    Reason.UNTRUE: N_("It is not true"),
    Reason.NOT_AS_SHOWN: N_("It says so too: what came is not as it was shown"),
    Reason.PRIVATE: N_("It tells something private"),
    Reason.NO_AI_LABEL: N_("It says so too: the video was made by a computer and hides that"),
}

_OF_VIDEO: Final = {
    Reason.NOT_AS_SHOWN: of_videos.Reason.NOT_AS_SHOWN,
    Reason.NO_AI_LABEL: of_videos.Reason.NO_AI_LABEL,
}
"""What speaks of the video more than of the comment is evidence about the video as well."""


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it was typed."""

    reason: Reason
    words: str = ""


def report(
    session: Session, publication: PublicationRow, comment_id: str, told: Told,
    by: WriterRow, now: int,
) -> CommentReportRow:  # fmt: skip
    """Take a report of ``by``; twice by the same person is once.

    Raises CommentUnknown, CommentTooLong or CommentsTooMany.
    """
    row = session.get(CommentRow, comment_id, with_for_update=True, populate_existing=True)
    if row is None or row.publication_id != publication.id or row.state != State.SHOWN:
        raise CommentUnknown
    words = one_line(told.words)
    if len(words) > LONGEST:
        raise CommentTooLong("words", LONGEST)
    mine = _mine(session, row, by)
    if mine is not None:
        return mine
    _check_rate(session, row, by, now)
    made = CommentReportRow(
        id=new_id(), comment_id=row.id, writer_id=by.id, reason=told.reason.value, words=words,
        at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    actions.note(session, row, Act.REPORTED, now, Cause(reason=told.reason.value))
    if told.reason in _OF_VIDEO:
        _tell_of_video(session, publication, told, by, now)
    _hold(session, row, now)
    return made


def visitor_of(by: WriterRow) -> str:
    """Return what stands for the visitor's number where a writer's report is about the video."""
    return by.id[:24]


def join(session: Session, other: WriterRow, row: WriterRow) -> None:
    """Have what ``other`` reported be what ``row`` did: they are one person."""
    asked = update(CommentReportRow).where(CommentReportRow.writer_id == other.id)
    session.execute(asked.values(writer_id=row.id))
    of_videos.join(session, visitor_of(other), visitor_of(row))


def answer_all(session: Session, comment_id: str, now: int) -> None:
    """Close the reports of a comment: a person has decided about it, or it is gone."""
    session.execute(
        update(CommentReportRow)
        .where(CommentReportRow.comment_id == comment_id, CommentReportRow.answered_at.is_(None))
        .values(answered_at=now)
    )


def _mine(session: Session, row: CommentRow, by: WriterRow) -> CommentReportRow | None:
    asked = select(CommentReportRow).where(
        CommentReportRow.comment_id == row.id, CommentReportRow.writer_id == by.id
    )
    return session.scalar(asked.limit(1))


def _check_rate(session: Session, row: CommentRow, by: WriterRow, now: int) -> None:
    for mine in (CommentReportRow.comment_id == row.id, CommentReportRow.writer_id == by.id):
        asked = select(func.count()).where(mine, CommentReportRow.at > now - WINDOW)
        if (session.scalar(asked) or 0) >= MOST_IN_WINDOW:
            raise CommentsTooMany(WINDOW // 1000)


def _tell_of_video(
    session: Session, publication: PublicationRow, told: Told, by: WriterRow, now: int
) -> None:
    words = of_videos.Told(_OF_VIDEO[told.reason], told.words, visitor_of(by))
    with contextlib.suppress(of_videos.ReportsTooMany):  # then people know of it already
        of_videos.report(session, publication, words, now)


def _hold(session: Session, row: CommentRow, now: int) -> None:
    """Have a comment read first that several people report of whom something good is known."""
    if row.decided_by is not None:
        return
    known = (WriterRow.approved > WriterRow.rejected) | WriterRow.proved_at.is_not(None)
    asked = (
        select(func.count())
        .select_from(CommentReportRow)
        .join(WriterRow, WriterRow.id == CommentReportRow.writer_id)
        .where(CommentReportRow.comment_id == row.id, known)
        .where(CommentReportRow.answered_at.is_(None))
    )
    if (session.scalar(asked) or 0) < ENOUGH:
        return
    before, row.state = row.state, transition(State(row.state), Event.HELD).value
    row.reason = REPORTED
    row.version += 1
    session.flush()
    said = actions.statement(REPORTED, automatic=True, reported=True)
    actions.note(session, row, Act.HELD, now, Cause(None, REPORTED, before, statement=said))
