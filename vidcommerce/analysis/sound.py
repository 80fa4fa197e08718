"""Hears a clip: its samples for speech models, and its loudness by EBU R 128.

Loudness is measured once, as the gating blocks of ITU-R BS.1770-4; the integrated loudness of any
choice of seconds is then arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from vidcommerce.analysis.facts import Loudness
from vidcommerce.language import N_
from vidcommerce.media.ffmpeg import INPUT_GUARD, Ffmpeg
from vidcommerce.media.time import Span

Samples: TypeAlias = npt.NDArray[np.float32]
"""Mono sound at :data:`SPEECH_RATE`, -1 to 1."""

SPEECH_RATE: Final = 16_000
"""Samples a second that the speech models were trained on."""

SILENCE: Final = -7000
"""Hundredths of LUFS: the absolute gate of BS.1770-4, below which nothing counts."""

_STEP: Final = 100
"""Milliseconds from one gating block to the next: 400 ms blocks that overlap by 75%."""

_BLOCK: Final = 400
_RELATIVE_GATE: Final = -1000
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


def integrated(loudness: Loudness, spans: Sequence[Span]) -> int:
    """Return the integrated loudness of ``spans``, in hundredths of LUFS.

    ITU-R BS.1770-4: the mean power of the 400 ms blocks that lie in the spans, first without
    those below -70 LUFS, then without those more than 10 LU below the mean of the rest. A block
    counts by its middle, so that spans shorter than a block are still heard; spans that overlap
    count once. :data:`SILENCE` where nothing is left.
    """
    blocks = loudness.momentary
    chosen = {number for span in spans for number in _blocks_in(span, len(blocks))}
    audible = np.array(sorted(blocks[n] for n in chosen if blocks[n] > SILENCE), np.float64)
    if not audible.size:
        return SILENCE
    gate = _mean(audible) + _RELATIVE_GATE
    return round(_mean(audible[audible > gate]))


def _blocks_in(span: Span, count: int) -> range:
    """Return the numbers of the blocks whose middle lies in ``span``.

    Block ``n`` ends at ``(n + 1) * 100`` ms, when ffmpeg states it; the first ones, which would
    begin before the clip, belong to its start.
    """
    first_middle = _STEP - _BLOCK // 2
    start = math.ceil((span.start - first_middle) / _STEP) if span.start > 0 else 0
    stop = math.ceil((span.stop - first_middle) / _STEP)
    return range(max(0, start), max(0, min(stop, count)))


def _mean(levels: npt.NDArray[np.float64]) -> float:
    """Return the level of the mean power, in hundredths of a decibel as the levels are."""
    return float(1000 * np.log10(np.mean(10 ** (levels / 1000))))


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
