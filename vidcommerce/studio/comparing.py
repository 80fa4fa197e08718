"""What is different between two versions of a draft's plan, as people would tell it. Pure.

Both have the same sources. Times are compared where they are in the sources: a cut more moves all
that follows it, and that is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from vidcommerce.drafting.view import corner
from vidcommerce.media.plan import Card, Crop, EditPlan, MusicBed, Segment
from vidcommerce.media.time import FrameRange
from vidcommerce.studio.differing import Difference, Kind
from vidcommerce.studio.lines import line_differences
from vidcommerce.studio.mapping import Edges, Mapping, Piece, gaps


def differences(before: EditPlan, after: EditPlan, edges: Edges = ()) -> tuple[Difference, ...]:
    """Return what is different in ``after``: cuts, lines, card, music, sound, cover, label.

    ``edges`` part stretches that were cut for several reasons into as many cuts.
    """
    return (
        *_cut_differences(before, after, edges),
        *_picture_differences(before, after),
        *line_differences(before, after),
        *_card_differences(before, after),
        *_music_differences(before.music, after.music),
        *_sound_differences(before, after),
        *([Difference(Kind.COVER)] if before.cover != after.cover else []),
        *([Difference(Kind.TRANSLATION)] if _others(before) != _others(after) else []),
        *_label_differences(before.label, after.label),
    )


def _cut_differences(before: EditPlan, after: EditPlan, edges: Edges) -> Iterator[Difference]:
    """Yield the cuts that are gone, new, or have other ends; by how many frames they are longer."""
    for old, new in _groups(gaps(before, edges), gaps(after, edges)):
        at = (new or old)[0].frames.start
        if not new:
            yield from (Difference(Kind.CUT_REMOVED, at=one.frames.start) for one in old)
        elif not old:
            yield from (Difference(Kind.CUT_ADDED, at=one.frames.start) for one in new)
        elif old != new:
            by = sum(len(one.frames) for one in new) - sum(len(one.frames) for one in old)
            yield Difference(Kind.CUT_MOVED, by=by, at=at)


def _groups(
    old: Sequence[Piece], new: Sequence[Piece]
) -> Iterator[tuple[list[Piece], list[Piece]]]:
    """Yield the stretches before and after that overlap each other, each of them once."""
    marked = sorted([(one, True) for one in old] + [(one, False) for one in new])
    group: tuple[list[Piece], list[Piece]] = ([], [])
    until = Piece(-1, FrameRange(0, 0))
    for piece, was in marked:
        if piece.source != until.source or piece.frames.start >= until.frames.stop:
            if any(group):
                yield group
            group, until = ([], []), piece
        group[0 if was else 1].append(piece)
        until = max(until, piece, key=lambda one: one.frames.stop)
    if any(group):
        yield group


def _picture_differences(before: EditPlan, after: EditPlan) -> Iterator[Difference]:
    """Yield whether the parts are in another order, and whether the window is another."""
    if before.segments == after.segments:
        return
    pairs = [
        (one, other, one.source_range.intersection(other.source_range))
        for one in before.segments for other in after.segments if one.source == other.source
    ]  # fmt: skip
    common = [(one, other, frames) for one, other, frames in pairs if len(frames)]
    order = [(one.source, frames.start) for one, _, frames in common]
    later = [(other.source, frames.start) for other, frames in _by_after(after, common)]
    if order != later:
        yield Difference(Kind.ORDER)
    if any(_framed_otherwise(one.crop, other.crop, frames) for one, other, frames in common):
        yield Difference(Kind.FRAMING)


def _by_after(
    after: EditPlan, common: Sequence[tuple[Segment, Segment, FrameRange]]
) -> Iterator[tuple[Segment, FrameRange]]:
    for segment in after.segments:
        yield from ((segment, frames) for _, other, frames in common if other is segment)


def _framed_otherwise(one: Crop | None, other: Crop | None, frames: FrameRange) -> bool:
    if one is None or other is None:
        return one != other
    ends = (frames.start, frames.stop - 1)
    return (one.width, one.height) != (other.width, other.height) or any(
        corner(one, at) != corner(other, at) for at in ends
    )


def _card_differences(before: EditPlan, after: EditPlan) -> Iterator[Difference]:
    way = Mapping(before, after)
    for old, new in zip_longest(before.cards, after.cards):
        if old is None:
            yield Difference(Kind.CARD_ADDED)
        elif new is None:
            yield Difference(Kind.CARD_REMOVED)
        else:
            yield from _one_card(old, new, *way.moved(old.frames))


def _one_card(old: Card, new: Card, start: int, stop: int) -> Iterator[Difference]:
    """Yield how a card differs; ``start`` and ``stop`` are where it would be, left alone."""
    longer = len(new.frames) - (stop - start)
    if longer:
        yield Difference(Kind.CARD_LENGTH, by=longer)
    elif new.frames.start != start:
        yield Difference(Kind.CARD_MOVED, by=new.frames.start - start)
    if old.box != new.box:
        yield Difference(Kind.CARD_PLACED)
    if old.product != new.product:
        yield Difference(Kind.CARD_TEXT)
    if old.image != new.image:
        yield Difference(Kind.CARD_PICTURE)


def _music_differences(old: MusicBed | None, new: MusicBed | None) -> Iterator[Difference]:
    if new is None:
        if old is not None:
            yield Difference(Kind.MUSIC_REMOVED)
    elif old is None or old.track != new.track:
        yield Difference(Kind.MUSIC_CHANGED, text=new.title)
    else:
        if old.gain != new.gain:
            yield Difference(Kind.MUSIC_GAIN, by=new.gain - old.gain)
        if old.duck != new.duck:
            yield Difference(Kind.MUSIC_DUCK, by=old.duck - new.duck)


def _label_differences(old: str, new: str) -> Iterator[Difference]:
    """Yield whether the words over the start of the video came, went, or are others."""
    if old == new:
        return
    kind = Kind.LABEL_CHANGED if old and new else Kind.LABEL_ADDED if new else Kind.LABEL_REMOVED
    yield Difference(kind, text=new or old)


def _others(plan: EditPlan) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Return what the subtitles in other languages say."""
    return [(one.language, [cue.lines for cue in one.cues]) for one in plan.translations]


def _sound_differences(before: EditPlan, after: EditPlan) -> Iterator[Difference]:
    louder = after.audio.gain - before.audio.gain
    if louder:
        yield Difference(Kind.SOUND_GAIN, by=louder)
