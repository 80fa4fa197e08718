"""Rates, lengths and keyframes from packet times."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.media.clip import RateMode
from vidcommerce.media.probe_timing import Packets, end, keyframes, rate
from vidcommerce.media.time import FrameRate

pytestmark = pytest.mark.slow

_MS = Fraction(1, 1000)


def _packets(times: list[int], base: Fraction = _MS, last: int = 33) -> Packets:
    packets = Packets(base)
    for time in times:
        packets.add(time, last, key=time == times[0], hidden=False)
    return packets


_RATES = st.sampled_from([
    FrameRate(10, 1), FrameRate(24_000, 1001), FrameRate(24, 1), FrameRate(25, 1),
    FrameRate(30_000, 1001), FrameRate(30, 1), FrameRate(50, 1), FrameRate(60, 1),
])  # fmt: skip


@given(_RATES, st.integers(300, 3000), st.integers(0, 10_000))
def test_a_rate_survives_rounding_to_milliseconds(rate_: FrameRate, count: int, start: int) -> None:
    """Times in whole milliseconds, as Matroska has them, give back the exact rate."""
    times = [start + rate_.milliseconds(frame) for frame in range(count)]
    assert rate(_packets(times), None) == (rate_, RateMode.CONSTANT)


@given(_RATES, st.integers(30, 300), st.data())
def test_one_dropped_frame_makes_a_rate_variable(
    rate_: FrameRate, count: int, data: st.DataObject
) -> None:
    """Where one frame is missing, the frames lie on no grid of one step any more."""
    times = [rate_.milliseconds(frame) for frame in range(count)]
    del times[data.draw(st.integers(count // 3, 2 * count // 3))]
    assert rate(_packets(times), None)[1] is RateMode.VARIABLE


@given(_RATES, st.lists(st.floats(-0.2, 0.2), min_size=300, max_size=400))
def test_jitter_of_a_fifth_of_a_frame_is_still_constant(
    rate_: FrameRate, jitter: list[float]
) -> None:
    """Phones deliver frames a little early or late; on a grid they stay."""
    step = 90_000 * rate_.denominator / rate_.numerator
    times = [round((frame + off) * step) + 90_000 for frame, off in enumerate(jitter)]
    assert rate(_packets(times, Fraction(1, 90_000)), None)[1] is RateMode.CONSTANT


def test_an_unusual_rate_is_measured() -> None:
    """29.833 frames a second, as some converters write, is no camera's rate and is kept exact."""
    times = [384 * frame for frame in range(1189)]
    assert rate(_packets(times, Fraction(1, 11_456)), None) == (
        FrameRate(179, 6),
        RateMode.CONSTANT,
    )


def test_a_single_frame_takes_the_guess() -> None:
    """One frame has no rate of its own."""
    assert rate(_packets([0]), Fraction(24)) == (FrameRate(24, 1), RateMode.CONSTANT)
    assert rate(_packets([7, 7]), None) == (FrameRate(1, 1), RateMode.CONSTANT)


@given(st.permutations(range(12)))
def test_order_of_storage_does_not_matter(order: list[int]) -> None:
    """B-frames are stored out of order; rate and end are those of the order they are shown in."""
    packets = _packets([40 * place for place in order], last=40)
    assert rate(packets, None)[0] == FrameRate(25, 1)
    assert end(packets) == Fraction(480, 1000)


def test_a_forged_last_duration_makes_no_clip_longer() -> None:
    """A last frame that claims 40 hours is shown as long as the longest before it."""
    packets = _packets([0, 40, 80, 180], last=40 * 3_600_000)
    assert end(packets) == Fraction(280, 1000)


def test_a_missing_last_duration_is_the_usual_one() -> None:
    """Where the last packet has no duration, its frame is shown as long as most are."""
    assert end(_packets([0, 40, 80, 180, 220], last=0)) == Fraction(260, 1000)


def test_a_lone_frame_lasts_a_second_at_most() -> None:
    """There is no other frame to measure it by."""
    assert end(_packets([0], last=600_000)) == 1


def test_keyframes_are_rounded_up() -> None:
    """A seek to a told millisecond is never a fraction before the keyframe."""
    packets = Packets(Fraction(1, 90_000))
    for time in (3003, 93_093):
        packets.add(time, 3003, key=True, hidden=False)
    assert keyframes(packets, Fraction(0)) == (34, 1035)
    assert keyframes(packets, Fraction(3003, 90_000)) == (0, 1001)


def test_a_hidden_keyframe_stands_at_the_start() -> None:
    """Frames that begin after a cut are decoded from a keyframe that is not shown."""
    packets = Packets(_MS)
    packets.add(-500, 40, key=True, hidden=True)
    packets.add(0, 40, key=False, hidden=False)
    packets.add(500, 40, key=True, hidden=False)
    packets.add(900, 40, key=True, hidden=True)
    assert keyframes(packets, Fraction(0)) == (0, 500)
