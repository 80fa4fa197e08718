"""Reframing: the window has the canvas's shape, shows who matters, and gives way where it can't."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import CANVASES, CLIP, analyses, analysis, look
from vidcommerce.analysis.facts import ClipAnalysis, Region
from vidcommerce.drafting.reframe import framed
from vidcommerce.drafting.view import corner
from vidcommerce.media.plan import Canvas, Crop, Source
from vidcommerce.media.time import FrameRange, FrameRate

UPRIGHT = Canvas(1080, 1920, FrameRate(30, 1))
SQUARE = Canvas(1080, 1080, FrameRate(30, 1))
WIDE = Canvas(1920, 1080, FrameRate(30, 1))
ALL = FrameRange(0, 300)


def _source(width: int, height: int) -> Source:
    return Source(CLIP, 300, width, height)


def _face(left: int, width: int = 60) -> Region:
    return Region(left, 200, width, 150)


def _watching(*faces: Sequence[Region]) -> ClipAnalysis:
    """Return ten seconds in which these faces are seen, evenly one after the other."""
    looks = [look(at, faces=faces[at * len(faces) // 10_000]) for at in range(0, 10_000, 200)]
    return analysis(seen=looks)


def _crop(
    facts: ClipAnalysis, size: tuple[int, int] = (1920, 1080), shape: Canvas = UPRIGHT
) -> Crop:
    (crop,) = framed(facts, _source(*size), [ALL], shape)
    assert crop is not None
    return crop


@settings(max_examples=60, deadline=None)
@given(
    analyses(),
    st.sampled_from(CANVASES),
    st.tuples(st.integers(16, 4096), st.integers(16, 4096)),
    st.data(),
)
def test_every_window_is_legal(
    facts: ClipAnalysis, shape: Canvas, size: tuple[int, int], data: st.DataObject
) -> None:
    """Even sizes and places, inside the source, of the canvas's shape, points in order."""
    frames = max(2, facts.duration * shape.rate.numerator // 1000)
    start = data.draw(st.integers(0, frames - 1))
    part = FrameRange(start, data.draw(st.integers(start + 1, frames)))
    source = Source(CLIP, frames, *size)
    for crop in framed(facts, source, [part], shape):
        if crop is None:
            continue
        assert crop.width % 2 == crop.height % 2 == 0
        assert abs(crop.width * shape.height / (crop.height * shape.width) - 1) <= 0.02
        times = [point.frame for point in crop.path]
        assert times == sorted(set(times))
        assert all(part.start <= time < part.stop for time in times)
        for point in crop.path:
            assert point.left % 2 == point.top % 2 == 0
            assert 0 <= point.left <= size[0] - crop.width
            assert 0 <= point.top <= size[1] - crop.height


@pytest.mark.parametrize(
    ("size", "shape"), [((1080, 1920), UPRIGHT), ((720, 1280), UPRIGHT), ((1920, 1080), WIDE)]
)
def test_the_same_shape_needs_no_window(size: tuple[int, int], shape: Canvas) -> None:
    """There is nothing to cut off."""
    assert framed(_watching([]), _source(*size), [ALL], shape) == [None]


@pytest.mark.parametrize("size", [(1080, 2000), (1081, 1921), (1120, 1920)])
def test_nearly_the_same_shape_loses_a_little(size: tuple[int, int]) -> None:
    """A few per cent are cut off rather than bars shown, whatever is at the edge."""
    crop = _crop(_watching([_face(0, 1000)]), size)
    assert crop.width * crop.height > 0.85 * size[0] * size[1]


def test_a_face_is_in_the_middle_of_the_window() -> None:
    """The window stands where the speaker is, from top to bottom of the picture."""
    crop = _crop(_watching([_face(600)]))
    assert (crop.width, crop.height) == (608, 1080)
    ((left, top),) = [(point.left, point.top) for point in crop.path]
    assert top == 0
    assert abs(left + 304 - 0.63 * 1920) <= 2


def test_a_walking_speaker_stays_in_the_window() -> None:
    """Whoever crosses the picture in ten seconds is seen all the time, in few straight lines."""
    faces = [[_face(150 + 13 * n)] for n in range(50)]
    crop = _crop(_watching(*faces))
    assert 2 <= len(crop.path) <= 12
    for n in range(50):
        left, _ = corner(crop, n * 6)
        start = (150 + 13 * n) * 1.92
        assert left <= start
        assert start + 60 * 1.92 <= left + crop.width


def test_two_people_who_fit_are_both_shown() -> None:
    """The window holds both faces where it can."""
    crop = _crop(_watching([_face(400), _face(560)]))
    ((left, _),) = [(point.left, point.top) for point in crop.path]
    assert left <= 400 * 1.92
    assert left + crop.width >= 620 * 1.92


def test_two_people_who_do_not_fit_get_the_whole_picture() -> None:
    """Nobody who speaks is cut off: the whole picture is shown over its blurred copy."""
    assert framed(_watching([_face(100), _face(800)]), _source(1920, 1080), [ALL], UPRIGHT) == [
        None
    ]


def test_a_bystander_counts_for_nothing() -> None:
    """A face a third as wide is somebody in the background."""
    crop = _crop(_watching([_face(600, 90), _face(100, 30)]))
    assert crop.path[0].left > 0.4 * 1920


def test_a_face_that_fills_the_picture_is_shown_whole() -> None:
    """A close-up wider than the window is not cut in half."""
    close = [_face(300, 400)]
    assert framed(_watching(close), _source(1920, 1080), [ALL], UPRIGHT) == [None]


def test_a_subject_that_does_not_fit_is_shown_whole() -> None:
    """A long table of produce is not cut to its middle."""
    wide = analysis(
        seen=[look(at, subject=Region(100, 300, 800, 400)) for at in range(0, 10_000, 200)]
    )
    assert framed(wide, _source(1920, 1080), [ALL], UPRIGHT) == [None]


def test_a_subject_without_faces_is_followed() -> None:
    """Where no face is found the window goes where the eye goes."""
    still = analysis(
        seen=[look(at, subject=Region(700, 300, 200, 400)) for at in range(0, 10_000, 200)]
    )
    assert abs(_crop(still).path[0].left + 304 - 0.8 * 1920) <= 4


def test_a_small_picture_is_not_blown_up() -> None:
    """A window of 360 lines would be enlarged fivefold: the whole picture is the better one."""
    assert framed(_watching([_face(600)]), _source(640, 360), [ALL], UPRIGHT) == [None]
    assert framed(_watching([_face(600)]), _source(1280, 720), [ALL], UPRIGHT) != [None]


def test_an_upright_clip_on_a_wide_canvas_follows_up_and_down() -> None:
    """The window then moves along the other axis."""
    facts = analysis(
        seen=[look(at, faces=[Region(400, 100, 200, 60)]) for at in range(0, 10_000, 200)]
    )
    crop = _crop(facts, (1440, 2560), WIDE)
    assert (crop.width, crop.height) == (1440, 810)
    assert crop.path[0].left == 0
    assert crop.path[0].top <= 0.1 * 2560


def test_a_square_of_a_landscape_clip_shows_the_face() -> None:
    """Every canvas gets its own window of the same clip."""
    crop = _crop(_watching([_face(800)]), (1920, 1080), SQUARE)
    assert (crop.width, crop.height) == (1080, 1080)
    assert crop.path[0].left == 840


def test_the_window_jumps_with_the_shot() -> None:
    """A cut in the clip is a cut of the window: no pan across it."""
    looks = [look(at, faces=[_face(100 if at < 4000 else 800)]) for at in range(0, 10_000, 200)]
    crop = _crop(analysis(seen=looks, shots=[4000]))
    before, after = corner(crop, 119), corner(crop, 120)
    assert before == corner(crop, 0)
    assert after == corner(crop, 299)
    assert after[0] - before[0] > 1000


def test_shots_of_one_frame_are_one() -> None:
    """Two cuts within a frame's time leave nothing to frame between them."""
    crop = _crop(analysis(shots=[50, 51]))
    assert [point.frame for point in crop.path] == sorted({point.frame for point in crop.path})


def test_each_range_has_a_window_of_its_own() -> None:
    """What is kept after a cut is framed by what is seen there."""
    looks = [look(at, faces=[_face(100 if at < 4000 else 800)]) for at in range(0, 10_000, 200)]
    ranges = [FrameRange(0, 90), FrameRange(180, 300)]
    first, second = framed(analysis(seen=looks), _source(1920, 1080), ranges, UPRIGHT)
    assert first is not None
    assert second is not None
    assert (first.path[0].left, second.path[0].left) == (0, 1290)


def test_a_clip_without_looks_is_framed_in_the_middle() -> None:
    """Nothing is known: the middle is what people point the camera at."""
    crop = _crop(analysis(seen=[]))
    assert abs(crop.path[0].left - 656) <= 2
