"""The integrated loudness of any choice of seconds, by ITU-R BS.1770-4. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from vidcommerce.analysis.facts import Loudness
from vidcommerce.media.time import Span

SILENCE: Final = -7000
"""Hundredths of LUFS: the absolute gate of BS.1770-4, below which nothing counts."""

_STEP: Final = 100
"""Milliseconds from one gating block to the next: 400 ms blocks that overlap by 75%."""

_BLOCK: Final = 400
_RELATIVE_GATE: Final = -1000


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
