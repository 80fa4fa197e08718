"""Funnels: what is added up, and what is said for each thousand views."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.insights.days import Days
from vidcommerce.insights.funnels import (
    COUNTED,
    Funnel,
    by_week,
    every_day,
    timeline,
    together,
)
from vidcommerce.insights.kinds import DEFINITIONS, NAMES, Kind

_FUNNELS = st.builds(
    Funnel, st.dictionaries(st.sampled_from(COUNTED), st.integers(0, 10**9), max_size=6)
)


def test_every_number_has_a_name_and_a_definition() -> None:
    """None is shown without what it means."""
    assert set(NAMES) == set(DEFINITIONS) == set(Kind)


def test_shares_are_of_the_views() -> None:
    """Whatever the step before; without a view there is none."""
    funnel = Funnel({Kind.VIEW: 200, Kind.CARD: 5, Kind.CART: 30, Kind.ORDER: 1})
    assert [funnel.share(kind) for kind in (Kind.CARD, Kind.CART, Kind.ORDER)] == [25, 150, 5]
    assert Funnel({Kind.CARD: 1}).share(Kind.CARD) is None


@given(st.lists(_FUNNELS))
def test_nothing_is_lost_when_funnels_are_added(funnels: list[Funnel]) -> None:
    """The whole is the sum of its parts, for each kind."""
    whole = together(funnels)
    assert all(whole[kind] == sum(one[kind] for one in funnels) for kind in COUNTED)


@given(st.dictionaries(st.integers(20_000, 20_060), _FUNNELS), st.integers(0, 60))
def test_weeks_have_what_their_days_have(found: dict[int, Funnel], length: int) -> None:
    """No day is in two weeks or in none; the last week comes first."""
    days = Days(20_000, 20_000 + length)
    weeks = by_week(found, days)
    daily = together(funnel for _, funnel in every_day(found, days))
    weekly = together(funnel for _, funnel in weeks)
    assert all(weekly[kind] == daily[kind] for kind in COUNTED)
    assert [week for week, _ in weeks] == sorted({week for week, _ in weeks}, reverse=True)


def test_a_timeline_has_a_number_for_every_second() -> None:
    """As long as the video, and longer where something was counted past its end.

    None is below nothing: a visit's going on may be told before its leaving.
    """
    found = {Kind.WATCHED: {0: 5, 2: 3}, Kind.LEFT: {1: -1}, Kind.TAPPED: {4: 1}}
    made = timeline(found, 2, 3)
    assert (made.watched, made.left, made.tapped) == ((5, 0, 3, 0, 0), (0,) * 5, (0, 0, 0, 0, 1))
    assert not made.is_empty
    assert timeline({}, 1, 3).is_empty
    assert timeline({}, 1, 3).seconds == 3
