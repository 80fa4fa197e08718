"""A farmer asks for another person to look at a video that was rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, require
from vidcommerce.clips import history
from vidcommerce.clips.states import Event, NotNow, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.flags import log
from vidcommerce.flags.chain import digest_of
from vidcommerce.flags.log import What
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.reviews import labelling, repository
from vidcommerce.reviews.policy import LONGEST_WORDS, Decision, WordsTooLong
from vidcommerce.reviews.service import Draft, DraftUnknown
from vidcommerce.reviews.tables import AppealRow, DecisionRow


@dataclass(eq=False)
class AppealUnknown(InputRejected):
    """Nobody asked for another look at this, or somebody has answered already."""

    sentence = N_("Nobody waits for an answer to this any more. Load it again.")


@dataclass(eq=False)
class AppealOver(InputRejected):
    """Another person has looked already, and it stayed so."""

    sentence = N_("Somebody else has looked at it already. It stays so.")


@dataclass(eq=False)
class OwnDecision(InputRejected):
    """Whoever decided can't be the one who looks again, nor whoever sent the clip."""

    sentence = N_("Another person than the one who decided must answer this.")


@dataclass(eq=False)
class AnswerMissing(InputRejected):
    """A farmer who asked is told nothing."""

    sentence = N_("Please write in a few words why it stays so. The farmer reads it.")


def appeal(session: Session, actor: Actor, clip_id: str, words: str, now: int) -> AppealRow:
    """Ask for another person to look at one's own rejected clip; asking twice is asking once.

    Raises NotAllowed, DraftUnknown for clips of others, NotNow, AppealOver or WordsTooLong.
    """
    clip = repository.clip(session, clip_id, to_change=True)
    try:
        station, owner = (clip.station_id, clip.farmer_id) if clip else ("", "")
        require(actor, Action.APPEAL, station_id=station, owner_id=owner)
    except NotAllowed as error:
        raise DraftUnknown(clip_id) from error
    decision = None if clip is None else rejection(session, clip.id)
    if clip is None or decision is None or clip.state != State.REJECTED:
        raise NotNow(clip.state if clip else "", Event.REOPENED.value)
    before = of_decision(session, decision.id)
    if before is not None:
        if before.answered_at is not None:
            raise AppealOver
        return before
    row = AppealRow(
        id=new_id(), clip_id=clip.id, decision_id=decision.id, person_id=actor.person_id,
        words=_tidy(words), at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    noted = {"appeal": row.id, "words_sha256": digest_of(row.words)}
    log.note_clip(session, clip, What.APPEALED, noted, now, actor.person_id)
    return row


def answer(
    session: Session, actor: Actor, found: Draft, said: tuple[bool, str], now: int
) -> AppealRow:
    """Answer the appeal about a draft that ``actor`` reviews: look at it anew, or it stays so.

    ``said`` is whether the farmer is right, and words for them, which must be there if not. Raises
    AppealUnknown, OwnDecision, AnswerMissing, WordsTooLong or NotNow.
    """
    row = waiting(session, found.clip.id)
    if row is None:
        raise AppealUnknown
    decision = session.get_one(DecisionRow, row.decision_id)
    if actor.person_id in (decision.person_id, row.person_id):
        raise OwnDecision
    upheld, words = said[0], _tidy(said[1])
    if not upheld and not words:
        raise AnswerMissing
    row.upheld, row.answer = upheld, words
    row.answered_by, row.answered_at = actor.person_id, now
    if upheld:
        history.move(session, found.clip, Event.REOPENED, person_id=actor.person_id, now=now)
        labelling.put_right(session, found.clip, None, now)
    session.flush()
    noted = {"appeal": row.id, "upheld": upheld, "words": words}
    log.note_clip(session, found.clip, What.APPEAL_ANSWERED, noted, now, actor.person_id)
    return row


def waiting(session: Session, clip_id: str) -> AppealRow | None:
    """Return the appeal about a clip that nobody has answered yet."""
    asked = select(AppealRow).where(AppealRow.clip_id == clip_id, AppealRow.answered_at.is_(None))
    return session.scalar(asked.order_by(AppealRow.at.desc()).limit(1))


def open_ones(session: Session, actor: Actor) -> Sequence[AppealRow]:
    """Return the appeals that wait at the station of ``actor``, the oldest first."""
    asked = select(AppealRow).join(ClipRow, ClipRow.id == AppealRow.clip_id)
    return session.scalars(asked.where(_mine(actor)).order_by(AppealRow.at, AppealRow.id)).all()


def of_decision(session: Session, decision_id: str) -> AppealRow | None:
    """Return the appeal against a decision."""
    return session.scalar(select(AppealRow).where(AppealRow.decision_id == decision_id))


def rejection(session: Session, clip_id: str) -> DecisionRow | None:
    """Return the decision by which a clip was rejected last."""
    asked = select(DecisionRow).where(
        DecisionRow.clip_id == clip_id, DecisionRow.decision == Decision.REJECTED
    )
    return session.scalar(asked.order_by(DecisionRow.at.desc(), DecisionRow.id).limit(1))


def _mine(actor: Actor) -> ColumnElement[bool]:
    mine = within(actor, Action.REVIEW, ClipRow.station_id, ClipRow.farmer_id)
    return mine & AppealRow.answered_at.is_(None)


def _tidy(words: str) -> str:
    tidy = " ".join(words.split())
    if len(tidy) > LONGEST_WORDS:
        raise WordsTooLong(LONGEST_WORDS)
    return tidy
