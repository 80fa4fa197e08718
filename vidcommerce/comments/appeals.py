"""A writer asks for another person to look at a comment that is not shown, and reads the answer.

One appeal for each decision. The answer of the other person ends it: the statement of reasons that
goes with it names no further appeal here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.comments import actions, banning, repository, service
from vidcommerce.comments.actions import Act, Cause
from vidcommerce.comments.policy import one_line
from vidcommerce.comments.states import Event, State
from vidcommerce.comments.tables import CommentActionRow, CommentAppealRow, CommentRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.publishing.tables import PublicationRow

LONGEST: Final = 500
"""Characters of what either side writes."""

MOST_LISTED: Final = 100

_NOT_SHOWN: Final = (State.WITHHELD, State.REJECTED)
"""States about which there is something to appeal."""


@dataclass(eq=False)
class AppealTooLate(InputRejected):
    """The comment is shown, or waits for a person anyway, or another person has looked already."""

    sentence = N_("There is nothing to ask for any more. Load it again.")


@dataclass(eq=False)
class AppealUnknown(InputRejected):
    """Nobody asked for another look at this, or somebody has answered already."""

    sentence = N_("Nobody waits for an answer to this any more. Load it again.")


@dataclass(eq=False)
class OwnDecision(InputRejected):
    """Whoever decided can't be the one who looks again, nor whoever wrote the comment."""

    sentence = N_("Another person than the one who decided must answer this.")


@dataclass(eq=False)
class AnswerMissing(InputRejected):
    """A writer who asked is told nothing."""

    sentence = N_("Please write in a few words why it stays so. The writer reads it.")


