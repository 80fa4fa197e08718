"""The window of a source that fills the canvas, or none: all of it over its blurred copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from vidcommerce.analysis.facts import ClipAnalysis, Look, Region
from vidcommerce.drafting.camera import Extent, following, resting, sampled, simplified
from vidcommerce.drafting.view import pixels
from vidcommerce.media.plan import Box, Canvas, Crop, CropPoint, Source
from vidcommerce.media.time import FrameRange, FrameRate

_SLIGHT: Final = Fraction(12, 100)
"""Of the picture: so much may be cut off without asking what is there. 16:9 and 3:2 or a phone's
20:9 are told apart by less or little more."""

_ENLARGED: Final = 3
"""Times that a window may be enlarged before a small but sharp whole picture is better: 720p
fills an upright canvas with 2.7, 540p would need 3.6."""

_FACE_MARGIN: Final = Fraction(1, 4)
"""Of a face's size, on either side: hair, chin, and what detectors miss."""

_BYSTANDER: Final = Fraction(1, 2)
"""Of the largest face's width: smaller ones are people in the background."""

_LOOSE: Final = Fraction(9, 5)
"""A subject may be larger than the window by so much: where no face tells what it is, its edges
are a guess, and views and hillsides lose little at the sides."""

_MISFITS: Final = Fraction(3, 10)
"""Of the looks: when the subject does not fit in more, the whole picture is shown."""

_CLOSE: Final = Fraction(1, 250)
"""Of the window: how far the simplified path may be from the smooth one; 4 of 1080 pixels."""

_STEP: Final = 100
"""Milliseconds from one point of the smooth path to the next."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A window's size, and the axis along which it has room to move."""

    width: int
    height: int
    sideways: bool
    room: int

    @property
    def window(self) -> int:
        """The size along the axis."""
        return self.width if self.sideways else self.height


def framed(
    analysis: ClipAnalysis, source: Source, ranges: Sequence[FrameRange], canvas: Canvas
) -> list[Crop | None]:
    """Return the window for each kept range of a source.

    None where the shapes agree (there is nothing to crop), where the faces or the subject do not
    fit the window, or where the window would be enlarged more than three times.
    """
    frame = _frame(source, canvas)
    if frame is None:
        return [None] * len(ranges)
    lost = 1 - Fraction(frame.width * frame.height, source.width * source.height)
    if lost > _SLIGHT and canvas.width > _ENLARGED * frame.width:
        return [None] * len(ranges)
    seen = [[look for look in analysis.looks if _in(look, part, canvas.rate)] for part in ranges]
    if lost > _SLIGHT and _too_large([look for part in seen for look in part], source, frame):
        return [None] * len(ranges)
    shots = sorted({canvas.rate.frame_at(at) for at in analysis.shots})
    return [
        None
        if lost > _SLIGHT and _faces_apart(looks, source, frame)
        else _crop(analysis, source, frame, part, shots, canvas.rate)
        for part, looks in zip(ranges, seen, strict=True)
    ]


def _frame(source: Source, canvas: Canvas) -> _Frame | None:
    """Return the largest window of the canvas's shape, even in size; None when there is none."""
    shape = Fraction(canvas.width, canvas.height)
    width = min(Fraction(source.width), source.height * shape)
    even_width, even_height = _even(width, source.width), _even(width / shape, source.height)
    if min(even_width, even_height) == 0:
        return None
    if (even_width, even_height) == (source.width, source.height):
        return None
    if abs(Fraction(even_width, even_height) / shape - 1) > _SKEW:
        return None
    spare_width, spare_height = source.width - even_width, source.height - even_height
    sideways = spare_width * source.height >= spare_height * source.width
    return _Frame(even_width, even_height, sideways, spare_width if sideways else spare_height)


_SKEW: Final = Fraction(2, 100)
"""What a plan allows between the shapes of window and canvas."""


