"""Time: exact integers on rational rates."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.media.time import AUDIO_RATE, FrameRange, FrameRate, Span

RATES = st.builds(FrameRate, st.integers(1, 240_000), st.integers(1, 1001))
FRAMES = st.integers(0, 1_000_000)
RANGES = st.tuples(FRAMES, FRAMES).map(lambda pair: FrameRange(min(pair), max(pair)))
SPANS = st.tuples(FRAMES, FRAMES).map(lambda pair: Span(min(pair), max(pair)))


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 1), (30, 0), (-30, 1), (30, -1)])
def test_what_is_no_rate_is_refused(numerator: int, denominator: int) -> None:
    """A rate is a ratio of positive integers."""
    with pytest.raises(ValueError, match="not a frame rate"):
        FrameRate(numerator, denominator)


@given(RATES, FRAMES)
def test_seconds_are_exact(rate: FrameRate, frames: int) -> None:
    """Frames and seconds turn into each other without loss."""
    assert rate.seconds(frames) * Fraction(rate.numerator, rate.denominator) == frames


@given(st.sampled_from((24, 25, 30, 50, 60)), FRAMES)
def test_milliseconds_find_their_frame_again(rate: int, frame: int) -> None:
    """Rounding to milliseconds never moves a time to another frame at the rates that are used."""
    frames = FrameRate(rate, 1)
    assert frames.frame_at(frames.milliseconds(frame)) == frame


@given(st.sampled_from((24, 25, 30)), FRAMES)
def test_a_frame_lasts_whole_samples(rate: int, frame: int) -> None:
    """At the canvas's rates sound and picture meet at every frame, so they can't drift apart."""
    assert FrameRate(rate, 1).samples(frame) == frame * (AUDIO_RATE // rate)


def test_a_rate_is_written_as_ffmpeg_reads_it() -> None:
    """NTSC's rate keeps its ratio."""
    assert str(FrameRate(30_000, 1001)) == "30000/1001"


@pytest.mark.parametrize(("start", "stop"), [(2, 1), (-1, 1)])
def test_what_runs_backwards_is_refused(start: int, stop: int) -> None:
    """Neither ranges nor spans run backwards or begin before 0."""
    with pytest.raises(ValueError, match="not a range of frames"):
        FrameRange(start, stop)
    with pytest.raises(ValueError, match="not a span of milliseconds"):
        Span(start, stop)


@given(RANGES, RANGES, FRAMES)
def test_an_intersection_holds_exactly_what_both_hold(
    one: FrameRange, other: FrameRange, frame: int
) -> None:
    """A frame is in the intersection when it is in both ranges, and only then."""
    for probe in (frame, one.start, one.stop, other.start, other.stop):
        assert (probe in one.intersection(other)) == (probe in one and probe in other)


@given(RANGES, RANGES)
def test_an_intersection_does_not_ask_who_is_first(one: FrameRange, other: FrameRange) -> None:
    """Both orders share the same number of frames."""
    assert len(one.intersection(other)) == len(other.intersection(one))


@given(RANGES, FRAMES)
def test_shifting_keeps_the_length(frames: FrameRange, by: int) -> None:
    """A range that is moved and moved back is the same."""
    assert len(frames.shifted(by)) == len(frames)
    assert frames.shifted(by).shifted(-by) == frames


@given(SPANS, SPANS)
def test_spans_share_what_their_ranges_share(one: Span, other: Span) -> None:
    """The overlap of spans is the length of the intersection, from either side."""
    both = FrameRange(one.start, one.stop).intersection(FrameRange(other.start, other.stop))
    assert one.overlap(other) == other.overlap(one) == len(both)
