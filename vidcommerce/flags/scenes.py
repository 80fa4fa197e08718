"""Speech that goes on over the cuts of a picture: the sound is not of these pictures. Pure.

A phone films in one piece. Where a clip has cuts, its sound was cut with them, unless somebody laid
it under the pictures afterwards: then a voice speaks on through the cuts, in the middle of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.flags.examining import Examined
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.time import Span

SOURCE: Final = "scenes"

FEWEST: Final = 3
"""Cuts that a voice must speak through: one or two may be chance, or a finder's error."""

SHARE: Final = 0.5
"""Of all cuts. Cuts that know nothing of the speech meet it as often as there is speech."""

_IN_WORD: Final = 80
_IN_SPEECH: Final = 400
"""Milliseconds from the ends of a word, or where no words are known of a stretch of speech, from
which a cut is inside: recognisers place a word's ends to about 50 ms, and a voice that was cut
with its picture falls silent, or begins anew, at the cut."""


def check(clip: Examined) -> tuple[Flag, ...]:
    """Return what the cuts of a clip say; nothing where nobody listened and looked yet."""
    return () if clip.analysis is None else cuts(clip.analysis)


def cuts(analysis: ClipAnalysis) -> tuple[Flag, ...]:
    """Return that there are cuts in a raw clip, and whether a voice speaks on through them."""
    if not analysis.shots:
        return ()
    first = analysis.shots[0]
    found = [
        Flag(Kind.HAS_CUTS, Severity.NOTE, SOURCE, {"count": len(analysis.shots), "first": first})
    ]
    through = spoken_through(analysis)
    if len(through) >= max(FEWEST, SHARE * len(analysis.shots)):
        evidence = {"count": len(through), "cuts": len(analysis.shots), "at": list(through[:20])}
        span = Span(through[0], through[-1] + 1)
        found.append(Flag(Kind.SPEECH_OVER_CUTS, Severity.QUESTION, SOURCE, evidence, span))
    return tuple(found)


def spoken_through(analysis: ClipAnalysis) -> tuple[int, ...]:
    """Return the cuts (ms) that lie well inside a word, or inside speech without known words."""
    words = [word.span for word in analysis.words]
    spans, margin = (words, _IN_WORD) if words else (list(analysis.speech), _IN_SPEECH)
    return tuple(cut for cut in analysis.shots if _inside(cut, spans, margin))


def _inside(cut: int, spans: Sequence[Span], margin: int) -> bool:
    return any(span.start + margin <= cut <= span.stop - margin for span in spans)
