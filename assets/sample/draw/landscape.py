"""The valley: morning sky, hills that fade into mist, terraces, and the path in front."""

from __future__ import annotations

import cv2
import numpy as np

from assets.sample.draw.relief import Field, Picture, empty, grid, smooth_noise

_HORIZON = 0.47
_RIDGES = (
    # height of the ridge, its roughness, colour (red, green, blue), all from far to near
    (0.385, 0.050, (0.66, 0.74, 0.82)),
    (0.415, 0.045, (0.55, 0.67, 0.71)),
    (0.445, 0.036, (0.44, 0.60, 0.55)),
    (0.480, 0.030, (0.38, 0.56, 0.36)),
)
_HAZE = (0.90, 0.87, 0.68)
_MIST = np.array([0.98, 0.92, 0.80], np.float32)


def sky_and_hills(height: int, width: int) -> Picture:
    """Everything that is far away."""
    picture = _sky(height, width)
    for index, (level, rough, colour) in enumerate(_RIDGES):
        _ridge(picture, index, level, rough, np.array(colour, np.float32))
    return picture


def _sky(height: int, width: int) -> Picture:
    rows, columns = grid(height, width)
    fall = np.clip(rows / (height * _HORIZON), 0, 1)[..., None]
    top, low = np.array([0.33, 0.60, 0.84]), np.array([1.0, 0.90, 0.72])
    sky = top + (low - top) * fall**1.5
    away = np.hypot(columns - width * 0.24, rows - height * 0.285) / width
    glow = (
        np.exp(-((away / 0.23) ** 2))[..., None] * 0.55 + np.exp(-((away / 0.05) ** 2))[..., None]
    )
    sky = sky + glow * np.array([0.42, 0.33, 0.16])
    clouds = smooth_noise(height, width, width / 2.2, 11, octaves=5)
    long = cv2.resize(clouds[:, : width // 3], (width, height))
    cloud = np.clip(long * 1.7 - 0.2, 0, 1)[..., None] * (1 - fall) * 0.75
    sky = sky * (1 - cloud) + np.array([1.0, 0.97, 0.92]) * cloud
    return np.dstack([np.clip(sky, 0, 1), np.ones((height, width))]).astype(np.float32)


def _ridge(picture: Picture, index: int, level: float, rough: float, colour: Field) -> None:
    """One range of hills: lit crest, woods as speckle, mist towards its foot."""
    height, width = picture.shape[:2]
    rows, _ = grid(height, width)
    line = smooth_noise(1, width, width / (2.6 + index), 20 + index, octaves=5)[0]
    crest = (level + rough * line)[None, :] * height
    depth = (rows - crest) / (height * 0.12)
    cover = np.clip(rows - crest + 0.5, 0, 1)[..., None]
    woods = smooth_noise(height, width, 10 + 7 * index, 40 + index, octaves=3)
    slope = smooth_noise(height, width, width / 5, 50 + index)
    tone = 1 + (0.05 + 0.05 * index) * woods + 0.10 * slope
    painted = colour * tone[..., None]
    mist = np.clip(depth, 0, 1)[..., None] ** 1.2 * (0.72 - 0.12 * index)
    painted = painted * (1 - mist) + _MIST * mist
    picture[..., :3] = picture[..., :3] * (1 - cover) + np.clip(painted, 0, 1) * cover


def terraces(height: int, width: int) -> Picture:
    """The near slope with its rows of small trees, down to the grass and the path."""
    picture = empty(height, width)
    rows, columns = grid(height, width)
    line = smooth_noise(1, width, width / 2.2, 71)[0]
    crest = (0.505 + 0.018 * line)[None, :] * height + (columns - width / 2) * 0.03
    down = np.clip((rows - crest) / (height * 0.5), 0, 1)[..., None]
    far, near = np.array([0.62, 0.72, 0.36]), np.array([0.28, 0.45, 0.16])
    grass = far + (near - far) * down**0.7
    broad = smooth_noise(height, width, 160, 72)[..., None]
    blades = cv2.resize(smooth_noise(height, width, 9, 73)[: height // 4], (width, height))[
        ..., None
    ]
    grass = grass * (1 + 0.13 * broad + 0.16 * blades * (0.3 + 0.7 * down))
    grass = _with_path(grass, rows, columns)
    picture[..., :3] = np.clip(grass, 0, 1)
    picture[..., 3] = np.clip(rows - crest + 0.5, 0, 1)
    _rows_of_bushes(picture, crest)
    return picture


def _with_path(grass: Field, rows: Field, columns: Field) -> Field:
    """A sandy path that winds from the middle of the slope to the front."""
    height, width = rows.shape
    down = np.clip((rows / height - 0.56) / 0.44, 0, 1)
    centre = width * (0.47 + 0.11 * np.sin(down * 4.2 + 0.4) * (1 - down))
    half = width * (0.012 + 0.20 * down**1.4)
    edge = smooth_noise(height, width, 26, 74) * 0.16
    inside = np.clip((1 - np.abs(columns - centre) / half + edge) * 5, 0, 1)[..., None]
    sand = np.array([0.83, 0.70, 0.50]) * (
        1 + 0.10 * smooth_noise(height, width, 18, 75)[..., None]
    )
    inside = inside * np.clip((down - 0.01) * 40, 0, 1)[..., None] * 0.9
    return np.asarray(grass * (1 - inside) + sand * inside, np.float32)


def _rows_of_bushes(picture: Picture, crest: Field) -> None:
    """Little round trees on terraces, with dots of fruit, larger towards the viewer."""
    height, width = picture.shape[:2]
    chance = np.random.default_rng(76)
    middle = float(np.mean(crest))
    for terrace in range(7):
        depth = terrace / 6
        base = middle + 6 + depth**1.3 * height * 0.10
        for x in np.arange(-20, width + 20, 13 + 24 * depth):
            size = (6 + 13 * depth) * chance.uniform(0.8, 1.2)
            place = x + chance.uniform(-0.3, 0.3) * size
            if abs(place - width * 0.48) > 10 + 46 * depth:
                sag = 9 * np.sin(place / width * 5 + terrace) + chance.uniform(-2, 2)
                _bush(picture, place, base + sag, size, (1 - depth) * 0.45, chance)


def _bush(
    picture: Picture,
    x: float,
    y: float,
    size: float,
    haze: float,
    chance: np.random.Generator,
) -> None:
    """Dabs of green, dark below and lit from the upper left, and fruit; ``haze`` pales it."""
    _dot(picture, x + size * 0.3, y + size * 0.85, size * 0.8, (0.22, 0.36, 0.14), haze)
    for dab in range(9):
        dx, dy = chance.uniform(-0.75, 0.75, 2) * size
        light = np.clip(0.45 - (dx + 1.3 * dy) / (2.6 * size) + dab * 0.03, 0, 1)
        colour = (0.14 + 0.32 * light, 0.29 + 0.36 * light, 0.11 + 0.13 * light)
        _dot(picture, x + dx, y + dy * 0.8, size * chance.uniform(0.38, 0.55), colour, haze)
    for _ in range(4):
        dx, dy = chance.uniform(-0.8, 0.8, 2) * size
        _dot(picture, x + dx, y + dy * 0.8, max(1.4, size * 0.13), (0.98, 0.58, 0.14), haze * 0.5)


def _dot(
    picture: Picture,
    x: float,
    y: float,
    radius: float,
    colour: tuple[float, float, float],
    haze: float,
) -> None:
    mixed = [c * (1 - haze) + far * haze for c, far in zip(colour, _HAZE, strict=True)]
    centre = (round(x * 16), round(y * 16))
    cv2.circle(
        picture, centre, round(radius * 16), (*mixed, 1.0), -1, lineType=cv2.LINE_AA, shift=4
    )
