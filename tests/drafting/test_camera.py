"""The camera: it rests where it can, follows calmly where it must, in few straight lines."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.drafting.camera import following, resting, sampled, simplified

STEP = 0.1
PLACES = st.lists(st.floats(-200, 2200), min_size=1, max_size=80)
WINDOW, ROOM = 606, 1314
"""An upright window in a picture of 1920x1080."""


@given(PLACES)
def test_the_window_stays_in_the_picture_and_never_rushes(middles: list[float]) -> None:
    """Whatever is followed, the camera moves half a window a second at most."""
    path = following(middles, STEP, WINDOW, ROOM)
    assert len(path) == len(middles)
    assert all(-1e-6 <= place <= ROOM + 1e-6 for place in path)
    assert all(abs(b - a) <= 0.5 * WINDOW * STEP + 1e-6 for a, b in pairwise(path))


@given(st.floats(303, 1617), st.integers(1, 60), st.integers(0, 7))
def test_a_fidgeting_subject_moves_no_camera(middle: float, count: int, seed: int) -> None:
    """What strays less than the dead zone from the middle is let stray."""
    middles = [middle + 80 * math.sin(seed + 1.7 * n) for n in range(count)]
    path = following(middles, STEP, WINDOW, ROOM)
    assert max(path) - min(path) <= 80


def test_a_walk_is_followed_without_lag() -> None:
    """Somebody who crosses the picture in ten seconds is never far from the middle."""
    middles = [400 + 10 * n for n in range(100)]
    path = following(middles, STEP, WINDOW, ROOM)
    off = [abs(place + WINDOW / 2 - middle) for place, middle in zip(path, middles, strict=True)]
    assert max(off[15:-15]) < WINDOW / 6
    assert max(off) < WINDOW / 3


def test_the_camera_neither_lags_nor_leads() -> None:
    """Somebody who walks over and back the same way is followed the same way in both directions."""
    middles = [500.0] * 30 + [500 + 12 * n for n in range(50)]
    there_and_back = following([*middles, *reversed(middles)], STEP, WINDOW, ROOM)
    for there, back in zip(there_and_back, reversed(there_and_back), strict=True):
        assert there == pytest.approx(back, abs=2)


def test_a_detectors_slip_moves_no_camera() -> None:
    """Two looks of a hundred that are elsewhere are outvoted by their neighbours."""
    middles = [700.0] * 100
    middles[40] = middles[41] = 1500.0
    assert set(following(middles, STEP, WINDOW, ROOM)) == {700.0 - WINDOW / 2}


def test_the_motion_is_smooth() -> None:
    """A subject that jumps aside is reached with a speed that grows and fades."""
    path = following([600.0] * 40 + [1100.0] * 60, STEP, WINDOW, ROOM)
    speeds = [b - a for a, b in pairwise(path)]
    changes = [abs(b - a) for a, b in pairwise(speeds)]
    assert max(speeds) <= 0.5 * WINDOW * STEP + 1e-6
    assert max(changes) < 15
    assert min(speeds) > -1e-6


def test_a_camera_that_can_rest_rests_with_the_subject_in_the_middle() -> None:
    """One place shows all: the one nearest to having it in the middle."""
    place = resting([(700.0, 900.0), (760.0, 940.0), (640.0, 860.0)], WINDOW, ROOM)
    assert place == pytest.approx(800 - WINDOW / 2)


def test_a_subject_at_the_edge_is_shown_as_far_as_there_is_picture() -> None:
    """A face cut by the picture's edge does not make the camera restless."""
    assert resting([(-30.0, 150.0)] * 5, WINDOW, ROOM) == 0
    assert resting([(1800.0, 1960.0)] * 5, WINDOW, ROOM) == ROOM


def test_what_does_not_fit_one_place_needs_a_moving_camera() -> None:
    """No window shows both ends of the picture."""
    assert resting([(100.0, 200.0), (1500.0, 1700.0)], WINDOW, ROOM) is None


def test_a_slip_in_twenty_does_not_end_the_rest() -> None:
    """Up to five moments of a hundred may be elsewhere."""
    extents = [(700.0, 900.0)] * 97 + [(50.0, 90.0)] * 3
    assert resting(extents, WINDOW, ROOM) == pytest.approx(800 - WINDOW / 2)


@given(st.lists(st.floats(0, 1314), min_size=1, max_size=120), st.floats(0.5, 30))
def test_few_points_stay_close_to_the_path(places: list[float], tolerance: float) -> None:
    """The straight lines pass every point within the tolerance, and keep the ends."""
    points = [(3 * n, place) for n, place in enumerate(places)]
    few = simplified(points, tolerance)
    assert (few[0], few[-1]) == (points[0], points[-1])
    assert set(few) <= set(points)
    assert all(abs(sampled(few, frame) - place) <= tolerance + 1e-6 for frame, place in points)


def test_a_straight_pan_is_two_points() -> None:
    """Nothing is kept that a line says as well."""
    assert simplified([(n, 5.0 * n) for n in range(500)], 1.0) == [(0, 0.0), (499, 2495.0)]


def test_a_path_rests_outside_its_points() -> None:
    """Before the first point and after the last the window stands still."""
    points = [(10, 100.0), (20, 200.0)]
    assert [sampled(points, frame) for frame in (0, 10, 15, 20, 99)] == [100, 100, 150, 200, 200]
