"""Computed pictures and clips: scenes with detail at every size, cameras that move over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TypeAlias

import av
import cv2
import numpy as np

from vidcommerce.analysis.seeing import Frame, Picture

Moment: TypeAlias = Callable[[int], Picture]
"""What frame number n shows."""

RATE = 30


@cache
def scene(seed: int, height: int = 400, width: int = 600) -> Picture:
    """Return a picture in one main colour, with as much detail at every size as nature has."""
    chance = np.random.default_rng(seed)
    down = np.fft.fftfreq(height)[:, None]
    across = np.fft.rfftfreq(width)[None, :]
    radius = np.hypot(down, across)
    radius[0, 0] = 1
    noise = np.fft.rfft2(chance.standard_normal((height, width)))
    layer = np.fft.irfft2(noise / radius**1.2, (height, width))
    colour = chance.uniform(70, 190, 3)
    return np.asarray(np.clip(colour + 35 * (layer / layer.std())[..., None], 0, 255), np.uint8)


def view(picture: Picture, left: float, top: float, size: tuple[int, int] = (320, 180)) -> Picture:
    """Return what a camera sees of the picture at a place, which may lie between pixels."""
    matrix = np.array([[1, 0, -left], [0, 1, -top]], np.float64)
    return np.asarray(
        cv2.warpAffine(picture, matrix, size, borderMode=cv2.BORDER_REFLECT), np.uint8
    )


def frames(moment: Moment, count: int = 4) -> list[Frame]:
    """Return consecutive frames at 30 a second."""
    return [Frame(round(n * 1000 / RATE), moment(n)) for n in range(count)]


def clip(
    path: Path,
    moment: Moment,
    count: int,
    keyframes: Iterable[int] | None = None,
    preset: str = "veryfast",
) -> Path:
    """Write a clip as a phone does: no B-frames, a keyframe a second or at ``keyframes``."""
    options = {"preset": preset, "bf": "0", "refs": "1", "sc_threshold": "0", "crf": "20"}
    first = moment(0)
    forced = set(keyframes if keyframes is not None else range(0, count, RATE))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = first.shape[1], first.shape[0], "yuv420p"
        stream.codec_context.gop_size = 10_000
        for number in range(count):
            frame = av.VideoFrame.from_ndarray(moment(number), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            if number in forced:
                frame.pict_type = av.video.frame.PictureType.I
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
