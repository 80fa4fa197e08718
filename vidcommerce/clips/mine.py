"""A farmer's own videos, each with what a farmer wants to know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips.standing import Standing, standing, what_to_do
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.errors import InputRejected, VidcommerceError
from vidcommerce.language import N_, Words
from vidcommerce.lists import within
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews.reasons import REASON_WORDS, Reason
from vidcommerce.reviews.tables import AppealRow, DecisionRow, PlanRow

_MOST: Final = 60
"""Videos on the farmer's page; who has more looks for the older ones at the station."""


LOOKED_AT_NOW: Final = N_("Another person looks at your video")
LOOKED_AT: Final = N_("Another person has looked: it is not taken")


@dataclass(eq=False)
class ClipUnknown(InputRejected):
    """There is no such clip, or this person may not know of it."""

    clip_id: str
    sentence = N_("There is no such video.")


@dataclass(frozen=True, slots=True)
class Video:
    """A clip with what belongs to it.

    ``bundle`` is the prefix of the drawn files, ``slug`` the public address; both may be empty.
    ``reason``, ``words`` and ``picture`` are why a helper decided so at last, as in DecisionRow.
    ``appeal`` is the farmer's asking for another look at that.
    """

    clip: ClipRow
    product: ProductRow
    bundle: str
    slug: str
    reason: str
    words: str
    picture: str
    appeal: AppealRow | None

    @property
    def state(self) -> State:
        """The state of the clip."""
        return State(self.clip.state)

    @property
    def standing(self) -> Standing:
        """Where it stands, for a farmer."""
        return standing(self.state, self.clip.stage, self.clip.done)


def videos(session: Session, actor: Actor) -> Sequence[Video]:
    """Return the actor's own clips, newest first; staff see none here. Raises NotAllowed."""
    asked = _asked(actor).where(ClipRow.farmer_id == actor.person_id)
    rows = session.execute(asked.order_by(ClipRow.created_at.desc(), ClipRow.id).limit(_MOST)).all()
    decisions = _decisions(session, [row[0].id for row in rows])
    appeals = _appeals(session, decisions)
    return [_video(tuple(row), decisions, appeals) for row in rows]


def video(session: Session, actor: Actor, clip_id: str) -> Video:
    """Return one clip that the actor may see. Raises ClipUnknown, NotAllowed."""
    row = session.execute(_asked(actor).where(ClipRow.id == clip_id)).one_or_none()
    if row is None:
        raise ClipUnknown(clip_id)
    decisions = _decisions(session, [clip_id])
    return _video(tuple(row), decisions, _appeals(session, decisions))


def _asked(actor: Actor) -> Select[ClipRow, ProductRow, str, str]:
    return (
        select(ClipRow, ProductRow, PlanRow.bundle, PublicationRow.slug)
        .join(ProductRow, ProductRow.id == ClipRow.product_id)
        .outerjoin(PlanRow, PlanRow.id == ClipRow.plan_id)
        .outerjoin(
            PublicationRow,
            (PublicationRow.clip_id == ClipRow.id) & PublicationRow.withdrawn_at.is_(None),
        )
        .where(within(actor, Action.SEE_CLIPS, ClipRow.station_id, ClipRow.farmer_id))
    )


def _decisions(session: Session, clip_ids: Sequence[str]) -> Mapping[str, DecisionRow]:
    """Return by clip what was decided about it last."""
    asked = select(DecisionRow).where(DecisionRow.clip_id.in_(clip_ids)).order_by(DecisionRow.at)
    return {row.clip_id: row for row in session.scalars(asked)}


def _appeals(session: Session, decisions: Mapping[str, DecisionRow]) -> Mapping[str, AppealRow]:
    """Return by decision the appeal against it."""
    named = [row.id for row in decisions.values()]
    asked = select(AppealRow).where(AppealRow.decision_id.in_(named))
    return {row.decision_id: row for row in session.scalars(asked)}


def _video(
    row: tuple[Any, ...],
    decisions: Mapping[str, DecisionRow],
    appeals: Mapping[str, AppealRow],
) -> Video:
    clip, product, bundle, slug = row
    last = decisions.get(clip.id)
    why = ("", "", "") if last is None else (last.reason, last.words, last.picture)
    appeal = None if last is None else appeals.get(last.id)
    return Video(clip, product, bundle or "", slug or "", *why, appeal)


def said(video: Video, speech: Words) -> tuple[str, str]:
    """Return the title and the advice of a video in a person's language.

    What a helper wrote stands before our own advice; a refusal says its reason and what to do.
    """
    stands = video.standing
    title, advice = speech.say(stands.title), speech.say(stands.advice) if stands.advice else ""
    if video.state in {State.SENT_BACK, State.REJECTED}:
        advice = _decided(video, speech) or advice
    if video.state is State.SENT_BACK and video.reason == Reason.UNCLEAR:
        title, advice = speech.say(REASON_WORDS[Reason.UNCLEAR]), video.words
    if video.state is State.REJECTED and video.appeal is not None:
        answered = video.appeal.answered_at is not None
        title = speech.say(LOOKED_AT if answered else LOOKED_AT_NOW)
        advice = f"{advice} {video.appeal.answer}".strip()
    if video.state is State.REFUSED and video.clip.problem:
        name = str(video.clip.problem.get("error", ""))
        advice = speech.say(what_to_do(name, stands.advice))
        reason = explained(video.clip.problem, speech)
        advice = f"{reason} {advice}".strip()
    return title, advice


def _decided(video: Video, speech: Words) -> str:
    """Return why a helper decided so: the reason from the list, then the helper's own words."""
    known = {reason.value for reason in Reason} - {Reason.OTHER}
    reason = speech.say(REASON_WORDS[Reason(video.reason)]) if video.reason in known else ""
    return f"{reason} {video.words}".strip()


def explained(problem: Mapping[str, Any], speech: Words) -> str:
    """Return the sentence of a ClipRow.problem, or nothing for an error of another version."""
    error = _errors().get(str(problem.get("error", "")))
    if error is None:
        return ""
    facts = {
        name: speech.sentences.get(value, value) if isinstance(value, str) else value
        for name, value in dict(problem.get("facts") or {}).items()
    }
    try:
        return speech.say(error.sentence, **facts)
    except (KeyError, ValueError):  # kept by a version whose error had other fields
        return ""


def _errors() -> Mapping[str, type[VidcommerceError]]:
    """Return every error that this process knows, by name."""
    found: dict[str, type[VidcommerceError]] = {}
    rest: list[type[VidcommerceError]] = [VidcommerceError]
    while rest:
        error = rest.pop()
        found[error.__name__] = error
        rest += error.__subclasses__()
    return {name: error for name, error in found.items() if hasattr(error, "sentence")}
