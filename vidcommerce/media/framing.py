"""Where the canvas looks in a source: a crop's path as ffmpeg expressions. Pure.

A window that moves is first cut to the hull of its path, then the hull is scaled, and only then
does the canvas move over it: the steps are whole pixels of the finished video, half the size of
steps in the source of a 1080p clip, and no pixel outside the hull is scaled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from vidcommerce.media.plan import Box, Canvas, Crop
from vidcommerce.media.time import FrameRange


@dataclass(frozen=True, slots=True)
class Window:
    """The hull of a crop's path in source pixels, its scaled size, and the canvas's place in it.

    ``left`` and ``top`` are expressions of ffmpeg's crop filter over ``n``, the frame number
    counted from the first frame of the piece.
    """

    hull: Box
    width: int
    height: int
    left: str
    top: str


def window(crop: Crop, frames: FrameRange, canvas: Canvas) -> Window:
    """Return how to look through ``crop`` while ``frames`` of the source go by."""
    lefts = [point.left for point in crop.path]
    tops = [point.top for point in crop.path]
    hull = Box(
        min(lefts),
        min(tops),
        max(lefts) - min(lefts) + crop.width,
        max(tops) - min(tops) + crop.height,
    )
    across, down = Fraction(canvas.width, crop.width), Fraction(canvas.height, crop.height)
    width = max(canvas.width, _even(hull.width * across))
    height = max(canvas.height, _even(hull.height * down))
    times = [point.frame - frames.start for point in crop.path]
    return Window(
        hull=hull,
        width=width,
        height=height,
        left=_path(times, [_step(x - hull.left, across, width - canvas.width) for x in lefts]),
        top=_path(times, [_step(y - hull.top, down, height - canvas.height) for y in tops]),
    )


def _step(offset: int, scale: Fraction, most: int) -> int:
    return min(most, round(offset * scale))


def _even(pixels: Fraction) -> int:
    return round(pixels / 2) * 2


def _path(times: Sequence[int], places: Sequence[int]) -> str:
    """Return straight lines from point to point as one expression; at rest outside them."""
    if len(set(places)) == 1:
        return str(places[0])
    text = str(places[-1])
    legs = list(zip(times, times[1:], places, places[1:], strict=False))
    for start, stop, here, there in reversed(legs):
        way = f"{here}+({there - here})*(n-({start}))/{stop - start}"
        text = f"if(lt(n,{stop}),{way},{text})"
    return f"if(lt(n,{times[0]}),{places[0]},{text})"
