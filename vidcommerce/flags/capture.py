"""When and where a clip was filmed, beside what is said of the harvest and the village. Pure.

The place is compared and then forgotten: a flag tells only that it is near, or farther than one of
a few distances. That a file gives no time or no place says nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from vidcommerce.flags.examining import Declared, Examined, Village
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.metadata import filmed
from vidcommerce.media.privacy import Reveals, traces

SOURCE: Final = "capture"

BEFORE: Final = timedelta(days=7)
"""How long before the first day of harvest a clip may be filmed: the first ripe ones are picked."""

AFTER: Final = timedelta(days=30)
"""How long after the last day: sorting and packing go on."""

NEAR: Final = 50
"""Kilometres from the village up to which a place fits: fields lie around it, a phone's place may
come from a mast, and the nearest town is where people send from."""

DISTANCES: Final = (1000, 200, NEAR)
"""The only distances that a flag tells, in kilometres."""

_EARTH: Final = 6371
_MILLIONTHS: Final = 1_000_000
_ISO_6709: Final = re.compile(r"([+-])(\d+(?:\.\d+)?)([+-])(\d+(?:\.\d+)?)")
_LATITUDE_DEGREES: Final = 2
_LONGITUDE_DEGREES: Final = 3


def check(clip: Examined) -> tuple[Flag, ...]:
    """Return what time and place of a clip say beside what was declared."""
    tags = clip.facts.tags
    return (
        *harvest(filmed(clip.facts), clip.received, clip.declared),
        *village(tags, clip.declared.village),
    )


def harvest(moment: datetime | None, received: int, declared: Declared) -> Iterator[Flag]:
    """Yield a question where a clip can't show the declared harvest.

    ``moment`` is when it was filmed, None where the file does not say; then a clip that was sent
    before the harvest began is still too early for it. ``received`` is in ms since 1970 UTC.
    """
    if declared.harvest is None:
        return
    first, last = declared.harvest
    sent = datetime.fromtimestamp(received / 1000, UTC).date()
    if moment is None:
        if sent < first - BEFORE:
            yield _outside(Kind.SENT_BEFORE_HARVEST, sent, first, last)
    elif not first - BEFORE <= moment.date() <= last + AFTER:
        yield _outside(Kind.OUTSIDE_HARVEST, moment.date(), first, last)
    else:
        yield Flag(Kind.IN_HARVEST, Severity.NOTE, SOURCE, {"day": moment.date().isoformat()})


def village(tags: Iterable[tuple[str, str]], declared: Village | None) -> Iterator[Flag]:
    """Yield whether the place in a file's tags is near the village; nothing where either lacks."""
    here = place(tags)
    if here is None or declared is None:
        return
    there = (declared.latitude / _MILLIONTHS, declared.longitude / _MILLIONTHS)
    apart = kilometres(here, there)
    if apart <= NEAR:
        yield Flag(Kind.PLACE_FITS, Severity.NOTE, SOURCE)
        return
    told = next(distance for distance in DISTANCES if apart > distance)
    yield Flag(Kind.PLACE_FAR, Severity.QUESTION, SOURCE, {"kilometres": told})


def place(tags: Iterable[tuple[str, str]]) -> tuple[float, float] | None:
    """Return degrees of latitude and longitude as phones write them (ISO 6709), None without.

    The null island (0, 0) is what a phone without reception writes.
    """
    for trace in traces(tags):
        match = _ISO_6709.match(trace.value.strip())
        if trace.reveals is not Reveals.PLACE or match is None:
            continue
        north = _degrees(match[1], match[2], _LATITUDE_DEGREES)
        east = _degrees(match[3], match[4], _LONGITUDE_DEGREES)
        if abs(north) <= 90 and abs(east) <= 180 and (north, east) != (0, 0):  # noqa: PLR2004 - a globe
            return north, east
    return None


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance on a sphere of two places in degrees (haversine)."""
    (north, east), (north2, east2) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = (
        math.sin((north2 - north) / 2) ** 2
        + math.cos(north) * math.cos(north2) * math.sin((east2 - east) / 2) ** 2
    )
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


def _degrees(sign: str, number: str, whole: int) -> float:
    """Return degrees of "DD.D", "DDMM.M" or "DDMMSS.S", where ``whole`` digits are degrees."""
    digits = number.partition(".")[0]
    value = float(number)
    if len(digits) == whole + 2:
        value = value // 100 + value % 100 / 60
    elif len(digits) == whole + 4:
        value = value // 10_000 + value % 10_000 // 100 / 60 + value % 100 / 3600
    return -value if sign == "-" else value


def _outside(kind: Kind, day: date, first: date, last: date) -> Flag:
    evidence: Mapping[str, str] = {
        "day": day.isoformat(),
        "start": first.isoformat(),
        "end": last.isoformat(),
    }
    return Flag(kind, Severity.QUESTION, SOURCE, evidence)
