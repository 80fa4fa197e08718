"""Trains the model from a folder of labelled comments, measures it, and writes its file.

    python -m vidcommerce.comments.model.train --data DIR [--out FILE]

Needs the project's own dependencies only. What it finds in DIR by name is used (sources.py); with
the five sources of docs/moderation-model.md it takes some minutes of one core and 3 GB of memory.
Parts marked as held are never learned from. The threshold of "abuse" is set where the share of
COLDataset's held part that is called offensive is ``_OFFENSIVE``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from vidcommerce.comments.model.features import features
from vidcommerce.comments.model.learning import Table, Vector, ratios, regress, tabled
from vidcommerce.comments.model.linear import YES, Linear, Scale, save
from vidcommerce.comments.model.measuring import rates
from vidcommerce.comments.model.scorer import TRAINED
from vidcommerce.comments.model.sources import Example, examples
from vidcommerce.comments.normal.plain import plain

VERSION: Final = 1
_OFFENSIVE: Final = 0.46
"""Of COLDataset, about 40 in 100 are offensive by people's labels (Deng et al. 2022), 50 by the
machine's that its training part has."""

_LEAST: Final = 0.004
"""Weights below this are left out of the file."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, tell the figures on what was held, and write the file."""
    parser = argparse.ArgumentParser(prog="train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, default=TRAINED, metavar="FILE")
    given = parser.parse_args(arguments)
    found = [*examples(given.data)]
    model = scaled(trained([one for one in found if not one.held]), found)
    save(model, given.out)
    told = {"bytes": given.out.stat().st_size, **model.told, **measured(model, found)}
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return 0


def trained(found: Sequence[Example], least: int = 2) -> Linear:
    """Return a model of examples, with a plain scale; ``least`` texts must have a feature."""
    keys, table = tabled([features(plain(one.text).text) for one in found], least)
    abuse = _weights(table, found, 0, lambda one: one.abuse, lambda one: one.given)
    spam = _weights(table, found, 1, lambda one: one.spam, lambda one: one.spam)
    weights = np.stack([abuse, spam], axis=1).astype(np.float32)
    kept = np.abs(weights).max(axis=1) >= _LEAST
    kept[0] = False
    told = {"version": VERSION, "examples": _counted(found), "features": int(kept.sum())}
    scales = (Scale(0.0, 1.0), Scale(0.0, 1.0))
    return Linear(keys[kept], weights[kept], weights[0], scales, told)


def _weights(
    table: Table,
    found: Sequence[Example],
    question: int,
    meant: Callable[[Example], float],
    given: Callable[[Example], float],
) -> Vector:
    """Return the weights for one question: ratios by what files say, learned by what is right."""
    importance = np.array([one.weight[question] for one in found])
    ratio = ratios(table, np.array([given(one) for one in found]), np.minimum(importance, 1.0))
    return regress(table, ratio, np.array([meant(one) for one in found]), importance)


def _counted(found: Sequence[Example]) -> dict[str, int]:
    return {
        source: sum(one.source == source for one in found)
        for source in sorted({one.source for one in found})
    }


def scaled(model: Linear, found: Sequence[Example]) -> Linear:
    """Return the model with scales by what was held, where there is any."""
    held = [one for one in found if one.held]
    if not held:
        return model
    sums = np.array([model.sums(plain(one.text).text) for one in held])
    cold = np.array([one.source.startswith("cold") for one in held])
    given, spam = np.array([one.given for one in held]), np.array([one.spam for one in held])
    there = cold if cold.any() else np.ones(len(held), bool)
    middle = float(np.quantile(sums[there, 0], 1 - _OFFENSIVE))
    abuse = Scale(middle, _steepness(sums[there, 0] - middle, given[there]))
    at = _best_middle(sums[:, 1], spam)
    return Linear(
        model.keys,
        model.weights,
        model.bias,
        (abuse, Scale(at, _steepness(sums[:, 1] - at, spam))),
        model.told,
    )


def _best_middle(sums: NDArray[np.floating], meant: NDArray[np.float64]) -> float:
    places = np.linspace(-3, 3, 61)
    return float(max(places, key=lambda at: rates(meant > 0, sums >= at).f1_macro))


def _steepness(sums: NDArray[np.floating], meant: NDArray[np.float64]) -> float:
    """Return the steepness at which scores are nearest to probabilities."""

    def surprise(steepness: float) -> float:
        total = steepness * sums
        return float((np.logaddexp(0, total) - meant * total).mean())

    return float(min(np.geomspace(0.1, 4, 60), key=surprise))


def measured(model: Linear, found: Sequence[Example]) -> dict[str, Any]:
    """Return how good the model is on the held part of each source."""
    told = {}
    for source in sorted({one.source for one in found if one.held}):
        held = [one for one in found if one.held and one.source == source]
        question = int(any(one.spam for one in held))
        meant = np.array([(one.spam if question else one.given) > 0 for one in held])
        scores = np.array([model.thousandths(plain(one.text).text)[question] for one in held])
        told[source] = {"texts": len(held), **asdict(rates(meant, scores >= YES))}
    return told


if __name__ == "__main__":
    sys.exit(main())
