"""When a message is tried again, and what an answer means. Pure.

After the Standard Webhooks specification, "Operational considerations": 2xx is delivered, 410 ends
the endpoint, everything else is tried again with growing pauses and some chance in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_SECOND = 1000
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE

PAUSES: Final = (
    5 * _SECOND, 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR,
    20 * _HOUR, 24 * _HOUR,
)  # fmt: skip
"""Milliseconds after the first try, the second, and so on: ten tries over three days."""

JITTER: Final = 0.2
"""The share of a pause that chance adds or takes: what failed together is not tried together."""

ROTATION: Final = 24 * _HOUR
"""Milliseconds for which a secret that was replaced still signs beside the new one."""

KEPT: Final = 30 * 24 * _HOUR
"""Milliseconds for which an ended delivery can be looked at."""

_GONE: Final = 410
_SUCCESS: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try: an HTTP status, or 0 and why there is none.

    ``wait`` is how many milliseconds the answer asks us to wait (Retry-After), 0 if it doesn't.
    """

    status: int
    why: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """The endpoint has taken the message."""


@dataclass(frozen=True, slots=True)
class Again:
    """The message is to be tried again after ``pause`` milliseconds."""

    pause: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The message is not tried again; ``gone`` ends the endpoint as well."""

    why: str
    gone: bool = False


def judge(answer: Answer, attempts: int, chance: float) -> Delivered | Again | GivenUp:
    """Decide after try number ``attempts`` (from 1); ``chance`` is drawn from 0 up to 1."""
    if answer.status in _SUCCESS:
        return Delivered()
    if answer.status == _GONE:
        return GivenUp(said(answer), gone=True)
    if attempts > len(PAUSES):
        return GivenUp(said(answer))
    pause = PAUSES[attempts - 1] * (1 - JITTER + 2 * JITTER * chance)
    return Again(max(round(pause), min(answer.wait, PAUSES[-1])))


def said(answer: Answer) -> str:
    """Return an answer in a few words, for the list of deliveries."""
    return f"HTTP {answer.status}" if answer.status else answer.why
