"""When everything happens in the sample clip, in seconds. Nothing here draws or sounds."""

from __future__ import annotations

from dataclasses import dataclass

RATE = 30
"""Frames a second."""

DEAD_START = 2.0
"""Seconds before the first word."""

_PAUSES = (1.6, 1.8, 3.2, 1.6, 1.7)
_DEAD_END = 2.8
_SHAKE_AFTER, _SHAKE = 2, 1.5
_WHIP_AFTER, _WHIP = 3, 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` to ``end``, in seconds."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """Half-way, in seconds."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True)
class Script:
    """The plan of the clip: its sentences, and what happens between them."""

    sentences: tuple[Span, ...]
    shake: Span
    whip: Span
    dead_start: Span
    dead_end: Span

    @property
    def frames(self) -> int:
        """How many frames the clip has."""
        return round(self.dead_end.end * RATE)


def script(lengths: tuple[float, ...]) -> Script:
    """Plan the clip for sentences that take ``lengths`` seconds to say."""
    sentences: list[Span] = []
    at = DEAD_START
    for length, pause in zip(lengths, (*_PAUSES, 0.4), strict=True):
        sentences.append(Span(at, at + length))
        at += length + pause
    end = round((at + _DEAD_END) * RATE) / RATE
    return Script(
        sentences=tuple(sentences),
        shake=_between(sentences, _SHAKE_AFTER, _SHAKE),
        whip=_between(sentences, _WHIP_AFTER, _WHIP),
        dead_start=Span(0.0, DEAD_START),
        dead_end=Span(at, end),
    )


def _between(sentences: list[Span], index: int, length: float) -> Span:
    """A span of ``length`` seconds in the middle of the pause after a sentence."""
    middle = (sentences[index].end + sentences[index + 1].start) / 2
    return Span(middle - length / 2, middle + length / 2)
