"""Where the eye goes, and how the subject moves from look to look."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.scenes import frames, scene, view
from vidcommerce.analysis.attention import around, head_and_shoulders, steadied, subject
from vidcommerce.analysis.facts import Look, Region
from vidcommerce.analysis.seeing import Picture, shifts


def _middle(region: Region) -> tuple[float, float]:
    return region.left + region.width / 2, region.top + region.height / 2


def _look(at: int, place: Region) -> Look:
    return Look(at, 800, 0, 500, 0, 900, (), place)


def _calm(seed: int) -> Picture:
    """A scene of low contrast, out of focus: a background."""
    return np.asarray(cv2.GaussianBlur(view(scene(seed), 60, 60), (0, 0), 4), np.uint8)


@pytest.mark.parametrize("place", [(90, 60), (160, 90), (240, 120)])
def test_what_has_another_colour_stands_out(place: tuple[int, int]) -> None:
    """A red fruit on a calm ground is the subject, wherever it lies."""

    def moment(_: int) -> Picture:
        picture = _calm(1)
        cv2.circle(picture, place, 22, (30, 30, 220), -1)
        return picture

    seen = frames(moment)
    found = _middle(subject(seen, shifts(seen), ()))
    assert found == pytest.approx((place[0] / 0.32, place[1] / 0.18), abs=60)


def test_what_moves_stands_out_from_what_is_as_bright() -> None:
    """Of two equal figures the one that walks is the subject, under a camera that pans."""

    def moment(number: int) -> Picture:
        picture = view(
            np.asarray(cv2.GaussianBlur(scene(2), (0, 0), 4), np.uint8), 60 + 2 * number, 60
        )
        for left in (70 - 2 * number, 230 + 5 * number):
            cv2.rectangle(picture, (left, 60), (left + 24, 120), (200, 200, 200), -1)
        return picture

    seen = frames(moment)
    assert _middle(subject(seen, shifts(seen), ()))[0] > 650


def test_a_face_is_the_subject_with_its_shoulders() -> None:
    """The largest face decides, and the person's chest is part of it."""
    face = Region(400, 200, 100, 150)
    found = subject(frames(lambda _: _calm(1)), [], (face, Region(0, 0, 50, 50)))
    assert found == head_and_shoulders(face) == Region(300, 110, 300, 660)


def test_an_empty_picture_has_no_subject_but_itself() -> None:
    """Where nothing stands out, the whole picture is the subject."""
    assert around(np.zeros((36, 64))) == Region(0, 0, 1000, 1000)


@given(st.integers(0, 63), st.integers(0, 35))
def test_a_subject_lies_in_the_picture(column: int, row: int) -> None:
    """A single point of attention anywhere gives a region inside, around the point."""
    attention = np.zeros((36, 64))
    attention[row, column] = 1
    found = around(attention)
    assert min(found.left, found.top) >= 0
    assert found.left + found.width <= 1000
    assert found.top + found.height <= 1000
    assert found.left <= (column + 0.5) * 1000 / 64 <= found.left + found.width
    assert found.top <= (row + 0.5) * 1000 / 36 <= found.top + found.height


def test_a_subject_that_moves_evenly_is_followed_without_lag() -> None:
    """From left to right in ten looks: in the middle of the way the smoothed one is exact."""
    looks = [_look(n * 1000, Region(n * 80, 300, 200, 400)) for n in range(11)]
    smooth = steadied(looks, ())
    assert smooth[5].subject.left == pytest.approx(400, abs=2)
    assert all(a.subject.left < b.subject.left for a, b in pairwise(smooth))


def test_one_look_that_disagrees_is_outvoted() -> None:
    """A single wrong look among many moves the subject nowhere."""
    place = Region(200, 300, 200, 400)
    looks = [_look(n * 1000, Region(700, 0, 100, 100) if n == 4 else place) for n in range(9)]
    assert {look.subject for look in steadied(looks, ())} == {place}


def test_a_cut_is_not_smoothed_over() -> None:
    """The last subject of one shot and the first of the next stay where they are."""
    left, right = Region(0, 300, 200, 400), Region(800, 300, 200, 400)
    looks = [_look(n * 1000, left if n < 5 else right) for n in range(10)]
    assert [look.subject for look in steadied(looks, (5000,))] == [left] * 5 + [right] * 5


def _held(left: int, top: int, width: int, height: int) -> Region:
    return Region(left, top, min(width, 1000 - left), min(height, 1000 - top))


_regions = st.builds(
    _held, st.integers(0, 999), st.integers(0, 999), st.integers(1, 1000), st.integers(1, 1000)
)


@given(st.lists(_regions, max_size=12), st.lists(st.integers(1, 12_000), max_size=3))
def test_steadying_changes_subjects_only(regions: list[Region], shots: list[int]) -> None:
    """Every look is still there, in order, with a subject inside the picture and the same facts."""
    looks = [_look(n * 1000, region) for n, region in enumerate(regions)]
    smooth = steadied(looks, sorted(shots))
    assert [look.at for look in smooth] == [look.at for look in looks]
    for look in smooth:
        assert 0 <= look.subject.left <= look.subject.left + look.subject.width <= 1000
        assert 0 <= look.subject.top <= look.subject.top + look.subject.height <= 1000
        assert look.sharpness == 800
