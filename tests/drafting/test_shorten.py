"""Shortening: what is best stays, whole and in order, and the limit holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import analyses, analysis, clip_facts, look, spoken
from vidcommerce.analysis.facts import ClipAnalysis, Look, Region
from vidcommerce.drafting.cuts import marks
from vidcommerce.drafting.marks import CutReason, Marks, kept, left_out
from vidcommerce.drafting.shorten import parted, shortened
from vidcommerce.drafting.takes import Take, covering, voiced
from vidcommerce.media.time import FrameRange, FrameRate, Span

pytestmark = pytest.mark.slow

RATE = FrameRate(25, 1)
NAMES = ("orange",)


def _take(facts: ClipAnalysis) -> Take:
    return Take(clip_facts(duration=facts.duration), facts)


def _shortened(facts: Sequence[ClipAnalysis], seconds: int) -> list[Marks]:
    takes = [_take(one) for one in facts]
    found = [marks(take, RATE) for take in takes]
    return shortened(takes, found, NAMES, RATE, seconds * 25)


def _seconds(one: Marks) -> list[tuple[float, float]]:
    return [(part.start / 25, part.stop / 25) for part in kept(one)]


@settings(max_examples=60, deadline=None)
@given(st.lists(analyses(), min_size=1, max_size=3), st.integers(1, 20))
def test_the_limit_holds_and_nothing_comes_back(facts: list[ClipAnalysis], seconds: int) -> None:
    """No more is kept than allowed, something is, and what was cut stays cut."""
    before = [marks(_take(one), RATE) for one in facts]
    after = _shortened(facts, seconds)
    total = sum(mark is None for one in after for mark in one)
    assert total <= seconds * 25
    assert total or not any(kept(one) for one in before)
    for old, new in zip(before, after, strict=True):
        assert all(
            now is was or (was is None and now is CutReason.OVER_LENGTH)
            for was, now in zip(old, new, strict=True)
        )


@settings(max_examples=60, deadline=None)
@given(analyses(), st.integers(3, 20))
def test_no_utterance_is_cut_in_two(facts: ClipAnalysis, seconds: int) -> None:
    """A span of speech stays whole or goes whole, unless it alone is longer than the limit."""
    (after,) = _shortened([facts], seconds)
    spans = voiced(facts)
    if any(len(span) > seconds * 1000 - 1000 for span in spans):
        return
    for span in spans:
        frames = covering(span, RATE, len(after))
        shown = [mark is None for mark in after[frames.start : frames.stop]]
        # A frame may show the end of one span and the start of the next.
        assert all(shown[1:-1]) or not any(shown[1:-1])


@settings(max_examples=60, deadline=None)
@given(analyses())
def test_the_pieces_of_a_stretch_are_the_stretch(facts: ClipAnalysis) -> None:
    """Parting loses nothing and keeps the order."""
    take = _take(facts)
    for run in kept(marks(take, RATE)):
        pieces = parted(take, voiced(facts), run, RATE)
        assert (pieces[0].start, pieces[-1].stop) == (run.start, run.stop)
        assert all(a.stop == b.start for a, b in pairwise(pieces))


def test_what_fits_is_left_alone() -> None:
    """A video within the limit loses nothing to it."""
    facts = analysis(duration=9000)
    assert kept(_shortened([facts], 10)[0]) == [FrameRange(0, 225)]


def test_sentences_about_the_product_stay() -> None:
    """Of equally long sentences the ones that name the product are kept, with start and end."""
    texts = [
        "Good day to you all.",
        "It rained for long.",
        "The oranges are sweet.",
        "My dog barks.",
        "Order these oranges now.",
    ]
    words = [word for n, text in enumerate(texts) for word in spoken(text, 3000 * n, 450, 50)]
    speech = [(3000 * n, 3000 * n + 500 * len(text.split()) - 50) for n, text in enumerate(texts)]
    facts = analysis(duration=15_000, words=words, speech=speech)
    (after,) = _shortened([facts], 8)
    starts = [round(start / 3) for start, _ in _seconds(after)]
    assert starts == [0, 2, 4]


def _silent(duration: int, good: Sequence[tuple[int, int]], better: Look) -> ClipAnalysis:
    seen = [
        look(at, sharpness=better.sharpness, faces=better.faces)
        if any(a <= at < b for a, b in good)
        else look(at)
        for at in range(0, duration, 200)
    ]
    return analysis(duration=duration, seen=seen)


def test_the_better_picture_stays() -> None:
    """Without speech the sharpest seconds win."""
    facts = _silent(60_000, [(24_000, 33_000)], look(0, sharpness=1000))
    kept_seconds = _seconds(_shortened([facts], 20)[0])
    assert any(start <= 24 and stop >= 33 for start, stop in kept_seconds)


def test_people_are_what_people_look_at() -> None:
    """Seconds with a face beat seconds without."""
    facts = _silent(60_000, [(24_000, 33_000)], look(0, faces=[Region(400, 200, 200, 200)]))
    kept_seconds = _seconds(_shortened([facts], 20)[0])
    assert any(start <= 24 and stop >= 33 for start, stop in kept_seconds)


def test_few_long_stretches_are_kept_of_an_even_clip() -> None:
    """Where all is equally good there is no jump for nothing."""
    facts = analysis(duration=90_000)
    assert len(left_out(_shortened([facts], 60)[0])) == 1


def test_the_beginning_of_the_story_stays() -> None:
    """Of two clips that are alike the video begins with the start of the first."""
    first, second = _shortened([analysis(duration=30_000), analysis(duration=30_000)], 30)
    assert kept(first)[0].start == 0
    assert kept(second)[-1].stop == 750


def test_a_speech_without_a_pause_is_cut_at_the_limit() -> None:
    """One span longer than the whole video: its start is kept, for nothing shorter holds."""
    facts = analysis(duration=20_000, speech=[(0, 20_000)])
    assert _seconds(_shortened([facts], 5)[0]) == [(0, 5)]


def test_an_hour_is_shortened_in_seconds() -> None:
    """The choice stays quick: a thousand slots, however long the clips are."""
    speech = [(5000 * n, 5000 * n + 4000) for n in range(720)]
    facts = analysis(duration=3_600_000, speech=speech, seen=[look(0)])
    (after,) = _shortened([facts], 60)
    assert 55 * 25 <= sum(len(part) for part in kept(after)) <= 60 * 25
    assert all(_whole(span, after) for span in voiced(facts))


def _whole(span: Span, after: Marks) -> bool:
    frames = covering(span, RATE, len(after))
    shown = {mark is None for mark in after[frames.start : frames.stop]}
    return len(shown) == 1
