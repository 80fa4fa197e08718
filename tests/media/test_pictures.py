"""Product pictures: read right, and refused in plain words."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from tests.media import marks
from vidcommerce.errors import InputRejected
from vidcommerce.media.pictures import ImageFault, ImageMissing, ImageUnreadable, read_image

_UNTURNED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera held so stores an upright scene, by EXIF orientation (CIPA DC-008, 4.6.5)."""


def _scene(width: int = 160, height: int = 240) -> Image.Image:
    return Image.fromarray(marks.draw(width, height, 7, lit=True))


def _saved(folder: Path, image: Image.Image, kind: str, **options: object) -> Path:
    path = folder / f"apple.{kind.lower()}"
    image.save(path, kind, **options)
    return path


def _fault(path: Path) -> str:
    with pytest.raises(ImageUnreadable) as refused:
        read_image(path)
    assert refused.value.image == path.name
    return refused.value.fault


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_picture_comes_out_upright(kind: str, orientation: int, tmp_path: Path) -> None:
    """Whichever way the camera was held, the corners are where the eye saw them."""
    scene, exif = _scene(), Image.Exif()
    stored = _UNTURNED[orientation]
    exif[0x0112] = orientation
    image = scene if stored is None else scene.transpose(stored)
    shown = read_image(_saved(tmp_path, image, kind, exif=exif))
    assert shown.size == (160, 240)
    assert marks.corners(np.asarray(shown)) == marks.UPRIGHT


def test_nothing_is_left_but_pixels(tmp_path: Path) -> None:
    """Place, device, profile and comments of the photo do not go on."""
    exif = Image.Exif()
    exif[0x010F] = "Farmphone"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = _saved(tmp_path, _scene(), "JPEG", exif=exif, icc_profile=profile, comment=b"at home")
    shown = read_image(path)
    assert (shown.info, dict(shown.getexif())) == ({}, {})
    again = io.BytesIO()
    shown.save(again, "PNG")
    assert b"Farmphone" not in again.getvalue()


def test_transparency_stays(tmp_path: Path) -> None:
    """A cut-out apple keeps its clear background, also in a palette picture."""
    image = _scene().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    assert read_image(_saved(tmp_path, image, "PNG")).getchannel("A").getextrema() == (0, 255)
    palette = _scene().quantize(16)
    path = _saved(tmp_path, palette, "PNG", transparency=palette.getpixel((0, 0)))
    assert read_image(path).mode == "RGBA"


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "1", "I;16"])
def test_every_mode_becomes_rgb(mode: str, tmp_path: Path) -> None:
    """Grey, CMYK, palette, bitmap and 16-bit pictures come out as RGB with their brightness."""
    if mode == "I;16":
        image = Image.fromarray(np.full((40, 40), 40_000, np.uint16))
    else:
        image = Image.new("RGB", (40, 40), (156, 156, 156)).convert(mode)
    shown = read_image(_saved(tmp_path, image, "JPEG" if mode == "CMYK" else "PNG"))
    assert shown.mode == "RGB"
    assert np.asarray(shown).mean() == pytest.approx(156, abs=2 if mode != "1" else 8)


def test_the_colours_of_a_profile_become_srgb(tmp_path: Path) -> None:
    """A picture in another colour space looks as it did, not as its raw numbers say.

    Its profile is that of sRGB with the red and the green primary exchanged.
    """
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    other = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    path = _saved(tmp_path, Image.new("RGB", (32, 32), (250, 10, 10)), "PNG", icc_profile=other)
    red, green, _ = np.asarray(read_image(path)).reshape(-1, 3)[0]
    assert green > 200 > red


@pytest.mark.parametrize("profile", [b"no profile at all", bytes(200)])
def test_a_broken_profile_is_left_out(profile: bytes, tmp_path: Path) -> None:
    """A profile that nobody can read spoils no picture."""
    shown = read_image(_saved(tmp_path, _scene(), "PNG", icc_profile=profile))
    assert marks.corners(np.asarray(shown)) == marks.UPRIGHT