def _even(size: Fraction, most: int) -> int:
    return min(round(size / 2) * 2, most // 2 * 2)


def _in(look: Look, part: FrameRange, rate: FrameRate) -> bool:
    return part.start <= look.at * rate.numerator // (1000 * rate.denominator) < part.stop


def _too_large(looks: Sequence[Look], source: Source, frame: _Frame) -> bool:
    """Tell whether the subject is larger than the window for too much of the time."""
    large = [
        look
        for look in looks
        if not look.faces and _length(_along(pixels(look.subject, source), frame, Fraction(0)))
        > frame.window * _LOOSE
    ]  # fmt: skip
    return len(large) > _MISFITS * len(looks)


def _faces_apart(looks: Sequence[Look], source: Source, frame: _Frame) -> bool:
    """Tell whether the faces that count are farther apart than the window is wide."""
    apart = [look for look in looks if look.faces and not _fits(look.faces, source, frame)]
    return len(apart) > _MISFITS * len(looks)


def _fits(faces: Sequence[Region], source: Source, frame: _Frame) -> bool:
    return _length(_faces_extent(faces, source, frame)) <= frame.window


def _length(extent: Extent) -> float:
    return extent[1] - extent[0]


def _along(box: Box, frame: _Frame, margin: Fraction) -> Extent:
    start, size = (box.left, box.width) if frame.sideways else (box.top, box.height)
    return float(start - size * margin), float(start + size + size * margin)


def _faces_extent(faces: Sequence[Region], source: Source, frame: _Frame) -> Extent:
    """Return what must be seen of the faces in front."""
    front = [face for face in faces if face.width >= faces[0].width * _BYSTANDER]
    extents = [_along(pixels(face, source), frame, _FACE_MARGIN) for face in front]
    return min(low for low, _ in extents), max(high for _, high in extents)


def _extent(look: Look, source: Source, frame: _Frame) -> Extent:
    """Return what the window should show at a moment: the faces that fit, else the subject."""
    for faces in (look.faces, look.faces[:1]):
        if faces and _fits(faces, source, frame):
            return _faces_extent(faces, source, frame)
    low, high = _along(pixels(look.subject, source), frame, Fraction(0))
    middle, half = (low + high) / 2, min(high - low, frame.window) / 2
    return middle - half, middle + half


def _crop(
    analysis: ClipAnalysis,
    source: Source,
    frame: _Frame,
    part: FrameRange,
    shots: Sequence[int],
    rate: FrameRate,
) -> Crop:
    """Return the window's way through a range, with a jump where a new shot begins."""
    edges = [part.start, *(shot for shot in shots if part.start < shot < part.stop), part.stop]
    points: list[CropPoint] = []
    for start, stop in pairwise(edges):
        way = _way(analysis, source, frame, FrameRange(start, stop), rate)
        if stop < part.stop and way[-1][0] < stop - 1:
            way.append((stop - 1, way[-1][1]))
        points += [_point(at, place, source, frame) for at, place in way]
    return Crop(frame.width, frame.height, tuple(points))


def _point(at: int, place: float, source: Source, frame: _Frame) -> CropPoint:
    """Return a point on even pixels, where no colour is shifted by half a sample."""
    along = min(round(place / 2) * 2, frame.room // 2 * 2)
    if frame.sideways:
        return CropPoint(at, along, (source.height - frame.height) // 4 * 2)
    return CropPoint(at, (source.width - frame.width) // 4 * 2, along)


def _way(
    analysis: ClipAnalysis, source: Source, frame: _Frame, part: FrameRange, rate: FrameRate
) -> list[tuple[int, float]]:
    """Return the window's places in one shot, as few as do."""
    looks = [look for look in analysis.looks if _in(look, part, rate)]
    if not looks:
        nearest = sorted(
            analysis.looks, key=lambda look: abs(look.at - rate.milliseconds(part.start))
        )
        looks = nearest[:1]
    extents = [_extent(look, source, frame) for look in looks]
    if not extents:
        return [(part.start, frame.room / 2)]
    place = resting(extents, frame.window, frame.room)
    if place is not None:
        return [(part.start, place)]
    heard = [
        (rate.frame_at(look.at), (low + high) / 2)
        for look, (low, high) in zip(looks, extents, strict=True)
    ]
    step = max(1, rate.frame_at(_STEP))
    frames = [*range(part.start, part.stop - 1, step), part.stop - 1]
    middles = [sampled(heard, at) for at in frames]
    path = following(middles, float(rate.seconds(step)), frame.window, frame.room)
    few = simplified(list(zip(frames, path, strict=True)), float(frame.window * _CLOSE))
    still = max(place for _, place in few) - min(place for _, place in few) < 1
    return few[:1] if still else few
