"""Tells from when to when two clips show the same, given how their frames lie in each other. Pure.

The tiny pictures of one clip are moved to where they would be in the other's, and compared block by
block, each with each: a stretch of the same footage is a line in that table, as steep as it was
sped up. That two takes of one place look alike proves little; that they *change* alike does, so
what changes within half a second is compared along the line as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from vidcommerce.flags.reuse.prints import STEP, TINY, Bytes, Floats, Print
from vidcommerce.media.time import Span

_BLOCK: Final = 8
_BLOCKS: Final = TINY // _BLOCK
_SEEN: Final = 0.98
_FLAT: Final = 1.5
"""Levels of 255 by which the pixels of a block differ at least, or there is nothing in it."""

_PART: Final = 0.6
"""The part of the blocks that has to agree: cards and lines of words cover the others."""

_ALIKE: Final = 0.5
_SPEEDS: Final = tuple(step / 40 for step in range(31, 52))
"""How many milliseconds of the earlier clip pass in one of the later."""

_MOST: Final = 240
_WINDOW: Final = 1600
_HALF: Final = 4
_MOVES: Final = 1.2
"""Levels of 255 by which pixels change in half a second, at least, or nothing moves."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Where two clips show the same: ``earlier`` and ``later`` spans, in milliseconds of each.

    ``alike`` says how much they look the same (-1 to 1), ``change`` how much they change the
    same (-1 to 1), ``moving`` how much changes at all, in levels. ``speed`` is how many seconds of
    the earlier clip pass in one of the later.
    """

    earlier: Span
    later: Span
    speed: float
    alike: float
    change: float
    moving: float


def timed(earlier: Print, later: Print, matrix: npt.NDArray[np.float64], at: int) -> Timing:
    """Return the best line of two clips whose frames lie in each other by ``matrix``.

    ``at`` is a time of the earlier clip, in milliseconds, near which they agree. Both have frames.
    """
    step = max(1, -(-len(later.tiny) // _MOST))
    first = max(0, min(at // STEP - _WINDOW // 2, len(earlier.tiny) - _WINDOW))
    one, other, seen = _laid(
        earlier, later, matrix, earlier.tiny[first : first + _WINDOW], later.tiny
    )
    table = _table(one, other[::step], seen)
    line = _line(table, step)
    spans = _spans(line, first, step)
    along = _along(one, other, line, step)
    change, moving = _changes(*along, seen)
    return Timing(*spans, line.speed, line.alike, change, moving)


@dataclass(frozen=True, slots=True)
class _Line:
    """``start`` to ``stop`` are rows of the table, ``speed`` and ``shift`` say where they lead."""

    speed: float
    shift: float
    start: int
    stop: int
    alike: float


def _laid(
    earlier: Print, later: Print, matrix: npt.NDArray[np.float64], one: Bytes, other: Bytes
) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Return both clips' tiny pictures on the coarser grid of the two, and what is seen in both."""
    whole = later.grid() @ np.vstack([matrix, [0, 0, 1]]) @ np.linalg.inv(earlier.grid())
    white = np.ones((TINY, TINY), np.float32)
    if np.linalg.det(whole[:2, :2]) <= 1:
        seen = _moved(white, whole[:2]) > _SEEN
        return _all_moved(one, whole[:2]), other.astype(np.float32), seen
    back = np.linalg.inv(whole)[:2]
    return one.astype(np.float32), _all_moved(other, back), _moved(white, back) > _SEEN


def _moved(picture: Any, matrix: npt.NDArray[np.float64]) -> Floats:  # noqa: ANN401 - an array
    return np.asarray(cv2.warpAffine(picture, matrix, (TINY, TINY)), np.float32)


def _all_moved(pictures: Bytes, matrix: npt.NDArray[np.float64]) -> Floats:
    return np.stack([_moved(one.astype(np.float32), matrix) for one in pictures])


def _blocks(pictures: Floats) -> Floats:
    """Return the pixels (n, blocks, pixels) of each block."""
    parts = pictures.reshape(-1, _BLOCKS, _BLOCK, _BLOCKS, _BLOCK)
    return parts.transpose(0, 1, 3, 2, 4).reshape(len(pictures), _BLOCKS**2, _BLOCK**2)


def _table(one: Floats, other: Floats, seen: npt.NDArray[np.bool_]) -> Floats:
    """Return how alike each later picture (row) and each earlier one (column) are."""
    mask = _blocks(seen[None].astype(np.float32))[0]
    good = mask.sum(1) >= _BLOCK**2 // 2
    scores = []
    for number in np.flatnonzero(good):
        pixels = mask[number] > 0
        left, flat_left = _unit(_blocks(other)[:, number][:, pixels])
        right, flat_right = _unit(_blocks(one)[:, number][:, pixels])
        score = left @ right.T
        score[flat_left[:, None] | flat_right] = np.nan
        scores.append(score)
    if not scores:
        return np.full((len(other), len(one)), -1.0, np.float32)
    return _most(np.stack(scores))


