"""Which model reads a service's comments: the project's own, one behind an address, or none."""

from __future__ import annotations

from functools import cache
from typing import Final

from vidcommerce.comments.model.scorer import OwnScorer
from vidcommerce.comments.scorer_http import HttpScorer
from vidcommerce.comments.scoring import Scorer
from vidcommerce.service import Service

OWN: Final = "own"
NONE: Final = "none"


def scorer_of(service: Service) -> Scorer | None:
    """Return the model of a service, the same one for the whole process; None where lists suffice.

    Nothing is loaded and nobody is asked before the first comment comes.
    """
    return _scorer(service.settings.comment_model)


@cache
def _scorer(named: str) -> Scorer | None:
    if named == NONE:
        return None
    return OwnScorer() if named == OWN else HttpScorer(named)
