"""Days and weeks as the counts have them. Pure but for the machine's time zone.

A day is a whole number that counts from 1970-01-01 in the service's time zone; a week is the day
of its Monday, as in ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

_FIRST: Final = date(1970, 1, 1).toordinal()
_MONDAY: Final = 3
"""1970-01-01 was a Thursday: its week began three days before."""


def day_of(at: int) -> int:
    """Return the day of a moment (ms since 1970 UTC)."""
    return datetime.fromtimestamp(at / 1000).astimezone().date().toordinal() - _FIRST


def date_of(day: int) -> date:
    """Return the date of a day."""
    return date.fromordinal(_FIRST + day)


def start_of(day: int) -> int:
    """Return the moment (ms since 1970 UTC) at which a day begins."""
    midnight = datetime.combine(date_of(day), time()).astimezone()
    return int(midnight.timestamp()) * 1000


def week_of(day: int) -> int:
    """Return the Monday of a day's week, as a day."""
    return day - (day + _MONDAY) % 7


@dataclass(frozen=True, slots=True)
class Days:
    """The days from ``first`` to ``last``, both included."""

    first: int
    last: int

    def __iter__(self) -> Iterator[int]:
        """Go through them."""
        return iter(range(self.first, self.last + 1))


def lately(now: int, days: int) -> Days:
    """Return so many days, of which today is the last; ``now`` in ms since 1970 UTC."""
    today = day_of(now)
    return Days(today - days + 1, today)
