"""Where a village lies, as people type it."""

from __future__ import annotations

import pytest

from vidcommerce.accounts.stations import StationWrong, place_of


@pytest.mark.parametrize(
    "typed", ["25.8312, 114.9335", "25.83 114.93", "２５．８３，１１４．９３", "+25.831°, 114.929°"]
)
def test_a_place_is_kept_to_about_a_kilometre(typed: str) -> None:
    """However maps and keyboards write it."""
    assert place_of(typed) == (25_830_000, 114_930_000)


def test_south_and_west_are_negative_and_nothing_is_no_place() -> None:
    """An empty field takes the place away."""
    assert place_of("-33.87, -70.5") == (-33_870_000, -70_500_000)
    assert place_of("  ") == (None, None)


@pytest.mark.parametrize(
    "typed", ["Ganzhou", "91, 10", "10, 181", "25.83", "1e3, 4", "25,83 114,93 7"]
)
def test_what_is_no_place_is_refused(typed: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(StationWrong):
        place_of(typed)
