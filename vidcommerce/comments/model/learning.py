"""How the weights are found: naive-Bayes ratios, then logistic regression on them. Pure.

Wang and Manning, "Baselines and Bigrams" (2012): a feature counts as much as it is more frequent on
one side than on the other, and the regression corrects that. Minimised by L-BFGS (Nocedal and
Wright, Numerical Optimization, algorithm 7.4), so that training needs nothing but numpy.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

_REMEMBERED: Final = 8
_SHORTEST: Final = 1e-9
"""A step below this leads nowhere."""

_ENOUGH: Final = 1e-4
"""Where the gradient is this small beside the first one, nothing more is learned."""


@dataclass(frozen=True, slots=True)
class Table:
    """Texts as rows of feature numbers: row i is ``columns[starts[i]:starts[i + 1]]``."""

    columns: NDArray[np.int32]
    starts: NDArray[np.int64]
    width: int

    def times(self, weights: Vector) -> Vector:
        """Return the sum of the weights of each row."""
        total: Vector = np.add.reduceat(weights[self.columns], self.starts[:-1])
        return total

    def spread(self, values: Vector) -> Vector:
        """Return, for each feature, the sum of the values of the rows that have it."""
        each = np.repeat(values, np.diff(self.starts))
        total: Vector = np.bincount(self.columns, each, self.width).astype(np.float64)
        return total


def tabled(rows: Sequence[NDArray[np.uint32]], least: int = 2) -> tuple[NDArray[np.uint32], Table]:
    """Return the features that ``least`` rows have, and the rows by them.

    Column 0 is no feature: every row has it, so that none is empty; its key is 0.
    """
    every, counts = np.unique(np.concatenate(rows), return_counts=True)
    keys = np.concatenate([np.zeros(1, np.uint32), every[(counts >= least) & (every > 0)]])
    found = []
    for row in rows:
        at = np.searchsorted(keys, row)
        at[at == len(keys)] = 0
        found.append(np.concatenate([[0], at[(keys[at] == row) & (at > 0)]]).astype(np.int32))
    lengths = np.array([len(row) for row in found], np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return keys, Table(np.concatenate(found), starts, len(keys))


def ratios(table: Table, said: Vector, importance: Vector) -> Vector:
    """Return how much more often each feature stands where ``said`` is 1, as a logarithm."""
    yes = 1 + table.spread(said * importance)
    no = 1 + table.spread((1 - said) * importance)
    ratio: Vector = np.log((yes / yes.sum()) / (no / no.sum()))
    ratio[0] = 1.0
    return ratio


def regress(
    table: Table, ratio: Vector, meant: Vector, importance: Vector, *, looseness: float = 0.1
) -> Vector:
    """Return the weight of each feature; ``meant`` may be anything from 0 to 1.

    ``looseness`` is the C of other tools: how much being right counts beside being simple.
    """

    def cost(weights: Vector) -> tuple[float, Vector]:
        total = table.times(ratio * weights)
        wrong = np.logaddexp(0, total) - meant * total
        slope = importance * (_sigmoid(total) - meant)
        gradient = looseness * ratio * table.spread(slope) + weights
        return looseness * float(importance @ wrong) + float(weights @ weights) / 2, gradient

    return ratio * minimum(cost, np.zeros(table.width))


def _sigmoid(total: Vector) -> Vector:
    return 0.5 * (1 + np.tanh(0.5 * total))


def minimum(
    cost: Callable[[Vector], tuple[float, Vector]], start: Vector, steps: int = 100
) -> Vector:
    """Return where a smooth convex function is lowest; ``cost`` gives its value and gradient."""
    point = start
    value, gradient = cost(point)
    first = float(np.linalg.norm(gradient))
    past: deque[tuple[Vector, Vector]] = deque(maxlen=_REMEMBERED)
    for _ in range(steps):
        if float(np.linalg.norm(gradient)) <= _ENOUGH * first:
            break
        direction = -_curved(gradient, past)
        step = 1.0 if past else 1 / max(1.0, first)
        slope = float(gradient @ direction)
        new_value, new_gradient = cost(point + step * direction)
        while new_value > value + 1e-4 * step * slope and step > _SHORTEST:
            step /= 2
            new_value, new_gradient = cost(point + step * direction)
        moved, turned = step * direction, new_gradient - gradient
        if float(moved @ turned) > 0:
            past.append((moved, turned))
        point, value, gradient = point + moved, new_value, new_gradient
    return point


def _curved(gradient: Vector, past: Sequence[tuple[Vector, Vector]]) -> Vector:
    """Return the gradient divided by what is known of the curvature (the two loops)."""
    turn = gradient.copy()
    kept = []
    for moved, turned in reversed(past):
        part = float(moved @ turn) / float(moved @ turned)
        turn -= part * turned
        kept.append(part)
    if past:
        moved, turned = past[-1]
        turn *= float(moved @ turned) / float(turned @ turned)
    for (moved, turned), part in zip(past, reversed(kept), strict=True):
        turn += moved * (part - float(turned @ turn) / float(moved @ turned))
    return turn
