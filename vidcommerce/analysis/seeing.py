"""What a few consecutive frames say: sharpness, shake, exposure, stillness. Pure.

Frames are upright, at most 320 pixels on the long side, BGR with 8 bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.uint8]
"""(height, width, 3), BGR."""

Gray: TypeAlias = npt.NDArray[np.float32]
"""(height, width), luma from 0 to 255."""

Shift: TypeAlias = tuple[float, float]
"""How far the picture moved from one frame to the next, in thousandths of its long side."""

LONG_SIDE: Final = 320
_MOTION_SIDE: Final = 160

_BLUR_WIDTH: Final = 9
_BLURRED: Final = 0.2
_CRISP: Final = 0.7
"""The measure of :func:`sharpness` on sixteen real clips: 0.6 to 0.8 in focus, 0.54 with a blur
of 6 pixels (sigma) on 1920, 0.4 with 10, 0.25 with 16."""

_FLAT: Final = 6.0
_EDGES: Final = 99.5
"""Levels from pixel to pixel at the strongest one in 200 places; where they are less, there is no
edge that could be sharp, only noise."""

_SHAKE_SCALE: Final = 100
"""A hand that holds still changes the picture's speed by 0.3 thousandths of its long side from
one thirtieth of a second to the next, walking by 1.5, a stumble by 5 to 10."""

_CRUSHED: Final = 5
_BLOWN: Final = 250
_LOST: Final = 0.05
"""Phase correlation's response below which no common motion was found."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A decoded frame; ``at`` is in milliseconds since the clip's start."""

    at: int
    picture: Picture


def gray(picture: Picture) -> Gray:
    """Return the luma (BT.601 weights) as floats."""
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)


def sharpness(luma: Gray) -> int:
    """Return 0 (blurred) to 1000 (crisp), whatever the picture shows.

    How much variation from pixel to pixel is lost by blurring once more: a blurred picture has
    little left to lose (Crété-Roffet et al. 2007). The worse direction counts, so that motion blur
    is found too. A picture without any edge is not sharp.
    """
    kept = []
    for axis, kernel in ((1, (_BLUR_WIDTH, 1)), (0, (1, _BLUR_WIDTH))):
        edges = np.abs(np.diff(luma, axis=axis))
        blurred = np.abs(np.diff(cv2.blur(luma, kernel), axis=axis))
        if np.percentile(edges, _EDGES) < _FLAT:
            return 0
        kept.append(float(np.maximum(edges - blurred, 0).sum() / edges.sum()))
    return _thousandths((min(kept) - _BLURRED) / (_CRISP - _BLURRED))


def brightness(luma: Gray) -> int:
    """Return the mean luma, 0 black to 1000 white."""
    return _thousandths(float(luma.mean()) / 255)


def clipped(luma: Gray) -> int:
    """Return the thousandths of the pixels that are crushed or blown out."""
    return _thousandths(float(np.mean((luma <= _CRUSHED) | (luma >= _BLOWN))))


def shift(before: Gray, after: Gray) -> Shift:
    """Return how the whole picture moved, by phase correlation; (0, 0) where nothing is common.

    On a plain ground correlation follows whoever walks through: the motion counts only when most
    of the picture fits better with it than without.
    """
    window = cv2.createHanningWindow((before.shape[1], before.shape[0]), cv2.CV_32F)
    # OpenCV multiplies the window into pictures whose size suits its Fourier transform.
    (across, down), response = cv2.phaseCorrelate(before.copy(), after.copy(), window)
    if response < _LOST or not _fits(before, after, across, down):
        return (0.0, 0.0)
    scale = 1000 / max(before.shape)
    return (across * scale, down * scale)


def _fits(before: Gray, after: Gray, across: float, down: float) -> bool:
    matrix = np.array([[1, 0, across], [0, 1, down]], np.float64)
    size = (before.shape[1], before.shape[0])
    moved = cv2.warpAffine(before, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    with_it = np.median(cv2.absdiff(after, moved))
    return bool(with_it <= np.median(cv2.absdiff(after, before)))


def shifts(frames: Sequence[Frame]) -> list[Shift]:
    """Return the motion from each frame to the next."""
    small = [_for_motion(frame.picture) for frame in frames]
    return [shift(before, after) for before, after in pairwise(small)]


def shake(frames: Sequence[Frame], shifts: Sequence[Shift]) -> int:
    """Return 0 (tripod) to 1000 (violent): how much the camera's speed changes.

    A smooth pan is no shake. Speeds are taken per thirtieth of a second, so that clips of all
    frame rates compare; 300 is a walking hand, 500 hurts to watch.
    """
    steps = [max(1, after.at - before.at) * 30 / 1000 for before, after in pairwise(frames)]
    speeds = [
        (across / step, down / step) for (across, down), step in zip(shifts, steps, strict=True)
    ]
    if len(speeds) <= 1:
        return 0
    changes = [np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(speeds)]
    return _thousandths(float(np.mean(changes)) * _SHAKE_SCALE / 1000)


def stillness(frames: Sequence[Frame]) -> int:
    """Return 1000 when nothing changes from frame to frame, 500 when a pixel changes by 1 in 255.

    The mean over the picture; a talking head before a tripod has about 900.
    """
    small = [_for_motion(frame.picture) for frame in frames]
    changes = [float(np.abs(after - before).mean()) for before, after in pairwise(small)]
    return round(1000 / (1 + float(np.mean(changes)))) if changes else 1000


def _for_motion(picture: Picture) -> Gray:
    return gray(fitted(picture, _MOTION_SIDE))


def fitted(picture: Picture, long_side: int) -> Picture:
    """Return the picture, made smaller so that its long side has ``long_side`` pixels."""
    height, width = picture.shape[:2]
    factor = long_side / max(height, width)
    if factor >= 1:
        return picture
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _thousandths(share: float) -> int:
    return round(1000 * min(1.0, max(0.0, share)))
