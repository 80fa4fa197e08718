"""When another person than the one who edited must approve: what a station can choose.

Whoever sent a clip never approves it; that is :func:`vidcommerce.reviews.policy.check_approval`,
and no station's choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.errors import InputRejected
from vidcommerce.flags.claims.of_plan import claims_of
from vidcommerce.flags.kinds import Flag, Kind
from vidcommerce.language import N_
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews import answers
from vidcommerce.reviews.cases import CASE_WORDS, Case
from vidcommerce.reviews.policy import Decision
from vidcommerce.reviews.tables import DecisionRow, PlanRow

FIRST: Final = 3
"""Videos of a farmer that count as the first ones."""


@dataclass(eq=False)
class SecondEyesNeeded(InputRejected):
    """This station wants another person to approve what this person edited; ``why`` is a case."""

    why: str
    sentence = N_("You have changed this video, so somebody else must approve it: {why}.")


def check(
    session: Session, person_id: str, clip: ClipRow, plan: EditPlan, flags: Iterable[Flag]
) -> None:
    """Raise SecondEyesNeeded where the station wants other eyes than those of ``person_id``."""
    if person_id not in editors(session, clip):
        return
    cases = needed(session, person_id, clip, plan, flags)
    if cases:
        raise SecondEyesNeeded(CASE_WORDS[cases[0]])


def needed(
    session: Session, person_id: str, clip: ClipRow, plan: EditPlan, flags: Iterable[Flag]
) -> tuple[Case, ...]:
    """Return which of the station's cases a draft is for who edited it.

    A flag is open to them until somebody else has answered it: else two presses of one person
    would do for what two persons are to see.
    """
    chosen = session.get_one(StationRow, clip.station_id).second_eyes
    holds = {
        Case.FIRST_VIDEOS: lambda: published(session, clip) < FIRST,
        Case.HEALTH_WORDS: lambda: speaks_of_health(plan),
        Case.OPEN_FLAGS: lambda: bool(
            answers.unanswered(flags, answers.of_others(session, clip.id, person_id))
        ),
    }
    return tuple(case for case in Case if case.value in chosen and holds[case]())


def editors(session: Session, clip: ClipRow) -> frozenset[str]:
    """Return who made the versions that nobody has approved yet: all since the last approval."""
    approved = (
        select(func.max(PlanRow.number))
        .join(DecisionRow, DecisionRow.plan_id == PlanRow.id)
        .where(PlanRow.clip_id == clip.id, DecisionRow.decision == Decision.APPROVED)
    )
    last = session.scalar(approved) or 0
    made = select(PlanRow.made_by).where(PlanRow.clip_id == clip.id, PlanRow.number > last)
    return frozenset(one for one in session.scalars(made) if one is not None)


def published(session: Session, clip: ClipRow) -> int:
    """Return how many other videos of the clip's farmer have been public."""
    asked = select(func.count()).select_from(PublicationRow)
    asked = asked.join(ClipRow, ClipRow.id == PublicationRow.clip_id)
    others = (ClipRow.farmer_id == clip.farmer_id, ClipRow.id != clip.id)
    return session.scalar(asked.where(*others)) or 0


def speaks_of_health(plan: EditPlan) -> bool:
    """Tell whether subtitles of any language or a card claim something about health. Pure."""
    return any(flag.kind is Kind.CLAIM_HEALTH for flag in claims_of(plan))
