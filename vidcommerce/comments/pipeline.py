"""Reads a comment by an ordered row of small steps, and decides about it. Pure.

What must be counted (a writer's record, how often the same was written) is given; the database
is somebody else's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from vidcommerce.comments.scoring import Scorer, Scores
from vidcommerce.comments.signals import Decision, Signal, Trick

TRUSTED_AFTER: Final = 2
"""Approved comments after which a writer's next ones need not wait (the issue's rule)."""


class Mode(StrEnum):
    """When comments of a video, shop or station are read by people."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Writer:
    """A writer's record: comments ``approved`` and ``rejected`` by people, and what is counted.

    ``recent`` is how many they wrote in the last ten minutes, ``places`` on how many videos in the
    last hour. The default is somebody whom nothing is known against.
    """

    approved: int = TRUSTED_AFTER
    rejected: int = 0
    banned: bool = False
    recent: int = 0
    places: int = 0


@dataclass(frozen=True, slots=True)
class Echo:
    """Where the same text (by ``Judged.fingerprint``) was written in the last hour.

    ``writers`` are other writers, ``places`` are videos, ``mine`` is how often by this writer.
    """

    writers: int = 0
    places: int = 0
    mine: int = 0


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list of an operator: plain words, each found under any disguise; see ``Decision``."""

    name: str
    words: tuple[str, ...]
    decision: Decision = Decision.HOLD


@dataclass(frozen=True, slots=True)
class Place:
    """The video that a comment is for.

    ``mode`` is what video, shop or station chose; ``burst`` is true for the hour after a burst.
    ``hosts`` may be linked to; ``numbers`` (digits) and ``contacts`` are the shop's own, and may be
    said. ``competitors`` are names of other sellers.
    """

    mode: Mode = Mode.AFTER
    burst: bool = False
    hosts: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    lists: tuple[OwnList, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A comment, and what is known about where it comes from."""

    text: str
    writer: Writer = field(default_factory=Writer)
    echo: Echo = field(default_factory=Echo)
    place: Place = field(default_factory=Place)


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
    scores = scorer.score([one.text for one in given]) if scorer else [None] * len(given)
    return [
        Judged(Decision.PUBLISH, (), one.text, (), one.text, score)
        for one, score in zip(given, scores, strict=True)
    ]
