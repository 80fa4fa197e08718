"""Reads the picture of a product, which anybody may have sent."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from PIL import Image, ImageCms, UnidentifiedImageError

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.probe import called

FORMATS: Final = ("JPEG", "PNG", "WEBP")

MOST_BYTES: Final = 64 << 20
MOST_PIXELS: Final = 64_000_000
"""What phones photograph in their everyday modes (12 to 50 million); 200 MB once decoded."""

SMALLEST_SIDE: Final = 16
LARGEST_SIDE: Final = 2048
"""Pixels. Larger pictures are shrunk: no card shows more, and every later step is quicker."""

_BROKEN: Final = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow's decoders raise on damaged bytes, seen by damaging pictures 20,000 times."""


_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What brings a picture upright, by its EXIF orientation (CIPA DC-008, 4.6.5)."""


class ImageFault(StrEnum):
    """What is wrong with a picture that can't be used; the values are marked sentences."""

    EMPTY = N_("it is empty")
    DRAWING = N_("it is a drawing (SVG); save it as PNG")
    HEIC = N_("it is in Apple's HEIC format; send it as JPEG")
    UNKNOWN = N_("it is no JPEG, PNG or WebP picture")
    DAMAGED = N_("it is damaged")
    TOO_LARGE = N_("it is too large; 64 million pixels and 64 MB are the most")
    TOO_SMALL = N_("it is too small to be seen")
    FORBIDDEN = N_("you are not allowed to read it")


@dataclass(eq=False)
class ImageMissing(InputRejected):
    """There is no picture with the name that was given."""

    image: str
    sentence = N_("There is no picture {image}.")


@dataclass(eq=False)
class ImageUnreadable(InputRejected):
    """The file is no picture that can be used; ``fault`` is the text of an ImageFault."""

    image: str
    fault: str
    sentence = N_("The picture {image} can't be used: {fault}.")


def read_image(path: Path) -> Image.Image:
    """Return the picture upright, in sRGB, at most 2048 pixels wide and high.

    The mode is RGB, or RGBA where the file has transparency. Nothing of the file but its pixels
    is left: no EXIF, no colour profile, no text. Of an animation it is the first picture. Opens
    no other file, whatever the picture refers to. Raises ImageMissing or ImageUnreadable.
    """
    name = called(path)
    try:
        if not path.is_file():
            raise ImageMissing(name)
        with path.open("rb") as file:
            _check(file, path.stat().st_size, name)
            return _read(file, name)
    except PermissionError as error:
        raise ImageUnreadable(name, ImageFault.FORBIDDEN) from error


def decode_image(data: bytes, name: str) -> Image.Image:
    """Return the picture in ``data`` as :func:`read_image` does; errors call it ``name``.

    Raises ImageUnreadable.
    """
    file = io.BytesIO(data)
    _check(file, len(data), name)
    return _read(file, name)


def _check(file: BinaryIO, size: int, name: str) -> None:
    """Refuse what needs no decoder to be refused."""
    head = file.read(1024)
    file.seek(0)
    if size == 0:
        raise ImageUnreadable(name, ImageFault.EMPTY)
    if size > MOST_BYTES:
        raise ImageUnreadable(name, ImageFault.TOO_LARGE)
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        raise ImageUnreadable(name, ImageFault.HEIC)
    if b"<svg" in head.lower():
        raise ImageUnreadable(name, ImageFault.DRAWING)


def _read(file: BinaryIO, name: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about damaged metadata, which is left behind anyway
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(file, formats=FORMATS) as image:
                _check_size(image, name)
                return _pixels(image)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise ImageUnreadable(name, ImageFault.TOO_LARGE) from error
        except UnidentifiedImageError as error:
            raise ImageUnreadable(name, ImageFault.UNKNOWN) from error
        except _BROKEN as error:
            raise ImageUnreadable(name, ImageFault.DAMAGED) from error


def _check_size(image: Image.Image, name: str) -> None:
    """Refuse by the size in the header, before a pixel is decoded."""
    if image.width * image.height > MOST_PIXELS:
        raise ImageUnreadable(name, ImageFault.TOO_LARGE)
    if min(image.size) < SMALLEST_SIDE:
        raise ImageUnreadable(name, ImageFault.TOO_SMALL)


def _pixels(image: Image.Image) -> Image.Image:
    """Decode, turn upright, bring to sRGB, shrink, and leave everything else behind."""
    image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # JPEG only: decodes no more than is needed
    upright = _upright(image)
    profile = image.info.get("icc_profile")
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    if upright.mode.startswith("I"):  # 16-bit grey, which Pillow clips instead of scaling
        upright = upright.point(lambda value: value / 256).convert("L")
    shown = _in_srgb(upright, profile, mode) if profile else upright.convert(mode)
    shown.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    shown.info.clear()
    clean = Image.new(mode, shown.size)
    clean.paste(shown)
    return clean


def _upright(image: Image.Image) -> Image.Image:
    """Turn as EXIF says; damaged EXIF turns nothing."""
    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        turn = None
    return image if turn is None else image.transpose(turn)


def _in_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    """Bring the colours from the picture's profile (Display P3 on iPhones) to sRGB.

    A profile that can't be used is left out, as browsers do.
    """
    alpha = image.convert("RGBA").getchannel("A") if mode == "RGBA" else None
    flat = image if image.mode in ("RGB", "CMYK", "L") else image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        shown = ImageCms.profileToProfile(flat, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        shown = None
    shown = shown or flat.convert("RGB")
    if alpha is not None:
        shown.putalpha(alpha)
    return shown
