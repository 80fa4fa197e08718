"""Which packets are decoded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.analysis.stretches import packets_needed, stands_out, surprises


def test_without_reordering_the_first_packets_are_enough() -> None:
    """Packets stored as they are shown: four frames need four packets."""
    assert packets_needed(range(0, 1000, 33), 4) == 4


def test_reordered_packets_are_all_decoded() -> None:
    """Stored I P B b b: the first four frames shown need all five packets."""
    assert packets_needed((0, 133, 67, 33, 100, 267), 4) == 5


def test_frames_before_the_keyframe_do_not_count() -> None:
    """Pictures that lead an open group need the group before; four frames are those after."""
    assert packets_needed((600, 533, 567, 733, 667, 633, 700), 4) == 7


def test_what_an_edit_list_hides_is_decoded_and_not_counted() -> None:
    """A stretch that begins half a second before the clip: its first four frames from 0 on."""
    times = tuple(range(-495, 500, 33))
    assert times[packets_needed(times, 4) - 1] == 99


@given(st.lists(st.integers(-500, 2000), min_size=1, unique=True), st.integers(1, 6))
def test_enough_is_decoded_and_no_packet_more(times: list[int], count: int) -> None:
    """The first frames shown from the keyframe and from 0 on are among the packets."""
    needed = packets_needed(times, count)
    shown = sorted(time for time in times if time >= max(0, times[0]))[:count]
    assert set(shown) <= set(times[:needed])
    assert times[needed - 1] in shown or not shown


def test_early_keyframes_surprise() -> None:
    """One keyframe a second, and two that a cut brought forward."""
    assert surprises((0, 1000, 2000, 2400, 3400, 4400, 4700, 5700, 6700, 7700, 8700)) == (
        2400,
        4700,
    )


def test_an_irregular_encoder_says_nothing_by_it() -> None:
    """Where a third of the keyframes come early, none of them surprises."""
    assert surprises((0, 1000, 1300, 2300, 2700, 3700, 4700)) == ()
    assert surprises((0,)) == ()


def test_a_cut_between_keyframes_stands_out() -> None:
    """One packet nearly as large as the keyframe among small ones; two of them as well."""
    assert stands_out([10] * 12 + [60] + [12] * 16, 100)
    assert stands_out([10] * 12 + [60] + [12] * 8 + [55] + [12] * 8, 100)


def test_motion_and_b_frames_do_not_stand_out() -> None:
    """Packets that grow with a pan, and B-frames between larger P-frames."""
    assert not stands_out([10 + n for n in range(29)], 100)
    assert not stands_out([40, 8, 8, 8] * 7, 100)
    assert not stands_out([1] * 28 + [9], 100)
    assert not stands_out([], 100)
