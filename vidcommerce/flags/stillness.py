"""Pictures that do not move as a filmed picture moves: stills, a frozen picture, a loop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vidcommerce.flags.examining import Examined
from vidcommerce.flags.glimpses import Glimpses, glimpses
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.time import Span

SOURCE: Final = "stillness"

STILLS: Final = 0.7
"""Share of a clip that stands still or glides from which it is a show of still pictures; what
is left are the fades between them."""

FROZEN: Final = 2000
"""Milliseconds from which a picture that stands still in a clip is asked about."""

_MOST: Final = 5


def check(clip: Examined) -> tuple[Flag, ...]:
    """Return what stands still or comes again in a clip. Raises what measuring it raises."""
    seen = glimpses(clip.path, clip.facts)
    return (*still(seen, clip.facts.duration), *looped(seen))


def still(seen: Glimpses, duration: int) -> Iterator[Flag]:
    """Yield one flag for a show of stills, else one for each span that stands still.

    ``duration`` of the clip in milliseconds.
    """
    stills = _without_overlap((*seen.frozen, *seen.gliding))
    length = sum(span.stop - span.start for span in stills)
    if stills and length >= STILLS * duration:
        evidence = {"count": len(stills), "seconds": _seconds(length)}
        whole = Span(stills[0].start, stills[-1].stop)
        yield Flag(Kind.STILLS, Severity.QUESTION, SOURCE, evidence, whole)
        return
    long = [span for span in seen.frozen if span.stop - span.start >= FROZEN]
    for span in long[:_MOST]:
        evidence = {"seconds": _seconds(span.stop - span.start)}
        yield Flag(Kind.FROZEN, Severity.QUESTION, SOURCE, evidence, span)


def looped(seen: Glimpses) -> Iterator[Flag]:
    """Yield what is shown twice, with both places."""
    for repeat in seen.repeats[:_MOST]:
        length = repeat.first.stop - repeat.first.start
        evidence = {
            "seconds": _seconds(length),
            "again": _clock(repeat.again),
            "first": repeat.first.start,
            "second": repeat.again,
        }
        yield Flag(Kind.LOOPED, Severity.QUESTION, SOURCE, evidence, repeat.first)


def _without_overlap(spans: tuple[Span, ...]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.stop)):
        start = max(span.start, kept[-1].stop) if kept else span.start
        if span.stop > start:
            kept.append(Span(start, span.stop))
    return kept


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.1f}"


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"
