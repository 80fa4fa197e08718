"""What small pictures of a clip say beside each other: stillness, repeats, stills that glide. Pure.

A camera never gives the same picture twice: its noise, its light and the hand that holds it change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from vidcommerce.analysis.seeing import Gray
from vidcommerce.flags.glimpses import Repeat
from vidcommerce.media.time import Span

_Table: TypeAlias = npt.NDArray[np.float32]

LONG_SIDE: Final = 160
_GRID: Final = 48

_SAME: Final = 1.0
"""Levels of 255 by which no part of a still picture changes. Within one second some part of a
48x48 grid changes by 1.5 or more in every real clip that is not blank."""

STILL: Final = 1000
GLIDE: Final = 2000
"""Milliseconds that a picture must stay, or glide; a phone that is busy may drop half a second."""

_REPEATED: Final = 2.5
_MOVES: Final = 4.0
_SHARE: Final = 0.12
"""Root mean square levels of the same picture encoded twice, at most; of pictures half a second
apart where something moves, at least; and the first in the second. Footage that was looped by
hand comes to 0.01, other real clips to 0.34 or more where they move."""

_RUN: Final = 1000
_FEWEST: Final = 4
_HALF: Final = 500

_STEP: Final = 400
_ZOOM: Final = 0.0015
_TURN: Final = 0.0006
_UNEVEN_SCALE: Final = 0.0015
_UNEVEN_SHIFT: Final = 0.25
_LEFT: Final = 1.0
_SOFT: Final = 1.5
"""A still that glides: a step enlarges it and does not turn it (radians); enlargement and shift
(points of 160) are those of the step before; nothing but noise (levels, in pictures softened by so
many points) is left over once the motion is undone. Real clips have two such steps in a row at
most."""


@dataclass(frozen=True, slots=True)
class Small:
    """A small picture in grey and when it is shown (ms)."""

    at: int
    picture: Gray


@dataclass(frozen=True, slots=True)
class _Motion:
    """From one picture to a later one: enlargement, turn, shift; and what it does not explain."""

    scale: float
    turn: float
    across: float
    down: float
    left: float


def size(width: int, height: int) -> tuple[int, int]:
    """Return the width and height at which pictures are compared."""
    factor = LONG_SIDE / max(width, height)
    return max(16, round(width * factor)), max(16, round(height * factor))


def frozen(pictures: Sequence[Small]) -> tuple[Span, ...]:
    """Return where the picture stays exactly the same for a second or longer."""
    grids = [_grid(small.picture) for small in pictures]

    def same(first: int, number: int) -> bool:
        return float(np.abs(grids[number] - grids[first]).max()) <= _SAME

    return tuple(
        Span(pictures[first].at, pictures[last].at)
        for first, last in _runs(len(pictures), same)
        if pictures[last].at - pictures[first].at >= STILL
    )


def _runs(count: int, same: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of runs whose every member is like its first."""
    first = 0
    for number in range(1, count + 1):
        if number == count or not same(first, number):
            yield first, number - 1
            first = number


