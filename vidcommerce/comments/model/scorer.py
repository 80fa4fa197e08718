"""The project's own model as the pipeline asks it; see docs/moderation-model.md."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from vidcommerce.comments.model.linear import Linear, load
from vidcommerce.comments.scoring import Scores

TRAINED: Final = Path(__file__).with_name("moderation.npz")


class OwnScorer:
    """Scores texts by the trained file, which is read when the first text comes."""

    def score(self, texts: Sequence[str]) -> Sequence[Scores]:
        """Return the scores of texts in normal form, in their order. Raises ScorerFailed."""
        model = own_model()
        return [Scores(*model.thousandths(text)) for text in texts]


@cache
def own_model() -> Linear:
    """Return the trained model; raises ScorerFailed where its file is missing or broken."""
    return load(TRAINED)
