"""Navel oranges, whole and halved, and their leaves."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from assets.sample.draw.relief import Picture, empty, grid, lit, over, resized, smooth_noise

_PEEL, _PEEL_SHADE = (1.0, 0.56, 0.07), (0.72, 0.24, 0.02)
_SEGMENTS = 10
_FINE_FRUIT, _FINE_LEAF = 200, 120
_TIP, _LEAFY = 0.004, 0.12


@cache
def orange(size: int, kind: int = 0) -> Picture:
    """An orange ``size`` pixels wide; ``kind`` varies colour, pores and where the stem is."""
    scale = 2 if size < _FINE_FRUIT else 1
    wide = size * scale
    rows, columns = grid(wide, wide)
    chance = np.random.default_rng(kind)
    squash = 1.0 + 0.03 * chance.uniform(-1, 1)
    radius = wide * 0.485
    away = np.hypot((columns - wide / 2), (rows - wide / 2) * squash)
    dome = np.sqrt(np.clip(radius**2 - away**2, 0, None))
    pores = smooth_noise(wide, wide, max(wide / 34, 2.5), kind + 1, octaves=2)
    broad = smooth_noise(wide, wide, wide / 3, kind + 2)
    heights = dome + pores * wide * 0.0022 + broad * wide * 0.006
    cover = np.clip(radius - away + 0.5, 0, 1)
    red, green, blue = _PEEL
    hue = chance.uniform(-0.035, 0.035)
    painted = lit(heights, cover, (red, green + hue, blue), 0.34, _PEEL_SHADE)
    painted[..., 1] *= 1 + 0.05 * broad
    _stem(painted, wide, chance)
    return resized(painted, size, size)


def _stem(painted: Picture, wide: int, chance: np.random.Generator) -> None:
    """The little green star where the fruit hung, with a dimple around it."""
    rows, columns = grid(wide, wide)
    x, y = wide * (0.5 + chance.uniform(-0.2, 0.2)), wide * (0.34 + chance.uniform(-0.08, 0.12))
    away = np.hypot(columns - x, (rows - y) * 1.35)
    angle = np.arctan2(rows - y, columns - x)
    dimple = np.exp(-((away / (wide * 0.085)) ** 2))[..., None]
    painted[..., :3] *= 1 - 0.34 * dimple
    star = np.clip(wide * 0.033 * (1 + 0.28 * np.cos(5 * angle)) - away + 0.5, 0, 1)[..., None]
    green = np.array([0.42, 0.47, 0.20], np.float32)
    painted[..., :3] = painted[..., :3] * (1 - star) + green * star


@cache
def half_orange(size: int) -> Picture:
    """An orange cut across: peel, pith, segments full of juice."""
    rows, columns = grid(size, size)
    x, y = columns - size / 2, rows - size / 2
    radius = size * 0.485
    away, angle = np.hypot(x, y), np.arctan2(y, x)
    sector = np.abs(((angle * _SEGMENTS / (2 * np.pi)) % 1) - 0.5) * 2
    # A segment is as wide as its angle allows, rounded at the rim and the core.
    edge = (1 - sector) * away * np.pi / _SEGMENTS
    inside = np.minimum(np.minimum(edge - size * 0.006, radius * 0.86 - away), away - radius * 0.09)
    pulp = np.clip(inside / (size * 0.008), 0, 1)[..., None]
    grain = _vesicles(size, away, angle)[..., None]
    deep, bright = np.array([0.95, 0.43, 0.04]), np.array([1.0, 0.70, 0.20])
    flesh = deep + (bright - deep) * np.clip(
        0.45 + 0.5 * grain + 0.1 * (y / radius)[..., None], 0, 1
    )
    pith = np.array([1.0, 0.93, 0.74])
    peel = np.array([0.96, 0.52, 0.08]) * (1 - 0.18 * (x + y)[..., None] / radius)
    ring = np.clip((away - radius * 0.925) / (size * 0.01), 0, 1)[..., None]
    painted = pith * (1 - pulp) + flesh * pulp
    painted = painted * (1 - ring) + peel * ring
    cover = np.clip(radius - away + 0.5, 0, 1)
    return np.dstack([np.clip(painted, 0, 1), cover]).astype(np.float32)


def _vesicles(size: int, away: Picture, angle: Picture) -> Picture:
    """Juice sacs: streaks that run outwards, from noise drawn in polar coordinates."""
    streaks = smooth_noise(size, size, size / 26, 5, octaves=2)
    streaks = np.asarray(cv2.resize(streaks[:, : size // 6], (size, size * 2)), np.float32)
    across = ((angle + np.pi) / (2 * np.pi) * (streaks.shape[0] - 1)).astype(np.float32)
    outward = (away * 0.5).astype(np.float32)
    drawn = cv2.remap(streaks, outward, across, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(drawn, np.float32)


@cache
def leaf(length: int, turn: int, tone: int) -> Picture:
    """A citrus leaf, ``length`` pixels from tip to tip, turned by degrees; ``tone`` 0 to 9."""
    scale = 2 if length < _FINE_LEAF else 1
    size = length * scale
    rows, columns = grid(size, size)
    along = (columns - size * 0.04) / (size * 0.92)
    middle = size / 2 + np.sin(along * np.pi) * size * 0.035
    away = (rows - middle) / size
    width = 0.2 * np.clip(np.sin(np.clip(along, 0, 1) ** 0.85 * np.pi), 0, 1) ** 0.8
    cover = np.clip((width - np.abs(away)) * size + 0.5, 0, 1) * (width > _TIP)
    fold = np.abs(away) / np.maximum(width, 1e-3)
    veins = np.sin((along * 13 - np.abs(away) * 26) * np.pi) * 0.05
    heights = (fold * 0.075 + veins * 0.05 - (away**2) * 0.6).astype(np.float32) * size
    bright = tone / 9
    colour = (0.10 + 0.33 * bright, 0.27 + 0.37 * bright, 0.08 + 0.10 * bright)
    painted = lit(heights, cover.astype(np.float32), colour, shine=0.22)
    rib = np.exp(-((away * size / max(size * 0.011, 1.0)) ** 2))[..., None] * 0.5
    painted[..., :3] = painted[..., :3] * (1 - rib) + np.array([0.66, 0.74, 0.36]) * rib
    spin = cv2.getRotationMatrix2D((size / 2, size / 2), turn, 1.0)
    turned = cv2.warpAffine(_premultiplied(painted), spin, (size, size), flags=cv2.INTER_LINEAR)
    small = resized(np.asarray(turned, np.float32), length, length)
    small[..., :3] /= np.maximum(small[..., 3:], 1e-4)
    return np.clip(small, 0, 1)


def _premultiplied(painted: Picture) -> Picture:
    out = painted.copy()
    out[..., :3] *= out[..., 3:]
    return out


def heap(width: int, height: int, size: int, seed: int) -> Picture:
    """A heap of oranges: rows from the back to the front, the back ones in shade."""
    chance = np.random.default_rng(seed)
    picture = empty(height + size, width + size)
    rows = max(2, round(height / (size * 0.42)))
    for row in range(rows):
        depth = row / (rows - 1)
        reach = width * (0.42 + 0.58 * depth**0.7)
        count = max(2, round(reach / (size * 0.72)))
        for index in range(count):
            x = (width - reach) / 2 + reach * (index + 0.5 * (row % 2)) / count
            y = depth * height + chance.uniform(-0.06, 0.06) * size
            fruit = orange(size, int(chance.integers(0, 6))).copy()
            fruit[..., :3] *= 0.66 + 0.34 * depth
            over(picture, fruit, round(x), round(y))
            if chance.uniform() < _LEAFY:
                one = leaf(round(size * 0.8), int(chance.integers(0, 12)) * 30, 6)
                over(picture, one, round(x), round(y - size * 0.1))
    return picture
