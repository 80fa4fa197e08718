"""Where things of a source stand in its window and on the canvas."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from vidcommerce.analysis.facts import Region
from vidcommerce.media.plan import Box, Canvas, Crop, CropPoint, Source


def pixels(region: Region, source: Source) -> Box:
    """Return a region of the upright picture in its pixels."""
    left, top = region.left * source.width // 1000, region.top * source.height // 1000
    width, height = region.width * source.width // 1000, region.height * source.height // 1000
    return Box(left, top, max(1, width), max(1, height))


def corner(crop: Crop, frame: int) -> tuple[int, int]:
    """Return the top left corner of a moving window at a source frame."""
    path = crop.path
    if frame <= path[0].frame:
        return path[0].left, path[0].top
    for here, there in pairwise(path):
        if frame < there.frame:
            part = Fraction(frame - here.frame, there.frame - here.frame)
            left = here.left + round((there.left - here.left) * part)
            return left, here.top + round((there.top - here.top) * part)
    return path[-1].left, path[-1].top


def frozen(crop: Crop | None, frame: int) -> Crop | None:
    """Return the window as it stands at one source frame."""
    if crop is None:
        return None
    left, top = corner(crop, frame)
    return Crop(crop.width, crop.height, (CropPoint(frame, left, top),))


def on_canvas(
    region: Region, source: Source, crop: Crop | None, frame: int, canvas: Canvas
) -> Box | None:
    """Return where a region is drawn on the canvas at a source frame; None when it is not seen."""
    if crop is None:
        window = Box(0, 0, source.width, source.height)
        scale = min(Fraction(canvas.width, source.width), Fraction(canvas.height, source.height))
    else:
        window = Box(*corner(crop, frame), crop.width, crop.height)
        scale = Fraction(canvas.width, crop.width)
    shift_x = (canvas.width - window.width * scale) / 2
    shift_y = (canvas.height - window.height * scale) / 2
    seen = pixels(region, source)
    left = round((seen.left - window.left) * scale + shift_x)
    top = round((seen.top - window.top) * scale + shift_y)
    right, bottom = left + round(seen.width * scale), top + round(seen.height * scale)
    left, top = max(0, left), max(0, top)
    width, height = min(canvas.width, right) - left, min(canvas.height, bottom) - top
    return Box(left, top, width, height) if min(width, height) > 0 else None
