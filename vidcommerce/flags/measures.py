"""What one whole picture is like: its detail, regular patterns, colours. Pure.

Pictures are BGR with 8 bits, at the size at which they are coded.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from vidcommerce.analysis.seeing import Gray, Picture, fitted, gray
from vidcommerce.flags.glimpses import Colours, Glimpse

_Mask: TypeAlias = npt.NDArray[np.bool_]

_TILE: Final = 64
_CONTRAST: Final = 8.0
"""Levels (standard deviation) of a tile in which there is something to be sharp."""

_FEWEST_TILES: Final = 4
_SHARPEST: Final = 98

_WINDOW: Final = 512
_SMALL_WINDOW: Final = 256
_LOW: Final = 0.06
_AXIS: Final = 0.012
"""Cycles a pixel: slower patterns are of things; on the axes are straight edges and the blocks of
the encoder. A screen is hardly ever filmed so straight that its grid lies on the axes."""

_COLOUR_SIDE: Final = 320
_LEAF_HUES: Final = (95.0, 150.0)
_RIPE_HUES: Final = (340.0, 75.0)
"""Degrees in CIELAB: young leaves to spinach; raspberries over oranges to corn."""

_LEAF_CHROMA: Final = 12.0
_RIPE_CHROMA: Final = 20.0
_NOTHING: Final = 2
_BRIGHT: Final = 60


def glimpse(at: int, picture: Picture) -> Glimpse:
    """Return what a picture shown ``at`` milliseconds is like."""
    return Glimpse(at, detail(gray(picture)), comb(picture), colours(picture))


def detail(luma: Gray) -> int:
    """Return what halving takes from the sharpest places, in thousandths of their contrast.

    A picture that was enlarged to its size twice over has nothing there to lose. -1 where fewer
    than four places have any contrast.
    """
    height, width = luma.shape
    small = cv2.resize(luma, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    back = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    contrast = _tiles(luma).std((1, 2))
    lost = np.sqrt((_tiles(luma - np.asarray(back, np.float32)) ** 2).mean((1, 2)))
    rich = contrast > _CONTRAST
    if rich.sum() < _FEWEST_TILES:
        return -1
    return round(1000 * float(np.percentile(lost[rich] / contrast[rich], _SHARPEST)))


def _tiles(plane: Gray) -> Gray:
    rows, columns = plane.shape[0] // _TILE, plane.shape[1] // _TILE
    cut = plane[: rows * _TILE, : columns * _TILE]
    parts = cut.reshape(rows, _TILE, columns, _TILE).transpose(0, 2, 1, 3)
    return np.asarray(parts.reshape(-1, _TILE, _TILE), np.float32)


def comb(picture: Picture) -> int:
    """Return how far a regular pattern stands out of the spectrum, in thousandths of log10 power.

    The grid of a screen's points, or its beat with the camera's own grid (moiré), is one sharp
    peak away from the axes. The stronger of lightness and redness counts; 0 for
    pictures that are too small to tell.
    """
    side = _WINDOW if min(picture.shape[:2]) >= _WINDOW else _SMALL_WINDOW
    if min(picture.shape[:2]) < side:
        return 0
    planes = cv2.cvtColor(picture, cv2.COLOR_BGR2YCrCb).astype(np.float32)
    return max(0, *(round(1000 * _peak(planes[..., plane], side)) for plane in (0, 1)))


def _peak(plane: Gray, side: int) -> float:
    window = np.outer(np.hanning(side), np.hanning(side)).astype(np.float32)
    power = np.zeros((side, side), np.float32)
    places = _spread(plane.shape[0] - side, plane.shape[1] - side)
    for top, left in places:
        part = plane[top : top + side, left : left + side]
        waves = cv2.dft((part - part.mean()) * window, flags=cv2.DFT_COMPLEX_OUTPUT)
        power += np.square(waves[..., 0]) + np.square(waves[..., 1])
    levels = np.fft.fftshift(np.log10(power / len(places) + 1e-3)).astype(np.float32)
    around = cv2.blur(cv2.medianBlur(levels, 5), (15, 15))
    return float((levels - around)[_off_axis(side)].max())


def _spread(down: int, across: int) -> list[tuple[int, int]]:
    """Return the corners of up to five windows: the picture's middle and its four corners."""
    middle = (down // 2, across // 2)
    return sorted({middle, (0, 0), (0, across), (down, 0), (down, across)})


@cache
def _off_axis(side: int) -> _Mask:
    down, across = np.mgrid[-side // 2 : side // 2, -side // 2 : side // 2] / side
    away = (np.abs(across) > _AXIS) & (np.abs(down) > _AXIS)
    return np.asarray(away & (np.hypot(across, down) > _LOW), np.bool_)


def colours(picture: Picture) -> Colours:
    """Return how colourful leaves and ripe food are, and where a colour can't be any stronger."""
    small = fitted(picture, _COLOUR_SIDE)
    lab: Any = cv2.cvtColor((small / 255).astype(np.float32), cv2.COLOR_BGR2Lab)
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360
    leaves = (hue > _LEAF_HUES[0]) & (hue < _LEAF_HUES[1]) & (chroma > _LEAF_CHROMA)
    ripe = ((hue > _RIPE_HUES[0]) | (hue < _RIPE_HUES[1])) & (chroma > _RIPE_CHROMA)
    empty = (leaves | ripe) & (small.min(-1) <= _NOTHING) & (small.max(-1) > _BRIGHT)
    return Colours(
        leaves=_thousandths(leaves),
        leaf=_median(chroma[leaves]),
        food=_thousandths(ripe),
        ripe=_median(chroma[ripe]),
        empty=_thousandths(empty),
    )


def _thousandths(mask: _Mask) -> int:
    return round(1000 * float(mask.mean()))


def _median(values: Gray) -> int:
    return round(float(np.median(values))) if values.size else 0
