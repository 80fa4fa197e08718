"""The integrity record of a farmer or a station: what was found right or wrong over time. Pure.

How it is counted, which is public (docs/integrity-record.md):

- A *matter* is something that a person found to be so: a flag about conduct that was accepted and
  still holds, a shopper's report that was right, a video that was refused because it is not true or
  not the farmer's own. What was mended, put aside or won on appeal is none; nor is what a machine
  saw and nobody has answered, nor what is wrong with a file by nature of the phone that made it.
- A matter weighs 1 (a question), 2 (a report), 3 (a serious flag) or 4 (a refusal).
- It weighs half as much after 180 days, a quarter after 360, and so on; and a tenth less with each
  video that was published after it about which nothing was found wrong: good conduct heals.
- The sum is the burden. Below 1 the record is good, below 4 mixed, else poor. That of a station is
  the mean of its farmers' burdens. Nothing follows from it by itself: it shows where to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vidcommerce.flags.kinds import Kind
from vidcommerce.language import N_

HALF: Final = 180 * 24 * 3600 * 1000
"""Milliseconds after which a matter weighs half: another season."""

HEALS: Final = 0.9
"""What is left of a matter's weight with each clean video after it."""

GOOD_BELOW: Final = 1.0
MIXED_BELOW: Final = 4.0


class Matter(StrEnum):
    """What was found wrong."""

    QUESTION = "question"
    REPORT = "report"
    SERIOUS = "serious"
    REFUSED = "refused"


WEIGHTS: Final[Mapping[Matter, int]] = {
    Matter.QUESTION: 1,
    Matter.REPORT: 2,
    Matter.SERIOUS: 3,
    Matter.REFUSED: 4,
}

NOT_CONDUCT: Final = frozenset(
    {
        Kind.NO_SOUND, Kind.SOUND_UNREADABLE, Kind.TRUNCATED, Kind.SECOND_PICTURE,
        Kind.WRONG_COLOUR_TAGS, Kind.WRONG_DURATION, Kind.SMALL_PICTURE, Kind.DEVICE_KNOWN,
        Kind.DEVICE_UNKNOWN, Kind.TIME_KNOWN, Kind.TIME_UNKNOWN, Kind.PASSED_THROUGH,
        Kind.PLACE_IN_FILE, Kind.PRICE_CHANGED, Kind.REPORTED, Kind.AI_IS, Kind.AI_POSSIBLY,
    }
)  # fmt: skip
"""Kinds that say nothing about honesty: what phones and messengers do, what was said openly, and
reports, which count one by one."""


class Standing(StrEnum):
    """What a record comes to."""

    GOOD = "good"
    MIXED = "mixed"
    POOR = "poor"


STANDING_WORDS: Final[Mapping[Standing, str]] = {
    Standing.GOOD: N_("The record is good."),
    Standing.MIXED: N_("The record is mixed: some things were found wrong."),
    Standing.POOR: N_("The record is poor: much was found wrong lately."),
}

COUNTED: Final = N_(
    "Published videos: {videos}, nothing found wrong with {clean}. Reports of shoppers: {reports}, "
    "answered {answered}, right {right}. Appeals: {appeals}, won {won}. Videos confirmed with a "
    "signature: {attested}."
)
HEALING: Final = N_(
    "What was found wrong weighs half as much after 180 days, and a tenth less with each video "
    "after it about which nothing is wrong."
)


@dataclass(frozen=True, slots=True)
class Found:
    """A matter and when it was found (ms since 1970 UTC)."""

    matter: Matter
    at: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What a record tells in numbers; ``clean`` are videos about which nothing was found wrong."""

    videos: int = 0
    clean: int = 0
    reports: int = 0
    answered: int = 0
    right: int = 0
    appeals: int = 0
    won: int = 0
    attested: int = 0

    def facts(self) -> dict[str, int]:
        """Return what fills the sentence COUNTED."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its numbers, its burden in thousandths, and what that comes to."""

    counts: Counts
    burden: int
    standing: Standing


def burden(found: Iterable[Found], clean: Sequence[int], now: int) -> float:
    """Return the weight of all matters at ``now``.

    ``clean`` are the times at which videos were published about which nothing was found wrong.
    """
    return sum(_weight(one, clean, now) for one in found)


def record(counts: Counts, burdens: Sequence[float]) -> Record:
    """Return the record with the mean of ``burdens``: a farmer has one, a station many."""
    mean = sum(burdens) / len(burdens) if burdens else 0.0
    return Record(counts, round(mean * 1000), standing(mean))


def standing(weight: float) -> Standing:
    """Return what a burden comes to."""
    if weight < GOOD_BELOW:
        return Standing.GOOD
    return Standing.MIXED if weight < MIXED_BELOW else Standing.POOR


def _weight(one: Found, clean: Sequence[int], now: int) -> float:
    healed = sum(1 for at in clean if at > one.at)
    age = max(0, now - one.at) / HALF
    return WEIGHTS[one.matter] * float(0.5**age) * float(HEALS**healed)
