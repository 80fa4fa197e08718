"""The farmer among the trees, and the hand that holds an orange to the lens."""

from __future__ import annotations

import cv2
import numpy as np

from assets.sample.draw.fruit import leaf, orange
from assets.sample.draw.relief import (
    Colour,
    Limb,
    Picture,
    blurred,
    body,
    cast,
    empty,
    grid,
    lit,
    over,
    shadow,
)

_SKIN: Colour = (0.83, 0.58, 0.42)
_SHIRT: Colour = (0.25, 0.46, 0.66)
_APRON: Colour = (0.86, 0.47, 0.30)
_TROUSERS: Colour = (0.30, 0.33, 0.40)
_BOOTS: Colour = (0.20, 0.25, 0.22)
_STRAW: Colour = (0.93, 0.77, 0.45)
_CUFF_COLOUR: Colour = (0.33, 0.55, 0.75)
_TOP, _RIM = -0.098, 0.032
_NAIL: Colour = (0.97, 0.70, 0.58)


def farmer(size: int) -> Picture:
    """A farmer in a straw hat, ``size`` pixels tall, one hand raised to the tree."""
    width = round(size * 0.62)
    picture = empty(size, width)
    for colour, limbs in _CLOTHES:
        scaled = tuple(_scaled(limb, size) for limb in limbs)
        over(picture, body(size, width, scaled, colour))
    _apron(picture, size)
    _face(picture, size)
    _hat(picture, size)
    return picture


def _scaled(limb: tuple[float, ...], size: int) -> Limb:
    return Limb(*(value * size for value in limb))


_CLOTHES: tuple[tuple[Colour, tuple[tuple[float, ...], ...]], ...] = (
    # Limbs as shares of the figure's height: x, y, radius at each end. From back to front.
    (_BOOTS, ((0.255, 0.93, 0.030, 0.235, 0.972, 0.024), (0.375, 0.93, 0.030, 0.40, 0.972, 0.024))),
    (
        _TROUSERS,
        ((0.275, 0.60, 0.066, 0.258, 0.92, 0.040), (0.355, 0.60, 0.066, 0.372, 0.92, 0.040)),
    ),
    (
        _SKIN,
        ((0.505, 0.300, 0.022, 0.530, 0.215, 0.017), (0.530, 0.210, 0.021, 0.535, 0.185, 0.017)),
    ),
    (
        _SHIRT,
        ((0.405, 0.335, 0.047, 0.470, 0.405, 0.038), (0.470, 0.405, 0.038, 0.508, 0.300, 0.030)),
    ),
    (_SKIN, ((0.318, 0.235, 0.032, 0.318, 0.290, 0.034),)),
    (
        _SHIRT,
        (
            (0.262, 0.335, 0.050, 0.372, 0.335, 0.050),
            (0.275, 0.36, 0.062, 0.285, 0.585, 0.066),
            (0.358, 0.36, 0.062, 0.348, 0.585, 0.066),
            (0.230, 0.335, 0.045, 0.178, 0.455, 0.036),
        ),
    ),
    (
        _SKIN,
        ((0.176, 0.465, 0.024, 0.196, 0.555, 0.019), (0.198, 0.565, 0.023, 0.205, 0.59, 0.018)),
    ),
    (
        _SHIRT,
        ((0.228, 0.345, 0.043, 0.178, 0.46, 0.034), (0.178, 0.46, 0.032, 0.184, 0.505, 0.027)),
    ),
    (
        _APRON,
        (
            (0.286, 0.302, 0.009, 0.292, 0.42, 0.010),
            (0.350, 0.302, 0.009, 0.344, 0.42, 0.010),
        ),
    ),
    (_SKIN, ((0.318, 0.175, 0.058, 0.318, 0.212, 0.050),)),
)


def _apron(picture: Picture, size: int) -> None:
    """A bib and a skirt with a hem, soft folds and a band at the waist."""
    rows, columns = grid(*picture.shape[:2])
    x, y = (columns - 0.318 * size) / size, rows / size
    skirt = np.clip((y - 0.50) / 0.04, 0, 1)
    half = 0.046 + 0.026 * skirt + 0.05 * np.clip(y - 0.52, 0, 1)
    corner = np.clip((y - 0.685) / 0.03, 0, 1)
    half = half - 0.02 * (1 - np.sqrt(np.clip(1 - corner**2, 0, 1)))
    cover = np.clip((half - np.abs(x)) * size + 0.5, 0, 1)
    cover *= np.clip((y - 0.405) * size, 0, 1) * np.clip((0.715 - y) * size, 0, 1)
    rise = 0.09 * np.sqrt(np.clip(1 - (x / 0.105) ** 2, 0, 1))
    rise += 0.0022 * np.sin(x * 190 + 2.5 * y) * np.clip((y - 0.52) * 8, 0, 1)
    rise += 0.004 * np.exp(-(((y - 0.515) / 0.008) ** 2))
    painted = lit((rise * size).astype(np.float32), cover.astype(np.float32), _APRON)
    cast(picture, painted[..., 3] * (picture[..., 3] > 0), 2, 3, size * 0.006, 0.35)
    over(picture, painted)


