"""From events to counts, so that no question needs the events again. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from vidcommerce.insights.days import day_of
from vidcommerce.insights.kinds import Kind


class Told(StrEnum):
    """What a page may tell; orders are told by shops.

    ``BACK`` takes a ``LEFT`` back: the visit went on. Pages can't know which leaving is the last.
    """

    IMPRESSION = "impression"
    VIEW = "view"
    CARD = "card"
    CART = "cart"
    SHARE = "share"
    WATCHED = "watched"
    LEFT = "left"
    BACK = "back"
    TAPPED = "tapped"

    __hash__ = str.__hash__  # an enum's own is slow, and counting is hashing


_ONCE: Final = {
    Told.IMPRESSION: (0, Kind.IMPRESSION),
    Told.VIEW: (1, Kind.VIEW),
    Told.CARD: (2, Kind.CARD),
    Told.CART: (3, Kind.CART),
    Told.SHARE: (4, Kind.SHARE),
}
"""Once a visit: they have one number, so that the key of the rows sees to it."""

_SHOP: Final = (Told.CART, Told.TAPPED)
"""What leads to the shop."""

_QUARTER: Final = 15 * 60_000
"""Milliseconds: every time zone's days begin at a whole quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A version of a page: its frames in a second, as a ratio, and how many it has."""

    publication_id: str
    numerator: int
    denominator: int
    frames: int

    def second(self, frame: int) -> int:
        """Return the second in which a frame of the video is shown; the last for any after it."""
        return min(frame, self.frames - 1) * self.denominator // self.numerator


class Happened(NamedTuple):
    """An event of a visit of which we know the page. ``until`` ends a stretch that was watched.

    ``at`` is in ms since 1970 UTC by our clock; see EventRow for the rest.
    """

    visit: str
    number: int
    shown: Shown
    version: int
    told: Told
    frame: int
    until: int
    visitor: str
    at: int


def number_of(told: Told, n: int) -> int:
    """Return an event's number in its visit: ``n`` is how many the page had told before it."""
    return _ONCE[told][0] if told in _ONCE else len(_ONCE) + n


DayKey: TypeAlias = tuple[str, int, Kind]
SecondKey: TypeAlias = tuple[str, int, Kind, int]
ClickKey: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """What to add: by (publication, day, kind), by (publication, version, kind, second).

    ``clicks`` are the last times that (visitor, publication) went to the shop.
    """

    days: Counter[DayKey] = field(default_factory=Counter)
    seconds: Counter[SecondKey] = field(default_factory=Counter)
    clicks: dict[ClickKey, int] = field(default_factory=dict)


def count(happened: Iterable[Happened]) -> Counts:
    """Return the counts of events that were not counted before."""
    counts = Counts()
    for one in happened:
        page = one.shown.publication_id
        if one.told in _ONCE:
            counts.days[page, _day(one.at // _QUARTER), _ONCE[one.told][1]] += 1
        for kind, second, many in _seconds(one):
            counts.seconds[page, one.version, kind, second] += many
        if one.told in _SHOP and one.visitor:
            known = counts.clicks.get((one.visitor, page), one.at)
            counts.clicks[one.visitor, page] = max(known, one.at)
    return counts


def _seconds(one: Happened) -> Iterator[tuple[Kind, int, int]]:
    """Yield what happened at which second, and how often."""
    if one.frame < 0:
        return
    first = one.shown.second(one.frame)
    if one.told is Told.WATCHED:
        last = one.shown.second(max(one.until - 1, one.frame))
        yield from ((Kind.WATCHED, second, 1) for second in range(first, last + 1))
    elif one.told in (Told.LEFT, Told.BACK):
        yield Kind.LEFT, first, 1 if one.told is Told.LEFT else -1
    elif one.told is Told.TAPPED:
        yield Kind.TAPPED, first, 1


@lru_cache(maxsize=4096)
def _day(quarter: int) -> int:
    return day_of(quarter * _QUARTER)
