"""The view: where things of a source are on the canvas."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import CLIP, regions
from vidcommerce.analysis.facts import Region
from vidcommerce.drafting.view import corner, frozen, on_canvas, pixels
from vidcommerce.media.plan import Box, Canvas, Crop, CropPoint, Source
from vidcommerce.media.time import FrameRate

CANVAS = Canvas(1080, 1920, FrameRate(30, 1))
WIDE = Source(CLIP, 300, 1920, 1080)
MOVING = Crop(608, 1080, (CropPoint(10, 0, 0), CropPoint(20, 100, 0)))


def test_a_region_is_in_thousandths_of_the_picture() -> None:
    """Analyses hold for every size of a clip."""
    assert pixels(Region(500, 250, 100, 200), WIDE) == Box(960, 270, 192, 216)


def test_a_window_moves_in_straight_lines_and_rests_outside() -> None:
    """As the renderer shows it."""
    assert [corner(MOVING, frame)[0] for frame in (0, 10, 15, 20, 99)] == [0, 0, 50, 100, 100]


def test_a_frozen_window_stands_where_it_was() -> None:
    """The cover shows what the video shows at that frame."""
    assert frozen(MOVING, 15) == Crop(608, 1080, (CropPoint(15, 50, 0),))
    assert frozen(None, 15) is None


def test_through_a_window_things_grow() -> None:
    """A window of 1080 lines on a canvas of 1920 enlarges 1.78 times."""
    box = on_canvas(Region(100, 500, 100, 100), WIDE, MOVING, 15, CANVAS)
    assert box is not None
    assert abs(box.left - (192 - 50) * 1080 / 608) <= 1
    assert abs(box.width - 192 * 1080 / 608) <= 1


def test_a_whole_picture_stands_in_the_middle() -> None:
    """Without a window the picture keeps its shape, over its blurred copy."""
    box = on_canvas(Region(0, 0, 1000, 1000), WIDE, None, 0, CANVAS)
    assert box == Box(0, 656, 1080, 608)


def test_what_the_window_misses_is_not_seen() -> None:
    """A face outside the window is nowhere on the canvas."""
    assert on_canvas(Region(900, 0, 50, 50), WIDE, MOVING, 0, CANVAS) is None


@given(regions(), st.integers(0, 40), st.booleans())
def test_what_is_seen_is_on_the_canvas(region: Region, frame: int, whole: bool) -> None:  # noqa: FBT001
    """No box ever leaves the canvas."""
    box = on_canvas(region, WIDE, None if whole else MOVING, frame, CANVAS)
    assert box is None or box.inside(CANVAS.width, CANVAS.height)
