"""Writes computed sounds as the clips that hold them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

RATE = 48_000


def write(path: Path, samples: npt.NDArray[Any]) -> Path:
    """Write (channels, samples) at 48 kHz as lossless sound."""
    layout = {1: "mono", 2: "stereo"}[len(samples)]
    with av.open(str(path), "w", format="matroska") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE, layout=layout)
        whole = np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)
        for at in range(0, whole.shape[1], 4800):
            part = np.ascontiguousarray(whole[:, at : at + 4800])
            packed = part.T.reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
            frame.sample_rate, frame.pts = RATE, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def tone(seconds: float, level: float, frequency: float = 997.0) -> npt.NDArray[np.float64]:
    """Return a sine of ``level`` decibels below full scale."""
    times = np.arange(round(seconds * RATE)) / RATE
    sine: npt.NDArray[np.float64] = 10 ** (level / 20) * np.sin(2 * np.pi * frequency * times)
    return sine
