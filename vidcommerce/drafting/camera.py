"""The path of a window that follows something along one axis, as a calm camera operator moves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, TypeAlias

Extent: TypeAlias = tuple[float, float]
"""What must be seen: from here to there, in source pixels."""

Path: TypeAlias = list[float]

_HOLD: Final = 0.95
"""Of the moments: when one place of the window shows them all, the camera stands still."""

_DEAD_ZONE: Final = 0.15
"""Of the window: so far the followed may stray from the middle before the camera moves."""

_SETTLE: Final = 0.35
"""Seconds: time constant of the critically damped motion, run forwards and backwards so that the
camera neither lags nor overshoots."""

_FASTEST: Final = 0.5
"""Windows a second; faster pans smear on phones."""

_MEDIAN: Final = 2
"""Neighbours on either side whose median drops a detector's slips."""


def resting(extents: Sequence[Extent], window: int, room: int) -> float | None:
    """Return a place at which a still window shows nearly all of ``extents``, or None.

    The window may start anywhere from 0 to ``room``. Of all such places it is the one nearest to
    having the extents in the middle.
    """
    allowed = [
        (min(max(high - window, 0.0), room), max(min(low, room), 0.0)) for low, high in extents
    ]
    edges = sorted(edge for interval in allowed for edge in interval)
    depth = {edge: sum(low <= edge <= high for low, high in allowed) for edge in set(edges)}
    if not depth or max(depth.values()) < _HOLD * len(extents):
        return None
    deepest = max(depth.values())
    low = min(edge for edge, count in depth.items() if count == deepest)
    high = min(top for bottom, top in allowed if bottom <= low <= top)
    middle = median((a + b) / 2 for a, b in extents) - window / 2
    return min(max(middle, low), high)


def following(middles: Sequence[float], step: float, window: int, room: int) -> Path:
    """Return where the window starts at each moment, to keep ``middles`` near its middle.

    Moments are ``step`` seconds apart. The window stays from 0 to ``room``.
    """
    wanted = [min(max(middle - window / 2, 0.0), float(room)) for middle in _medians(middles)]
    slack = _DEAD_ZONE * window
    there, back = _lazy(wanted, slack), _lazy(wanted[::-1], slack)[::-1]
    path = [(a + b) / 2 for a, b in zip(there, back, strict=True)]
    path = _damped(_damped(path, step)[::-1], step)[::-1]
    most = _FASTEST * window * step
    there, back = _limited(path, most), _limited(path[::-1], most)[::-1]
    return [(a + b) / 2 for a, b in zip(there, back, strict=True)]


def simplified(points: Sequence[tuple[int, float]], tolerance: float) -> list[tuple[int, float]]:
    """Return the fewest of ``points`` (frame, place) whose straight lines pass all others within.

    Ramer, Douglas and Peucker's way, with distances measured in place alone: a camera is wrong
    by where it is at a time. Without recursion, so that any length is fine.
    """
    if len(points) <= 1:
        return list(points)
    keep = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        worst, where = tolerance, None
        for number in range(first + 1, last):
            off = abs(points[number][1] - _between(points[first], points[last], points[number][0]))
            if off > worst:
                worst, where = off, number
        if where is not None:
            keep.add(where)
            todo += [(first, where), (where, last)]
    return [points[number] for number in sorted(keep)]


def sampled(points: Sequence[tuple[int, float]], frame: int) -> float:
    """Return the place at ``frame`` on the straight lines from point to point, at rest outside."""
    if frame <= points[0][0]:
        return points[0][1]
    for here, there in pairwise(points):
        if frame <= there[0]:
            return _between(here, there, frame)
    return points[-1][1]


def _between(here: tuple[int, float], there: tuple[int, float], frame: int) -> float:
    return here[1] + (there[1] - here[1]) * (frame - here[0]) / (there[0] - here[0])


def _medians(values: Sequence[float]) -> Path:
    return [median(values[max(0, n - _MEDIAN) : n + _MEDIAN + 1]) for n in range(len(values))]


def _lazy(wanted: Sequence[float], slack: float) -> Path:
    """Follow only as far as the dead zone makes it needed."""
    path, place = [], wanted[0]
    for target in wanted:
        place = min(max(place, target - slack), target + slack)
        path.append(place)
    return path


def _damped(path: Sequence[float], step: float) -> Path:
    """Run a critically damped follower (two equal poles) over the path."""
    share = 1 - 2.718281828 ** (-step / _SETTLE)
    first = second = path[0]
    result = []
    for target in path:
        first += share * (target - first)
        second += share * (first - second)
        result.append(second)
    return result


def _limited(path: Sequence[float], most: float) -> Path:
    result = [path[0]]
    for target in path[1:]:
        here = result[-1]
        result.append(here + min(max(target - here, -most), most))
    return result
