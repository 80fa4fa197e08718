"""A mark on every frame of a clip: kept, or why not. So nothing is lost and nothing cut twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final, TypeAlias

from vidcommerce.language import N_
from vidcommerce.media.time import FrameRange, FrameRate, Span


class CutReason(StrEnum):
    """Why a stretch of a clip is not in the video."""

    DEAD_START = "dead_start"
    DEAD_END = "dead_end"
    SILENCE = "silence"
    BLACK = "black"
    BLURRED = "blurred"
    SHAKING = "shaking"
    REPEATED = "repeated"
    TOO_SHORT = "too_short"
    OVER_LENGTH = "over_length"


REASONS: Final = {
    CutReason.DEAD_START: N_("nothing happens yet"),
    CutReason.DEAD_END: N_("nothing happens any more"),
    CutReason.SILENCE: N_("nobody speaks"),
    CutReason.BLACK: N_("the picture is black"),
    CutReason.BLURRED: N_("the picture is blurred"),
    CutReason.SHAKING: N_("the picture shakes"),
    CutReason.REPEATED: N_("said again, better, later on"),
    CutReason.TOO_SHORT: N_("too short between two cuts"),
    CutReason.OVER_LENGTH: N_("the video would be too long"),
}
"""Each reason as a person reads it, after "left out because"."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a clip that is left out, in frames of the canvas's rate and in milliseconds.

    ``source`` counts in the plan's sources.
    """

    source: int
    frames: FrameRange
    span: Span
    reason: CutReason


Mark: TypeAlias = CutReason | None
Marks: TypeAlias = Sequence[Mark]
"""One a frame, on the canvas's rate; None is kept."""

Proposal: TypeAlias = tuple[FrameRange, CutReason]


def painted(
    marks: Marks, proposals: Iterable[Proposal], spared: Iterable[FrameRange] = ()
) -> Marks:
    """Return the marks with every proposal on the frames that were kept and are not spared."""
    result = list(marks)
    safe = bytearray(len(result))
    for frames in spared:
        safe[frames.start : frames.stop] = b"\1" * len(frames)
    for frames, reason in proposals:
        for frame in range(frames.start, min(frames.stop, len(result))):
            if result[frame] is None and not safe[frame]:
                result[frame] = reason
    return result


def restored(marks: Marks, ranges: Iterable[FrameRange]) -> Marks:
    """Return the marks with ``ranges`` kept."""
    result = list(marks)
    for frames in ranges:
        result[frames.start : frames.stop] = [None] * len(frames)
    return result


def runs(marks: Marks) -> list[tuple[FrameRange, Mark]]:
    """Return the stretches of equal marks, in order; together all frames."""
    result, start = [], 0
    for mark, group in groupby(marks):
        stop = start + sum(1 for _ in group)
        result.append((FrameRange(start, stop), mark))
        start = stop
    return result


def kept(marks: Marks) -> list[FrameRange]:
    """Return the stretches that are kept, in order."""
    return [frames for frames, mark in runs(marks) if mark is None]


def left_out(marks: Marks) -> list[FrameRange]:
    """Return the stretches that are not kept, whatever the reasons, in order."""
    result, start = [], 0
    for out, group in groupby(marks, key=lambda mark: mark is not None):
        stop = start + sum(1 for _ in group)
        if out:
            result.append(FrameRange(start, stop))
        start = stop
    return result


def cuts(source: int, marks: Marks, rate: FrameRate) -> list[Cut]:
    """Return what is left out of clip number ``source``, in order."""
    return [
        Cut(
            source,
            frames,
            Span(rate.milliseconds(frames.start), rate.milliseconds(frames.stop)),
            mark,
        )
        for frames, mark in runs(marks)
        if mark is not None
    ]
