"""Where the eye goes: faces first, else what stands out and what moves. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from vidcommerce.analysis.facts import Look, Region
from vidcommerce.analysis.seeing import Frame, Gray, Picture, Shift, fitted, gray

Attention: TypeAlias = npt.NDArray[np.float64]
"""(height, width), 0 where nobody looks."""

_SIDE: Final = 64
_ODD: Final = 0.3
_COLOURFUL: Final = 0.3
_MOVING: Final = 1.0
"""How much each counts: what is unlike its surroundings, what has another colour, what moves."""

_NOISE: Final = 4.0
"""Levels of 255 that a pixel may change without anything moving."""

_FULL_MOTION: Final = 12.0
_CENTRE: Final = 0.45
"""Spread of the liking for the middle, in sides of the picture: people point the camera at it."""

_SPREAD: Final = 1.6
_SMALLEST: Final = 150
_BUSY: Final = 0.4
"""Of the strongest point's attention; what is below belongs to the background."""

_SHOULDERS: Final = 3.0
_ABOVE: Final = 0.6
_BELOW: Final = 2.8
"""Head and shoulders, in widths and heights of the face."""

_INERTIA: Final = 0.5
_RUN_UP: Final = 4


def subject(frames: Sequence[Frame], shifts: Sequence[Shift], faces: Sequence[Region]) -> Region:
    """Return where the eye goes in the first of a few consecutive frames.

    ``shifts`` are the camera's own motion between them, in thousandths of the long side.
    """
    if faces:
        return head_and_shoulders(faces[0])
    first = fitted(frames[0].picture, _SIDE)
    attention = _ODD * _oddness(gray(first)) + _COLOURFUL * _colourfulness(first)
    if len(frames) > 1:
        attention = attention + _MOVING * _motion(frames, shifts)
    return around(attention * _centred(*attention.shape))


def head_and_shoulders(face: Region) -> Region:
    """Return the person that a face belongs to, as far as a portrait shows."""
    middle = face.left + face.width / 2
    half = face.width * _SHOULDERS / 2
    top = face.top - face.height * _ABOVE
    return _inside(middle - half, top, middle + half, face.top + face.height * (1 + _BELOW))


def around(attention: Attention) -> Region:
    """Return the region that holds most of the attention; the whole picture where there is none."""
    strongest = float(attention.max())
    if strongest <= 0:
        return Region(0, 0, 1000, 1000)
    weights = np.maximum(attention - _BUSY * strongest, 0) ** 2
    height, width = weights.shape
    left, right = _extent(weights.sum(axis=0), width)
    top, bottom = _extent(weights.sum(axis=1), height)
    return _inside(left, top, right, bottom)


def steadied(looks: Sequence[Look], shots: Sequence[int]) -> tuple[Look, ...]:
    """Return the looks with subjects that move smoothly within each shot.

    A single look that disagrees with both its neighbours is outvoted, and the rest is averaged
    forwards and backwards in time, so that the subject does not lag behind.
    """
    result: list[Look] = []
    for _, shot in groupby(looks, key=lambda look: bisect_right(shots, look.at)):
        members = list(shot)
        places = np.array([_place(look.subject) for look in members], np.float64)
        smooth = _averaged(_outvoted(places))
        result += [
            replace(look, subject=_placed(*(float(number) for number in row)))
            for look, row in zip(members, smooth, strict=True)
        ]
    return tuple(result)


def _oddness(luma: Gray) -> Attention:
    """Return what the picture's spectrum does not foretell (spectral residual, Hou and Zhang)."""
    spectrum = np.fft.fft2(luma)
    strength = np.log(np.abs(spectrum) + 1e-3)
    odd = strength - cv2.blur(strength, (3, 3))
    back = np.abs(np.fft.ifft2(np.exp(odd + 1j * np.angle(spectrum)))) ** 2
    return _normal(cv2.GaussianBlur(back, (0, 0), 2.5))