@dataclass(eq=False)
class AppealTooLong(InputRejected):
    """More words than there is room for."""

    most: int
    sentence = N_("That is too long: {most} characters at most.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An appeal as whoever answers it sees it: about which comment and decision, on which page."""

    row: CommentAppealRow
    comment: CommentRow
    action: CommentActionRow
    slug: str


def may_appeal(session: Session, comment: CommentRow) -> bool:
    """Tell whether the writer of a comment may ask for another person to look at it."""
    action = _appealable(session, comment)
    return action is not None and of_action(session, action.number) is None


def appeal(session: Session, comment: CommentRow, words: str, now: int) -> CommentAppealRow:
    """Ask for another person, for the comment's writer; asking twice is asking once.

    The caller has found the comment by what only its writer has. Raises AppealTooLate or
    AppealTooLong.
    """
    session.refresh(comment, with_for_update=True)
    action = _appealable(session, comment)
    if action is None:
        raise AppealTooLate
    before = of_action(session, action.number)
    if before is not None:
        return before
    row = CommentAppealRow(
        id=new_id(), comment_id=comment.id, action_number=action.number, words=_tidy(words), at=now
    )
    session.add(row)
    session.flush()
    actions.note(session, comment, Act.APPEALED, now, Cause(statement=_about(row)))
    return row


def answer(
    session: Session, actor: Actor, appeal_id: str, said: tuple[bool, str], now: int
) -> CommentAppealRow:
    """Answer an appeal: the comment is shown, and a ban for it ends; or it stays so.

    ``said`` is whether the writer is right, and words for them, which must be there if not. Raises
    NotAllowed, AppealUnknown, OwnDecision, AnswerMissing or AppealTooLong.
    """
    row, comment = _to_answer(session, actor, appeal_id)
    action = session.get_one(CommentActionRow, row.action_number)
    if actor.person_id in (action.person_id, comment.decided_by, comment.person_id):
        raise OwnDecision
    upheld, words = said[0], _tidy(said[1])
    if not upheld and not words:
        raise AnswerMissing
    row.upheld, row.answer = upheld, words
    row.answered_by, row.answered_at = actor.person_id, now
    session.flush()
    actions.note(
        session, comment, Act.ANSWERED, now,
        Cause(actor.person_id, statement=_about(row) | {"upheld": upheld}),
    )  # fmt: skip
    _decide(session, comment, row, now)
    if row.upheld:
        banning.lift(session, actor, comment, now)
    return row


def waiting(session: Session, actor: Actor) -> Sequence[Waiting]:
    """Return the appeals that wait at the station of ``actor``, the oldest first."""
    asked = (
        select(CommentAppealRow, CommentRow, CommentActionRow, PublicationRow.slug)
        .join(CommentRow, CommentRow.id == CommentAppealRow.comment_id)
        .join(CommentActionRow, CommentActionRow.number == CommentAppealRow.action_number)
        .join(PublicationRow, PublicationRow.id == CommentRow.publication_id)
        .where(within(actor, Action.MODERATE, CommentRow.station_id))
        .where(CommentAppealRow.answered_at.is_(None), CommentRow.state.in_(_NOT_SHOWN))
        .order_by(CommentAppealRow.at, CommentAppealRow.id)
        .limit(MOST_LISTED)
    )
    found: Sequence[Row[CommentAppealRow, CommentRow, CommentActionRow, str]]
    found = session.execute(asked).all()
    return [Waiting(*row) for row in found]


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many appeals wait at the station of ``actor``."""
    asked = (
        select(func.count())
        .select_from(CommentAppealRow)
        .join(CommentRow, CommentRow.id == CommentAppealRow.comment_id)
        .where(within(actor, Action.MODERATE, CommentRow.station_id))
        .where(CommentAppealRow.answered_at.is_(None), CommentRow.state.in_(_NOT_SHOWN))
    )
    return session.scalar(asked) or 0


def of_comment(session: Session, comment_id: str) -> CommentAppealRow | None:
    """Return the appeal about a comment that was made last."""
    asked = select(CommentAppealRow).where(CommentAppealRow.comment_id == comment_id)
    return session.scalar(asked.order_by(CommentAppealRow.at.desc()).limit(1))


def of_action(session: Session, number: int) -> CommentAppealRow | None:
    """Return the appeal against one decision."""
    asked = select(CommentAppealRow).where(CommentAppealRow.action_number == number)
    return session.scalar(asked)


def _appealable(session: Session, comment: CommentRow) -> CommentActionRow | None:
    """Return the decision that an appeal would be about, None where there is none."""
    if State(comment.state) not in _NOT_SHOWN:
        return None
    action = actions.latest(session, comment.id)
    if action is None or action.statement.get("redress") != "appeal":
        return None
    return action


def _to_answer(
    session: Session, actor: Actor, appeal_id: str
) -> tuple[CommentAppealRow, CommentRow]:
    """Return an open appeal and its comment, which nobody else may change meanwhile."""
    reach(actor, Action.MODERATE)
    row = session.get(CommentAppealRow, appeal_id)
    comment = None if row is None else repository.find(session, row.comment_id)
    if row is None or comment is None:
        raise AppealUnknown
    try:
        require(actor, Action.MODERATE, station_id=comment.station_id, owner_id="")
    except NotAllowed as error:
        raise AppealUnknown from error
    session.refresh(row)
    if row.answered_at is not None or State(comment.state) not in _NOT_SHOWN:
        raise AppealUnknown
    return row, comment


def _decide(session: Session, comment: CommentRow, row: CommentAppealRow, now: int) -> None:
    """Do what the answer says; a person's word against a rule's is a decision of its own."""
    if row.upheld:
        service.decide(session, comment, Event.LET_THROUGH, now, Cause(row.answered_by))
    elif State(comment.state) is State.WITHHELD:
        last = {**_about(row), "redress": "used"}
        cause = Cause(row.answered_by, comment.reason, statement=last)
        service.decide(session, comment, Event.REJECTED, now, cause)


def _about(row: CommentAppealRow) -> dict[str, object]:
    return {"appeal": row.id}


def _tidy(words: str) -> str:
    tidy = one_line(words)
    if len(tidy) > LONGEST:
        raise AppealTooLong(LONGEST)
    return tidy