def repeats(pictures: Sequence[Small]) -> tuple[Repeat, ...]:
    """Return what moves and comes again exactly, the longest first; no two of them overlap."""
    if len(pictures) <= 2 * _FEWEST:
        return ()
    spacing = max(1, (pictures[-1].at - pictures[0].at) // (len(pictures) - 1))
    run = max(_FEWEST, _RUN // spacing)
    table = _distances(np.stack([_grid(small.picture) for small in pictures]))
    half = max(1, _HALF // spacing)
    motion = np.diagonal(table, half)
    found = [
        (start, stop, lag)
        for lag in range(run, len(pictures) - run)
        for start, stop in _matches(np.diagonal(table, lag), motion, half, run)
    ]
    return tuple(
        Repeat(Span(pictures[start].at, pictures[stop - 1].at), pictures[start + lag].at)
        for start, stop, lag in _apart(found)
    )


def _matches(same: _Table, motion: _Table, soon: int, run: int) -> Iterator[tuple[int, int]]:
    """Yield where two stretches are the same for ``run`` pictures or more, and move.

    ``same[n]`` is how far picture n is from the later one, ``motion[n]`` from the one
    ``soon`` pictures after.
    """
    ends = np.flatnonzero(np.diff(np.concatenate(([0], same <= _REPEATED, [0]))))
    for start, stop in zip(ends[::2], ends[1::2], strict=True):
        within = motion[start : stop - soon]
        moved = float(within.mean()) if within.size else 0.0
        if stop - start >= run and moved >= _MOVES and same[start:stop].mean() <= _SHARE * moved:
            yield int(start), int(stop)


def _apart(found: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the longest, and then what has no picture in common with those before."""
    kept: list[tuple[int, int, int]] = []
    for start, stop, lag in sorted(found, key=lambda each: (each[0] - each[1], each[2])):
        if all(stop + lag <= a + g or start + lag >= b + g for a, b, g in kept):
            kept.append((start, stop, lag))
    return kept


def _distances(grids: _Table) -> _Table:
    """Return the root mean square difference of every picture to every other."""
    flat = grids.reshape(len(grids), -1).astype(np.float64)
    flat -= flat.mean(0)
    square = (flat**2).mean(1)
    both = flat @ flat.T / flat.shape[1]
    squares = np.maximum(0, square[:, None] + square[None] - 2 * both)
    return np.asarray(np.sqrt(squares), np.float32)


def gliding(pictures: Sequence[Small]) -> tuple[Span, ...]:
    """Return where one still picture is enlarged or made smaller steadily, two seconds or more.

    A hand is never so steady. One that is only shifted looks like a camera that turns on a tripod,
    and is left out.
    """
    chosen = _every(pictures, _STEP)
    motions = [
        _motion(before.picture, after.picture, (after.at - before.at) / _STEP)
        for before, after in pairwise(chosen)
    ]

    def steady(first: int, number: int) -> bool:
        return (
            _glides(motions[first])
            and _glides(motions[number])
            and _alike(motions[number - 1], motions[number])
        )

    return tuple(
        Span(chosen[first].at, chosen[last + 1].at)
        for first, last in _runs(len(motions), steady)
        if last > first and chosen[last + 1].at - chosen[first].at >= GLIDE
    )


def _every(pictures: Sequence[Small], step: int) -> list[Small]:
    chosen: list[Small] = []
    for small in pictures:
        if not chosen or small.at >= chosen[-1].at + step:
            chosen.append(small)
    return chosen


def _motion(before: Gray, after: Gray, steps: float) -> _Motion:
    """Return the motion a step, by enhanced correlation (Evangelidis and Psarakis 2008)."""
    matrix = np.eye(2, 3, dtype=np.float32)
    enough = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-5)
    try:
        _, found = cv2.findTransformECC(before, after, matrix, cv2.MOTION_AFFINE, enough)
    except cv2.error:  # nothing in common, or nothing to see
        return _Motion(0, 1, 0, 0, 255)
    height, width = before.shape
    before, after = _soft(before), _soft(after)
    back = cv2.warpAffine(
        after, found, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    inner = (slice(height // 8, -height // 8), slice(width // 8, -width // 8))
    left = float(np.sqrt(((back - before)[inner] ** 2).mean()))
    middle = np.array([width / 2, height / 2, 1])
    across, down = (np.asarray(found, np.float64) @ middle - middle[:2]) / steps
    scale = ((found[0, 0] + found[1, 1]) / 2 - 1) / steps
    turn = (found[1, 0] - found[0, 1]) / 2 / steps
    return _Motion(float(scale), float(turn), float(across), float(down), left)


def _soft(picture: Gray) -> Gray:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _SOFT), np.float32)


def _glides(motion: _Motion) -> bool:
    return abs(motion.turn) <= _TURN and motion.left <= _LEFT and abs(motion.scale) >= _ZOOM


def _alike(one: _Motion, other: _Motion) -> bool:
    shift = max(abs(one.across - other.across), abs(one.down - other.down))
    return abs(one.scale - other.scale) <= _UNEVEN_SCALE and shift <= _UNEVEN_SHIFT


def _grid(picture: Gray) -> Gray:
    small = cv2.resize(picture, (_GRID, _GRID), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)
