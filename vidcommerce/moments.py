"""Moments and days as a reader says them. Pure but for the machine's time zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from babel.dates import format_date, format_timedelta

from vidcommerce.language import Words

_WEEK: Final = 7 * 24 * 60 * 60_000


def moment(at: int, now: int, speech: Words) -> str:
    """Return how long ago a moment was ("3 minutes ago"), or its day if that is over a week ago.

    Both in milliseconds since 1970 UTC.
    """
    if not 0 <= now - at < _WEEK:
        return day(at, speech)
    ago = timedelta(seconds=-max(1, (now - at) // 1000))
    return format_timedelta(ago, granularity="second", add_direction=True, locale=speech.language)


def day(at: int, speech: Words) -> str:
    """Return the day of a moment as this machine's time zone has it ("Nov 21, 2026")."""
    local = datetime.fromtimestamp(at / 1000).astimezone()
    return format_date(local, format="medium", locale=speech.language)
