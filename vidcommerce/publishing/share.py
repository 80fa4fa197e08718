"""The pictures by which a video is known elsewhere: when it is shared, and in lists. Pure."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from vidcommerce.language import N_, words
from vidcommerce.media.fonts import Fonts, covering
from vidcommerce.media.lettering import draw_line, fitted, largest_size, line_width
from vidcommerce.media.plan import ProductFacts
from vidcommerce.money import PriceTexts, price_texts
from vidcommerce.publishing.metadata import SHARE_SIZE

SHARE: Final = "share.jpg"
SMALL: Final = "small.jpg"

SMALL_SIZE: Final = (360, 480)
"""Pixels of a poster in a list: two beside each other on a phone of two or three dots a pixel."""

_PAPER: Final = "#f7f5f0"
_INK: Final = "#1a1f1b"
_SOFT: Final = "#59615a"
_ACCENT: Final = "#c62f17"
"""On the paper: 15.3, 5.9 and 5.0 to 1; WCAG AA asks 4.5 of small text."""

_WIDEST: Final = 600
"""Pixels of a poster that is not upright; it is cut at its sides."""

_EDGE: Final = 64
_NAME: Final = (84, 68)
_ORIGIN: Final = 36
_PRICE: Final = 88
_UNIT: Final = 40
"""Pixels an em: of a name of one line and of two, and of the rest."""

_FINE: Final = 4
"""Shapes are drawn this many times larger and shrunk, which smooths their edges."""

_PLAY: Final = 128
_BLUR: Final = 40


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the words stand, in pixels, and what draws them."""

    left: int
    width: int
    fonts: Fonts


def share_picture(poster: Image.Image, product: ProductFacts, language: str) -> bytes:
    """Return a JPEG of SHARE_SIZE: the poster, what is sold and for how much.

    Raises GlyphsMissing for facts that no font here can draw.
    """
    origin = words(language).say(N_("From {origin}"), origin=product.origin)
    prices = _prices(product, language)
    texts = (product.name, origin, product.seller, f"/ {product.unit}")
    fonts = covering((*texts, prices.price, prices.old_price or ""))
    picture = Image.new("RGB", SHARE_SIZE, _PAPER)
    taken = _place(picture, poster.convert("RGB"))
    column = _Column(taken + _EDGE, SHARE_SIZE[0] - taken - 2 * _EDGE, fonts)
    draw = ImageDraw.Draw(picture)
    below = _write_name(draw, column, product.name)
    _line(draw, column, below + _ORIGIN, (origin, _ORIGIN, _SOFT))
    _write_price(draw, column, prices, f"/ {product.unit}")
    _line(draw, column, SHARE_SIZE[1] - _EDGE, (product.seller, _ORIGIN, _SOFT))
    return _jpeg(picture, 86)


def plain_picture(poster: Image.Image) -> bytes:
    """Return a JPEG of SHARE_SIZE with the poster alone, over a blurred copy of itself."""
    upright = poster.convert("RGB")
    picture = ImageOps.fit(upright, SHARE_SIZE).filter(ImageFilter.GaussianBlur(_BLUR))
    whole = ImageOps.contain(upright, SHARE_SIZE, Image.Resampling.LANCZOS)
    picture.paste(whole, ((picture.width - whole.width) // 2, (picture.height - whole.height) // 2))
    return _jpeg(picture, 86)


def small_poster(poster: Image.Image) -> bytes:
    """Return the poster as lists show it, as a JPEG of SMALL_SIZE."""
    return _jpeg(ImageOps.fit(poster.convert("RGB"), SMALL_SIZE, Image.Resampling.LANCZOS), 72)


def _prices(product: ProductFacts, language: str) -> PriceTexts:
    """Return the prices, with the currency's code where no font of ours draws its sign."""
    given = product.price, product.old_price, product.currency, language
    texts = price_texts(*given)
    return texts if covering(()).draw(texts.price) else price_texts(*given, code=True)


def _place(picture: Image.Image, poster: Image.Image) -> int:
    """Put the poster at the left, as high as the picture, and return how wide it is."""
    width = min(_WIDEST, round(poster.width * picture.height / poster.height))
    size = (width, picture.height)
    picture.paste(ImageOps.fit(poster, size, Image.Resampling.LANCZOS), (0, 0))
    sign = _play()
    picture.paste(sign, ((width - _PLAY) // 2, (picture.height - _PLAY) // 2), sign)
    return width


def _play() -> Image.Image:
    """Return the sign that this is a video: a white arrow on a dark disc."""
    side = _PLAY * _FINE
    sign = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sign)
    draw.ellipse((0, 0, side - 1, side - 1), fill=(0, 0, 0, 150))
    points = [(0.39, 0.29), (0.39, 0.71), (0.73, 0.5)]
    draw.polygon([(x * side, y * side) for x, y in points], fill="#ffffff")
    return sign.resize((_PLAY, _PLAY), Image.Resampling.LANCZOS)


def _write_name(draw: ImageDraw.ImageDraw, column: _Column, name: str) -> int:
    """Write the name at the top, in one line or two, and return the baseline of what follows."""
    found = fitted(name, column.fonts, column.width, _NAME)
    baseline = _EDGE
    for line in found.lines:
        baseline += round(found.size * 1.1)
        draw_line(draw, (column.left, baseline), line, column.fonts, found.size, _INK)
    return baseline + _EDGE // 3


def _write_price(draw: ImageDraw.ImageDraw, column: _Column, prices: PriceTexts, unit: str) -> None:
    """Write the price large, its unit beside or below it, and the old price above it."""
    baseline, fonts = round(SHARE_SIZE[1] * 0.73), column.fonts
    size = min(_PRICE, largest_size(prices.price, fonts, column.width))
    taken = round(line_width(prices.price, fonts, size))
    draw_line(draw, (column.left, baseline), prices.price, fonts, size, _ACCENT)
    if prices.old_price is not None:
        above = baseline - round(size * 1.05)
        wide = _line(draw, column, above, (prices.old_price, _UNIT, _SOFT))
        middle = above - round(_UNIT * 0.33)
        draw.line((column.left, middle, column.left + wide, middle), fill=_SOFT, width=3)
    beside = _UNIT // 2 + taken
    if beside + line_width(unit, fonts, _UNIT) <= column.width:
        draw_line(draw, (column.left + beside, baseline), unit, fonts, _UNIT, _SOFT)
    else:
        _line(draw, column, baseline + round(_UNIT * 1.3), (unit, _UNIT, _SOFT))


def _line(
    draw: ImageDraw.ImageDraw, column: _Column, baseline: int, text: tuple[str, int, str]
) -> int:
    """Write a line of (text, largest size, colour) and return its width in pixels."""
    line, most, fill = text
    size = min(most, largest_size(line, column.fonts, column.width))
    return round(draw_line(draw, (column.left, baseline), line, column.fonts, size, fill))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    """Return a picture as a JPEG without metadata, coarse at first and finer as it loads."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
    return file.getvalue()
