"""Where the shapes of a chart are. Pure geometry: templates draw it, style sheets colour it.

All lengths are whole numbers of a canvas 1000 wide and HEIGHT high, which pages stretch to the room
that there is; letters are none of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 1000
HEIGHT: Final = 240

_MOST_BARS: Final = 120
"""More bars than this are thinner than three pixels on a phone."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that stands on the ground: for the numbers ``first`` to ``last``, both included."""

    left: int
    top: int
    width: int
    height: int
    first: int
    last: int
    value: int


def ceiling(highest: int) -> int:
    """Return the round number (1, 2 or 5 with zeros) at or above ``highest``, 1 at least."""
    unit = 1
    while True:
        for step in (1, 2, 5):
            if step * unit >= highest:
                return step * unit
        unit *= 10


def binned(values: Sequence[int], most: int = _MOST_BARS) -> list[tuple[int, int, int]]:
    """Return (first, last, sum) of neighbours, so many together that ``most`` are left."""
    step = max(1, -(-len(values) // most))
    return [
        (first, min(first + step, len(values)) - 1, sum(values[first : first + step]))
        for first in range(0, len(values), step)
    ]


def bars(values: Sequence[int], top: int, height: int = HEIGHT) -> list[Bar]:
    """Return a bar for each value (or for neighbours together), a bar of ``top`` being full.

    What is above nothing is at least two units high, so that it is seen.
    """
    bins = binned(values)
    made = []
    for number, (first, last, value) in enumerate(bins):
        left, right = WIDTH * number // len(bins), WIDTH * (number + 1) // len(bins)
        tall = min(height, max(2, height * value // max(1, top))) if value else 0
        gap = max(1, (right - left) // 6)
        made.append(Bar(left, height - tall, right - left - gap, tall, first, last, value))
    return made


def curve(values: Sequence[int], top: int, height: int = HEIGHT) -> str:
    """Return the points of a curve, a step for each value, closed along the ground.

    As SVG's ``points``; nothing where there are no values.
    """
    if not values:
        return ""
    points = [(0, height)]
    for number, value in enumerate(values):
        level = height - min(height, height * value // max(1, top))
        points += [
            (WIDTH * number // len(values), level),
            (WIDTH * (number + 1) // len(values), level),
        ]
    points.append((WIDTH, height))
    return " ".join(f"{x},{y}" for x, y in points)


def stripes(ranges: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Return (left, width) of half-open ranges on a line of ``length``."""
    line = max(1, length)
    return [
        (WIDTH * start // line, WIDTH * (min(stop, length) - start) // line)
        for start, stop in ranges
        if start < min(stop, length)
    ]


def meter(value: int, most: int) -> int:
    """Return the width of a lying bar, ``most`` being full; what is above nothing is seen."""
    return min(WIDTH, max(4, WIDTH * value // max(1, most))) if value else 0
