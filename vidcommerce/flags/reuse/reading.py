"""Reads what a print is made of out of a clip, with a confined ffmpeg (decision 0006).

What comes out of ffmpeg are grey pixels and Chromaprint's numbers
(https://acoustid.org/chromaprint), a known count of bytes each, so nothing that a clip's author
wrote is parsed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from vidcommerce.flags.reuse.prints import EVERY, SIDE, STEP, TINY, Bytes, Print, printed
from vidcommerce.flags.reuse.seeing import spots_of, tiny_of
from vidcommerce.language import N_
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.ffmpeg import INPUT_GUARD, Ffmpeg

_LONGEST: Final = 20 * 60
"""Seconds of a clip that are read."""

_SMALLEST: Final = 16


def read_print(path: Path, facts: ClipFacts, ffmpeg: Ffmpeg) -> Print:
    """Return the print of a clip. Raises what running ffmpeg raises."""
    seen = pictures(path, facts, ffmpeg)
    return print_of(shape_of(facts), seen, sound_of(path, facts, ffmpeg))


def print_of(shape: tuple[int, int], seen: Iterable[Bytes], heard: npt.NDArray[np.uint32]) -> Print:
    """Return the print of grey pictures of a ``shape``, eight a second, and of a sound."""
    spots, tiny = [], []
    for number, picture in enumerate(seen):
        tiny.append(tiny_of(picture))
        if number % EVERY == 0:
            spots.append(spots_of(picture))
    small = np.stack(tiny) if tiny else np.zeros((0, TINY, TINY), np.uint8)
    return printed(shape, spots, small, heard)


def shape_of(facts: ClipFacts) -> tuple[int, int]:
    """Return width and height of the pictures in which places are looked for."""
    width, height = facts.picture.upright_width, facts.picture.upright_height
    scale = SIDE / max(width, height)
    return max(_SMALLEST, round(width * scale)), max(_SMALLEST, round(height * scale))


def pictures(path: Path, facts: ClipFacts, ffmpeg: Ffmpeg) -> Iterator[Bytes]:
    """Yield the pictures of a clip: grey, upright, eight a second. Raises as ffmpeg does."""
    width, height = shape_of(facts)
    arguments = [
        "-threads", "1", "-skip_loop_filter", "all", *_input(path),
        "-map", f"0:{facts.picture.stream}",
        "-vf", f"fps={1000 // STEP}:start_time=0,scale={width}:{height}:flags=area",
        "-t", str(_LONGEST), "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1",
    ]  # fmt: skip
    waiting = bytearray()
    for block in ffmpeg.read(arguments, job=N_("looking for what was sent before")):
        waiting += block
        while len(waiting) >= width * height:
            yield np.frombuffer(bytes(waiting[: width * height]), np.uint8).reshape(height, width)
            del waiting[: width * height]


def sound_of(path: Path, facts: ClipFacts, ffmpeg: Ffmpeg) -> npt.NDArray[np.uint32]:
    """Return the Chromaprint of a clip, empty where it has no sound. Raises as ffmpeg does."""
    if facts.sound is None:
        return np.zeros(0, np.uint32)
    arguments = [
        *_input(path), "-map", f"0:{facts.sound.stream}", "-t", str(_LONGEST),
        "-ac", "1", "-ar", "11025", "-f", "chromaprint", "-fp_format", "raw", "pipe:1",
    ]  # fmt: skip
    heard = b"".join(ffmpeg.read(arguments, job=N_("listening for what was sent before")))
    return np.frombuffer(heard[: len(heard) // 4 * 4], "<u4").astype(np.uint32)


def _input(path: Path) -> list[str]:
    return [*INPUT_GUARD, "-i", str(path.resolve())]
