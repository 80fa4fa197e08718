"""What the farmer or the station answers to questions, and which questions are pinned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, Role, reach, require
from vidcommerce.accounts.secrets import hashed, new_secret
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments import actions, places, repository
from vidcommerce.comments.actions import BY_STATE, Act, Cause
from vidcommerce.comments.deciding import decide
from vidcommerce.comments.kept import described, score_of
from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.pipeline import Given, Judged, judge
from vidcommerce.comments.policy import LONGEST_NAME, Written, tidied
from vidcommerce.comments.reading import Mode
from vidcommerce.comments.reasons import weightiest
from vidcommerce.comments.signals import Decision, Signal, Strength
from vidcommerce.comments.signals import Kind as About
from vidcommerce.comments.states import CommentUnknown, State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.flags.claims.finding import claims
from vidcommerce.language import N_
from vidcommerce.publishing.tables import PublicationRow

MOST_PINNED: Final = 10
"""Questions pinned on one page."""


@dataclass(eq=False)
class PinsTooMany(InputRejected):
    """So many questions are pinned on a page that none stands out."""

    most: int
    sentence = N_("At most {most} can be pinned on one video. Take one off first.")


def answer(session: Session, actor: Actor, question_id: str, text: str, now: int) -> CommentRow:
    """Answer a question, or change one's answer; it stands pinned under the question.

    What the rules or the law of advertising find fault with waits for a moderator: an answer is
    part of the offer. Raises NotAllowed, CommentUnknown, or what :func:`~.policy.tidied` raises.
    """
    question = _answerable(session, actor, question_id)
    kept = tidied(Written(_name(session, actor, question), text, kind=Kind.ANSWER))
    row = _own_answer(session, question, actor)
    if row is None:
        row = CommentRow(
            id=new_id(), publication_id=question.publication_id, station_id=question.station_id,
            name=kept.name, text="", state=State.HELD.value, receipt_hash=hashed(new_secret()),
            created_at=now, person_id=actor.person_id, kind=Kind.ANSWER.value,
            reply_to=question.id, version=0,
        )  # fmt: skip
        session.add(row)
    else:
        row.edited_at = now
    row.text, row.pinned_at = kept.text, now
    _put(session, row, now)
    return row


def pin(session: Session, actor: Actor, question_id: str, now: int, *, pinned: bool) -> CommentRow:
    """Put a question on top of its page, and its answer among the facts; or take it off again.

    Raises NotAllowed, CommentUnknown or PinsTooMany.
    """
    row = _answerable(session, actor, question_id)
    if (row.pinned_at is not None) == pinned:
        return row
    if pinned and _count_pinned(session, row.publication_id) >= MOST_PINNED:
        raise PinsTooMany(MOST_PINNED)
    row.pinned_at = now if pinned else None
    row.version += 1
    session.flush()
    actions.note(session, row, Act.PINNED if pinned else Act.UNPINNED, now, Cause(actor.person_id))
    return row


def _answerable(session: Session, actor: Actor, question_id: str) -> CommentRow:
    """Return a question that is shown, and held. Raises NotAllowed or CommentUnknown."""
    reach(actor, Action.ANSWER)
    row = repository.find(session, question_id)
    if row is None or row.kind != Kind.QUESTION or row.state != State.SHOWN:
        raise CommentUnknown
    page = session.get_one(PublicationRow, row.publication_id)
    owner = session.get_one(ClipRow, page.clip_id).farmer_id
    try:
        require(actor, Action.ANSWER, station_id=row.station_id, owner_id=owner)
    except NotAllowed as error:
        raise CommentUnknown from error
    return row


def _name(session: Session, actor: Actor, question: CommentRow) -> str:
    """Return who answers, for everybody: farmers by their name, staff as their station."""
    if actor.role is Role.FARMER:
        return session.get_one(PersonRow, actor.person_id).name[:LONGEST_NAME]
    return session.get_one(StationRow, question.station_id).name[:LONGEST_NAME]


def _own_answer(session: Session, question: CommentRow, actor: Actor) -> CommentRow | None:
    """Return what ``actor`` has answered before, unless a moderator did not want it shown."""
    asked = select(CommentRow).where(
        CommentRow.reply_to == question.id,
        CommentRow.kind == Kind.ANSWER,
        CommentRow.person_id == actor.person_id,
        CommentRow.state.in_([State.SHOWN, State.HELD]),
    )
    return session.scalar(asked.order_by(CommentRow.created_at.desc()).limit(1))


def _put(session: Session, row: CommentRow, now: int) -> None:
    """Bring an answer to where the rules want it: shown, or before a person."""
    page = session.get_one(PublicationRow, row.publication_id)
    judged = _judged(session, page, row.text, now)
    before, state = row.state, State.SHOWN
    if judged.decision not in (Decision.PUBLISH, Decision.PUBLISH_LOOK):
        state = State.HELD
    kind = weightiest(judged.signals)
    row.state = state.value
    row.reason = kind.value if kind and state is State.HELD else ""
    row.automatic, row.decided_by, row.decided_at = True, None, None
    row.signals, row.score = described(judged), score_of(judged)
    row.normal, row.same = judged.normal_form, ""  # answers may be alike: that is no flood
    row.version += 1
    session.flush()
    cause = Cause(row.person_id, row.reason, "" if row.version == 1 else before)
    actions.note(session, row, BY_STATE[state], now, cause)


def _judged(session: Session, page: PublicationRow, text: str, now: int) -> Judged:
    """Return what is found in an answer: as in a comment, and as in the description of a product.

    Whoever answers is known, so neither the place nor a record have it read first.
    """
    place = places.place_of(session, page, now)
    found = judge(Given(text, place=replace(place, mode=Mode.AFTER, burst=False)))
    signals = (*found.signals, *_claims(text))
    return replace(found, decision=decide(signals), signals=signals)


def _claims(text: str) -> list[Signal]:
    """Return what the law does not let sellers say; the station's list of words stands for it."""
    return [
        Signal(About.LISTED, Strength.LIKELY, f"claims.{one.kind}", one.text, one.start, one.stop)
        for one in claims(text)
    ]


def _count_pinned(session: Session, publication_id: str) -> int:
    asked = select(func.count()).where(
        CommentRow.publication_id == publication_id,
        CommentRow.pinned_at.is_not(None),
        CommentRow.kind == Kind.QUESTION,
    )
    return session.scalar(asked) or 0
