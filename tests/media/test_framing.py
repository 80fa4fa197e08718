"""The canvas's way over a source, as ffmpeg expressions."""

from __future__ import annotations

import ast
import re

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.media.framing import window
from vidcommerce.media.plan import Canvas, Crop, CropPoint
from vidcommerce.media.time import FrameRange, FrameRate

_CANVAS = Canvas(1080, 1920, FrameRate(30, 1))


def _at(expression: str, n: int) -> float:
    """Evaluate the part of ffmpeg's expressions that paths are written in."""
    python = re.sub(r"\bif\(", "choose(", expression)
    names = {"choose": lambda test, yes, no: yes if test else no, "lt": lambda a, b: a < b, "n": n}
    code = compile(ast.parse(python, mode="eval"), "path", "eval")
    return float(eval(code, {"__builtins__": {}}, names))  # noqa: S307 - our own expression


@st.composite
def _crops(draw: st.DrawFn) -> Crop:
    frames = sorted(draw(st.sets(st.integers(0, 300), min_size=1, max_size=8)))
    return Crop(608, 1080, tuple(CropPoint(f, draw(st.integers(0, 1920 - 608)), 0) for f in frames))


@given(_crops(), st.integers(0, 200), st.integers(1, 200))
def test_the_canvas_never_leaves_the_hull(crop: Crop, start: int, length: int) -> None:
    """At every frame the window lies in what was scaled, whatever the path."""
    view = window(crop, FrameRange(start, start + length), _CANVAS)
    assert view.hull.left >= 0
    assert view.hull.left + view.hull.width <= 1920
    for n in range(0, length, 7):
        left = _at(view.left, n)
        assert -0.001 <= left <= view.width - _CANVAS.width + 0.001
        assert _at(view.top, n) == 0


def test_the_path_goes_through_its_points_in_straight_lines() -> None:
    """At a point the window is at that point, halfway between two it is halfway."""
    crop = Crop(608, 1080, (CropPoint(100, 0, 0), CropPoint(160, 600, 0)))
    view = window(crop, FrameRange(70, 200), _CANVAS)
    scale = 1080 / 608
    assert [round(_at(view.left, n)) for n in (0, 30, 60, 90, 120)] == [
        0, 0, round(300 * scale), round(600 * scale), round(600 * scale),
    ]  # fmt: skip


def test_a_window_at_rest_is_a_plain_crop() -> None:
    """Nothing more than the canvas is scaled, and no expression is left."""
    view = window(Crop(720, 1280, (CropPoint(5, 0, 0),)), FrameRange(0, 30), _CANVAS)
    assert (view.width, view.height, view.left, view.top) == (1080, 1920, "0", "0")
