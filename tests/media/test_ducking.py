"""How music steps back, as an expression over time."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.media.soundtrack import ducking
from vidcommerce.media.time import FrameRange, FrameRate

pytestmark = pytest.mark.slow

_RATE = FrameRate(30, 1)


def _gain(expression: str, seconds: float) -> float:
    """Return the gain in decibels at a time."""
    names = {
        "pow": pow,
        "min": min,
        "clip": lambda x, low, high: max(low, min(high, x)),
        "t": seconds,
    }
    return 20 * math.log10(eval(expression, {"__builtins__": {}}, names))  # noqa: S307 - our own


@st.composite
def _speech(draw: st.DrawFn) -> list[FrameRange]:
    ranges, at = [], 0
    for _ in range(draw(st.integers(1, 8))):
        at += draw(st.integers(0, 100))
        stop = at + draw(st.integers(1, 200))
        ranges.append(FrameRange(at, stop))
        at = stop
    return ranges


@given(_speech(), st.integers(1000, 2400))
def test_music_is_fully_ducked_in_all_of_the_speech(speech: list[FrameRange], duck: int) -> None:
    """From its first frame to its last, and never more than was asked or louder than before."""
    expression = ducking(speech, _RATE, duck)
    for frames in speech:
        for frame in (frames.start, (frames.start + frames.stop) / 2, frames.stop):
            assert abs(_gain(expression, frame / 30) + duck / 100) < 0.01
    for tenth in range(300):
        assert -duck / 100 - 0.01 <= _gain(expression, tenth / 10) <= 0.01


def test_music_comes_back_between_far_words_and_stays_down_between_near_ones() -> None:
    """A breath does not make the music pump."""
    expression = ducking([FrameRange(0, 30), FrameRange(45, 60), FrameRange(150, 180)], _RATE, 1200)
    assert abs(_gain(expression, 1.25) + 12) < 0.01
    assert _gain(expression, 3.5) == 0
