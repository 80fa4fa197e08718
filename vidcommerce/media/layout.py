"""Where things stand on a canvas: what short-video players leave free, and who may use it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from vidcommerce.media.plan import Box, Canvas

_PORTRAIT_MARGINS: Final = (40, 90, 40, 180)
_OTHER_MARGINS: Final = (40, 50, 40, 90)
"""Left, top, right, bottom in thousandths of the canvas. Upright players lay title and buttons
over the lowest fifth and their tabs over the top; others only their progress bar."""

_CAPTION_HEIGHT: Final = {True: 125, False: 160}
"""Thousandths of the height: two lines at the size of captions, with their outline."""

_LABEL: Final = 60
"""Thousandths of the short side."""

_CARD_WIDTH: Final = 920
_CARD_HEIGHT: Final = 300
_CARD_BASE: Final = 1080
"""The card's pixels on a canvas whose short side is 1080."""


def safe_area(canvas: Canvas) -> Box:
    """Return the part of the canvas that no player covers."""
    left, top, right, bottom = _PORTRAIT_MARGINS if _upright(canvas) else _OTHER_MARGINS
    x, y = _share(canvas.width, left), _share(canvas.height, top)
    return Box(
        x, y, canvas.width - x - _share(canvas.width, right),
        canvas.height - y - _share(canvas.height, bottom),
    )  # fmt: skip


def caption_box(canvas: Canvas) -> Box:
    """Return where subtitles stand: the lowest part of the safe area, over its whole width."""
    area = safe_area(canvas)
    height = _share(canvas.height, _CAPTION_HEIGHT[_upright(canvas)])
    return Box(area.left, area.top + area.height - height, area.width, height)


def label_box(canvas: Canvas, taken: Iterable[Box]) -> Box:
    """Return where a label stands: at the top of the safe area, over its whole width.

    Where a box of ``taken`` is there, it stands just above the subtitles.
    """
    area, lines = safe_area(canvas), caption_box(canvas)
    height = 2 * label_size(canvas)
    top = Box(area.left, area.top, area.width, height)
    if any(top.overlaps(box) for box in taken):
        return replace(top, top=lines.top - height)
    return top


def label_size(canvas: Canvas) -> int:
    """Return the pixels an em of a label.

    Text is to be 5 % of the short side high at least (GB 45438-2025, 4.2: explicit labels of
    video); Chinese signs fill nine tenths of their em.
    """
    return -(-min(canvas.width, canvas.height) * _LABEL // 1000)


def card_size(canvas: Canvas) -> tuple[int, int]:
    """Return the product card's width and height in pixels, both even."""
    short = min(canvas.width, canvas.height)
    width, height = (size * short // _CARD_BASE // 2 * 2 for size in (_CARD_WIDTH, _CARD_HEIGHT))
    return width, height


def _upright(canvas: Canvas) -> bool:
    return canvas.height > canvas.width


def _share(pixels: int, thousandths: int) -> int:
    return pixels * thousandths // 1000