def _most(scores: Floats) -> Floats:
    """Return the mean of the better part of what can be compared; -1 where too little can."""
    count = (~np.isnan(scores)).sum(0)
    ranked = -np.sort(np.where(np.isnan(scores), np.inf, -scores), axis=0)
    ranked[np.isinf(ranked)] = 0
    taken = np.ceil(count * _PART).astype(np.intp)
    total = np.concatenate([np.zeros((1, *count.shape), ranked.dtype), np.cumsum(ranked, 0)])
    best = np.take_along_axis(total, taken[None], 0)[0]
    return np.where(count >= 2, best / np.maximum(taken, 1), -1).astype(np.float32)  # noqa: PLR2004 - one block is chance


def _unit(pixels: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    even = pixels - pixels.mean(1, keepdims=True)
    length = np.linalg.norm(even, axis=1, keepdims=True)
    flat = length[:, 0] < _FLAT * pixels.shape[1] ** 0.5
    return even / np.maximum(length, 1e-6), flat


def _line(table: Floats, step: int) -> _Line:
    """Return the stretch of a line along which most is alike."""
    rows, columns = table.shape
    row = np.arange(rows)
    best, found = -1.0, _Line(1.0, 0, 0, 1, -1.0)
    for speed in _SPEEDS:
        shifts = np.arange(-int(speed * rows * step), columns)
        at = np.rint(row[None] * step * speed).astype(np.intp) + shifts[:, None]
        inside = (at >= 0) & (at < columns)
        along = np.where(inside, table[row[None], np.clip(at, 0, columns - 1)], -1)
        gain, start, stop = _stretch(along - _ALIKE)
        top = int(gain.argmax())
        preferred = gain[top] * (1 - abs(speed - 1) * 0.02)  # of equals the plain speed
        if preferred > best:
            part = along[top, start[top] : stop[top]]
            best = float(preferred)
            found = _Line(speed, float(shifts[top]), int(start[top]), int(stop[top]),
                          float(part.mean()))  # fmt: skip
    return found


def _stretch(gains: npt.NDArray[Any]) -> tuple[Any, Any, Any]:
    """Return for each row the largest sum of consecutive numbers, and where it is."""
    total = np.concatenate([np.zeros((len(gains), 1), gains.dtype), np.cumsum(gains, 1)], 1)
    lowest = np.minimum.accumulate(total, 1)
    rise = total[:, 1:] - lowest[:, :-1]
    stop = rise.argmax(1)
    row = np.arange(len(gains))
    upto = np.arange(total.shape[1]) <= stop[:, None]
    start = np.where(upto, total, np.inf).argmin(1)
    return rise[row, stop], start, stop + 1


def _spans(line: _Line, first: int, step: int) -> tuple[Span, Span]:
    start, stop = line.start * step, line.stop * step
    begin = max(0, round((start * line.speed + line.shift + first) * STEP))
    length = max(1, round((stop - start) * line.speed * STEP))
    return Span(begin, begin + length), Span(start * STEP, stop * STEP)


def _along(one: Floats, other: Floats, line: _Line, step: int) -> tuple[Floats, Floats]:
    """Return both clips' pictures along a line, at the same moments."""
    rows = np.arange(line.start * step, min(line.stop * step, len(other)))
    at = np.clip(rows * line.speed + line.shift, 0, len(one) - 1)
    low = np.floor(at).astype(np.intp)
    part = (at - low).astype(np.float32)[:, None, None]
    between = one[low] * (1 - part) + one[np.minimum(low + 1, len(one) - 1)] * part
    return between, other[rows]


def _changes(one: Floats, other: Floats, seen: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Return how alike two clips change, and by how much they do."""
    half = min(_HALF, len(one) - 1)
    if half < 1 or not seen.any():
        return 0.0, 0.0
    mask = _blocks(seen[None].astype(np.float32))[0] > 0
    left, right = (_blocks(part[half:] - part[:-half]) * mask for part in (one, other))
    down, across = (left**2).sum((0, 2)), (right**2).sum((0, 2))
    both = (left * right).sum((0, 2)) / np.maximum(np.sqrt(down * across), 1e-6)
    energy = np.sqrt(np.minimum(down, across) / np.maximum(mask.sum(1) * len(left), 1))
    used = (mask.sum(1) >= _BLOCK**2 // 2) & (energy >= _MOVES)
    if not used.any():
        return 0.0, float(energy.max())
    ranked = np.sort(both[used])[::-1][: max(1, int(np.ceil(used.sum() * _PART)))]
    return float(ranked.mean()), float(energy[used].mean())
