"""How fast the picture of a phone's clip is looked at, on one core.

Computes a clip as phones film: 1920x1080 H.264 at 30 frames a second and 14 Mbit/s, a keyframe a
second, each other frame refers to the one before, an unsteady hand, a subject that moves, sensor
noise. Looks at it on one core with everything that a user's run does (a child process of its own,
faces, subject), and decodes the whole of it for comparison.

    python benchmarks/seeing.py [--json] [--seconds 30] [CLIP]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import threading
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any, Final

import av
import cv2
import numpy as np
import numpy.typing as npt

from vidcommerce.analysis.picture import look_at
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.probe import probe

_RUNS: Final = 3
_RATE: Final = 30
_BITS: Final = "14M"
_NOISE: Final = 7
"""Levels of 255, as a phone has indoors."""


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of alternating runs; times real time on one core, the child's start included."""

    clip: str
    seconds: float
    looks: int
    keyframe_to_others: float
    looking_times_real_time: float
    decoding_times_real_time: float


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("clip", nargs="?", type=Path)
    words.add_argument("--json", action="store_true")
    words.add_argument("--seconds", type=int, default=30)
    given = words.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        clip = given.clip or phone_clip(Path(folder) / "phone.mp4", given.seconds)
        result = measure(clip)
    if given.json:
        print(json.dumps(asdict(result)))
        return
    for name, value in asdict(result).items():
        print(f"{name:28} {value}")


def measure(clip: Path) -> Result:
    """Look at the clip and decode it, in turns."""
    facts = probe(clip)
    seconds = facts.duration / 1000
    looking, decoding = [], []
    looks = 0
    for _ in range(_RUNS):
        before = _cpu(resource.RUSAGE_CHILDREN)
        looks = len(look_at(clip, facts, threading.Event()).looks)
        looking.append(_cpu(resource.RUSAGE_CHILDREN) - before)
        before = _cpu(resource.RUSAGE_SELF)
        _decode(clip, facts)
        decoding.append(_cpu(resource.RUSAGE_SELF) - before)
    return Result(
        clip.name,
        seconds,
        looks,
        round(_keyframe_to_others(clip, facts), 1),
        round(seconds / median(looking), 1),
        round(seconds / median(decoding), 1),
    )


def phone_clip(path: Path, seconds: int) -> Path:
    """Write the clip and return its path."""
    rng = np.random.default_rng(1)
    scene = _scene(rng)
    options = {
        "preset": "veryfast", "bf": "0", "refs": "1", "sc_threshold": "0", "i_qfactor": "1",
        "b": _BITS, "maxrate": _BITS, "bufsize": _BITS,
    }  # fmt: skip
    noise = rng.normal(0, _NOISE, (8, 1080, 1920)).astype(np.float32)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", _RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        stream.codec_context.gop_size = _RATE
        for number in range(seconds * _RATE):
            picture = _moment(scene, number / _RATE).astype(np.float32)
            picture += np.roll(noise[number % 8], number * 37, axis=1)[..., None]
            frame = av.VideoFrame.from_ndarray(
                np.clip(picture, 0, 255).astype(np.uint8), format="bgr24"
            )
            frame.pts, frame.time_base = number, Fraction(1, _RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _scene(rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Return a picture with as much detail at every size as nature has (1/f)."""
    height, width = 1400, 2300
    down = np.fft.fftfreq(height)[:, None]
    across = np.fft.rfftfreq(width)[None, :]
    radius = np.hypot(down, across)
    radius[0, 0] = 1
    layers = []
    for _ in range(3):
        noise = np.fft.rfft2(rng.standard_normal((height, width)))
        layer = np.fft.irfft2(noise / radius**1.2, (height, width))
        layers.append(128 + 45 * layer / layer.std())
    return np.asarray(np.clip(np.stack(layers, axis=-1), 0, 255), np.uint8)


def _moment(scene: npt.NDArray[np.uint8], time: float) -> npt.NDArray[np.uint8]:
    """Return what a hand-held camera sees: slow drift, tremor, and a disc that walks through."""
    turn = 2 * np.pi * time
    left = 180 + 40 * np.sin(0.3 * turn) + 6 * np.sin(2.1 * turn) + 2 * np.sin(6 * turn)
    top = 150 + 30 * np.sin(0.23 * turn) + 5 * np.sin(1.7 * turn) + 2 * np.sin(5.3 * turn)
    matrix = np.array([[1, 0, -left], [0, 1, -top]], np.float64)
    picture = cv2.warpAffine(scene, matrix, (1920, 1080))
    cv2.circle(picture, (int(300 + 90 * time) % 1920, 600), 150, (40, 60, 220), -1)
    return np.asarray(picture, np.uint8)


def _decode(clip: Path, facts: ClipFacts) -> None:
    with av.open(str(clip)) as container:
        stream: Any = container.streams[facts.picture.stream]
        stream.codec_context.thread_count = 1
        for _ in container.decode(stream):
            pass


def _keyframe_to_others(clip: Path, facts: ClipFacts) -> float:
    sizes: dict[bool, list[int]] = {True: [], False: [1]}
    with av.open(str(clip)) as container:
        for packet in container.demux(container.streams[facts.picture.stream]):
            if packet.size:
                sizes[packet.is_keyframe].append(packet.size)
    return float(np.mean(sizes[True]) / np.mean(sizes[False]))


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
