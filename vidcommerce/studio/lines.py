"""Which subtitles of two plans are the same ones, and what became of the others. Pure.

Subtitles of equal text are the same, in order; the others are matched by what is shown under them,
in the frames of the sources, for all times of a video move with each cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from vidcommerce.media.plan import EditPlan
from vidcommerce.studio.differing import Difference, Kind
from vidcommerce.studio.mapping import Mapping, Piece, covered, pieces, shown


@dataclass(frozen=True, slots=True)
class _Line:
    """A subtitle, its place in its plan (from 0), and what is shown under it.

    ``heard`` tells that it was recognised: what a person typed has no words of its own.
    """

    place: int
    text: tuple[str, ...]
    under: tuple[Piece, ...]
    heard: bool

    def shares(self, other: _Line) -> bool:
        return any(a.overlap(b) for a in self.under for b in other.under)


def line_differences(before: EditPlan, after: EditPlan) -> Iterator[Difference]:
    """Yield what is different in the subtitles of two plans of the same sources.

    What went with a cut, or was heard in one that came back, is no difference of its own.
    """
    old, new = _lines(before), _lines(after)
    pairs = _same(old, new)
    yield from _moved(before, after, pairs)
    left = [line for line in old if line.place not in {a for a, _ in pairs}]
    came = [line for line in new if line.place not in {b for _, b in pairs}]
    gone, there = shown(after), shown(before)
    for ours, theirs in _groups(left, came):
        if not theirs:
            yield from (
                Difference(Kind.LINE_REMOVED, line.place + 1)
                for line in ours
                if covered(line.under, gone)
            )
        elif not ours:
            yield from (
                Difference(Kind.LINE_ADDED, line.place + 1)
                for line in theirs
                if not line.heard or covered(line.under, there)
            )
        else:
            yield from _changed(ours, theirs)


def _lines(plan: EditPlan) -> list[_Line]:
    return [
        _Line(place, cue.lines, pieces(plan, cue.frames), bool(cue.words))
        for place, cue in enumerate(plan.cues)
    ]


def _same(old: Sequence[_Line], new: Sequence[_Line]) -> list[tuple[int, int]]:
    """Return the places of subtitles whose text is the same, in order."""
    matcher = SequenceMatcher(
        None, [line.text for line in old], [line.text for line in new], autojunk=False
    )
    return [
        (block.a + n, block.b + n) for block in matcher.get_matching_blocks()
        for n in range(block.size)
    ]  # fmt: skip


def _moved(
    before: EditPlan, after: EditPlan, pairs: Sequence[tuple[int, int]]
) -> Iterator[Difference]:
    way = Mapping(before, after)
    for old, new in pairs:
        frames = after.cues[new].frames
        start, stop = way.moved(before.cues[old].frames)
        if (frames.start, frames.stop) != (start, stop):
            by = frames.start - start or frames.stop - stop
            yield Difference(Kind.LINE_MOVED, new + 1, by)


def _groups(
    old: Sequence[_Line], new: Sequence[_Line]
) -> Iterator[tuple[list[_Line], list[_Line]]]:
    """Yield the subtitles that have something shown under them in common, before and after."""
    waiting = list(new)
    groups: list[tuple[list[_Line], list[_Line]]] = []
    for line in old:
        mine = [other for other in waiting if line.shares(other)]
        last = groups[-1] if groups else None
        if last is not None and any(line.shares(other) for other in last[1]):
            last[0].append(line)
            last[1].extend(mine)
        else:
            groups.append(([line], mine))
        waiting = [other for other in waiting if other not in mine]
    yield from groups
    yield from (([], [line]) for line in waiting)


def _changed(old: Sequence[_Line], new: Sequence[_Line]) -> Iterator[Difference]:
    number = new[0].place + 1
    if len(old) == 1 and len(new) > 1:
        yield Difference(Kind.LINE_SPLIT, number)
    elif len(new) == 1 and len(old) > 1:
        yield Difference(Kind.LINES_JOINED, number)
    else:
        yield from (Difference(Kind.LINE_CHANGED, line.place + 1) for line in new)
