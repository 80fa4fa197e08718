"""Reads a product's photo from a file that nobody has checked: upright, in sRGB, never huge."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

FORMATS: Final = ("JPEG", "PNG", "WEBP")
"""What phones and shops hand over. No format here names other files or runs anything."""

_WANTED = 1280
"""Pixels of the shorter side that are enough for every use; JPEG decodes straight to near it."""


@dataclass(eq=False)
class PictureMissing(InputRejected):
    """There is no file ``path``."""

    path: str
    sentence = N_("There is no picture {path}.")


@dataclass(eq=False)
class PictureUnreadable(InputRejected):
    """``path`` holds no picture that is understood, or half of one."""

    path: str
    sentence = N_("The picture {path} can't be read. Save it as JPEG, PNG or WebP.")


@dataclass(eq=False)
class PictureTooLarge(InputRejected):
    """``path`` claims more pixels than any camera has, which would fill the memory."""

    path: str
    sentence = N_("The picture {path} has too many pixels. Make it smaller.")


def read_image(path: Path) -> Image.Image:
    """Return the picture in ``path``, RGB or RGBA, as a viewer sees it.

    Rotation tags and colour profiles are applied, and with all other metadata left behind.
    Raises PictureMissing, PictureUnreadable or PictureTooLarge.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                image.draft("RGB", (_WANTED, _WANTED))
                return _shown(image)
    except FileNotFoundError as error:
        raise PictureMissing(str(path)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge(str(path)) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        # SyntaxError is what Pillow raises for a broken PNG.
        raise PictureUnreadable(str(path)) from error


def _shown(image: Image.Image) -> Image.Image:
    """Apply what the file says about showing it, and keep nothing else."""
    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    shown = _in_srgb(upright, mode) or upright.convert(mode)
    shown.info.clear()
    return shown


def _in_srgb(image: Image.Image, mode: str) -> Image.Image | None:
    """Convert by the colour profile inside; None without a usable one."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return None
    target = mode if image.mode in ("RGB", "RGBA") else "RGB"
    try:
        return ImageCms.profileToProfile(
            image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=target
        )
    except ImageCms.PyCMSError:
        return None
