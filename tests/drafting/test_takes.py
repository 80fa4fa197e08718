"""Takes: the canvas that suits a clip, and milliseconds as frames."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import analysis, clip_facts, spoken
from vidcommerce.drafting.takes import (
    Aspect,
    Take,
    canvas,
    covering,
    joined,
    pause_middle,
    voiced,
)
from vidcommerce.media.time import FrameRange, FrameRate, Span

SPANS = st.tuples(st.integers(0, 9_000), st.integers(0, 9_000)).map(
    lambda pair: Span(min(pair), max(pair))
)


@pytest.mark.parametrize(
    ("recorded", "shown"),
    [
        (FrameRate(30_000, 1001), 30),
        (FrameRate(2997, 100), 30),
        (FrameRate(60, 1), 30),
        (FrameRate(25, 1), 25),
        (FrameRate(50, 1), 25),
        (FrameRate(2497, 100), 25),
        (FrameRate(24, 1), 24),
        (FrameRate(24_000, 1001), 24),
        (FrameRate(2803, 100), 30),
        (FrameRate(10, 1), 30),
        (FrameRate(15, 1), 30),
    ],
)
def test_the_canvas_keeps_the_rate_that_does_not_judder(recorded: FrameRate, shown: int) -> None:
    """Clips of 25 or 50 become 25, of 24 stay 24, and all others become 30."""
    assert canvas(Aspect.PORTRAIT, recorded).rate == FrameRate(shown, 1)


@pytest.mark.parametrize(
    ("aspect", "size"), [("9:16", (1080, 1920)), ("1:1", (1080, 1080)), ("16:9", (1920, 1080))]
)
def test_every_aspect_has_its_size(aspect: str, size: tuple[int, int]) -> None:
    """The short side always has 1080 pixels."""
    shape = canvas(Aspect(aspect), FrameRate(30, 1))
    assert (shape.width, shape.height) == size


@pytest.mark.parametrize(("duration", "frames"), [(1000, 30), (1033, 30), (1034, 31), (10, 1)])
def test_only_whole_frames_count(duration: int, frames: int) -> None:
    """A clip has the frames that fit into its playable length, and one at least."""
    take = Take(clip_facts(duration=duration), analysis(duration=duration))
    assert take.frames(FrameRate(30, 1)) == frames


@given(SPANS, st.sampled_from((24, 25, 30)))
def test_covering_frames_cover(span: Span, rate: int) -> None:
    """The frames show every moment of the span and begin and end less than a frame outside it."""
    frames = covering(span, FrameRate(rate, 1), 10_000)
    assert frames.start * 1000 <= span.start * rate < (frames.start + 1) * 1000
    assert (frames.stop - 1) * 1000 < max(span.stop * rate, 1) <= max(frames.stop * 1000, 1)


def test_covering_stays_in_the_clip() -> None:
    """A span past the end gives what there is of it, or nothing."""
    rate = FrameRate(30, 1)
    assert covering(Span(900, 2000), rate, 30) == FrameRange(27, 30)
    assert covering(Span(1500, 2000), rate, 30) == FrameRange(30, 30)


@given(st.lists(SPANS, max_size=8), st.integers(0, 500))
def test_joined_spans_are_apart_and_lose_nothing(spans: list[Span], gap: int) -> None:
    """Joined spans are in order, farther apart than the gap, and cover all that was given."""
    result = joined(spans, gap)
    assert all(b.start - a.stop > gap for a, b in pairwise(result))
    assert all(any(r.start <= s.start and s.stop <= r.stop for r in result) for s in spans)


def test_words_that_the_speech_model_missed_count_as_speech() -> None:
    """Speech is where the model hears it or a word was recognised, inside the clip."""
    facts = analysis(duration=4000, speech=[(500, 1000)], words=spoken("so good", 900, 400, 100))
    assert voiced(facts) == (Span(500, 1300), Span(1400, 1800))


def test_speech_that_overhangs_the_clip_is_shortened() -> None:
    """A word that the recogniser lets end after the clip ends with it."""
    facts = analysis(duration=1000, words=spoken("hello there", 800, 400, 0))
    assert voiced(facts) == (Span(800, 1000),)


def test_a_pause_is_parted_five_to_three() -> None:
    """More of a pause stays after speech than before it, as with full padding."""
    assert pause_middle(1000, 1320) == 1200
