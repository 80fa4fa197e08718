"""The product card: its picture, and the short layer in which it slides into its box.

Everything is drawn inside the card's box, the shadow too: what the picture shows and where a tap
counts are the same place.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from vidcommerce.language import N_, words
from vidcommerce.media.chunks import ENTRANCE_FRAMES, Entrance
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.fonts import Fonts
from vidcommerce.media.lettering import draw_line, fitted, largest_size, line_width
from vidcommerce.media.plan import Box, ProductFacts
from vidcommerce.media.time import FrameRate
from vidcommerce.money import price_texts

if TYPE_CHECKING:
    from moviepy import VideoClip

_PAPER = "#ffffff"
_INK = "#1a1f1b"
_SOFT_INK = "#59615a"
_ACCENT = "#c62f17"
"""On white: 16.7, 6.4 and 5.5 to 1; WCAG AA asks 4.5 of small text."""

_ORIGIN = N_("From {origin}")

_WHOLE = re.compile(r"(?P<before>\D*)(?P<whole>\d+(?:\D\d{3}(?!\d))*)(?P<after>.*)")
"""A written price: currency, whole units with their separators, decimals and what follows."""

_FINE = 4
"""Shapes are drawn this many times larger and shrunk, which smooths their edges."""

_NAME, _ORIGIN_SIZE, _PRICE = (0.29, 0.225), (0.17, 0.145), (0.42, 0.32)
"""Pixels an em in parts of the text's height, under a name of one line and of two."""

_RISE, _LEADING, _DIGITS = 0.84, 1.18, 0.73
"""Ems that Chinese characters rise above their baseline, from baseline to baseline, and that
digits are high."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things are on a card of one size, in pixels; every length comes from its height."""

    panel: Box
    photo: Box
    text: Box
    button: Box
    radius: int


def card_texts(product: ProductFacts, language: str) -> tuple[str, ...]:
    """Return all that a card says, for the glyph check.

    Prices come with the currency's code: its symbol is drawn only where a font has it.
    """
    prices = price_texts(product.price, product.old_price, product.currency, language, code=True)
    origin = words(language).say(_ORIGIN, origin=product.origin)
    return (product.name, origin, f"/ {product.unit}", prices.price, prices.old_price or "")


def compose_card(card: Entrance, image: Image.Image, fonts: Fonts) -> Image.Image:
    """Draw the card with ``image``, its product's picture, cropped to a square.

    Returns an RGBA picture of exactly the card's size, the same for the same inputs.
    Raises GlyphsMissing.
    """
    frame = _frame(card.width, card.height)
    picture = _panel(card.width, card.height, frame)
    photo, corners = _photo(image, frame.photo.width), round(frame.radius * 0.65)
    mask = _rounded(photo.width, photo.height, Box(0, 0, *photo.size), corners)
    picture.paste(photo, (frame.photo.left, frame.photo.top), mask)
    draw = ImageDraw.Draw(picture)
    lines = _write_name(draw, card, fonts, frame.text)
    _write_prices(draw, _price_line(card, fonts, frame, lines), fonts, frame.text)
    picture.alpha_composite(_button(frame.button), (frame.button.left, frame.button.top))
    return picture


def compose_entrance(picture: Image.Image, rate: FrameRate, target: Path, executable: str) -> None:
    """Write the frames in which ``picture`` slides in, from below and within its own box.

    ENTRANCE_FRAMES frames at ``rate``, QuickTime Animation with alpha, lossless; the last one is
    the picture itself, to be held. ``executable`` is ffmpeg. Raises what running ffmpeg raises.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        raw = Path(folder) / "frames.rgba"
        with raw.open("wb") as file:
            for frame in entrance_frames(picture):
                file.write(frame.tobytes())
        size = f"{picture.width}x{picture.height}"
        Ffmpeg(executable).run(
            (
                "-f", "rawvideo", "-pixel_format", "rgba", "-video_size", size,
                "-framerate", str(rate), "-i", str(raw.resolve()),
                "-c:v", "qtrle", "-pix_fmt", "argb", "-fflags", "+bitexact", "-f", "mov",
                str(target.resolve()),
            ),
            job=N_("drawing the product card"),
        )  # fmt: skip


def entrance_frames(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield the frames of the entrance, composed by MoviePy."""
    clip = _entrance(picture)
    for number in range(ENTRANCE_FRAMES):
        moment = (number + 0.5) / ENTRANCE_FRAMES  # amid a frame, whatever way seconds round
        colours = Image.fromarray(clip.get_frame(moment)).convert("RGBA")
        opacity = (clip.mask.get_frame(moment) * 255).round().astype("uint8")
        colours.putalpha(Image.fromarray(opacity))
        yield colours


