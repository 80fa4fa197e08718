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
    return scorer_named(service.settings.comment_model)


@cache
def scorer_named(named: str) -> Scorer | None:
    """Return a model by what the setting says: "own", "none" or an address."""
    if named == NONE:
        return None
    return OwnScorer() if named == OWN else HttpScorer(named)
