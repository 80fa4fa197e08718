"""Chunks: where the timeline is cut, and what a chunk's name depends on."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import CLIP, PRODUCT
from tests.media.plans import plan
from vidcommerce.media.chunks import ENTRANCE_FRAMES, Tools, chunks, ranges
from vidcommerce.media.plan import EditPlan

_TOOLS = Tools("encoder", "fonts")


@st.composite
def _kept(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Ranges of source frames in order, 12 frames to 20 s each."""
    kept, start = [], 0
    for _ in range(draw(st.integers(1, 12))):
        start += draw(st.integers(0, 90))
        stop = start + draw(st.integers(12, 600))
        kept.append((start, stop))
        start = stop
    return kept


@given(_kept(), st.lists(st.integers(0, 5000), max_size=40))
def test_chunks_cover_the_timeline_within_their_limits(
    kept: list[tuple[int, int]], keys: list[int]
) -> None:
    """Chunks leave no gap, and last 2 to 6 s unless the video itself is shorter."""
    whole = plan(kept)
    found = ranges(whole, {CLIP: sorted(set(keys))})
    assert found[0].start == 0
    assert found[-1].stop == whole.frames
    assert all(a.stop == b.start for a, b in pairwise(found))
    assert all(len(r) <= 180 for r in found)
    assert len(found) == 1 or all(len(r) >= 60 for r in found)


def test_a_cut_is_preferred_to_a_keyframe_and_a_keyframe_to_any_frame() -> None:
    """Boundaries fall where decoding starts anyway."""
    at_cut = ranges(plan([(0, 80), (200, 500)]), {CLIP: [105]})
    assert at_cut[0].stop == 80
    at_key = ranges(plan([(0, 400)]), {CLIP: [0, 97, 300]})
    assert at_key[0].stop == 97
    anywhere = ranges(plan([(0, 400)]), {})
    assert anywhere[0].stop == 120


def _names(edit: EditPlan) -> list[str]:
    return [chunk.name for chunk in chunks(edit, {}, _TOOLS)]


def test_a_changed_line_changes_the_chunks_that_show_it_and_no_other() -> None:
    """A fixed typo costs one chunk."""
    before = plan([(0, 900)], cues=[(30, 80, "one"), (400, 440, "two"), (700, 760, "three")])
    cues = list(before.cues)
    cues[1] = replace(cues[1], lines=("too",))
    changed = [
        a != b for a, b in zip(_names(before), _names(before.with_cues(tuple(cues))), strict=True)
    ]
    touched = [
        bool(len(chunk.frames.intersection(cues[1].frames))) for chunk in chunks(before, {}, _TOOLS)
    ]
    assert changed == touched
    assert sum(changed) == 1


def test_words_and_the_cart_link_are_not_drawn_and_change_no_name() -> None:
    """What does not show renders nothing."""
    before = plan([(0, 300)], card=(30, 200))
    product = replace(PRODUCT, cart_url="https://shop.example/other")
    after = replace(before, cards=(replace(before.cards[0], product=product),))
    assert _names(before) == _names(after)


def test_a_card_that_stays_shares_the_name_of_its_moments() -> None:
    """A card that came earlier changes nothing once both have come in."""
    late, early = plan([(0, 900)], card=(30, 800)), plan([(0, 900)], card=(40, 800))
    different = [a != b for a, b in zip(_names(late), _names(early), strict=True)]
    assert different[0]
    assert not any(different[1:])
    assert all(
        card.entered <= ENTRANCE_FRAMES
        for chunk in chunks(late, {}, _TOOLS)
        for card in chunk.content.cards
    )


def test_a_restored_cut_leaves_the_names_behind_it_alone() -> None:
    """Chunks after the next cut of the edit show the same frames under the same names."""
    cut = plan([(0, 200), (300, 500), (600, 800), (900, 1100)])
    restored = plan([(0, 300), (300, 500), (600, 800), (900, 1100)])
    assert _names(cut)[-4:] == _names(restored)[-4:]


def test_another_encoder_or_font_changes_every_name() -> None:
    """Streams of two encoders are never joined."""
    whole = plan([(0, 300)])
    for tools in (Tools("other", "fonts"), Tools("encoder", "other")):
        assert not {c.name for c in chunks(whole, {}, tools)} & set(_names(whole))
