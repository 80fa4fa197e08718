"""Hears a clip: its samples for speech models, and its loudness by EBU R 128.

Loudness is measured once, as the gating blocks of ITU-R BS.1770-4; the integrated loudness of any
choice of seconds is then arithmetic (:mod:`vidcommerce.analysis.loudness`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from vidcommerce.analysis.facts import Loudness
from vidcommerce.analysis.loudness import SILENCE
from vidcommerce.language import N_
from vidcommerce.media.ffmpeg import INPUT_GUARD, Ffmpeg

Samples: TypeAlias = npt.NDArray[np.float32]
"""Mono sound at :data:`SPEECH_RATE`, -1 to 1."""

SPEECH_RATE: Final = 16_000
"""Samples a second that the speech models were trained on."""

_MOMENTARY: Final = b"lavfi.r128.M="
_TRUE_PEAK: Final = b"lavfi.r128.true_peak="
_QUIETEST_PEAK: Final = -12_000


def samples(path: Path, stream: int, ffmpeg: Ffmpeg) -> Samples:
    """Return the sound of ``stream`` as 16 kHz mono; sample 0 is the clip's start.

    Sound that begins late is led by silence and gaps are filled with it, so that a sample's number
    is its time. The channels are averaged: a second speaker on the other channel is heard too.
    Raises what :meth:`Ffmpeg.read` raises.
    """
    arguments = [
        *_input(path, stream),
        "-af", f"aresample={SPEECH_RATE}:async=1:first_pts=0:out_chlayout=mono:rematrix_maxval=1",
        "-f", "f32le",
        "pipe:1",
    ]  # fmt: skip
    data = b"".join(ffmpeg.read(arguments, job=N_("listening")))
    return np.frombuffer(data[: len(data) // 4 * 4], "<f4").astype(np.float32, copy=False)


def loudness(path: Path, stream: int, ffmpeg: Ffmpeg) -> Loudness:
    """Measure ``stream`` from the clip's start to its last sound.

    Raises what :meth:`Ffmpeg.read` raises.
    """
    listening = (
        "aresample=async=1:first_pts=0,ebur128=metadata=1:peak=true:framelog=quiet,"
        "ametadata=print:file=pipe\\\\:1"
    )
    arguments = [*_input(path, stream), "-af", listening, "-f", "null", "-"]
    return _read_loudness(_lines(ffmpeg.read(arguments, job=N_("measuring loudness"))))


def _input(path: Path, stream: int) -> list[str]:
    return [*INPUT_GUARD, "-i", f"file:{path.absolute()}", "-map", f"0:{stream}", "-vn"]


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        yield from whole
    yield rest


def _read_loudness(lines: Iterable[bytes]) -> Loudness:
    momentary: list[int] = []
    peak = _QUIETEST_PEAK
    for line in lines:
        if line.startswith(_MOMENTARY):
            level = _hundredths(float(line[len(_MOMENTARY) :]))
            momentary.append(max(SILENCE, level))
        elif line.startswith(_TRUE_PEAK):
            linear = float(line[len(_TRUE_PEAK) :])
            if linear > 0:
                peak = max(peak, _hundredths(20 * math.log10(linear)))
    return Loudness(tuple(momentary), peak)


def _hundredths(level: float) -> int:
    return round(100 * level) if math.isfinite(level) else SILENCE
