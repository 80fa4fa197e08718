"""What a model of comments is to the pipeline: something that scores texts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_


@dataclass(frozen=True, slots=True)
class Scores:
    """What a model thinks of one text, in thousandths: 0 is surely not, 1000 is surely so."""

    abuse: int
    spam: int


@dataclass(eq=False)
class ScorerFailed(WorkFailed):
    """A model gave no scores: it is not there, too slow, or its answer makes no sense."""

    why: str
    sentence = N_("The model that reads comments gives no answer: {why}")


class Scorer(Protocol):
    """A model. The one of the project reads letters; an HTTP service fits here as well."""

    def score(self, texts: Sequence[str]) -> Sequence[Scores]:
        """Return the scores of texts, in their order.

        A text is in the pipeline's normal form (tricks undone, simplified characters, lower case),
        up to 1000 characters. Raises ScorerFailed; the pipeline then judges without a model.
        """
        ...
