"""A trained model: a table of features with a weight of each for each question, and its file."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from vidcommerce.comments.model.features import features
from vidcommerce.comments.scoring import ScorerFailed

YES: Final = 500
"""The score in thousandths from which on the answer is yes."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a sum of weights counts as yes (``middle``), and how steeply the score rises there."""

    middle: float
    steepness: float


@dataclass(frozen=True, slots=True)
class Linear:
    """``keys``: K features in rising order; ``weights``: K x 2, of abuse and of spam.

    ``bias`` and ``scales`` are one for each question; ``told`` says how it was trained.
    """

    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    scales: Sequence[Scale]
    told: Mapping[str, Any] = field(default_factory=dict)

    def sums(self, text: str) -> NDArray[np.float32]:
        """Return the sum of the weights of what is in ``text``, for each question."""
        seen = features(text)
        at = np.searchsorted(self.keys, seen)
        at[at == len(self.keys)] = 0
        known = at[self.keys[at] == seen]
        total: NDArray[np.float32] = self.weights[known].sum(axis=0) + self.bias
        return total

    def thousandths(self, text: str) -> tuple[int, int]:
        """Return the scores of ``text``: 500 and more means yes."""
        abuse, spam = (
            round(500 * (1 + math.tanh(scale.steepness * (float(total) - scale.middle) / 2)))
            for total, scale in zip(self.sums(text), self.scales, strict=True)
        )
        return abuse, spam


def save(model: Linear, file: Path) -> None:
    """Write a model. Weights keep 16 bits, of which the sum of a text needs no more than eleven."""
    told = {
        **model.told,
        "scales": [[scale.middle, scale.steepness] for scale in model.scales],
    }
    with file.open("wb") as out:
        np.savez_compressed(
            out,
            allow_pickle=False,
            gaps=np.diff(model.keys, prepend=np.uint32(0)),
            weights=model.weights.astype(np.float16),
            bias=model.bias,
            told=np.frombuffer(json.dumps(told, sort_keys=True).encode(), np.uint8),
        )


def load(file: Path) -> Linear:
    """Read a model; raises ScorerFailed where there is none."""
    try:
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as parts:
            told = json.loads(parts["told"].tobytes())
            return Linear(
                np.cumsum(parts["gaps"], dtype=np.uint32),
                parts["weights"].astype(np.float32),
                parts["bias"],
                [Scale(*scale) for scale in told.pop("scales")],
                told,
            )
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise ScorerFailed(f"{file.name}: {error}") from error
