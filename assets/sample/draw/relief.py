"""Rounded bodies with light on them: the clay from which hands, people and fruit are made.

A body is a height field over the picture: tapered capsules that melt into each other. Light comes
from the upper left and is warm; what it does not reach is lit by a blue sky.

Pictures are arrays of floats, rows x columns x (red, green, blue, alpha), 0 to 1, alpha not yet
multiplied in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.float32]
Field: TypeAlias = npt.NDArray[np.float32]
Colour: TypeAlias = tuple[float, float, float]

_LIGHT = np.array([-0.52, -0.66, 0.54], dtype=np.float32)
_MELT = 5.0
_SKY = np.array([0.62, 0.74, 0.95], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Limb:
    """A capsule from one point to another, in pixels, with a radius at each end."""

    x0: float
    y0: float
    r0: float
    x1: float
    y1: float
    r1: float


def grid(height: int, width: int) -> tuple[Field, Field]:
    """The row and the column of every pixel's centre."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    return rows + 0.5, columns + 0.5


def smooth_noise(height: int, width: int, cell: float, seed: int, octaves: int = 3) -> Field:
    """Cloudy noise from -1 to 1 whose largest blobs are ``cell`` pixels wide."""
    chance = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        size = cell / 2**octave
        shape = (int(height / size) + 3, int(width / size) + 3)
        small = chance.uniform(-1, 1, shape).astype(np.float32)
        large = cv2.resize(
            small, (int(shape[1] * size), int(shape[0] * size)), interpolation=cv2.INTER_CUBIC
        )
        total += large[:height, :width] / 2**octave
    return np.asarray(np.clip(total / 1.6, -1, 1), np.float32)


def body(
    height: int, width: int, limbs: tuple[Limb, ...], colour: Colour, *, bumps: Field | None = None
) -> Picture:
    """Shade a body of ``limbs``; ``bumps`` (pixels) roughen its skin."""
    heights, cover = _heights(height, width, limbs)
    if bumps is not None:
        heights = heights + bumps
    return lit(heights, cover, colour)


def lit(
    heights: Field, cover: Field, colour: Colour, shine: float = 0.12, deep: Colour | None = None
) -> Picture:
    """Light a height field (pixels) of one colour; ``cover`` is its alpha, ``deep`` its shade."""
    slope_y, slope_x = np.gradient(cv2.GaussianBlur(heights, (0, 0), 1.2))
    normal = np.dstack([-slope_x, -slope_y, np.ones_like(heights)])
    normal /= np.linalg.norm(normal, axis=2, keepdims=True)
    facing = normal @ _LIGHT
    # Half-Lambert: light wraps around soft things and leaves no black side.
    direct = np.clip(facing * 0.62 + 0.38, 0, 1)[..., None] ** 1.3
    base = np.array(colour, np.float32)
    dark = base**1.6 * 0.55 * (0.55 + 0.45 * _SKY) if deep is None else np.array(deep, np.float32)
    light = np.clip(base * 1.12 + np.array([0.07, 0.05, 0.01], np.float32), 0, 1)
    bounce = np.clip(normal[..., 1:2], 0, 1) * base * 0.16
    gloss = np.clip(facing, 0, 1)[..., None] ** 22 * shine
    painted = np.clip(dark + (light - dark) * direct + bounce + gloss, 0, 1)
    return np.dstack([painted, cover]).astype(np.float32)


def _heights(height: int, width: int, limbs: tuple[Limb, ...]) -> tuple[Field, Field]:
    rows, columns = grid(height, width)
    total = np.zeros((height, width), np.float32)
    cover = np.zeros((height, width), np.float32)
    for limb in limbs:
        along_x, along_y = limb.x1 - limb.x0, limb.y1 - limb.y0
        length = max(along_x**2 + along_y**2, 1e-6)
        place = ((columns - limb.x0) * along_x + (rows - limb.y0) * along_y) / length
        place = np.clip(place, 0, 1)
        away = np.hypot(columns - limb.x0 - place * along_x, rows - limb.y0 - place * along_y)
        radius = limb.r0 + (limb.r1 - limb.r0) * place
        total += np.clip(radius**2 - away**2, 0, None) ** (_MELT / 2)
        cover = np.maximum(cover, np.clip(radius - away + 0.5, 0, 1))
    return total ** (1 / _MELT), cover


def over(below: Picture, above: Picture, x: int = 0, y: int = 0) -> None:
    """Lay ``above`` onto ``below``, in place, its upper left corner at (x, y)."""
    top, left = max(0, -y), max(0, -x)
    rows = min(above.shape[0], below.shape[0] - y) - top
    columns = min(above.shape[1], below.shape[1] - x) - left
    if rows <= 0 or columns <= 0:
        return
    piece = above[top : top + rows, left : left + columns]
    place = below[y + top : y + top + rows, x + left : x + left + columns]
    alpha, under = piece[..., 3:], place[..., 3:]
    joint = alpha + under * (1 - alpha)
    mixed = piece[..., :3] * alpha + place[..., :3] * under * (1 - alpha)
    place[..., :3] = mixed / np.maximum(joint, 1e-6)
    place[..., 3:] = joint


def shadow(cover: Field, blur: float, strength: float) -> Picture:
    """A soft dark shape in the form of ``cover``."""
    soft = cv2.GaussianBlur(cover, (0, 0), blur) * strength
    colour = np.broadcast_to(np.array([0.10, 0.11, 0.10], np.float32), (*soft.shape, 3))
    return np.dstack([colour, soft]).astype(np.float32)


def cast(below: Picture, cover: Field, x: int, y: int, blur: float, strength: float) -> None:
    """Let a shape throw a soft shadow onto ``below``, with room for the blur around it."""
    room = round(blur * 3)
    over(below, shadow(np.pad(cover, room), blur, strength), x - room, y - room)


def blurred(picture: Picture, deviation: float) -> Picture:
    """A Gaussian blur, its standard deviation in pixels."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), deviation), np.float32)


def resized(picture: Picture, width: int, height: int) -> Picture:
    """The picture made smaller."""
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def empty(height: int, width: int) -> Picture:
    """A picture with nothing on it."""
    return np.zeros((height, width, 4), np.float32)
