"""Marks: one reason a frame at most, and no frame without a place."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.drafting.marks import (
    REASONS,
    CutReason,
    Marks,
    cuts,
    kept,
    left_out,
    painted,
    restored,
    runs,
)
from vidcommerce.media.time import FrameRange, FrameRate, Span

MARKS = st.lists(st.none() | st.sampled_from(list(CutReason)), min_size=1, max_size=60)


@given(MARKS)
def test_kept_and_cut_are_all_frames_once(marks: Marks) -> None:
    """Every frame is in exactly one kept stretch or one cut, and the cuts know their reasons."""
    places = [frame for part in kept(marks) for frame in range(part.start, part.stop)]
    for cut in cuts(0, marks, FrameRate(30, 1)):
        inside = range(cut.frames.start, cut.frames.stop)
        assert {marks[frame] for frame in inside} == {cut.reason}
        places += inside
    assert sorted(places) == list(range(len(marks)))


@given(MARKS)
def test_runs_join_to_the_whole(marks: Marks) -> None:
    """Runs are as long as they can be, in order, without gaps."""
    found = runs(marks)
    assert [mark for frames, mark in found for _ in range(len(frames))] == list(marks)
    assert all(a[1] is not b[1] for a, b in pairwise(found))


@given(MARKS)
def test_what_is_left_out_is_what_is_not_kept(marks: Marks) -> None:
    """Neighbouring cuts of different reasons are one stretch that is left out."""
    out = {frame for part in left_out(marks) for frame in range(part.start, part.stop)}
    assert out == {frame for frame, mark in enumerate(marks) if mark is not None}
    assert len(left_out(marks)) <= len(kept(marks)) + 1


def test_the_first_reason_stays() -> None:
    """A frame that is cut already keeps its reason, and spared frames are never cut."""
    black = [(FrameRange(0, 4), CutReason.BLACK)]
    shaking = [(FrameRange(2, 9), CutReason.SHAKING)]
    marks = painted(painted([None] * 8, black), shaking, [FrameRange(6, 7)])
    assert runs(marks) == [
        (FrameRange(0, 4), CutReason.BLACK),
        (FrameRange(4, 6), CutReason.SHAKING),
        (FrameRange(6, 7), None),
        (FrameRange(7, 8), CutReason.SHAKING),
    ]


def test_restoring_keeps_again() -> None:
    """A stretch that is restored is kept, whatever it was."""
    marks = [CutReason.SILENCE] * 5
    assert kept(restored(marks, [FrameRange(1, 3)])) == [FrameRange(1, 3)]


def test_cuts_tell_frames_and_milliseconds() -> None:
    """A cut says which clip, which frames, and which milliseconds of it."""
    marks = [None] * 15 + [CutReason.SILENCE] * 30
    (cut,) = cuts(2, marks, FrameRate(30, 1))
    assert (cut.source, cut.frames, cut.span) == (2, FrameRange(15, 45), Span(500, 1500))


def test_every_reason_has_words() -> None:
    """A person can be told why, whatever the reason is."""
    assert set(REASONS) == set(CutReason)
