"""The pictures of a video elsewhere: their size, their weight, and that they show what they say."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from tests.publishing.listings import FACTS
from vidcommerce.media.fonts import GlyphsMissing
from vidcommerce.media.plan import ProductFacts
from vidcommerce.publishing.metadata import SHARE_SIZE
from vidcommerce.publishing.share import SMALL_SIZE, plain_picture, share_picture, small_poster

_POSTER = Image.radial_gradient("L").resize((540, 960)).convert("RGB")
_LONG = replace(
    FACTS,
    name="Extraordinarily sweet potatoes, dried in the sun for five day",
    origin="A hillside far away from every road, far",
    seller="The cooperative of all the villages below the third hill ok",
    unit="twenty-pound crate ab",
    price=Decimal("12345678.90"),
    old_price=Decimal("22345678.90"),
)


def _read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def _margins_are_empty(data: bytes) -> bool:
    """Tell whether nothing is written in the last pixels at the right, the top and the bottom."""
    pixels = np.asarray(_read(data).convert("RGB")).astype(int)
    right, words = pixels[:, -40:], pixels[:, 640:]
    return all(np.ptp(part.reshape(-1, 3), axis=0).max() < 24 for part in
               (right, words[:30], words[-30:]))  # fmt: skip


@pytest.mark.parametrize("size", [(1080, 1920), (1080, 1080), (1920, 1080)])
@pytest.mark.parametrize("facts", [FACTS, _LONG, replace(FACTS, name="赣南脐橙 果园直发")])
def test_a_share_picture_fits(facts: ProductFacts, size: tuple[int, int]) -> None:
    """Any poster and the longest words fit, with a margin, at a weight that messengers take."""
    data = share_picture(_POSTER.resize(size), facts, "en")
    assert _read(data).size == SHARE_SIZE
    assert _read(data).format == "JPEG"
    assert len(data) < 300_000
    assert _margins_are_empty(data)


def test_a_share_picture_shows_the_price() -> None:
    """Another price is another picture; the same facts are the same bytes."""
    first = share_picture(_POSTER, FACTS, "en")
    assert share_picture(_POSTER, FACTS, "en") == first
    assert share_picture(_POSTER, replace(FACTS, price=Decimal("38.80")), "en") != first
    assert share_picture(_POSTER, replace(FACTS, old_price=None), "en") != first


def test_words_without_glyphs_are_refused() -> None:
    """Better no picture than one with boxes."""
    with pytest.raises(GlyphsMissing):
        share_picture(_POSTER, replace(FACTS, name="\U000e0fff\uf8ff"), "en")


@pytest.mark.parametrize("size", [(1080, 1920), (1080, 1080), (1920, 1080), (360, 640)])
def test_without_words_the_poster_is_shared_whole(size: tuple[int, int]) -> None:
    """Of the size that the page says, and nothing of the poster cut off."""
    red = Image.new("RGB", size, "#c62f17")
    red.paste("#1a1f1b", (size[0] // 10, size[1] // 10, size[0] * 9 // 10, size[1] * 9 // 10))
    shared = _read(plain_picture(red))
    assert shared.size == SHARE_SIZE
    shown = ImageOps.contain(red, SHARE_SIZE)
    corner = (SHARE_SIZE[0] - shown.width) // 2 + 4, (SHARE_SIZE[1] - shown.height) // 2 + 4
    pixel = shared.getpixel(corner)
    assert isinstance(pixel, tuple)
    assert pixel[0] > 150


def test_pictures_tell_nothing_of_where_they_were_made() -> None:
    """No metadata of the poster is in them."""
    poster = _POSTER.copy()
    poster.getexif()[0x010F] = "Phone"
    for data in (share_picture(poster, FACTS, "en"), small_poster(poster)):
        assert not _read(data).getexif()


@settings(max_examples=10)
@given(st.integers(40, 400), st.integers(40, 400))
def test_a_small_poster_has_one_size(width: int, height: int) -> None:
    """Whatever the canvas, lists have posters of one shape, small enough for a slow line."""
    data = small_poster(_POSTER.resize((width, height)))
    assert _read(data).size == SMALL_SIZE
    assert len(data) < 60_000
