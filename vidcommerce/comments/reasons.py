"""Why a comment stands where it stands, as its writer reads it. Pure.

A reason is a code: a person's (policy.Reason) or that of a rule (signals.Kind). No two are alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from vidcommerce.comments.deciding import rules
from vidcommerce.comments.policy import REASON_WORDS
from vidcommerce.comments.signals import KIND_WORDS, STRICTNESS, Kind, Signal
from vidcommerce.comments.states import STATE_WORDS, State
from vidcommerce.language import N_

REPORTED: Final = "reported"
"""The reason of a comment that is read first because several people reported it."""

NEW: Final = "writer_new"
"""The reason of a comment that waits because its writer is new; nobody has done anything wrong."""

WORDS: Final[Mapping[str, str]] = {
    NEW: N_("A person reads everybody's first comments."),
    REPORTED: N_("Several people reported it, so a person reads it again."),
    **{kind.value: sentence for kind, sentence in KIND_WORDS.items()},
    **{reason.value: sentence for reason, sentence in REASON_WORDS.items()},
}
"""By the code of the reason."""

_TOLD: Final = frozenset({State.HELD, State.WITHHELD, State.REJECTED})
"""States that need a reason."""


def sentence_of(code: str) -> str:
    """Return the marked sentence of a reason."""
    return WORDS[code]


def status_of(state: State, reason: str) -> list[str]:
    """Return what a writer is told: where the comment stands, and why; marked sentences."""
    told = [STATE_WORDS[state]]
    return [*told, WORDS[reason]] if reason in WORDS and state in _TOLD else told


def weightiest(signals: Iterable[Signal]) -> Kind | None:
    """Return what the signal is about that asks for most, None where there is none."""
    found = _first(signals)
    return found.kind if found else None


def reason_of(signals: Iterable[Signal]) -> str:
    """Return the code of the reason that the signals give, empty where there is none."""
    found = _first(signals)
    if found is None:
        return ""
    return NEW if found.rule == "writer.new" else found.kind.value


def _first(signals: Iterable[Signal]) -> Signal | None:
    asked = rules().decisions
    strictest = sorted(signals, key=lambda one: -STRICTNESS[asked[one.kind, one.strength]])
    return next(iter(strictest), None)
