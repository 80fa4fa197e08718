"""When another person than the one who edited must approve: what a station can choose.

Whoever sent a clip never approves it; that is :func:`vidcommerce.reviews.policy.check_approval`,
and no station's choice.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.errors import InputRejected
from vidcommerce.flags.kinds import Flag
from vidcommerce.language import N_
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews import answers
from vidcommerce.reviews.cases import CASE_WORDS, Case
from vidcommerce.reviews.policy import Decision
from vidcommerce.reviews.tables import DecisionRow, PlanRow

_FILE: Final = Path(__file__).with_name("health_words.toml")

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
        Case.HEALTH_WORDS: lambda: bool(health_words(texts(plan))),
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


def texts(plan: EditPlan) -> tuple[str, ...]:
    """Return all that a video says in writing: subtitles in all languages, and cards. Pure."""
    tracks = (plan.cues, *(other.cues for other in plan.translations))
    said = [" ".join(cue.lines) for cues in tracks for cue in cues]
    facts = [card.product for card in plan.cards]
    return (*said, *(text for one in facts for text in (one.name, one.unit, one.origin)))


def health_words(said: Iterable[str]) -> tuple[str, ...]:
    """Return the words of ``health_words.toml`` that stand in texts, in the file's order. Pure.

    Words in Latin letters count from their beginning ("cure" is in "cures", not in "secure"),
    Chinese ones anywhere; spaces don't count between Chinese letters, where lines break.
    """
    text = "\n".join(said).casefold()
    joined = re.sub(r"\s+", "", text)
    found = []
    for word in _words():
        there = re.search(rf"\b{re.escape(word)}", text) if word.isascii() else word in joined
        if there:
            found.append(word)
    return tuple(found)


@cache
def _words() -> tuple[str, ...]:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(word.casefold() for group in read.values() for word in group["words"])
