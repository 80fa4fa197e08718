"""From a clip's own time to the video's: what is said, heard and seen where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vidcommerce.analysis.facts import ClipAnalysis, Look, Loudness, SpokenWord
from vidcommerce.drafting.cuts import is_talk
from vidcommerce.drafting.lines import Run
from vidcommerce.drafting.script import Told
from vidcommerce.drafting.takes import Take, covering, voiced
from vidcommerce.media.plan import Segment, Word
from vidcommerce.media.time import FrameRange, FrameRate, Span

_STEP = 100
"""Milliseconds between the loudness blocks of an analysis."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A segment with the frames that it fills in the video."""

    frames: FrameRange
    segment: Segment

    @property
    def shift(self) -> int:
        """What to add to a source frame to get the frame of the video."""
        return self.frames.start - self.segment.source_range.start

    def span(self, rate: FrameRate) -> Span:
        """Return the milliseconds of the source that are shown."""
        kept = self.segment.source_range
        return Span(rate.milliseconds(kept.start), rate.milliseconds(kept.stop))


def shown(segments: Iterable[Segment]) -> list[Shown]:
    """Return the segments one after the other."""
    result, start = [], 0
    for segment in segments:
        frames = FrameRange(start, start + len(segment.source_range))
        result.append(Shown(frames, segment))
        start = frames.stop
    return result


def runs(parts: Sequence[Shown], takes: Sequence[Told], rate: FrameRate) -> list[Run]:
    """Return what is said in each part: the words whose middle is shown there."""
    result = []
    for part in parts:
        told = takes[part.segment.source]
        numbers = [
            n
            for n, word in enumerate(told.words)
            if _middle(word, rate) in part.segment.source_range
        ]
        words = tuple(_placed(told.words[n], part, rate) for n in numbers)
        begins = frozenset(k for k, n in enumerate(numbers) if n in told.begins)
        if words:
            result.append(Run(part.frames, words, begins))
    return result


def _middle(word: SpokenWord, rate: FrameRate) -> int:
    middle = (word.span.start + word.span.stop) // 2
    return middle * rate.numerator // (1000 * rate.denominator)


def _placed(word: SpokenWord, part: Shown, rate: FrameRate) -> Word:
    frames = covering(word.span, rate, part.segment.source_range.stop)
    inside = frames.intersection(part.segment.source_range)
    return Word(word.text, inside.shifted(part.shift), word.confidence)


def speech(
    parts: Sequence[Shown], analyses: Sequence[ClipAnalysis], rate: FrameRate
) -> list[FrameRange]:
    """Return the frames of the video in which somebody speaks, in order, none touching another.

    Only talk counts: what is taken for speech now and then in other clips is mostly none.
    """
    heard: list[FrameRange] = []
    for part in parts:
        kept, analysis = part.segment.source_range, analyses[part.segment.source]
        for span in voiced(analysis) if is_talk(analysis) else ():
            inside = covering(span, rate, kept.stop).intersection(kept)
            if not len(inside):
                continue
            frames = inside.shifted(part.shift)
            if heard and frames.start <= heard[-1].stop:
                frames = FrameRange(heard.pop().start, frames.stop)
            heard.append(frames)
    return heard


def looks(
    parts: Sequence[Shown], takes: Sequence[Take], rate: FrameRate
) -> Iterator[tuple[int, Shown, Look]]:
    """Yield every look that is shown, with its frame in the video."""
    for part in parts:
        for look in takes[part.segment.source].analysis.looks:
            frame = look.at * rate.numerator // (1000 * rate.denominator)
            if frame in part.segment.source_range:
                yield frame + part.shift, part, look


def heard(
    parts: Sequence[Shown], takes: Sequence[Take], rate: FrameRate, *, only_speech: bool
) -> tuple[Loudness, list[Span]]:
    """Return the loudness of all takes with sound as one, and the spans of it that are kept."""
    momentary: list[int] = []
    spans: list[Span] = []
    for number, take in enumerate(takes):
        loudness = take.analysis.loudness
        if loudness is None:
            continue
        start = len(momentary) * _STEP
        momentary += loudness.momentary
        for part in parts:
            if part.segment.source == number:
                spans += [
                    Span(start + span.start, start + span.stop)
                    for span in (_spoken(part, take, rate) if only_speech else [part.span(rate)])
                ]
    peaks = [take.analysis.loudness.true_peak for take in takes if take.analysis.loudness]
    return Loudness(tuple(momentary), max(peaks, default=0)), spans


def _spoken(part: Shown, take: Take, rate: FrameRate) -> list[Span]:
    if not is_talk(take.analysis):
        return []
    kept = part.span(rate)
    return [
        Span(max(span.start, kept.start), min(span.stop, kept.stop))
        for span in voiced(take.analysis)
        if span.overlap(kept)
    ]
