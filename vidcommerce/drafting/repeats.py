"""Finds sentences that were begun again, and keeps the last complete one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.drafting.marks import CutReason, Proposal
from vidcommerce.drafting.sentences import PAUSE, Sentence, letters, sentences, syllables
from vidcommerce.drafting.takes import AFTER, BEFORE, SILENCE, covering, pause_middle, voiced
from vidcommerce.media.time import FrameRange, FrameRate, Span

_ALIKE: Final = 0.8
"""Of the letters (the ratio of difflib); recognisers hear the same sentence a little differently
each time, and people change a word."""

_LEAST_SYLLABLES: Final = 4
"""Shorter ones are said twice on purpose ("very sweet, very sweet")."""

_SOON: Final = 10_000
"""Milliseconds from the end of a take within which it is begun again."""

_HESITATION: Final = 300
"""Milliseconds of pause after which a sentence may be begun again at once, without a mark."""

_COMPLETE: Final = 0.8
"""Of the longest take's letters: a shorter one was broken off."""


def repeats(analysis: ClipAnalysis, rate: FrameRate, length: int) -> Iterator[Proposal]:
    """Yield the takes that were said again, in frames of a clip that has ``length``.

    A take stays where it and the next sentence share a span of speech: none is ever cut in two.
    """
    spans = voiced(analysis)
    for pause in (PAUSE, _HESITATION):
        said = sentences(analysis.words, pause)
        for group in _takes(said):
            for number in _rejected([said[n] for n in group]):
                mine = _spans_of(said[group[number]], analysis, spans)
                if mine:
                    yield _alone(mine, spans, rate, length), CutReason.REPEATED


def _spans_of(take: Sentence, analysis: ClipAnalysis, spans: Sequence[Span]) -> list[Span]:
    """Return the spans of speech that are this take's alone; none when it shares one."""
    mine = [span for span in spans if span.overlap(take.span)]
    others = [word for word in analysis.words if word not in take.words]
    shared = any(word.span.overlap(span) for word in others for span in mine)
    return [] if shared else mine


def _takes(said: Sequence[Sentence]) -> Iterator[list[int]]:
    """Yield the numbers of consecutive sentences that are takes of one, two at least."""
    group = [0]
    for number in range(1, len(said)):
        if any(_again(said[earlier], said[number]) for earlier in group):
            group.append(number)
            continue
        if len(group) > 1:
            yield group
        group = [number]
    if len(group) > 1:
        yield group


def _again(first: Sentence, second: Sentence) -> bool:
    """Tell whether the second sentence begins as the first does, soon after it."""
    if second.span.start - first.span.stop > _SOON:
        return False
    if min(syllables(first.text), syllables(second.text)) < _LEAST_SYLLABLES:
        return False
    one, other = letters(first.text), letters(second.text)
    common = min(len(one), len(other))
    matcher = SequenceMatcher(None, one[:common], other[:common], autojunk=False)
    return matcher.ratio() >= _ALIKE


def _rejected(takes: Sequence[Sentence]) -> list[int]:
    """Return the numbers of all takes but the last complete one."""
    sizes = [len(letters(take.text)) for take in takes]
    complete = [n for n, size in enumerate(sizes) if size >= _COMPLETE * max(sizes)]
    return [number for number in range(len(takes)) if number != complete[-1]]


def _alone(mine: Sequence[Span], spans: Sequence[Span], rate: FrameRate, length: int) -> FrameRange:
    """Return the frames of some spans and of what was kept around them for their sake alone."""
    first, last = mine[0].start, mine[-1].stop
    before = max((span.stop for span in spans if span.stop <= first), default=-SILENCE)
    after = min((span.start for span in spans if span.start >= last), default=last + SILENCE)
    start = first - BEFORE if first - before >= SILENCE else pause_middle(before, first)
    stop = last + AFTER if after - last >= SILENCE else pause_middle(last, after)
    frames = covering(Span(max(0, start), stop), rate, length)
    # A frame that shows the end of one span and the start of the next belongs to what is kept.
    earliest = covering(Span(0, max(0, before)), rate, length).stop
    latest = covering(Span(after, after), rate, length).start
    return FrameRange(
        max(frames.start, earliest), max(frames.start, earliest, min(frames.stop, latest))
    )
