"""The card's picture and the layer in which it slides in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.factories import IMAGE, PRODUCT
from vidcommerce.media.card import card_texts, compose_card, compose_entrance, entrance_frames
from vidcommerce.media.chunks import ENTRANCE_FRAMES, Entrance
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.fonts import GlyphsMissing, own_fonts
from vidcommerce.media.plan import ProductFacts
from vidcommerce.media.time import FrameRate

_ORANGE = Image.new("RGB", (400, 300), "#ff8800")
_CHINESE = replace(
    PRODUCT, name="赣南脐橙 现摘现发", unit="5 斤", origin="江西赣州", old_price=Decimal(50)
)
_ACCENT = (198, 47, 23)


def _card(
    product: ProductFacts = _CHINESE, size: tuple[int, int] = (920, 300), language: str = "zh"
) -> Entrance:
    width, height = size
    return Entrance(
        renderer=1,
        fonts="",
        language=language,
        rate=FrameRate(30, 1),
        width=width,
        height=height,
        product=product,
        image=IMAGE,
    )


def _pixels(card: Entrance, image: Image.Image = _ORANGE) -> NDArray[np.uint8]:
    return np.asarray(compose_card(card, image, own_fonts()))


@pytest.mark.parametrize("size", [(920, 300), (612, 200), (460, 150), (152, 48)])
def test_the_picture_fills_its_box_and_nothing_more(size: tuple[int, int]) -> None:
    """The size is the box's, and nothing touches its edges but the last of the shadow."""
    pixels = _pixels(_card(size=size))
    alpha = pixels[:, :, 3]
    assert pixels.shape == (size[1], size[0], 4)
    edges = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
    assert edges.max() <= 40
    assert (alpha == 255).mean() > 0.75


def test_the_same_card_is_the_same_picture() -> None:
    """Nothing but its inputs decides a card's pixels."""
    assert np.array_equal(_pixels(_card()), _pixels(_card()))


@pytest.mark.parametrize(
    "other",
    [
        replace(_CHINESE, name="赣南脐橙"),
        replace(_CHINESE, price=Decimal("39.90")),
        replace(_CHINESE, currency="USD"),
        replace(_CHINESE, unit="6 斤"),
        replace(_CHINESE, origin="江西"),
        replace(_CHINESE, old_price=None),
    ],
)
def test_every_fact_of_the_product_is_seen(other: ProductFacts) -> None:
    """A card that says something else looks different."""
    assert not np.array_equal(_pixels(_card()), _pixels(_card(other)))


def test_language_and_photo_are_seen() -> None:
    """So does one in another language, or with another photo."""
    green = Image.new("RGB", (400, 300), "#00aa00")
    assert not np.array_equal(_pixels(_card()), _pixels(_card(language="en")))
    assert not np.array_equal(_pixels(_card()), _pixels(_card(), green))


def test_the_photo_is_cropped_and_never_squeezed() -> None:
    """Of a wide photo the middle is shown: its left and right ends are gone."""
    wide = Image.new("RGB", (900, 300), "#ff0000")
    wide.paste("#0000ff", (300, 0, 600, 300))
    pixels = _pixels(_card(), wide).astype(int)
    blue = (pixels[:, :, 2] > 200) & (pixels[:, :, 0] < 60) & (pixels[:, :, 3] == 255)
    red = (pixels[:, :, 0] > 240) & (pixels[:, :, 1] < 20) & (pixels[:, :, 2] < 20)
    rows, columns = np.nonzero(blue)
    assert not red.any()
    assert abs(int(np.ptp(rows)) - int(np.ptp(columns))) <= 2


