"""Turns pictures into places with looks. Pure.

SIFT as OpenCV has it (https://docs.opencv.org/4.x/d7/d60/classcv_1_1SIFT.html), with a lower
threshold of contrast than its own: skies and walls have few places otherwise.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from vidcommerce.flags.reuse.prints import TINY, Bytes, Floats, Spots
from vidcommerce.flags.reuse.words import shortened

MOST: Final = 400
"""Places of a frame that are kept."""

_CONTRAST: Final = 0.02
_EDGE: Final = 12
_GRID: Final = 5
_LARGE: Final = 6
"""Pixels from which a place is large; those are what a small copy of the picture still shows."""


def spots_of(picture: Bytes) -> Spots:
    """Return the places of a grey picture (height, width).

    Strongest first, but from everywhere: a card or a line of words with strong edges must not take
    all the room, so the strongest of each part of the picture and of each size come first.
    """
    kept, looks = _seen(picture)
    return Spots(kept[:, :2], kept[:, 2], kept[:, 3], shortened(looks))


def looks_of(picture: Bytes) -> npt.NDArray[Any]:
    """Return SIFT's descriptors (n, 128) of the same places."""
    return _seen(picture)[1]


def tiny_of(picture: Bytes) -> Bytes:
    """Return a picture's tiny one."""
    return np.asarray(cv2.resize(picture, (TINY, TINY), interpolation=cv2.INTER_AREA), np.uint8)


def _seen(picture: Bytes) -> tuple[Floats, npt.NDArray[Any]]:
    """Return across, down, size, angle and strength (n, 5) of places, and their descriptors."""
    points, looks = _sift().detectAndCompute(picture, None)
    if not points:
        return np.zeros((0, 5), np.float32), np.zeros((0, 128), np.float32)
    kept = np.array([(*one.pt, one.size, one.angle, one.response) for one in points], np.float32)
    order = _spread(kept, picture.shape)[:MOST]
    return kept[order], np.asarray(looks)[order]


@cache
def _sift() -> Any:  # noqa: ANN401 - OpenCV's types leave SIFT out
    return cv2.SIFT_create(nfeatures=0, contrastThreshold=_CONTRAST, edgeThreshold=_EDGE)  # type: ignore[attr-defined]


def _spread(kept: Any, shape: tuple[int, ...]) -> Any:  # noqa: ANN401 - arrays in and out
    """Return the order: the strongest of each part and size, then the second of each, ..."""
    column = np.minimum(kept[:, 0] * _GRID // shape[1], _GRID - 1)
    row = np.minimum(kept[:, 1] * _GRID // shape[0], _GRID - 1)
    part = (column * _GRID + row) * 2 + (kept[:, 2] > _LARGE)
    order = np.lexsort((-kept[:, 4], part))
    first = np.concatenate([[True], part[order][1:] != part[order][:-1]])
    begin = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    rank = np.arange(len(order)) - begin
    return order[np.lexsort((-kept[order, 4], rank))]