def _colourfulness(picture: Picture) -> Attention:
    """Return how far each place's colour is from all that the picture's edge shows.

    What reaches the edge is background (Zhu et al. 2014): sky, wall, table, path.
    """
    colours = cv2.cvtColor(cv2.GaussianBlur(picture, (0, 0), 1.5), cv2.COLOR_BGR2Lab)
    places = colours.astype(np.float64)
    height, width = places.shape[:2]
    strip, down, across = max(1, min(height, width) // 10), height // 2, width // 2
    edge = [
        *(part.mean(axis=(0, 1)) for side in (places[:strip], places[-strip:])
          for part in (side[:, :across], side[:, across:])),
        *(part.mean(axis=(0, 1)) for side in (places[:, :strip], places[:, -strip:])
          for part in (side[:down], side[down:])),
    ]  # fmt: skip
    away = [np.sqrt(((places - colour) ** 2).sum(axis=2)) for colour in edge]
    return _normal(np.min(away, axis=0))


def _motion(frames: Sequence[Frame], shifts: Sequence[Shift]) -> Attention:
    """Return what moves otherwise than the camera does, from the first frame to the last."""
    first, last = (gray(fitted(frame.picture, _SIDE)) for frame in (frames[0], frames[-1]))
    scale = max(first.shape) / 1000
    across, down = (sum(s[axis] for s in shifts) * scale for axis in (0, 1))
    matrix = np.array([[1, 0, across], [0, 1, down]], np.float64)
    size = (first.shape[1], first.shape[0])
    held = cv2.warpAffine(first, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    change = cv2.GaussianBlur(np.abs(last - held), (0, 0), 1.5).astype(np.float64)
    return np.asarray(np.minimum(np.maximum(change - _NOISE, 0) / _FULL_MOTION, 1))


def _centred(height: int, width: int) -> Attention:
    down = (np.arange(height) + 0.5) / height - 0.5
    across = (np.arange(width) + 0.5) / width - 0.5
    near = np.exp(-(down**2) / (2 * _CENTRE**2))[:, None]
    return np.asarray(near * np.exp(-(across**2) / (2 * _CENTRE**2))[None, :], np.float64)


def _normal(attention: npt.NDArray[Any]) -> Attention:
    mean, most = float(attention.mean()), float(attention.max())
    over = np.maximum(attention.astype(np.float64) - mean, 0)
    return np.asarray(over / max(most - mean, 1e-6))


def _extent(weights: Attention, length: int) -> tuple[float, float]:
    places = (np.arange(length) + 0.5) * 1000 / length
    middle = float(np.average(places, weights=weights))
    spread = float(np.sqrt(np.average((places - middle) ** 2, weights=weights)))
    half = max(_SPREAD * spread, _SMALLEST / 2)
    return middle - half, middle + half


def _inside(left: float, top: float, right: float, bottom: float) -> Region:
    edges = [round(min(1000.0, max(0.0, edge))) for edge in (left, top, right, bottom)]
    return Region(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1])


def _place(region: Region) -> tuple[float, float, int, int]:
    """Return the middle and the size."""
    middle = (region.left + region.width / 2, region.top + region.height / 2)
    return (*middle, region.width, region.height)


def _placed(across: float, down: float, width: float, height: float) -> Region:
    half, high = width / 2, height / 2
    return _inside(across - half, down - high, across + half, down + high)


def _outvoted(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    wide = np.concatenate([rows[:1], rows, rows[-1:]])
    return np.asarray(np.median(np.stack([wide[:-2], wide[1:-1], wide[2:]]), axis=0))


def _averaged(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Average forwards and backwards in time; sizes are the last two columns.

    Before the first look and after the last the middle is taken to move on as it did, so that it
    does not lag there.
    """
    pad = min(_RUN_UP, len(rows) - 1)
    before, after = rows[pad:0:-1].copy(), rows[-2 : -2 - pad : -1].copy()
    before[:, :2] = 2 * rows[0, :2] - before[:, :2]
    after[:, :2] = 2 * rows[-1, :2] - after[:, :2]
    rows = np.concatenate([before, rows, after])
    for _ in range(2):
        rows = rows[::-1].copy()
        for number in range(1, len(rows)):
            rows[number] = _INERTIA * rows[number - 1] + (1 - _INERTIA) * rows[number]
    return rows[pad : len(rows) - pad]
