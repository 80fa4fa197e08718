"""What the counts say: from seeing the card to ordering, for one thing or for many. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from vidcommerce.insights.days import Days, week_of
from vidcommerce.insights.kinds import Kind

STEPS: Final = (Kind.IMPRESSION, Kind.VIEW, Kind.CARD, Kind.CART, Kind.ORDER)
"""The way of a shopper, in its order."""

COUNTED: Final = (*STEPS, Kind.SHARE)
"""What a funnel has numbers of."""


class By(StrEnum):
    """What funnels are told apart by."""

    VIDEO = "video"
    PRODUCT = "product"
    VILLAGE = "village"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Funnel:
    """How often each thing happened; what is not there never did."""

    counts: Mapping[Kind, int] = field(default_factory=dict)

    def __getitem__(self, kind: Kind) -> int:
        """Return how often something happened."""
        return self.counts.get(kind, 0)

    def share(self, kind: Kind) -> int | None:
        """Return how often it happened for 1000 views; None where nobody watched.

        Of views and not of the step before: the link below the video leads to the shop without a
        tap on the card, so no step holds the next one.
        """
        views = self[Kind.VIEW]
        return round(1000 * self[kind] / views) if views else None


Funnels: TypeAlias = Mapping[str, Funnel]
"""Funnels by the key of what they are of."""


def together(funnels: Iterable[Funnel]) -> Funnel:
    """Return one funnel of all."""
    sums: Counter[Kind] = Counter()
    for funnel in funnels:
        sums.update(funnel.counts)
    return Funnel(sums)


def every_day(found: Mapping[int, Funnel], days: Days) -> list[tuple[int, Funnel]]:
    """Return each day with its funnel, also those on which nothing happened."""
    return [(day, found.get(day, Funnel())) for day in days]


def by_week(found: Mapping[int, Funnel], days: Days) -> list[tuple[int, Funnel]]:
    """Return each week of these days with its funnel, the last week first.

    The first and the last week have only those of their days that were asked for.
    """
    weeks: dict[int, list[Funnel]] = {}
    for day, funnel in every_day(found, days):
        weeks.setdefault(week_of(day), []).append(funnel)
    return [(week, together(funnels)) for week, funnels in sorted(weeks.items(), reverse=True)]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened at each second of one version of a video.

    ``watched[s]`` is how often second ``s`` was played, ``left[s]`` how many visits ended there,
    ``tapped[s]`` how often the shop was gone to from there; all three have a number for every
    second. ``cards`` are the seconds [start, stop) at which the card is in the picture.
    """

    version: int
    watched: tuple[int, ...]
    left: tuple[int, ...]
    tapped: tuple[int, ...]
    cards: tuple[tuple[int, int], ...]

    @property
    def seconds(self) -> int:
        """The length of the video, a second that was begun included."""
        return len(self.watched)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened at all."""
        return not any(map(any, (self.watched, self.left, self.tapped)))


def timeline(
    found: Mapping[Kind, Mapping[int, int]],
    version: int,
    seconds: int,
    cards: tuple[tuple[int, int], ...] = (),
) -> Timeline:
    """Return counts by second as a timeline of at least ``seconds`` seconds.

    A count below nothing is taken for nothing: what takes an event back may come before it.
    """
    latest = max((second for counts in found.values() for second in counts), default=-1)
    length = max(seconds, latest + 1)

    def row(kind: Kind) -> tuple[int, ...]:
        counts = found.get(kind, {})
        return tuple(max(0, counts.get(second, 0)) for second in range(length))

    return Timeline(version, row(Kind.WATCHED), row(Kind.LEFT), row(Kind.TAPPED), cards)
