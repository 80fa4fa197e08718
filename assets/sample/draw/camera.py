"""A phone in a hand: where it looks at each moment, and what it sees there."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from assets.sample.draw.relief import Picture
from assets.sample.draw.script import RATE, Script, Span
from assets.sample.draw.shots import HEIGHT, WIDTH, Layer

VIEW_WIDTH, VIEW_HEIGHT = 720, 1280
"""Pixels of the upright picture."""

_SHUTTER = 0.55
_SETTLE_SECONDS = 1.3
_WHIP_REACH = 560.0


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the phone looks: an offset in pixels, a turn in degrees, a zoom, light from 0 to 1."""

    x: float
    y: float
    turn: float
    zoom: float
    light: float = 1.0


def pose(plan: Script, time: float) -> Pose:
    """The phone's pose at ``time`` seconds."""
    wobble = _wobble(time, 1.0)
    violent = _swell(plan.shake, time)
    jolt = _wobble(time * 5.5 + 40, 12.0 * violent)
    early = np.clip(1 - time / _SETTLE_SECONDS, 0, 1) ** 2
    away = np.clip((time - plan.dead_end.start) / (_SETTLE_SECONDS * 1.2), 0, 1)
    lowered = away * away * (3 - 2 * away)
    return Pose(
        x=wobble[0] + jolt[0] + _whip(plan.whip, time) + 60 * lowered,
        y=wobble[1] + jolt[1] + 70 * early + 430 * lowered,
        turn=wobble[2] + jolt[2] * 0.7 + 3 * early - 14 * lowered,
        zoom=1.03 + 0.003 * time + 0.05 * violent + 0.5 * lowered,
        light=1 - 0.93 * float(np.clip(away * 1.3 - 0.2, 0, 1)),
    )


def _wobble(time: float, size: float) -> tuple[float, float, float]:
    """Hands never hold still: slow drift and a faster tremble, in pixels and degrees."""
    x = 7 * np.sin(0.9 * time) + 4 * np.sin(2.3 * time + 1) + 1.6 * np.sin(7.1 * time + 2)
    y = 6 * np.sin(1.1 * time + 2) + 3.5 * np.sin(2.9 * time) + 1.8 * np.sin(8.3 * time + 1)
    turn = 0.35 * np.sin(0.7 * time + 1) + 0.2 * np.sin(3.1 * time)
    return float(x * size), float(y * size), float(turn * size)


def _swell(span: Span, time: float) -> float:
    """From 0 up to 1 inside a span and down again."""
    place = (time - span.start) / (span.end - span.start)
    return float(np.sin(np.pi * place) ** 0.5) if 0 < place < 1 else 0.0


def _whip(span: Span, time: float) -> float:
    """A quick pan out of one picture and into the next."""
    place = (time - span.start) / (span.end - span.start)
    if not 0 < place < 1:
        return 0.0
    half = place * 2 if place < 0.5 else place * 2 - 2  # noqa: PLR2004 - half-way
    return float(_WHIP_REACH * half * abs(half))


def look(layers: tuple[Layer, ...], plan: Script, frame: int) -> Picture:
    """What the sensor sees in a frame: rows x columns x (red, green, blue), 0 to 1."""
    time = frame / RATE
    now, soon = pose(plan, time), pose(plan, time + _SHUTTER / RATE)
    picture = np.zeros((VIEW_HEIGHT, VIEW_WIDTH, 3), np.float32)
    for layer in layers:
        seen = cv2.warpAffine(
            layer.picture,
            _matrix(layer, now, time),
            (VIEW_WIDTH, VIEW_HEIGHT),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT_101,
        )
        picture *= 1 - seen[..., 3:]
        picture += seen[..., :3]
    picture = _smear(picture, soon.x - now.x, soon.y - now.y)
    return np.asarray(np.clip(picture * now.light, 0, 1), np.float32)


def _matrix(layer: Layer, at: Pose, time: float) -> Picture:
    """From a layer's pixels to the view's."""
    scale = at.zoom * (1 + (layer.near - 1) * 0.02)
    angle = np.radians(at.turn)
    lean = layer.sway / HEIGHT * (np.sin(time * 1.3) + 0.5 * np.sin(time * 2.1 + 1))
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    turn = np.array([[cos, -sin], [sin, cos]])
    shear = np.array([[1.0, -lean], [0.0, 1.0]])
    centre = np.array([WIDTH / 2 + at.x * layer.near, HEIGHT / 2 + at.y * layer.near])
    shift = np.array([lean * layer.foot, layer.bob * np.sin(time * 1.7)])
    view = np.array([VIEW_WIDTH / 2, VIEW_HEIGHT / 2])
    linear = turn @ shear
    return np.column_stack([linear, view + turn @ (shift - centre)]).astype(np.float32)


def _smear(picture: Picture, x: float, y: float) -> Picture:
    """Motion blur along the way that the phone went while the shutter was open."""
    length = float(np.hypot(x, y))
    if length < 2:  # noqa: PLR2004 - below two pixels nothing is to be seen
        return picture
    half = int(min(length, 120)) // 2 + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    reach = (round(half * x / length), round(half * y / length))
    cv2.line(kernel, (half - reach[0], half - reach[1]), (half + reach[0], half + reach[1]), 1.0)
    kernel /= kernel.sum()
    smeared = cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(smeared, np.float32)