def test_a_transparent_photo_lies_on_paper() -> None:
    """What is see-through in a photo is white, never the video behind the card."""
    glass = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert (_pixels(_card(), glass)[60:240, 60:230, 3] == 255).all()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "name", ["蜜", "橙" * 60, "Navel oranges " * 4, "W" * 60], ids=["one", "full", "words", "wide"]
)
@pytest.mark.parametrize("size", [(920, 300), (460, 150)])
def test_the_longest_texts_stay_apart(name: str, language: str, size: tuple[int, int]) -> None:
    """The longest facts that are allowed leave the panel's margin and the button free."""
    product = replace(
        _CHINESE,
        name=name,
        price=Decimal("123456.78"),
        old_price=Decimal("999999.99"),
        currency="KWD",
        unit="Ж" * 20,
        origin="江" * 40,
    )
    pixels = _pixels(_card(product, size, language)).astype(int)
    width, height = size
    margin = pixels[:, round(width * 0.955) : round(width * 0.97), :3]
    assert (margin[round(height * 0.1) : round(height * 0.85)] == 255).all()
    button = _button(_pixels(_card(size=size)))
    assert np.array_equal(_button(_pixels(_card(product, size, language))), button)


def _button(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the part of a card that holds the button and the room before it."""
    height, width = pixels.shape[:2]
    part = pixels[round(height * 0.72) : round(height * 0.82), round(width * 0.85) :]
    assert (np.abs(part[:, :, :3].astype(int) - _ACCENT).max(axis=2) == 0).any()
    return part


def test_a_price_whose_symbol_no_font_has_comes_with_its_code() -> None:
    """The rupee sign is not in our font: INR is written, and nothing is refused."""
    rupees = replace(_CHINESE, currency="INR")
    assert not own_fonts().draw("₹")
    assert own_fonts().draw("".join(card_texts(rupees, "en")))
    assert not np.array_equal(_pixels(_card(rupees)), _pixels(_card()))


def test_card_texts_are_all_that_is_checked() -> None:
    """What card_texts lists without a missing glyph can be drawn, and a missing one is refused."""
    assert "产地：江西赣州" in card_texts(_CHINESE, "zh")
    with pytest.raises(GlyphsMissing):
        _pixels(_card(replace(_CHINESE, origin="江西🍊")))


def test_the_entrance_rises_within_the_box_and_ends_as_the_card() -> None:
    """From frame to frame more of the card is seen, slower and slower; the last is the card."""
    card = compose_card(_card(), _ORANGE, own_fonts())
    frames = [np.asarray(frame) for frame in entrance_frames(card)]
    tops = [int(np.nonzero((frame[:, :, 3] == 255).any(axis=1))[0][0]) for frame in frames]
    steps = [before - after for before, after in pairwise(tops)]
    assert len(frames) == ENTRANCE_FRAMES
    assert steps == sorted(steps, reverse=True)
    assert min(steps) >= 0 < max(steps)
    assert np.array_equal(frames[-1], np.asarray(card))
    for frame, top in zip(frames, tops, strict=True):
        moved = top - tops[-1]
        assert np.array_equal(frame[moved:], np.asarray(card)[: len(frame) - moved])


@pytest.mark.slow
@pytest.mark.parametrize("rate", [FrameRate(30, 1), FrameRate(25, 1), FrameRate(30000, 1001)])
def test_the_layer_is_lossless_and_has_the_rate_of_the_canvas(
    rate: FrameRate, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    """What is decoded is what was composed, alpha included; the same card is the same file."""
    card = compose_card(_card(size=(230, 76)), _ORANGE, own_fonts())
    files = [tmp_path / "one.mov", tmp_path / "two.mov"]
    for file in files:
        compose_entrance(card, rate, file, ffmpeg.executable)
    with av.open(str(files[0])) as container:
        stream = container.streams.video[0]
        found = [frame.to_ndarray(format="rgba") for frame in container.decode(stream)]
        assert stream.average_rate == rate.seconds(1) ** -1
    composed = [np.asarray(frame) for frame in entrance_frames(card)]
    assert all(np.array_equal(a, b) for a, b in zip(found, composed, strict=True))
    assert files[0].read_bytes() == files[1].read_bytes()
    assert sorted(tmp_path.iterdir()) == files
