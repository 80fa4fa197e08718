"""What stands in the orchard: trees full of fruit, a branch close by, a basket, a box."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from assets.sample.draw.fruit import heap, leaf, orange
from assets.sample.draw.relief import (
    Field,
    Limb,
    Picture,
    body,
    cast,
    empty,
    grid,
    over,
    smooth_noise,
)

_BARK = (0.44, 0.33, 0.23)


def tree(size: int, seed: int, fruits: int = 22) -> Picture:
    """An orange tree in a square of ``size`` pixels; it stands on the middle of the lower edge."""
    chance = np.random.default_rng(seed)
    picture = empty(size, size)
    _trunk(picture, size)
    clumps = _clumps(size, chance)
    count = 1500
    for index in range(count):
        front = index / count
        x, y, glow = _in_a_clump(clumps, chance)
        tone = int(np.clip(1 + 8.5 * glow * (0.35 + 0.65 * front) + chance.uniform(-1, 1.2), 0, 9))
        one = leaf(round(size * 0.062), int(chance.integers(0, 24)) * 15, tone)
        over(picture, one, round(x - size * 0.031), round(y - size * 0.031))
        if index > count * 0.72 and index % max(1, round(count * 0.25 / fruits)) == 0:
            _hang(picture, clumps, size, chance)
    return picture


def _trunk(picture: Picture, size: int) -> None:
    limbs = (
        Limb(size * 0.5, size * 0.962, size * 0.037, size * 0.49, size * 0.66, size * 0.024),
        Limb(size * 0.49, size * 0.72, size * 0.022, size * 0.34, size * 0.5, size * 0.012),
        Limb(size * 0.49, size * 0.70, size * 0.022, size * 0.64, size * 0.48, size * 0.012),
    )
    bark = smooth_noise(size, size, size / 30, 3) * size * 0.004
    over(picture, body(size, size, limbs, _BARK, bumps=bark))


def _clumps(size: int, chance: np.random.Generator) -> list[tuple[float, float, float]]:
    """Balls of leaves, the lower ones first."""
    balls = []
    for index in range(15):
        angle = index * 2.4
        reach = size * 0.27 * np.sqrt(index / 15)
        x = size * 0.5 + reach * np.cos(angle) * 1.2
        y = size * 0.40 + reach * np.sin(angle)
        balls.append((float(x), float(y), float(size * chance.uniform(0.12, 0.17))))
    return sorted(balls, key=lambda ball: -ball[1])


def _in_a_clump(
    clumps: list[tuple[float, float, float]], chance: np.random.Generator
) -> tuple[float, float, float]:
    """A place for a leaf and how much light falls there, 0 to 1."""
    x, y, radius = clumps[int(chance.integers(0, len(clumps)))]
    angle, reach = chance.uniform(0, 2 * np.pi), np.sqrt(chance.uniform())
    dx, dy = reach * np.cos(angle), reach * np.sin(angle)
    glow = 0.5 - 0.30 * dx - 0.45 * dy
    return x + dx * radius, y + dy * radius * 0.9, float(np.clip(glow, 0, 1))


def _hang(
    picture: Picture,
    clumps: list[tuple[float, float, float]],
    size: int,
    chance: np.random.Generator,
) -> None:
    x, y, _ = _in_a_clump(clumps, chance)
    wide = round(size * chance.uniform(0.062, 0.074))
    below = orange(wide, int(chance.integers(0, 6)))
    cast(picture, below[..., 3], round(x + wide * 0.12), round(y + wide * 0.18), wide * 0.12, 0.5)
    over(picture, below, round(x), round(y))


def branch(width: int, height: int, seed: int, leaf_size: int = 130) -> Picture:
    """A branch hanging into the picture from above, near the lens."""
    chance = np.random.default_rng(seed)
    picture = empty(height, width)
    twig = (
        Limb(width * 1.0, height * 0.02, 11, width * 0.55, height * 0.22, 7),
        Limb(width * 0.55, height * 0.22, 7, width * 0.16, height * 0.36, 3),
    )
    over(picture, body(height, width, twig, _BARK))
    for index in range(46):
        along = chance.uniform(0, 1)
        x = width * (1.0 - 0.84 * along) + chance.normal(0, 36)
        y = height * (0.02 + 0.34 * along) + chance.normal(0, 40)
        turn = int(chance.integers(0, 24)) * 15
        one = leaf(leaf_size, turn, int(np.clip(index / 7 + chance.uniform(0, 3), 0, 9)))
        over(picture, one, round(x - leaf_size / 2), round(y - leaf_size / 2))
        if index in {22, 34}:
            wide = round(leaf_size * 0.92)
            over(picture, orange(wide, index % 5), round(x - wide / 2), round(y + wide * 0.1))
    return picture


def basket(width: int, seed: int) -> Picture:
    """A woven bamboo basket heaped with oranges."""
    height = round(width * 1.05)
    picture = empty(height, width)
    fruit = heap(round(width * 0.68), round(width * 0.26), round(width * 0.20), seed)
    over(picture, fruit, round(width * 0.06), round(width * 0.09))
    rows, columns = grid(height, width)
    down = np.clip((rows - height * 0.42) / (height * 0.55), 0, 1)
    half = width * (0.47 - 0.11 * down)
    across = (columns - width / 2) / half
    arch = height * (0.42 + 0.055 * np.sqrt(np.clip(1 - across**2, 0, 1)))
    foot = height * (0.93 + 0.055 * np.sqrt(np.clip(1 - across**2, 0, 1)))
    inside = np.clip(rows - arch, 0, 1) * np.clip(foot - rows, 0, 1)
    cover = inside * np.clip((1 - np.abs(across)) * half + 0.5, 0, 1)
    over(picture, _weave(rows - arch, across, cover, width))
    return picture


def _weave(down: Field, across: Field, cover: Field, width: int) -> Picture:
    """Bamboo strips, over and under, on a round side."""
    angle = np.arcsin(np.clip(across, -1, 1))
    strip, stake = down / (width * 0.052), angle * 7.0
    sign = np.where((np.floor(strip) + np.floor(stake)) % 2 == 0, 1.0, -1.0)
    swell = np.cos((stake % 1 - 0.5) * np.pi) * sign
    edge = np.abs(np.sin(strip * np.pi)) ** 0.4
    light = (0.62 + 0.20 * swell) * (0.55 + 0.45 * edge) * (0.62 + 0.38 * np.cos(angle + 0.55))
    rim = np.exp(-((down / (width * 0.035) - 0.8) ** 4))
    light = np.clip(light * (1 - rim) + rim * (0.72 + 0.2 * np.cos(angle + 0.6)), 0, 1.2)
    colour = np.array([1.0, 0.80, 0.48]) * light[..., None]
    return np.dstack([np.clip(colour, 0, 1), cover]).astype(np.float32)


def box(width: int, seed: int) -> Picture:
    """An open cardboard box, seen from a little above, filled with rows of oranges."""
    height = round(width * 0.92)
    picture = empty(height, width)
    back, front = round(height * 0.30), round(height * 0.58)
    inner = np.array([[0.13, 0.30], [0.87, 0.30], [0.97, 0.60], [0.03, 0.60]]) * (width, height)
    _panel(picture, inner, (0.38, 0.26, 0.16))
    flap = np.array([[0.13, 0.30], [0.87, 0.30], [0.93, 0.16], [0.07, 0.16]]) * (width, height)
    _panel(picture, flap, (0.76, 0.58, 0.38))
    chance = np.random.default_rng(seed)
    for row in range(4):
        depth = row / 3
        wide = round(width * (0.165 + 0.035 * depth))
        reach = width * (0.70 + 0.20 * depth)
        y = back + (front - back) * depth - wide * 0.42
        for index in range(5):
            x = (width - reach) / 2 + (reach - wide) * index / 4
            one = orange(wide, int(chance.integers(0, 6))).copy()
            one[..., :3] *= 0.80 + 0.20 * depth
            over(picture, one, round(x), round(y + chance.uniform(-4, 4)))
    face = np.array([[0.03, 0.60], [0.97, 0.60], [0.94, 0.985], [0.06, 0.985]]) * (width, height)
    _panel(picture, face, (0.84, 0.66, 0.44))
    _emblem(picture, width, height)
    return picture


def _panel(
    picture: Picture, corners: npt.NDArray[np.float64], colour: tuple[float, float, float]
) -> None:
    """One side of the box: cardboard with a little tooth, lighter towards the left."""
    height, width = picture.shape[:2]
    cover = np.zeros((height, width), np.float32)
    cv2.fillPoly(cover, [np.round(corners * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    _, columns = grid(height, width)
    tooth = 1 + 0.03 * smooth_noise(height, width, 7, 8) + 0.10 * (0.5 - columns / width)
    painted = np.clip(np.array(colour, np.float32) * tooth[..., None], 0, 1)
    over(picture, np.dstack([painted, cover]).astype(np.float32))


def _emblem(picture: Picture, width: int, height: int) -> None:
    """A printed orange with two leaves on the front."""
    ink = np.array([0.80, 0.36, 0.07, 0.92], np.float32)
    centre = (round(width * 0.5), round(height * 0.80))
    stamp = empty(height, width)
    cv2.circle(stamp, centre, round(width * 0.085), ink.tolist(), -1, cv2.LINE_AA)
    cv2.circle(stamp, centre, round(width * 0.115), ink.tolist(), 4, cv2.LINE_AA)
    over(picture, stamp)
    for turn, x in ((25, 0.50), (155, 0.40)):
        one = leaf(round(width * 0.10), turn, 5)
        over(picture, one, round(width * x), round(height * 0.80 - width * 0.135))
