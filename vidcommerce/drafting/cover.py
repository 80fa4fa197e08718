"""The frame that stands for the video where it is not played."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.drafting.cardplace import Seen
from vidcommerce.drafting.looking import exposure
from vidcommerce.drafting.placing import Shown
from vidcommerce.drafting.reframe import framed
from vidcommerce.drafting.view import frozen, on_canvas
from vidcommerce.media.plan import Canvas, Cover, Segment, Source
from vidcommerce.media.time import FrameRange

_SHARP: Final = 0.45
_LIGHT: Final = 0.35
_STEADY: Final = 0.2
_FACE: Final = 0.3
_PRODUCT: Final = 0.2
"""A blurred face sells nothing, so sharpness and light count most; then a face that is in the
window, then that somebody speaks of the product just then, and so probably shows it."""

_APART: Final = 1500
"""Milliseconds between two suggestions: nearer ones look the same."""


def cover(
    segments: Sequence[Segment],
    seen: Sequence[Seen],
    mention: FrameRange | None,
    sources: Sequence[Source],
    canvas: Canvas,
) -> Cover:
    """Return the sharpest, best-lit frame with the product or a face, as the video shows it.

    ``mention`` is when the product is first spoken of, in frames of the video. Of equally good
    frames the first is taken; without any look, the video's first frame.
    """
    if not seen:
        first = segments[0]
        frame = first.source_range.start
        return Cover(first.source, frame, frozen(first.crop, frame))
    best = max(seen, key=lambda one: _worth(one, mention, sources, canvas))
    frame, segment = best.frame - best.part.shift, best.part.segment
    return Cover(segment.source, frame, frozen(segment.crop, frame))


def suggestions(
    analysis: ClipAnalysis, source: Source, number: int, canvas: Canvas, most: int
) -> tuple[Cover, ...]:
    """Return up to ``most`` frames of a whole clip that would make good covers, in their order.

    ``number`` is the source's in the plan. Cut stretches count too: a frame may sell what its
    seconds don't. None of a clip that nobody looked at.
    """
    whole = FrameRange(0, source.frames)
    segment = Segment(number, whole, framed(analysis, source, [whole], canvas)[0])
    part, rate = Shown(whole, segment), canvas.rate
    seen = [Seen(rate.frame_at(look.at), part, look) for look in analysis.looks]
    sources = [source] * (number + 1)
    good = sorted(
        (one for one in seen if one.frame in whole),
        key=lambda one: -_worth(one, None, sources, canvas),
    )
    chosen: list[int] = []
    for one in good:
        if all(abs(one.look.at - rate.milliseconds(other)) >= _APART for other in chosen):
            chosen.append(one.frame)
    return tuple(
        Cover(number, frame, frozen(segment.crop, frame)) for frame in sorted(chosen[:most])
    )


def _worth(
    one: Seen, mention: FrameRange | None, sources: Sequence[Source], canvas: Canvas
) -> float:
    look, segment = one.look, one.part.segment
    frame = one.frame - one.part.shift
    source = sources[segment.source]
    face = any(on_canvas(face, source, segment.crop, frame, canvas) for face in look.faces)
    spoken_of = mention is not None and one.frame in mention
    return (
        _SHARP * look.sharpness / 1000
        + _LIGHT * exposure(look)
        + _STEADY * (1 - look.shake / 1000)
        + _FACE * face
        + _PRODUCT * spoken_of
    )
