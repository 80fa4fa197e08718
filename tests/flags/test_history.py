"""How the integrity record is counted: what weighs, and what heals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stations import NOW
from vidcommerce.flags.history import (
    HALF,
    WEIGHTS,
    Counts,
    Found,
    Matter,
    Standing,
    burden,
    record,
    standing,
)

MATTERS = st.lists(
    st.builds(Found, st.sampled_from(Matter), st.integers(NOW - 4 * HALF, NOW)), max_size=6
)
CLEAN = st.lists(st.integers(NOW - 4 * HALF, NOW), max_size=6)


def test_the_documented_examples() -> None:
    """What docs/integrity-record.md works out by hand."""
    refused = Found(Matter.REFUSED, NOW)
    assert burden([refused], [], NOW) == 4
    assert burden([refused], [], NOW + HALF) == 2
    assert burden([refused], [NOW + 1] * 10, NOW) == pytest.approx(1.3947, abs=0.0001)
    assert burden([Found(Matter.REPORT, NOW)], [NOW + 1] * 7, NOW) < 1


@given(
    found=MATTERS, clean=CLEAN, at=st.integers(NOW - 4 * HALF, NOW), more=st.sampled_from(Matter)
)
def test_wrong_weighs_and_right_heals(
    found: list[Found], clean: list[int], at: int, more: Matter
) -> None:
    """Another matter never makes it better; another clean video, or time, never makes it worse."""
    before = burden(found, clean, NOW)
    assert burden([*found, Found(more, at)], clean, NOW) > before
    assert burden(found, [*clean, at], NOW) <= before
    assert burden(found, clean, NOW + HALF) == pytest.approx(before / 2)


@given(found=MATTERS)
def test_videos_before_it_heal_nothing(found: list[Found]) -> None:
    """Only good conduct afterwards counts."""
    assert burden(found, [NOW - 5 * HALF] * 9, NOW) == burden(found, [], NOW)


def test_what_a_burden_comes_to() -> None:
    """Nothing is good; a single question asks to look; a refusal is poor."""
    assert standing(0) is Standing.GOOD
    assert standing(WEIGHTS[Matter.QUESTION]) is Standing.MIXED
    assert standing(WEIGHTS[Matter.REFUSED]) is Standing.POOR


def test_a_stations_record_is_the_mean_of_its_farmers() -> None:
    """One bad farmer among many is not the station's whole record."""
    assert record(Counts(), [4, 0, 0, 0]).burden == 1000
    assert record(Counts(), [4]).standing is Standing.POOR
    assert record(Counts(), []).standing is Standing.GOOD
