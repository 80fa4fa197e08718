"""What is left out of a clip: silences, dead starts and ends, bad picture, repeated takes.

Speech always wins: no rule cuts inside a word or a span of speech. Only a take that is said again
goes as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from vidcommerce.analysis.facts import ClipAnalysis, Look
from vidcommerce.drafting.looking import cells, mean_quality, within
from vidcommerce.drafting.marks import (
    CutReason,
    Marks,
    Proposal,
    kept,
    left_out,
    painted,
    restored,
)
from vidcommerce.drafting.repeats import repeats
from vidcommerce.drafting.takes import AFTER, BEFORE, SILENCE, Take, covering, joined, voiced
from vidcommerce.media.time import FrameRange, FrameRate, Span

_TALK_SHARE: Final = 10
_TALK_LEAST: Final = 600
_TALK_ENOUGH: Final = 4000
"""A clip is talk when a tenth of it is spoken, and 600 ms at least, or 4 s anyhow; else a bird or
a passer-by would decide what is kept of it."""

_LEAST_CUT: Final = 200
"""Milliseconds: a shorter cut is a jump in the picture for nothing."""

_LEAST_KEPT: Final = 500
_LEAST_SPOKEN: Final = 960
"""Milliseconds: nothing can be seen in a shorter piece, nor a subtitle be read under it."""

_LEAST_BAD: Final = 400
"""Milliseconds for which a picture must be bad; a knock at the phone is over sooner."""

_BEST_PART: Final = 3000
"""Milliseconds kept of a clip in which every second is bad."""

_BLACK: Final = 40
_BLURRED: Final = 300
_HOPELESS: Final = 150
_SHAKING: Final = 600
"""Thousandths of :class:`Look`: a blur of 12 pixels (sigma) on 1920, one of 15, and twice the
shake of a walking hand."""

_SOFTER: Final = 0.6
_WILDER: Final = 1.5
"""Against the clip's own usual: where all of it is soft (fog, a flower before a soft background)
or shakes (things are held up to the lens), only what is clearly worse than the rest is bad."""

_EDGE: Final = 2000
_EDGE_SHARE: Final = 5
_EDGE_TIMES: Final = 1.4
"""Stricter by so much in the first and last two seconds, a fifth of a short clip: there a phone
is raised and lowered."""

_LEAST_LEFT: Final = 2000
"""Milliseconds: when less is left of a clip without speech, its best part is the better choice."""

_STILL: Final = 985
_STILL_LEAST: Final = 1500
_STILL_LEFT: Final = 500
"""Nothing moves at all for so long: a dead start or end, of which half a second is left."""


def marks(take: Take, rate: FrameRate, *, repeated: bool = True) -> Marks:
    """Return a mark for every frame of the clip at ``rate``.

    Without ``repeated`` takes are not compared: lines of a script say nothing of them. Of a clip
    with hardly a good second the best part is kept, unless all of it is black.
    """
    analysis, length = take.analysis, take.frames(rate)
    spans = voiced(analysis)
    around = joined((*map(_padded, spans), *analysis.traces))
    spared = [covering(span, rate, length) for span in around]
    result: Marks = painted([None] * length, _quiet(analysis, spans, rate, length), spared)
    result = painted(result, _ugly(analysis, rate, length), spared)
    result = _without_slivers(result, rate)
    result = _room_for_speech(result, spared, rate)
    if repeated:
        result = painted(result, repeats(analysis, rate, length))
    result = _without_scraps(result, spared, rate)
    left = sum(len(frames) for frames in kept(result))
    enough = bool(spans) or left >= min(length, rate.frame_at(_LEAST_LEFT))
    return result if enough else best_part(result, take, rate)


def best_part(marks: Marks, take: Take, rate: FrameRate) -> Marks:
    """Keep the best three seconds that are not black of a clip in which nothing is good."""
    step, last = rate.frame_at(_BEST_PART), max(0, len(marks) - rate.frame_at(_BEST_PART))
    starts = [*range(0, last, step // 2), last]
    parts = [FrameRange(start, min(start + step, len(marks))) for start in starts]
    light = [part for part in parts if CutReason.BLACK not in marks[part.start : part.stop]]
    if not light:
        return marks

    def worth(part: FrameRange) -> float:
        span = Span(rate.milliseconds(part.start), rate.milliseconds(part.stop))
        return mean_quality(within(take.analysis.looks, span)) * len(part)

    return restored(marks, [max(light, key=worth)])


def _padded(span: Span) -> Span:
    return Span(max(0, span.start - BEFORE), span.stop + AFTER)


def is_talk(analysis: ClipAnalysis) -> bool:
    """Tell whether people speak in a clip, so that its silences are worth cutting."""
    spoken = sum(len(span) for span in voiced(analysis))
    return spoken >= min(_TALK_ENOUGH, max(_TALK_LEAST, analysis.duration // _TALK_SHARE))


def _quiet(
    analysis: ClipAnalysis, spans: Sequence[Span], rate: FrameRate, length: int
) -> Iterator[Proposal]:
    """Yield silences and dead ends of talk, and the still ends of other clips."""
    if not is_talk(analysis):
        yield from _still_ends(analysis, rate, length)
        return
    first, last = spans[0], spans[-1]
    yield covering(Span(0, first.start), rate, length), CutReason.DEAD_START
    for before, after in pairwise(spans):
        if after.start - before.stop >= SILENCE:
            yield covering(Span(before.stop, after.start), rate, length), CutReason.SILENCE
    yield FrameRange(covering(last, rate, length).stop, length), CutReason.DEAD_END


def _still_ends(analysis: ClipAnalysis, rate: FrameRate, length: int) -> Iterator[Proposal]:
    """Yield the start and the end in which nothing moves; a clip without motion has neither."""
    moving = [span for span, look in cells(analysis) if look.stillness < _STILL]
    if not moving:
        return
    first, last = moving[0].start, moving[-1].stop
    if first >= _STILL_LEAST:
        yield covering(Span(0, first - _STILL_LEFT), rate, length), CutReason.DEAD_START
    if analysis.duration - last >= _STILL_LEAST:
        frame = covering(Span(0, last + _STILL_LEFT), rate, length).stop
        yield FrameRange(frame, length), CutReason.DEAD_END


def _ugly(analysis: ClipAnalysis, rate: FrameRate, length: int) -> Iterator[Proposal]:
    """Yield the stretches with a bad picture, each look with its own reason."""
    limits = _Limits.of(analysis)
    seen = [(span, limits.fault(look)) for span, look in cells(analysis)]
    stretch: list[tuple[Span, CutReason]] = []
    for span, fault in (*seen, (Span(0, 0), None)):
        if fault is not None:
            stretch.append((span, fault))
            continue
        if sum(len(bad) for bad, _ in stretch) >= _LEAST_BAD:
            yield from ((covering(bad, rate, length), reason) for bad, reason in stretch)
        stretch = []


@dataclass(frozen=True, slots=True)
class _Limits:
    """What is bad in one clip: its usual sharpness and shake, and where its edges are."""

    sharpness: int
    shake: int
    hopeless: int
    start: int
    stop: int

    @classmethod
    def of(cls, analysis: ClipAnalysis) -> _Limits:
        edge = min(_EDGE, analysis.duration // _EDGE_SHARE)
        usual = _usual([look.sharpness for look in analysis.looks])
        # Speech before a plain wall is not blurred, and its pauses are no worse than the rest.
        plain = usual < _HOPELESS and is_talk(analysis)
        return cls(
            sharpness=usual,
            hopeless=0 if plain else _HOPELESS,
            shake=_usual([look.shake for look in analysis.looks]),
            start=edge,
            stop=analysis.duration - edge,
        )

    def fault(self, look: Look) -> CutReason | None:
        """Return what is wrong with the picture at a moment, if anything is."""
        strict = 1.0 if self.start <= look.at < self.stop else _EDGE_TIMES
        if look.brightness < _BLACK:
            return CutReason.BLACK
        if look.shake * strict > max(_SHAKING, self.shake * _WILDER):
            return CutReason.SHAKING
        soft = min(_BLURRED, self.sharpness * _SOFTER) * strict
        if look.sharpness < max(soft, self.hopeless):
            return CutReason.BLURRED
        return None


def _usual(values: Sequence[int]) -> int:
    return sorted(values)[len(values) // 2] if values else 0


def _without_slivers(marks: Marks, rate: FrameRate) -> Marks:
    least = rate.frame_at(_LEAST_CUT)
    return restored(marks, (frames for frames in left_out(marks) if len(frames) < least))


def _room_for_speech(marks: Marks, spared: Sequence[FrameRange], rate: FrameRate) -> Marks:
    """Widen stretches with speech that are too short for a subtitle into what lies around them."""
    least = rate.frame_at(_LEAST_SPOKEN)
    short = [
        frames
        for frames in kept(marks)
        if len(frames) < least and any(len(frames.intersection(speech)) for speech in spared)
    ]
    return restored(marks, (_widened(frames, least, len(marks)) for frames in short))


def _widened(frames: FrameRange, least: int, length: int) -> FrameRange:
    start = max(0, frames.start - (least - len(frames)) // 2)
    stop = min(length, start + least)
    return FrameRange(max(0, stop - least), stop)


def _without_scraps(marks: Marks, spared: Sequence[FrameRange], rate: FrameRate) -> Marks:
    """Leave out stretches without speech that are too short to be seen, between cuts."""
    least = rate.frame_at(_LEAST_KEPT)
    scraps = [
        (frames, CutReason.TOO_SHORT)
        for frames in kept(marks)
        if len(frames) < min(least, len(marks))
    ]
    return painted(marks, scraps, spared)
