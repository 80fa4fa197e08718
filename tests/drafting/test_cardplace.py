"""The card: when the product is spoken of, where nothing that matters is hidden."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import CANVASES, CLIP, look, regions
from vidcommerce.analysis.facts import Region
from vidcommerce.drafting.cardplace import Seen, card_places
from vidcommerce.drafting.placing import Shown
from vidcommerce.media.layout import caption_box, card_size, safe_area
from vidcommerce.media.plan import Box, Canvas, Segment, Source
from vidcommerce.media.time import FrameRange, FrameRate

UPRIGHT = Canvas(1080, 1920, FrameRate(30, 1))
SOURCE = (Source(CLIP, 3000, 1080, 1920),)
NOWHERE = Region(0, 0, 1, 1)


def _seen(length: int, *faces: Region, subject: Region = NOWHERE) -> list[Seen]:
    """Return a look every six frames of a video of one segment."""
    part = Shown(FrameRange(0, length), Segment(0, FrameRange(0, length), None))
    return [
        Seen(at, part, look(at * 33, faces=faces, subject=subject)) for at in range(0, length, 6)
    ]


def _first(
    length: int, mention: int | None, seen: list[Seen], size: tuple[int, int] | None = None
) -> tuple[FrameRange, Box]:
    return card_places(length, mention, seen, SOURCE, UPRIGHT, size)[0]


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.left + inner.width <= outer.left + outer.width
        and inner.top + inner.height <= outer.top + outer.height
    )


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CANVASES),
    st.integers(1, 3000),
    st.none() | st.integers(0, 3000),
    st.lists(regions(), max_size=3),
    regions(),
)
def test_the_card_is_always_legal(
    canvas: Canvas, length: int, mention: int | None, faces: list[Region], subject: Region
) -> None:
    """Inside the video, inside the safe area, and never over the subtitles."""
    seen = _seen(length, *faces, subject=subject)
    places = card_places(length, mention, seen, SOURCE, canvas)
    for frames, box in places:
        assert 0 <= frames.start < frames.stop <= length
        assert (box.width, box.height) == card_size(canvas)
        assert _contains(safe_area(canvas), box)
        assert not box.overlaps(caption_box(canvas))
    assert all(b.start - a.stop >= 4 * 24 for (a, _), (b, _) in pairwise(places))


def test_the_card_comes_when_the_product_is_named() -> None:
    """From the first mention on, for 30 per cent of the video."""
    frames, _ = _first(900, 400, _seen(900))
    assert frames == FrameRange(400, 670)


def test_without_a_mention_the_card_comes_after_a_fifth() -> None:
    """People first see what it is about."""
    frames, _ = _first(900, None, _seen(900))
    assert frames == FrameRange(180, 450)


def test_a_longer_video_ends_with_the_card() -> None:
    """That is when people decide: five more seconds, after four without it at least."""
    assert [frames for frames, _ in card_places(900, None, _seen(900), SOURCE, UPRIGHT)] == [
        FrameRange(180, 450),
        FrameRange(750, 900),
    ]
    assert len(card_places(700, 300, _seen(700), SOURCE, UPRIGHT)) == 1


def test_a_late_mention_still_gives_time_to_tap() -> None:
    """The card then ends with the video, and has its six seconds at least."""
    frames, _ = _first(600, 590, _seen(600))
    assert frames == FrameRange(420, 600)


def test_the_first_second_is_free() -> None:
    """Also when the product is the first word."""
    frames, _ = _first(600, 0, _seen(600))
    assert frames.start == 30


@pytest.mark.parametrize(
    ("length", "frames"), [(60, (6, 60)), (240, (24, 240)), (3000, (600, 960))]
)
def test_short_videos_show_it_most_of_the_time_and_long_ones_twelve_seconds(
    length: int, frames: tuple[int, int]
) -> None:
    """Up to eight seconds the card stays to the end."""
    assert _first(length, None, _seen(length))[0] == FrameRange(*frames)


def test_the_card_stands_low_where_nothing_is_in_the_way() -> None:
    """Just above the subtitles, in the middle."""
    _, box = _first(900, None, _seen(900))
    below = caption_box(UPRIGHT).top
    assert 0 < below - (box.top + box.height) < 100
    assert abs(2 * box.left + box.width - 1080) <= 2


@pytest.mark.parametrize("top", [50, 150, 300, 450, 600])
def test_no_face_is_hidden_where_there_is_room(top: int) -> None:
    """Wherever the face is, the card goes where it is not."""
    face = Region(300, top, 400, 200)
    _, box = _first(900, None, _seen(900, face))
    assert not box.overlaps(Box(324, top * 1920 // 1000, 432, 384))


def test_the_subject_is_spared_where_no_face_is() -> None:
    """The produce in somebody's hands is not hidden either."""
    hands = Region(200, 480, 600, 240)
    _, box = _first(900, None, _seen(900, subject=hands))
    assert not box.overlaps(Box(216, 922, 648, 461))


def test_a_face_counts_for_more_than_the_subject() -> None:
    """Where both can't be spared the subject is hidden."""
    face, hands = Region(0, 450, 1000, 250), Region(0, 0, 1000, 440)
    _, box = _first(900, None, _seen(900, face, subject=hands))
    assert not box.overlaps(Box(0, 864, 1080, 480))


def test_the_card_waits_a_little_for_a_face_to_go() -> None:
    """When the face that fills the picture is gone in two seconds, so long the card waits."""
    part = Shown(FrameRange(0, 900), Segment(0, FrameRange(0, 900), None))
    close = [Region(0, 0, 1000, 1000)]
    seen = [
        Seen(at, part, look(at * 33, faces=close if at < 235 else (), subject=NOWHERE))
        for at in range(0, 900, 6)
    ]
    frames, _ = _first(900, 180, seen)
    assert frames.start == 240


def test_the_card_lies_beside_a_picture_that_leaves_room() -> None:
    """A landscape clip over its blurred copy: the card is on the copy, not on the picture."""
    wide = (Source(CLIP, 900, 1920, 1080),)
    ((_, box), *_) = card_places(900, None, _seen(900), wide, UPRIGHT)
    assert not box.overlaps(Box(0, 656, 1080, 608))


def test_a_card_of_another_size_is_placed_as_well() -> None:
    """Who draws another card says how large it is."""
    _, box = _first(900, None, _seen(900), (600, 200))
    assert (box.width, box.height) == (600, 200)
    assert not box.overlaps(caption_box(UPRIGHT))
