"""Lettering on still pictures: fits text into a width, and draws it with several fonts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from PIL import ImageDraw, ImageFont

from vidcommerce.media.fonts import Font, Fonts

_NEVER_FIRST = set("，。、；：！？）》】」』”’…—·,.;:!?)]}%℃～々ー")
_NEVER_LAST = set("（《【「『“‘([{$¥￥")
"""Chinese line-breaking rules (GB/T 15834): these never begin, and these never end, a line."""

_AMID_WORDS = 3.0
"""Ems by which lines may be wider when that saves breaking a stretch of Chinese in its middle."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, and the pixels an em at which they do."""

    lines: tuple[str, ...]
    size: int


def fitted(text: str, fonts: Fonts, width: int, sizes: tuple[int, int]) -> Fitted:
    """Fit ``text`` into ``width`` pixels: smaller first, then in two lines, never cut off.

    ``sizes`` are the largest of one line and of two; a line that would get smaller than two lines
    is broken. Raises GlyphsMissing.
    """
    large, less = sizes
    single = min(large, largest_size(text, fonts, width))
    if single >= less or not (broken := halved(text, fonts)):
        return Fitted((text,), single)
    double = min(less, *(largest_size(line, fonts, width) for line in broken))
    return Fitted(broken, double) if double > single else Fitted((text,), single)


def halved(text: str, fonts: Fonts) -> tuple[str, ...]:
    """Break ``text`` into two lines of much the same width, at a space where there is one near.

    Empty where it can't be broken. Raises GlyphsMissing.
    """
    least, found = float("inf"), tuple[str, ...]()
    for place in range(1, len(text)):
        if not _breakable(text[place - 1], text[place]):
            continue
        lines = text[:place].rstrip(), text[place:].lstrip()
        cost = max(fonts.units(line) for line in lines) + _cost(text[place - 1], text[place])
        if all(lines) and cost < least:
            least, found = cost, lines
    return found


def largest_size(text: str, fonts: Fonts, width: int) -> int:
    """Return the largest whole size at which one line is at most ``width`` wide, 1 at least.

    Raises GlyphsMissing.
    """
    return max(1, int(width / fonts.units(text)))


def draw_line(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    fonts: Fonts,
    size: int,
    fill: str,
) -> float:
    """Draw one line with its baseline starting at ``at``; returns its width in pixels.

    Raises GlyphsMissing.
    """
    left, baseline = at
    for font, run in fonts.runs(text):
        face = _face(font, size, own=font == fonts.fonts[0])
        draw.text((left, baseline), run, fill=fill, font=face, anchor="ls")
        left += face.getlength(run)
    return left - at[0]


def line_width(text: str, fonts: Fonts, size: int) -> float:
    """Return the width at which draw_line draws. Raises GlyphsMissing."""
    return sum(
        _face(font, size, own=font == fonts.fonts[0]).getlength(run)
        for font, run in fonts.runs(text)
    )


def _cost(before: str, after: str) -> float:
    return 0 if after.isspace() or before in _NEVER_FIRST else _AMID_WORDS


def _breakable(before: str, after: str) -> bool:
    if after in _NEVER_FIRST or before in _NEVER_LAST or before.isspace():
        return False
    if after.isspace() or before == "-":
        return True
    return "W" in (unicodedata.east_asian_width(before), unicodedata.east_asian_width(after))


@cache
def _face(font: Font, size: int, *, own: bool) -> ImageFont.FreeTypeFont:
    """Open a font at a size.

    Our own font needs no shaping, so it is laid out without the shaper, which not every machine
    has: its pixels are the same everywhere. Other scripts are shaped where the machine can.
    """
    engine = ImageFont.Layout.BASIC if own else None
    return ImageFont.truetype(str(font.path), size, index=font.index, layout_engine=engine)
