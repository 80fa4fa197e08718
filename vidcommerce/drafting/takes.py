"""What drafting starts from: clips as the probe and the analysis know them, and what is wished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.drafting.music import Bed
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.plan import Canvas
from vidcommerce.media.time import FrameRange, FrameRate, Span

BEFORE: Final = 120
AFTER: Final = 200
"""Milliseconds kept before and after all speech: breath, and consonants that models hear late."""

SILENCE: Final = 700
"""Milliseconds without speech from which on a pause is cut; shorter ones are how people talk."""

_SAME_RATE: Final = Fraction(2, 100)
"""How far a rate may be from the one it is called by: NTSC's thousandth, and uneven phones."""


class Aspect(StrEnum):
    """The shape of the finished picture."""

    PORTRAIT = "9:16"
    SQUARE = "1:1"
    LANDSCAPE = "16:9"


_SIZES: Final = {
    Aspect.PORTRAIT: (1080, 1920),
    Aspect.SQUARE: (1080, 1080),
    Aspect.LANDSCAPE: (1920, 1080),
}


@dataclass(frozen=True, slots=True)
class Take:
    """A clip with all that was stated about it."""

    facts: ClipFacts
    analysis: ClipAnalysis

    def frames(self, rate: FrameRate) -> int:
        """Return the whole frames at ``rate`` in the playable length, one at least."""
        whole = self.facts.duration * rate.numerator // (1000 * rate.denominator)
        return max(1, whole)

    def seconds(self) -> float:
        """Return the playable length."""
        return self.facts.duration / 1000


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person asked for.

    ``language`` is a BCP 47 tag, None to take what the clips are heard to be in. ``beds`` are the
    music to choose from, empty for none. ``script`` holds the lines that are said, in order, for
    clips whose words nobody recognised.
    """

    aspect: Aspect = Aspect.PORTRAIT
    max_seconds: int = 60
    language: str | None = None
    beds: tuple[Bed, ...] = ()
    script: tuple[str, ...] = ()
    card_size: tuple[int, int] | None = None


def canvas(aspect: Aspect, rate: FrameRate) -> Canvas:
    """Return the canvas of a shape for clips whose first has ``rate`` on average.

    25 a second for clips of 25 or 50, 24 for those of 24, else 30: nothing judders that need not.
    """
    width, height = _SIZES[aspect]
    average = Fraction(rate.numerator, rate.denominator)
    for wanted, factors in ((24, (1,)), (25, (1, 2))):
        if any(abs(average / (wanted * factor) - 1) < _SAME_RATE for factor in factors):
            return Canvas(width, height, FrameRate(wanted, 1))
    return Canvas(width, height, FrameRate(30, 1))


def covering(span: Span, rate: FrameRate, frames: int) -> FrameRange:
    """Return the frames of a clip of ``frames`` that show any moment of ``span``."""
    start = span.start * rate.numerator // (1000 * rate.denominator)
    stop = -(-span.stop * rate.numerator // (1000 * rate.denominator))
    first = min(start, frames)
    return FrameRange(first, max(first, min(stop, frames)))


def joined(spans: Iterable[Span], gap: int = 0) -> tuple[Span, ...]:
    """Return the spans in order, those made one that are ``gap`` milliseconds apart or nearer."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].stop + gap:
            result[-1] = Span(result[-1].start, max(result[-1].stop, span.stop))
        else:
            result.append(span)
    return tuple(result)


def voiced(analysis: ClipAnalysis) -> tuple[Span, ...]:
    """Return where somebody speaks: the speech and every recognised word, in order, joined."""
    said = (word.span for word in analysis.words)
    inside = (span for span in (*analysis.speech, *said) if span.start < analysis.duration)
    return tuple(
        Span(span.start, min(span.stop, analysis.duration)) for span in joined(inside) if len(span)
    )


def pause_middle(stop: int, start: int) -> int:
    """Return where a pause between two spans is parted: as AFTER is to BEFORE, 5 to 3."""
    return stop + (start - stop) * AFTER // (AFTER + BEFORE)
