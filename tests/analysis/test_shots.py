"""Cuts among frames, and what only looks like one."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from tests.analysis.scenes import Moment, scene, view
from vidcommerce.analysis.seeing import Picture
from vidcommerce.analysis.shots import APART, CutFinder, distance, signature


def _cuts(moment: Moment, count: int = 30) -> list[int]:
    finder = CutFinder()
    found = [cut for n in range(count) for cut in finder.feed(signature(n * 33, moment(n)))]
    return [*found, *finder.finish()]


@pytest.mark.parametrize("at", [1, 2, 3, 15, 27, 28, 29])
def test_a_cut_is_found_at_its_frame(at: int) -> None:
    """Two scenes, panned over, cut at any frame, the very first and last ones too."""
    assert _cuts(lambda n: view(scene(0 if n < at else 1), 40 + 5 * n, 60)) == [at * 33]


def test_every_cut_of_a_fast_edit_is_found() -> None:
    """A cut every eighth frame."""
    assert _cuts(lambda n: view(scene(n // 8), 50, 50)) == [8 * 33, 16 * 33, 24 * 33]


def test_a_whip_pan_is_no_cut() -> None:
    """Forty pixels a frame over one scene, and a sudden start of it."""
    assert _cuts(lambda n: view(scene(2, 400, 2000), max(0, n - 10) * 40, 60)) == []


def test_a_hand_before_the_lens_is_no_cut() -> None:
    """A dark hand that covers the picture within six frames and goes again."""

    def moment(number: int) -> Picture:
        picture = view(scene(3), 50, 50)
        covered = int(np.clip(min(number - 8, 22 - number) / 6, 0, 1) * 320)
        picture[:, :covered] = (30, 40, 60)
        return picture

    assert _cuts(moment) == []


def test_a_flash_is_no_cut() -> None:
    """One white frame in a shot."""
    assert (
        _cuts(lambda n: np.full((180, 320, 3), 255, np.uint8) if n == 15 else view(scene(4), 9, 9))
        == []
    )


def test_light_that_changes_is_no_cut() -> None:
    """The exposure settles within ten frames, as a phone's does at a window."""

    def moment(number: int) -> Picture:
        gain = 1.0 - 0.5 * min(1.0, max(0.0, (number - 10) / 10))
        return np.asarray(cv2.convertScaleAbs(view(scene(5), 30, 30), alpha=gain), np.uint8)

    assert _cuts(moment) == []


def test_scenes_are_apart_and_one_scene_is_not() -> None:
    """What a cut would be suspected by: different scenes yes, one scene a second later no."""
    seen = [signature(0, view(scene(seed), 50, 50)) for seed in range(8)]
    later = [signature(1000, view(scene(seed), 110, 90)) for seed in range(8)]
    assert all(distance(a, b) > APART for a, b in pairwise(seen))
    assert all(distance(a, b) < APART for a, b in zip(seen, later, strict=True))
