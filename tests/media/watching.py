"""Watches and hears a finished video: what its frames say, and when it beeps."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.media import marks

_GAP = 960


def pictures(video: Path) -> list[marks.Picture]:
    """Return every frame of a video, height x width x 3, red first."""
    with av.open(str(video)) as container:
        return [
            np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            for frame in container.decode(video=0)
        ]


def frame_times(video: Path) -> list[float]:
    """Return the seconds at which the frames are shown, in order."""
    with av.open(str(video)) as container:
        return [float(frame.time) for frame in container.decode(video=0) if frame.time is not None]


def sound(video: Path) -> NDArray[np.float32]:
    """Return the sound, mixed to one channel at 48 kHz, sample 0 at time 0.

    Time stamps rule: where they jump by more than 20 ms there is silence.
    """
    blocks: list[NDArray[np.float32]] = []
    heard = 0
    with av.open(str(video)) as container:
        resampler = av.AudioResampler("flt", "mono", 48_000)
        for frame in container.decode(audio=0):
            gap = round(float(frame.time or 0) * 48_000) - heard
            parts = [part.to_ndarray()[0] for part in resampler.resample(frame)]
            blocks += [np.zeros(max(0, gap), np.float32)] * (gap > _GAP) + parts
            heard = sum(map(len, blocks))
        blocks += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(blocks)


def beeps(samples: NDArray[np.float32], loud: float = 0.02) -> list[float]:
    """Return the seconds at which beeps begin: loud after at least 50 ms of quiet."""
    block = 240
    levels = np.abs(samples[: len(samples) // block * block]).reshape(-1, block).max(axis=1) > loud
    return [
        index * block / 48_000
        for index in np.flatnonzero(levels)
        if not levels[max(0, index - 10) : index].any()
    ]


def flashes(frames: list[marks.Picture], rate: float) -> list[float]:
    """Return the seconds at which the patch turns white."""
    lit = [marks.lit(frame) for frame in frames]
    return [
        number / rate
        for number, now in enumerate(lit)
        if now and (number == 0 or not lit[number - 1])
    ]
