"""A test picture that says what it is: which way up, which frame, and whether the sound beeps.

Upright, its corners are red, green, blue and yellow (top left, top right, bottom left, bottom
right), eight cells in the middle hold the frame's number in binary, and a patch below them is
white while the sound beeps and black otherwise.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]
"""Height x width x 3, red first."""

UPRIGHT: Final = ("red", "green", "blue", "yellow")
"""The corners that a viewer sees, row by row, when a clip is shown right."""

_COLOURS: Final = {
    "red": (200, 30, 30),
    "green": (30, 180, 30),
    "blue": (30, 30, 200),
    "yellow": (200, 200, 30),
}
_CELLS: Final = 8


def draw(width: int, height: int, number: int, *, lit: bool) -> Picture:
    """Return the upright picture of frame ``number`` (modulo 256)."""
    picture = np.full((height, width, 3), 112, np.uint8)
    down, across = height // 4, width // 4
    tops, lefts = (0, height - down), (0, width - across)
    places = [(top, left) for top in tops for left in lefts]
    for name, (top, left) in zip(UPRIGHT, places, strict=True):
        picture[top : top + down, left : left + across] = _COLOURS[name]
    for cell in range(_CELLS):
        white = number >> (_CELLS - 1 - cell) & 1
        left, right = (round(width * (0.1 + 0.1 * edge)) for edge in (cell, cell + 1))
        picture[round(height * 0.42) : round(height * 0.58), left:right] = 235 if white else 16
    patch = slice(round(width * 0.35), round(width * 0.65))
    picture[round(height * 0.65) : round(height * 0.85), patch] = 235 if lit else 16
    return picture


def corners(picture: Picture) -> tuple[str, ...]:
    """Return the names of the four corners' colours, row by row."""
    height, width = picture.shape[:2]
    rows, columns = (height // 8, height - height // 8), (width // 8, width - width // 8)
    return tuple(_name(_seen(picture, x, y)) for y in rows for x in columns)


def number(picture: Picture) -> int:
    """Return the number of the frame that the cells hold."""
    height, width = picture.shape[:2]
    centres = [round(width * (0.15 + 0.1 * cell)) for cell in range(_CELLS)]
    bits = [_seen(picture, x, height // 2).mean() > 124 for x in centres]
    return sum(bit << (_CELLS - 1 - cell) for cell, bit in enumerate(bits))


def lit(picture: Picture) -> bool:
    """Tell whether the patch is white, as it is while the sound beeps."""
    height, width = picture.shape[:2]
    return bool(_seen(picture, width // 2, round(height * 0.75)).mean() > 124)


def _seen(picture: Picture, x: int, y: int) -> NDArray[np.float64]:
    """Return the mean colour of the 5 x 5 pixels around a point."""
    around = picture[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3]
    return np.asarray(around.reshape(-1, 3).mean(axis=0), np.float64)


def _name(colour: NDArray[np.float64]) -> str:
    distances = {
        name: float(np.abs(np.asarray(known) - colour).sum()) for name, known in _COLOURS.items()
    }
    return min(distances, key=distances.__getitem__)