def test_a_large_photo_is_shrunk(tmp_path: Path) -> None:
    """What a phone photographs comes out at most 2048 pixels high, in its shape."""
    shown = read_image(_saved(tmp_path, _scene(3000, 4000), "JPEG"))
    assert shown.size == (1536, 2048)
    assert marks.corners(np.asarray(shown)) == marks.UPRIGHT


def test_of_an_animation_it_is_the_first_picture(tmp_path: Path) -> None:
    """An animated WebP counts as its first frame."""
    path = tmp_path / "apple.webp"
    _scene().save(path, save_all=True, append_images=[Image.new("RGB", (160, 240))])
    assert marks.corners(np.asarray(read_image(path))) == marks.UPRIGHT


def _png_header(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    check = struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + check + b"\0\0\0\x08IDAT"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", ImageFault.EMPTY),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', ImageFault.DRAWING),
        (b"\0\0\0\x18ftypheic" + bytes(100), ImageFault.HEIC),
        (b"\0\0\0\x18ftypmif1" + bytes(100), ImageFault.HEIC),
        (b"GIF89a" + bytes(100), ImageFault.UNKNOWN),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", ImageFault.UNKNOWN),
        (b"an apple", ImageFault.UNKNOWN),
        (_png_header(30_000, 30_000), ImageFault.TOO_LARGE),
        (_png_header(12_000, 9_000), ImageFault.TOO_LARGE),
        (_png_header(9_000, 8_000), ImageFault.TOO_LARGE),
        (_png_header(1, 1), ImageFault.TOO_SMALL),
        (_png_header(100, 100), ImageFault.DAMAGED),
    ],
)
def test_what_can_t_be_used_says_why(data: bytes, fault: ImageFault, tmp_path: Path) -> None:
    """Each kind of bad picture has its own plain reason."""
    path = tmp_path / "apple.jpg"
    path.write_bytes(data)
    assert _fault(path) == fault


def test_a_cut_off_photo_is_damaged(tmp_path: Path) -> None:
    """Half a JPEG is refused, not shown half grey."""
    path = _saved(tmp_path, _scene(), "JPEG")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert _fault(path) == ImageFault.DAMAGED


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    """No file, a folder and a pipe are no picture, and are told at once."""
    os.mkfifo(tmp_path / "pipe.jpg")
    for path in (tmp_path / "apple.jpg", tmp_path, tmp_path / "pipe.jpg"):
        with pytest.raises(ImageMissing) as refused:
            read_image(path)
        assert str(refused.value) == f"There is no picture {path.name}."


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_anywhere_gives_a_picture_or_one_plain_error(
    data: st.DataObject, tmp_path: Path
) -> None:
    """Bytes changed anywhere and ends cut off: never anything but pixels or a refusal."""
    exif = Image.Exif()
    exif[0x0112] = 6
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
    path = _saved(tmp_path, _scene(48, 64), kind, exif=exif)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.sampled_from([1, 5, 50]))):
        content[data.draw(st.integers(0, 700)) % len(content)] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    with contextlib.suppress(InputRejected):
        assert read_image(path).mode in ("RGB", "RGBA")


@pytest.mark.real
def test_real_pictures_are_read_or_refused(shared: Path) -> None:
    """Real produce photos, a phone's UltraHDR photo, HEIC and SVG each end as they should."""
    images = shared / "images"
    assert read_image(images / "opencv_apple.jpg").size == (512, 512)
    assert read_image(images / "opencv_fruits.jpg").size == (512, 480)
    assert read_image(images / "axm_ultraHDR.jpg").height == 2048
    assert _fault(images / "c2pa_sample1.heic") == ImageFault.HEIC
    for name in ("img_SSRF_url.svg", "img_ssrf_svg_image.svg"):
        assert _fault(shared / "hostile" / name) == ImageFault.DRAWING
