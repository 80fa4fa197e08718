"""Plans of a given shape, for tests of what is made from them."""

from __future__ import annotations

from collections.abc import Sequence

from tests.factories import CLIP, IMAGE, PRODUCT
from vidcommerce.media.plan import (
    Box,
    Canvas,
    Card,
    Cover,
    Cue,
    EditPlan,
    MusicBed,
    Segment,
    Sound,
    Source,
)
from vidcommerce.media.time import FrameRange, FrameRate

RATE = FrameRate(30, 1)
CANVAS = Canvas(180, 320, RATE)


def plan(  # noqa: PLR0913 - each test names only what it is about
    kept: Sequence[tuple[int, int]],
    *,
    cues: Sequence[tuple[int, int, str]] = (),
    card: tuple[int, int] | None = None,
    canvas: Canvas = CANVAS,
    clip: str = CLIP,
    size: tuple[int, int] = (180, 320),
    speech: Sequence[tuple[int, int]] = (),
    music: MusicBed | None = None,
    gain: int = 0,
) -> EditPlan:
    """Return a plan that keeps ``kept`` source frames of one clip, shown whole."""
    box = Box(10, 40, 100, 40)
    return EditPlan(
        version=1,
        language="en",
        canvas=canvas,
        sources=(Source(clip, max(stop for _, stop in kept), *size),),
        segments=tuple(Segment(0, FrameRange(*frames), None) for frames in kept),
        cues=tuple(Cue(FrameRange(a, b), (text,), ()) for a, b, text in cues),
        cards=() if card is None else (Card(FrameRange(*card), box, PRODUCT, IMAGE),),
        music=music,
        cover=Cover(0, kept[0][0], None),
        audio=Sound(gain, tuple(FrameRange(*frames) for frames in speech)),
    )
