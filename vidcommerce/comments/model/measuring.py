"""How good answers are: macro F1 and its like, and the curve of a threshold. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rates:
    """What became of texts at one threshold. All are shares from 0 to 1.

    ``precision`` is how many of those found were meant, ``recall`` how many of those meant were
    found; ``passed`` how many of those meant were published, ``stopped`` how many others were not.
    """

    f1_macro: float
    accuracy: float
    precision: float
    recall: float
    passed: float
    stopped: float


def rates(meant: Flags, found: Flags) -> Rates:
    """Compare what was found with what was meant."""
    hit = int((meant & found).sum())
    missed, wrong = int((meant & ~found).sum()), int((~meant & found).sum())
    right = len(meant) - hit - missed - wrong
    return Rates(
        (_share(2 * hit, 2 * hit + missed + wrong) + _share(2 * right, 2 * right + missed + wrong))
        / 2,
        _share(hit + right, len(meant)),
        _share(hit, hit + wrong),
        _share(hit, hit + missed),
        _share(missed, hit + missed),
        _share(wrong, wrong + right),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def curve(meant: Flags, scores: NDArray[np.int64], step: int = 50) -> list[tuple[int, Rates]]:
    """Return the rates at thresholds from 50 to 950 thousandths."""
    return [(at, rates(meant, scores >= at)) for at in range(step, 1000, step)]