def _face(picture: Picture, size: int) -> None:
    """A smile; the hat keeps the rest in the shade."""
    x, y = 0.322 * size, 0.203 * size
    thick = max(2, round(size * 0.0045))
    dark = (0.38, 0.19, 0.14, 1.0)
    smile = (round(size * 0.024), round(size * 0.015))
    mouth = (round(x), round(y + size * 0.014))
    cv2.ellipse(picture, mouth, smile, 0, 20, 160, dark, thick, cv2.LINE_AA)
    for side in (-1, 1):
        eye = (round(x + side * size * 0.023), round(y - size * 0.010))
        lid = (round(size * 0.010), round(size * 0.007))
        cv2.ellipse(picture, eye, lid, 0, 190, 350, dark, thick, cv2.LINE_AA)
        cheek = empty(*picture.shape[:2])
        at = (round(x + side * size * 0.036), round(y + size * 0.010))
        cv2.circle(cheek, at, round(size * 0.012), (0.90, 0.42, 0.32, 0.5), -1, cv2.LINE_AA)
        over(picture, blurred(cheek, size * 0.004))


def _hat(picture: Picture, size: int) -> None:
    """A wide cone of straw with rings of plaiting, and the shade that it throws."""
    rows, columns = grid(*picture.shape[:2])
    x, y = (columns - 0.318 * size) / size, (rows - 0.168 * size) / size
    shade = np.clip(1 - np.hypot(x / 0.062, (y - 0.012) / 0.028), 0, 1)
    head = np.where(picture[..., 3] > 0, np.clip(shade * 2.0, 0, 0.5), 0).astype(np.float32)
    over(picture, shadow(head, size * 0.004, 1.0))
    brim = 0.134 * np.sqrt(np.clip(1 - (y / _RIM) ** 2, 0, 1))
    crown = np.where(y < 0, (y - _TOP) * 1.38, 0)
    cover = np.clip((np.maximum(brim, crown) - np.abs(x)) * size + 0.5, 0, 1)
    cover *= (y > _TOP) & (y < _RIM)
    rise = np.clip(0.13 - np.hypot(x, y * 1.3 - 0.01), 0, 1) * size * 0.85
    rings = np.cos(np.hypot(x, (y + 0.05) * 1.7) * 420) * size * 0.0011
    over(picture, lit((rise + rings).astype(np.float32), cover.astype(np.float32), _STRAW))


def hand_with_orange(width: int, height: int) -> Picture:
    """A forearm from below whose hand holds up one large orange with its leaf."""
    picture = empty(height, width)
    unit = width / 100
    over(picture, _clay(picture, unit, _SKIN, _BEHIND))
    wide = round(unit * 56)
    fruit = orange(wide, 1)
    x, y = round(unit * 20), round(unit * 14)
    cast(picture, fruit[..., 3] * 0.9, x + round(unit), y + round(unit * 2), unit * 2, 0.45)
    for turn, dx, dy in ((35, 21, -17), (140, 2, -15)):
        over(picture, leaf(round(unit * 32), turn, 6), x + round(unit * dx), y + round(unit * dy))
    over(picture, fruit, x, y)
    front = _clay(picture, unit, _SKIN, _IN_FRONT)
    fallen = shadow(front[..., 3] * picture[..., 3], unit * 1.8, 0.5)
    over(picture, fallen, round(unit), round(unit * 1.6))
    for finger in _FINGERS:
        tip = _clay(picture, unit, _SKIN, (finger,))
        over(picture, shadow(tip[..., 3], unit * 0.7, 0.45), 0, 2)
        over(picture, tip)
    over(picture, front)
    for nail in _NAILS:
        over(picture, _clay(picture, unit, _NAIL, (nail,)))
    over(picture, _clay(picture, unit, _SHIRT, _SLEEVE))
    over(picture, _clay(picture, unit, _CUFF_COLOUR, _CUFF))
    return picture


def _clay(
    picture: Picture, unit: float, colour: Colour, limbs: tuple[tuple[float, ...], ...]
) -> Picture:
    scaled = tuple(Limb(*(value * unit for value in limb)) for limb in limbs)
    height, width = picture.shape[:2]
    return body(height, width, scaled, colour)


_BEHIND = ((46, 78, 21, 50, 66, 23), (50, 84, 15, 56, 125, 13))
_FINGERS = (
    # The four finger tips that come round the fruit from behind, on the right.
    (80, 70, 5.6, 66.5, 62.5, 4.7),
    (82, 59, 5.8, 69, 53.5, 4.8),
    (81, 48, 5.7, 69.5, 44.5, 4.7),
    (78, 38, 5.2, 68, 36.5, 4.2),
)
_IN_FRONT = (
    # Thumb and the ball of the thumb, then the palm under the fruit.
    (34, 82, 12.5, 23, 66, 8.2),
    (23, 66, 7.6, 30.5, 50, 5.6),
    (38, 84, 13, 62, 84, 13),
    (62, 84, 12, 78, 72, 7),
)
_NAILS = ((29.6, 52.5, 2.9, 31.3, 48.4, 2.7),)
_SLEEVE = ((52, 126, 16, 57, 175, 19),)
_CUFF = ((39, 119, 4.6, 67, 117, 4.6), (39, 116, 3.2, 67, 114, 3.2))