def _entrance(picture: Image.Image) -> VideoClip:
    """Return a clip of one second in ENTRANCE_FRAMES steps, which slow down (a cubic ease-out)."""
    import numpy as np  # noqa: PLC0415 - moviepy wants arrays
    from moviepy import CompositeVideoClip, ImageClip  # noqa: PLC0415 - takes 0.5 s to import

    def place(moment: float) -> tuple[int, int]:
        gone = (int(moment * ENTRANCE_FRAMES) + 1) / ENTRANCE_FRAMES
        return 0, round(picture.height * (1 - gone) ** 3)

    card = ImageClip(np.asarray(picture), transparent=True, duration=1).with_position(place)
    return CompositeVideoClip([card], size=picture.size)


def _frame(width: int, height: int) -> _Frame:
    edge = max(2, round(height * 0.07))
    panel = Box(edge, edge // 2, width - 2 * edge, height - edge * 3 // 2)
    pad = round(panel.height * 0.1)
    side = min(panel.height - 2 * pad, round(panel.width * 0.36))
    photo = Box(panel.left + pad, panel.top + (panel.height - side) // 2, side, side)
    left = photo.left + side + round(pad * 1.4)
    right = panel.left + panel.width - round(pad * 1.2)
    text = Box(left, panel.top + pad, right - left, panel.height - 2 * pad)
    tap = min(round(panel.height * 0.34), round(panel.width * 0.14))
    middle = text.top + text.height - round(text.height * _PRICE[0] * _DIGITS / 2)
    button = Box(right - tap, middle - tap // 2, tap, tap)
    return _Frame(panel, photo, text, button, round(panel.height * 0.15))


def _panel(width: int, height: int, frame: _Frame) -> Image.Image:
    """Draw white paper with round corners over its own soft shadow."""
    mask = _rounded(width, height, frame.panel, frame.radius)
    blur = frame.panel.left * 0.4
    shade = ImageChops.offset(mask, 0, round(blur * 0.7))
    shadow = shade.filter(ImageFilter.GaussianBlur(blur)).point(lambda level: level * 3 // 8)
    picture = Image.new("RGBA", mask.size, "#000000")
    picture.putalpha(shadow)
    paper = Image.new("RGBA", mask.size, _PAPER)
    paper.putalpha(mask)
    return Image.alpha_composite(picture, paper)


def _rounded(width: int, height: int, box: Box, radius: int) -> Image.Image:
    """Return a mask of a picture's size with a round-cornered box in it."""
    mask = Image.new("L", (width * _FINE, height * _FINE), 0)
    left, top = box.left * _FINE, box.top * _FINE
    corners = (left, top, left + box.width * _FINE - 1, top + box.height * _FINE - 1)
    ImageDraw.Draw(mask).rounded_rectangle(corners, radius * _FINE, fill=255)
    return mask.resize((width, height), Image.Resampling.BOX)


def _photo(image: Image.Image, side: int) -> Image.Image:
    """Return the middle square of the product's picture; what is transparent becomes paper."""
    square = ImageOps.fit(image.convert("RGBA"), (side, side), Image.Resampling.LANCZOS)
    return Image.alpha_composite(Image.new("RGBA", square.size, _PAPER), square)


def _button(box: Box) -> Image.Image:
    """Draw a white shopping cart on a round button, out of lines and circles."""
    side = box.width * _FINE
    picture = Image.new("RGBA", (side, side), (*_rgb(_ACCENT), 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((0, 0, side - 1, side - 1), fill=_ACCENT)
    outline = [(0.22, 0.30), (0.32, 0.30), (0.41, 0.60), (0.68, 0.60), (0.76, 0.39), (0.35, 0.39)]
    path = [(round(x * side), round(y * side)) for x, y in outline]
    stroke = round(side * 0.055)
    draw.line(path, fill=_PAPER, width=stroke, joint="curve")
    for end in (path[0], path[-1]):
        draw.circle(end, stroke / 2, fill=_PAPER)
    for x in (0.45, 0.65):
        draw.circle((x * side, 0.71 * side), side * 0.05, fill=_PAPER)
    return picture.resize((box.width, box.height), Image.Resampling.BOX)


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _write_name(draw: ImageDraw.ImageDraw, card: Entrance, fonts: Fonts, box: Box) -> int:
    """Write name and origin from the top down; returns the number of lines of the name."""
    large, less = (round(box.height * part) for part in _NAME)
    name = fitted(card.product.name, fonts, box.width, (large, less))
    baseline = box.top + name.size * _RISE
    for line in name.lines:
        draw_line(draw, (box.left, baseline), line, fonts, name.size, _INK)
        baseline += name.size * _LEADING
    origin = words(card.language).say(_ORIGIN, origin=card.product.origin)
    usual = round(box.height * _ORIGIN_SIZE[len(name.lines) - 1])
    size = min(usual, largest_size(origin, fonts, box.width))
    below = baseline - name.size * (_LEADING - 0.3) + size
    draw_line(draw, (box.left, below), origin, fonts, size, _SOFT_INK)
    return len(name.lines)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the line with the prices; ``gap`` is the room before it."""

    text: str
    size: int
    fill: str
    gap: float = 0
    struck: bool = False


def _price_line(card: Entrance, fonts: Fonts, frame: _Frame, lines: int) -> list[_Piece]:
    """Return the pieces of the price line, as large as they fit beside the button."""
    width = frame.button.left - frame.text.left - frame.button.width // 4
    size = round(frame.text.height * _PRICE[lines - 1])
    pieces = _price_pieces(card.product, card.language, fonts, size)
    while size > 1 and sum(p.gap + line_width(p.text, fonts, p.size) for p in pieces) > width:
        size -= 1
        pieces = _price_pieces(card.product, card.language, fonts, size)
    return pieces


def _price_pieces(product: ProductFacts, language: str, fonts: Fonts, size: int) -> list[_Piece]:
    """Set the whole units large, and currency, decimals, unit and old price small."""
    facts = (product.price, product.old_price, product.currency, language)
    prices = price_texts(*facts)
    if not fonts.draw(prices.price):
        prices = price_texts(*facts, code=True)
    minor, small = max(1, round(size * 0.6)), max(1, round(size * 0.44))
    written = _WHOLE.fullmatch(prices.price)
    parts = written.groupdict() if written else {"whole": prices.price}
    pieces = [
        _Piece(text, size if part == "whole" else minor, _ACCENT)
        for part, text in parts.items()
        if text
    ]
    pieces.append(_Piece(f"/ {product.unit}", small, _SOFT_INK, small * 0.3))
    if prices.old_price is not None:
        pieces.append(_Piece(prices.old_price, small, _SOFT_INK, small * 0.7, struck=True))
    return pieces


def _write_prices(draw: ImageDraw.ImageDraw, pieces: list[_Piece], fonts: Fonts, box: Box) -> None:
    """Write the prices so that they stand on the bottom of the text."""
    left, baseline = float(box.left), box.top + box.height
    for piece in pieces:
        left += piece.gap
        width = draw_line(draw, (left, baseline), piece.text, fonts, piece.size, piece.fill)
        if piece.struck:
            height = baseline - piece.size * _DIGITS / 2
            stroke = max(2, round(piece.size * 0.07))
            draw.line((left, height, left + width, height), fill=piece.fill, width=stroke)
        left += width
