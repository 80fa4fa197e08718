"""The layout: card and subtitles fit into what players leave free, on every canvas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.media.layout import caption_box, card_size, safe_area
from vidcommerce.media.plan import Canvas
from vidcommerce.media.time import FrameRate

SIDES = st.integers(60, 1200).map(lambda half: 2 * half)


@given(SIDES, SIDES)
def test_everything_is_inside_the_canvas(width: int, height: int) -> None:
    """The safe area lies in the canvas, and the subtitles in the safe area."""
    canvas = Canvas(width, height, FrameRate(30, 1))
    area, captions = safe_area(canvas), caption_box(canvas)
    assert area.inside(width, height)
    assert (captions.left, captions.width) == (area.left, area.width)
    assert captions.top >= area.top
    assert captions.top + captions.height == area.top + area.height


@pytest.mark.parametrize(
    "size", [(1080, 1920), (1080, 1080), (1920, 1080), (720, 1280), (180, 320)]
)
def test_the_card_fits_above_the_subtitles(size: tuple[int, int]) -> None:
    """On every canvas that is made there is room for both."""
    canvas = Canvas(*size, FrameRate(30, 1))
    width, height = card_size(canvas)
    area = safe_area(canvas)
    assert width % 2 == height % 2 == 0
    assert width <= area.width
    assert height <= caption_box(canvas).top - area.top


def test_the_numbers_of_an_upright_canvas() -> None:
    """What the documentation and the browser tests count on."""
    canvas = Canvas(1080, 1920, FrameRate(30, 1))
    assert card_size(canvas) == (920, 300)
    assert (safe_area(canvas).top, caption_box(canvas).top) == (172, 1335)
