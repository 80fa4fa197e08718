"""Compares sounds by their Chromaprint. Pure.

A number of 32 bits about every eighth of a second. Of the same sound, compressed again, a tenth of
the bits differ or less; of other sounds half.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.uint32]

RATE: Final = 11025 / (4096 - 4096 * 2 // 3)
"""Numbers a second: Chromaprint's frames of 4096 samples overlap by two thirds."""

_SAME: Final = 0.25
_OTHER: Final = 0.40
"""Parts of the bits that differ: up to which it is the same, and from which it is another."""

_SHORTEST: Final = 16
_REACH: Final = 8


def same_sound(earlier: Sound, later: Sound, begins: tuple[int, int], length: int) -> bool | None:
    """Tell whether two stretches sound the same; None where that can't be told.

    ``begins`` are where they begin in the earlier and in the later clip, ``length`` how long they
    are, in milliseconds; both at the same speed.
    """
    one, other = (round(begin / 1000 * RATE) for begin in begins)
    count = min(round(length / 1000 * RATE), len(later) - other)
    rates = []
    for shift in range(-_REACH, _REACH + 1):
        start = one + shift
        if start < 0 or min(count, len(earlier) - start) < _SHORTEST:
            continue
        some = min(count, len(earlier) - start)
        apart = np.bitwise_count(earlier[start : start + some] ^ later[other : other + some])
        rates.append(float(apart.mean()) / 32)
    quiet = len(np.unique(later[other : other + max(count, 0)])) < _SHORTEST // 2
    if not rates or quiet or _SAME < min(rates) < _OTHER:
        return None
    return min(rates) <= _SAME
