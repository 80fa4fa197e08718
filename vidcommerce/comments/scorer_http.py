"""A model behind an address: it is sent texts, and answers with their scores.

Asked is ``POST`` with ``{"texts": ["...", ...]}``, answered ``{"scores": [{"abuse": 0-1000,
"spam": 0-1000}, ...]}`` in the same order. The operator chose the address, so it may be private.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any, Final

from vidcommerce.comments.scoring import ScorerFailed, Scores

SECONDS: Final = 2.0
"""How long an answer is waited for: a shopper waits as well."""

PAUSE: Final = 30.0
"""Seconds for which a model that gave no answer is not asked: nobody waits for it in vain."""

_LONGEST: Final = 1 << 20
_HIGHEST: Final = 1000


class HttpScorer:
    """Asks a model by HTTP; while it fails, lists judge alone."""

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Ask at ``url``; ``clock`` says seconds that only grow."""
        self._url, self._clock = url, clock
        self._lock = threading.Lock()
        self._again = float("-inf")

    def score(self, texts: Sequence[str]) -> Sequence[Scores]:
        """Return the scores of texts in normal form, in their order. Raises ScorerFailed."""
        with self._lock:
            if self._clock() < self._again:
                raise ScorerFailed("it gave none just now")
        try:
            return _read(self._asked(texts), len(texts))
        except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException) as error:
            with self._lock:
                self._again = self._clock() + PAUSE
            raise ScorerFailed(f"{type(error).__name__}: {error}") from error

    def _asked(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - whatever the JSON says
        request = urllib.request.Request(  # noqa: S310 - settings let only http in
            self._url, json.dumps({"texts": list(texts)}).encode(),
            {"content-type": "application/json", "accept": "application/json"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
            return json.loads(answer.read(_LONGEST))


def _read(said: Any, count: int) -> list[Scores]:  # noqa: ANN401 - whatever the JSON says
    """Return the scores that an answer holds. Raises ValueError, KeyError or TypeError."""
    found = [Scores(_number(one["abuse"]), _number(one["spam"])) for one in said["scores"]]
    if len(found) != count:
        raise ValueError("not as many scores as texts")
    return found


def _number(value: Any) -> int:  # noqa: ANN401 - whatever the JSON says
    number = round(float(value))
    if not 0 <= number <= _HIGHEST:
        raise ValueError("a score is 0 to 1000")
    return number
