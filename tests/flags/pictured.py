"""Computed clips for the checks of pictures: filmed, still, gliding, looped, enlarged, boosted."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from tests.analysis.scenes import Moment, scene, view
from vidcommerce.analysis.seeing import Picture

SIZE = (640, 360)
_RATE = 15


def clip(path: Path, moment: Moment, seconds: float, bits: str = "4M") -> Path:
    """Write a clip of 15 frames a second as a phone encodes: a keyframe a second, no B-frames."""
    first = moment(0)
    options = {"preset": "veryfast", "bf": "0", "sc_threshold": "0", "b": bits}
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", _RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = first.shape[1], first.shape[0], "yuv420p"
        stream.codec_context.gop_size = _RATE
        for number in range(round(seconds * _RATE)):
            frame = av.VideoFrame.from_ndarray(moment(number), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, _RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def filmed(seed: int = 1, noise: float = 3.0, size: tuple[int, int] = SIZE) -> Moment:
    """Return what a hand-held camera gives: drift, tremor, sensor noise."""
    picture = scene(seed, 600, 900)
    chance = np.random.default_rng(seed)
    grain = chance.normal(0, noise, (8, size[1], size[0], 1))

    def moment(number: int) -> Picture:
        turn = 2 * np.pi * number / _RATE
        left = 100 + 40 * np.sin(0.21 * turn) + 6 * np.sin(1.3 * turn) + 2 * np.sin(4.7 * turn)
        top = 80 + 30 * np.sin(0.17 * turn + 1) + 5 * np.sin(1.1 * turn) + 2 * np.sin(4.1 * turn)
        seen = view(picture, left, top, size) + grain[number * 7 % 8]
        return np.asarray(np.clip(seen, 0, 255), np.uint8)

    return moment


def still(seed: int, noise: float = 3.0) -> Picture:
    """Return a photograph, grain and all."""
    return filmed(seed, noise)(0)


def shown(pictures: Sequence[Picture], seconds: float, fade: int = 5) -> Moment:
    """Return a show of stills, ``seconds`` each, that fade over into each other."""
    each = round(seconds * _RATE)

    def moment(number: int) -> Picture:
        which, at = divmod(number, each)
        now = pictures[which % len(pictures)]
        share = max(0.0, (at - (each - fade)) / fade)
        then = pictures[(which + 1) % len(pictures)]
        return np.asarray(cv2.addWeighted(now, 1 - share, then, share, 0), np.uint8)

    return moment


def gliding(picture: Picture, zoom: float, across: float) -> Moment:
    """Return a still that is enlarged and moved at a steady speed (shares, points a frame)."""
    height, width = picture.shape[:2]

    def moment(number: int) -> Picture:
        scale = 1.05 + zoom * number
        matrix = np.array(
            [
                [scale, 0, (1 - scale) * width / 2 - across * number],
                [0, scale, (1 - scale) * height / 2],
            ]
        )
        moved = cv2.warpAffine(
            picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        )
        return np.asarray(moved, np.uint8)

    return moment


def looped(moment: Moment, period: int) -> Moment:
    """Return the first ``period`` frames again and again."""
    return lambda number: moment(number % period)


def held(moment: Moment, first: int, last: int) -> Moment:
    """Return a clip whose picture stands still from frame ``first`` to ``last``."""
    return lambda number: moment(first if first <= number <= last else number)


def enlarged(moment: Moment, times: float) -> Moment:
    """Return the middle of a picture, enlarged to the size of the whole."""

    def enlarge(number: int) -> Picture:
        picture = moment(number)
        height, width = picture.shape[:2]
        high, wide = int(height / times), int(width / times)
        top, left = (height - high) // 2, (width - wide) // 2
        part = picture[top : top + high, left : left + wide]
        return np.asarray(
            cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8
        )

    return enlarge


def refilmed(
    picture: Picture, pitch: float, angle: float, size: tuple[int, int] = (1280, 720)
) -> Picture:
    """Return what a camera sees of an LCD that shows a picture.

    A point of the screen, three upright stripes in red, green and blue with dark between, is
    ``pitch`` points of the camera wide, and turned by ``angle`` degrees. The lens blurs, the sensor
    has one colour a point, and noise.
    """
    inside = 3
    across, down = size
    high, wide = np.mgrid[0 : down * inside, 0 : across * inside].astype(np.float32)
    wide, high = (wide + 0.5) / inside - across / 2, (high + 0.5) / inside - down / 2
    turn = np.radians(angle)
    on = (np.cos(turn) * wide - np.sin(turn) * high) / pitch + picture.shape[1] / 2
    row = (np.sin(turn) * wide + np.cos(turn) * high) / pitch + picture.shape[0] / 2
    column, line = np.floor(on).astype(int), np.floor(row).astype(int)
    light = (picture / 255.0) ** 2.2
    lit = np.zeros((down, across, 3), np.float32)
    for colour in range(3):
        stripe = 2 - colour
        part = on - column
        open_ = (part > stripe / 3 + 0.04) & (part < (stripe + 1) / 3 - 0.04)
        open_ &= (row - line > 0.08) & (row - line < 0.92)
        shining = light[line % picture.shape[0], column % picture.shape[1], colour] * open_ * 3.9
        lit[..., colour] = shining.reshape(down, inside, across, inside).mean((1, 3))
    return _sensed(np.asarray(cv2.GaussianBlur(lit, (0, 0), 0.6), np.float32))


def _sensed(lit: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Picture:
    mosaic = np.zeros(lit.shape[:2], np.float32)
    for top, left, colour in ((0, 0, 2), (0, 1, 1), (1, 0, 1), (1, 1, 0)):
        mosaic[top::2, left::2] = lit[top::2, left::2, colour]
    noise = np.random.default_rng(0).normal(0, 2, mosaic.shape)
    codes = np.clip(np.clip(mosaic, 0, 1) ** (1 / 2.2) * 255 + noise, 0, 255)
    return np.asarray(cv2.cvtColor(codes.astype(np.uint8), cv2.COLOR_BayerRG2BGR), np.uint8)


def orchard(strength: float = 1.0, seed: int = 5, size: tuple[int, int] = SIZE) -> Picture:
    """Return leaves and oranges as cameras give them, their colours made ``strength`` times."""
    luma = np.asarray(cv2.cvtColor(scene(seed, 600, 900), cv2.COLOR_BGR2GRAY), np.float32)
    luma = np.asarray(luma[: size[1], : size[0]] / 128, np.float32)
    colour = np.empty((size[1], size[0], 3), np.float32)
    colour[:] = (45, 120, 95)
    chance = np.random.default_rng(seed)
    for _ in range(25):
        place = (int(chance.integers(size[0])), int(chance.integers(size[1])))
        cv2.circle(colour, place, int(chance.integers(12, 40)), (40, 130, 220), -1)
    picture = np.clip(colour * luma[..., None], 0, 255).astype(np.uint8)
    planes = cv2.cvtColor(picture, cv2.COLOR_BGR2YCrCb).astype(np.float32)
    planes[..., 1:] = np.clip(128 + (planes[..., 1:] - 128) * strength, 0, 255)
    return np.asarray(cv2.cvtColor(planes.astype(np.uint8), cv2.COLOR_YCrCb2BGR), np.uint8)
