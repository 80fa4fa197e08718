"""Reads a comment by an ordered row of small steps, and decides about it. Pure.

What must be counted (a writer's record, how often the same was written) is given; the database
is somebody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vidcommerce.comments.deciding import decide, of_scores
from vidcommerce.comments.finding.harmless import without_harmless
from vidcommerce.comments.finding.lexicon import own_lexicon
from vidcommerce.comments.normal.plain import plain
from vidcommerce.comments.policy import LONGEST_TEXT
from vidcommerce.comments.reading import (
    Echo,
    Given,
    Mode,
    OwnList,
    Place,
    Reading,
    Step,
    Writer,
    fingerprint,
    normal_form,
)
from vidcommerce.comments.scoring import Scorer, ScorerFailed, Scores
from vidcommerce.comments.signals import Decision, Kind, Signal, Strength, Trick
from vidcommerce.comments.steps.adverts import adverts
from vidcommerce.comments.steps.diversion import diversion
from vidcommerce.comments.steps.handles import handles
from vidcommerce.comments.steps.links import links
from vidcommerce.comments.steps.listed import listed, own_lists
from vidcommerce.comments.steps.record import flood, place, record
from vidcommerce.comments.steps.shape import disguise, length, repeat
from vidcommerce.comments.steps.telephone import telephone

__all__ = ["Echo", "Given", "Judged", "Mode", "OwnList", "Place", "Writer", "judge", "judge_all"]

STEPS: Final[tuple[Step, ...]] = (
    length, repeat, listed, own_lists, adverts, diversion, telephone, handles, links, disguise,
    flood, record, place,
)  # fmt: skip
"""The steps in their order; each is pure and knows no other."""

_MOST_READ: Final = 2 * LONGEST_TEXT
"""Characters of a text that are read at all; a longer one is refused for its length anyway."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided, and why.

    ``normal_form`` is the text with every trick undone; ``tricks`` say where the original has some.
    ``fingerprint`` is the same for texts that differ in tricks, space and signs only: what floods
    are counted by. ``scores`` is None where no model was asked or it gave no answer.
    """

    decision: Decision
    signals: tuple[Signal, ...]
    normal_form: str
    tricks: tuple[Trick, ...]
    fingerprint: str
    scores: Scores | None = None


def judge(given: Given, scorer: Scorer | None = None) -> Judged:
    """Return what becomes of a comment. A scorer that fails leaves the lists in force."""
    return judge_all((given,), scorer)[0]


def judge_all(given: Sequence[Given], scorer: Scorer | None = None) -> list[Judged]:
    """Return what becomes of comments, in their order; a scorer is asked once for all."""
    read = [_read(one) for one in given]
    scores, silent = _asked([form for _, _, form in read], scorer)
    return [
        _judged(reading, (*signals, *silent), form, score)
        for (reading, signals, form), score in zip(read, scores, strict=True)
    ]


def _read(given: Given) -> tuple[Reading, tuple[Signal, ...], str]:
    """Return a comment as the steps saw it, what they say, and its normal form."""
    form = plain(given.text[:_MOST_READ])
    reading = Reading(given, form, own_lexicon().find(form))
    signals = tuple(signal for step in STEPS for signal in step(reading))
    hidden = [one for one in signals if one.rule == "contact.number" and one.tricks]
    return reading, signals, normal_form(form, reading.found, hidden)


def _asked(
    forms: Sequence[str], scorer: Scorer | None
) -> tuple[Sequence[Scores | None], tuple[Signal, ...]]:
    """Return a model's scores, or that it gave none."""
    if scorer is None or not forms:
        return [None] * len(forms), ()
    try:
        return scorer.score([without_harmless(form) for form in forms]), ()
    except ScorerFailed as failed:
        silent = Signal(Kind.MODEL_SILENT, Strength.HINT, "model.silent", str(failed))
        return [None] * len(forms), (silent,)


def _judged(
    reading: Reading, signals: tuple[Signal, ...], form: str, scores: Scores | None
) -> Judged:
    said = signals if scores is None else (*signals, *of_scores(scores))
    shown = reading.plain.shown_tricks()
    return Judged(decide(said), said, form, shown, fingerprint(form), scores)
