"""What is kept of a judgement: plain values beside the comment, read by moderators. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from vidcommerce.comments.pipeline import Judged
from vidcommerce.comments.scoring import Scores
from vidcommerce.comments.signals import Decision, Kind, Signal, Strength, Trick

_SCORES: Final = {Strength.HINT: 300, Strength.LIKELY: 600, Strength.SURE: 900}
"""How bad a signal of each strength is, in thousandths."""

_NOT_CONTENT: Final = frozenset({Kind.WRITER, Kind.PLACE, Kind.MODEL_SILENT})
"""Signals that say nothing about the text itself."""


def score_of(judged: Judged) -> int:
    """Return how bad a comment looks, 0 to 1000: by its worst signal, or the model's own number.

    One that is simply published has 0; one that waits only because its writer is new, or for its
    place, has 1.
    """
    if judged.decision is Decision.PUBLISH:
        return 0
    return max((_score(one, judged.scores) for one in judged.signals), default=0)


def _score(signal: Signal, scores: Scores | None) -> int:
    if signal.kind in _NOT_CONTENT:
        return 1
    if scores is not None and signal.kind is Kind.MODEL_ABUSE:
        return scores.abuse
    if scores is not None and signal.kind is Kind.MODEL_SPAM:
        return scores.spam
    return _SCORES[signal.strength]


def described(judged: Judged) -> list[Any]:
    """Return signals and tricks as JSON; :func:`signals_of` and :func:`tricks_of` read it back."""
    signals = [
        {
            "kind": one.kind.value, "strength": int(one.strength), "rule": one.rule,
            "meant": one.meant, "start": one.start, "stop": one.stop, "tricks": list(one.tricks),
        }
        for one in judged.signals
    ]  # fmt: skip
    tricks = [{"trick": one.name, "start": one.start, "stop": one.stop} for one in judged.tricks]
    return [*signals, *tricks]


def signals_of(kept: Iterable[Any]) -> Sequence[Signal]:
    """Return the signals of a comment from ``CommentRow.signals``."""
    return [
        Signal(
            Kind(one["kind"]), Strength(one["strength"]), one["rule"], one["meant"],
            one["start"], one["stop"], tuple(one["tricks"]),
        )
        for one in kept
        if "kind" in one
    ]  # fmt: skip


def tricks_of(kept: Iterable[Any]) -> Sequence[Trick]:
    """Return the tricks in the original text, from ``CommentRow.signals``."""
    return [Trick(one["trick"], one["start"], one["stop"]) for one in kept if "trick" in one]
