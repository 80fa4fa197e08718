"""From the video of one plan to that of another with the same sources: what is where. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import FrameRange

Edges = Sequence[tuple[int, int]]
"""Sources and frames of theirs at which one cut ends and the next begins: two reasons."""


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A stretch of a source."""

    source: int
    frames: FrameRange

    def overlap(self, other: Piece) -> int:
        """Return how many frames both have."""
        same = self.source == other.source
        return len(self.frames.intersection(other.frames)) if same else 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """The way from the frames of one plan's video to those of another's."""

    before: EditPlan
    after: EditPlan

    def moved(self, frames: FrameRange) -> tuple[int, int]:
        """Return where a stretch of the video before begins and ends in the one after.

        Of what is cut there, the place of the cut.
        """
        start, _ = self._at(frames.start)
        last, shown = self._at(max(frames.start, frames.stop - 1))
        return start, max(start, last + shown)

    def _at(self, frame: int) -> tuple[int, bool]:
        """Return where a frame is in the video after, and whether it is shown there.

        The nearest place, where it is shown more than once.
        """
        source, wanted = _source_frame(self.before, frame)
        ours = [(f, s.source_range) for f, s in self.after.placed() if s.source == source]
        places = [f.start + wanted - kept.start for f, kept in ours if wanted in kept]
        if places:
            return min(places, key=lambda place: abs(place - frame)), True
        later = [(kept.start, f.start) for f, kept in ours if kept.start > wanted]
        ends = [f.stop for f, s in self.after.placed() if s.source <= source]
        return (min(later)[1] if later else max(ends, default=0)), False


def _source_frame(plan: EditPlan, frame: int) -> tuple[int, int]:
    for frames, segment in plan.placed():
        if frame < frames.stop:
            return segment.source, frame - frames.start + segment.source_range.start
    last = plan.segments[-1]
    return last.source, last.source_range.stop - 1


def pieces(plan: EditPlan, frames: FrameRange) -> tuple[Piece, ...]:
    """Return what is shown in some frames of a plan's video, in the frames of its sources."""
    found = []
    for where, segment in plan.placed():
        inside = where.intersection(frames)
        if len(inside):
            shift = segment.source_range.start - where.start
            found.append(Piece(segment.source, inside.shifted(shift)))
    return tuple(found)


def shown(plan: EditPlan) -> list[Piece]:
    """Return what is shown of the sources, in the order of the video; neighbours are one."""
    result: list[Piece] = []
    for segment in plan.segments:
        frames = segment.source_range
        last = result[-1] if result else None
        if last and last.source == segment.source and last.frames.stop == frames.start:
            frames = FrameRange(result.pop().frames.start, frames.stop)
        result.append(Piece(segment.source, frames))
    return result


def gaps(plan: EditPlan, edges: Edges = ()) -> list[Piece]:
    """Return what is not shown of the sources, in their order, parted at ``edges``."""
    found: list[Piece] = []
    for number, source in enumerate(plan.sources):
        ours = sorted(s.source_range for s in plan.segments if s.source == number)
        at = 0
        for frames in [*ours, FrameRange(source.frames, source.frames)]:
            if frames.start > at:
                found += _parted(Piece(number, FrameRange(at, frames.start)), edges)
            at = max(at, frames.stop)
    return found


def _parted(gap: Piece, edges: Edges) -> Iterator[Piece]:
    inside = {at for source, at in edges if source == gap.source and at in gap.frames}
    places = sorted({gap.frames.start, gap.frames.stop, *inside})
    return (Piece(gap.source, FrameRange(a, b)) for a, b in pairwise(places))


def covered(parts: Iterable[Piece], by: Sequence[Piece]) -> bool:
    """Tell whether every frame of ``parts`` lies in one of ``by``, which don't overlap."""
    return all(sum(map(part.overlap, by)) >= len(part.frames) for part in parts)
