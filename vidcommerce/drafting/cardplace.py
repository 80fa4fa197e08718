"""When and where the product card is shown, so that it hides neither faces nor subtitles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import fmean
from typing import Final

from vidcommerce.analysis.facts import Look, Region
from vidcommerce.drafting.placing import Shown
from vidcommerce.drafting.view import on_canvas
from vidcommerce.media.layout import caption_box, card_size, safe_area
from vidcommerce.media.plan import Box, Canvas, Source
from vidcommerce.media.time import FrameRange

_SHORT: Final = 8
"""Seconds: in a video up to this long the card stays from its first tenth to the end."""

_LEAST: Final = 6
_MOST: Final = 12
"""Seconds that a card stays in a longer video: 30 per cent of it within these. Name, origin and
price are read in three; the rest is for whoever looks at the picture first and then taps."""

_FIRST: Final = 20
"""Per cent of the video after which the card comes when nobody speaks of the product."""

_HOOK: Final = 1
"""Seconds at the beginning without a card: people look at what it is about."""

_DELAYS: Final = (0, 500, 1000, 2000, 3000)
"""Milliseconds by which a card may come later, where it then hides less."""

_CLOSING: Final = 5
_PAUSE: Final = 4
"""Seconds of the card at the end, and without it before that: shown again, not flickering."""

_ROWS: Final = 8
_FACE: Final = 100.0
_SUBJECT: Final = 10.0
_PICTURE: Final = 12.0
_HIGH: Final = 4.0
_LATE: Final = 1.0
"""What it costs to hide a face, to hide the subject, to lie on the picture where a blurred copy
leaves room beside it, to stand at the top, to come a second late: faces are never hidden for the
sake of the others."""

_ALL: Final = Region(0, 0, 1000, 1000)
_MARGIN: Final = 50
"""A gap to the subtitles, in thousandths of the canvas's short side."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A look that is shown, at a frame of the video."""

    frame: int
    part: Shown
    look: Look


def card_places(
    length: int,
    mention: int | None,
    seen: Sequence[Seen],
    sources: Sequence[Source],
    canvas: Canvas,
    size: tuple[int, int] | None = None,
) -> tuple[tuple[FrameRange, Box], ...]:
    """Return when and where the card is shown in a video of ``length`` frames: once or twice.

    ``mention`` is the frame at which the product is first spoken of. A longer video ends with the
    card, for that is when people decide. ``size`` is the card's width and height, by default the
    layout's. Inside the safe area, above the subtitles.
    """
    boxes = list(_boxes(canvas, size or card_size(canvas)))
    drawn = [_drawn(one, sources, canvas) for one in seen]
    first = _best(_times(length, mention, canvas), boxes, drawn, canvas)
    closing = canvas.rate.frame_at(_CLOSING * 1000)
    if length - first[0].stop < canvas.rate.frame_at(_PAUSE * 1000) + closing:
        return (first,)
    last = [FrameRange(length - closing, length)]
    return first, _best(last, boxes, drawn, canvas)


def _best(
    times: Sequence[FrameRange],
    boxes: Sequence[Box],
    drawn: Sequence[_Drawn],
    canvas: Canvas,
) -> tuple[FrameRange, Box]:
    """Return the time and place that hide least."""
    lowest = max(box.top for box in boxes)
    spread = max(1, lowest - min(box.top for box in boxes))

    def cost(choice: tuple[FrameRange, Box]) -> float:
        frames, box = choice
        there = [one for one in drawn if one.frame in frames]
        faces = fmean(_hidden(box, one.faces) for one in there) if there else 0.0
        subject = fmean(_hidden(box, one.subject) for one in there) if there else 0.0
        picture = fmean(_covered(box, one.picture) for one in there) if there else 0.0
        high = (lowest - box.top) / spread
        late = float(canvas.rate.seconds(frames.start))
        aside = abs(2 * box.left + box.width - canvas.width) / canvas.width
        hides = _FACE * faces + _SUBJECT * subject + _PICTURE * picture
        return hides + _HIGH * high + _LATE * late + aside

    return min(product(times, boxes), key=cost)


def _times(length: int, mention: int | None, canvas: Canvas) -> list[FrameRange]:
    """Return when the card may be shown, the first choice first."""
    rate = canvas.rate
    if length <= rate.frame_at(_SHORT * 1000):
        return [FrameRange(length // 10, length)]
    stay = min(max(length * 3 // 10, rate.frame_at(_LEAST * 1000)), rate.frame_at(_MOST * 1000))
    wish = length * _FIRST // 100 if mention is None else mention
    start = max(wish, rate.frame_at(_HOOK * 1000))
    starts = (min(start + rate.frame_at(delay), length - stay) for delay in _DELAYS)
    return [FrameRange(one, one + stay) for one in dict.fromkeys(starts)]


def card_room(canvas: Canvas) -> Box:
    """Return where a card may be: what players leave free, above the subtitles and a margin."""
    area = safe_area(canvas)
    gap = min(canvas.width, canvas.height) * _MARGIN // 1000
    return Box(area.left, area.top, area.width, caption_box(canvas).top - gap - area.top)


def _boxes(canvas: Canvas, size: tuple[int, int]) -> Iterator[Box]:
    """Yield places inside the safe area and above the subtitles, from the lowest up."""
    area = card_room(canvas)
    width, height = min(size[0], area.width), size[1]
    lowest = max(area.top, area.top + area.height - height)
    columns = {area.left, (canvas.width - width) // 2, area.left + area.width - width}
    rows = {area.top + (lowest - area.top) * row // _ROWS for row in range(_ROWS + 1)}
    for top, left in product(sorted(rows, reverse=True), sorted(columns)):
        yield Box(left, top, width, height)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Where the picture, the faces and the subject (one at most) are on the canvas, at a frame."""

    frame: int
    picture: Box
    faces: tuple[Box, ...]
    subject: tuple[Box, ...]


def _drawn(one: Seen, sources: Sequence[Source], canvas: Canvas) -> _Drawn:
    segment = one.part.segment
    source, frame = sources[segment.source], one.frame - one.part.shift

    def boxes(*regions: Region) -> tuple[Box, ...]:
        places = (on_canvas(region, source, segment.crop, frame, canvas) for region in regions)
        return tuple(place for place in places if place is not None)

    whole = Box(0, 0, canvas.width, canvas.height)
    picture = next(iter(boxes(_ALL)), whole) if segment.crop is None else whole
    return _Drawn(one.frame, picture, boxes(*one.look.faces), boxes(one.look.subject))


def _hidden(box: Box, places: Sequence[Box]) -> float:
    """Return the share that a box covers of whichever place it covers most of."""
    return max((_covered(place, box) for place in places), default=0.0)


def _covered(place: Box, by: Box) -> float:
    """Return the share of a place that another box covers."""
    width = min(place.left + place.width, by.left + by.width) - max(place.left, by.left)
    height = min(place.top + place.height, by.top + by.height) - max(place.top, by.top)
    return max(0, width) * max(0, height) / (place.width * place.height)
