"""From events to counts."""

from __future__ import annotations

from collections import Counter
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.insights.counting import Counts, Happened, Shown, Told, count, number_of
from vidcommerce.insights.days import day_of
from vidcommerce.insights.kinds import Kind

_NOW = 1_780_000_000_000
_PAGE = Shown("p" * 32, 30_000, 1001, 300)
"""Ten seconds and a hundredth at 29.97 frames a second."""


def _one(
    told: Told, frame: int = -1, until: int = -1, visitor: str = "v", at: int = _NOW
) -> Happened:
    return Happened("visit", 0, _PAGE, 1, told, frame, until, visitor, at)


K = TypeVar("K")

_HAPPENED = st.builds(
    _one,
    st.sampled_from(Told),
    st.integers(-1, 400),
    st.integers(-1, 400),
    st.sampled_from(["", "v", "w"]),
    st.integers(_NOW, _NOW + 3 * 24 * 3600_000),
)


def _together(one: Counts, other: Counts) -> Counts:
    clicks = dict(one.clicks)
    for key, at in other.clicks.items():
        clicks[key] = max(at, clicks.get(key, at))
    return Counts(_sum(one.days, other.days), _sum(one.seconds, other.seconds), clicks)


def _sum(one: Counter[K], other: Counter[K]) -> Counter[K]:
    summed = Counter(one)
    summed.update(other)
    return summed


@given(st.lists(_HAPPENED), st.data())
def test_how_events_are_grouped_changes_nothing(
    happened: list[Happened], data: st.DataObject
) -> None:
    """Counts of two groups, in any order, add up to the counts of all events together."""
    mixed = data.draw(st.permutations(happened))
    cut = data.draw(st.integers(0, len(mixed)))
    assert _together(count(mixed[:cut]), count(mixed[cut:])) == count(happened)


@given(_HAPPENED)
def test_no_second_lies_outside_of_the_video(one: Happened) -> None:
    """Whatever a page tells, only seconds that the video has are counted."""
    assert all(0 <= second < 10 for _, _, _, second in count([one]).seconds)


@pytest.mark.parametrize(
    ("frame", "until", "seconds"),
    [
        (0, 30, [0]),  # frame 29 is the last that begins in second 0
        (30, 90, [1, 2]),
        (0, 300, list(range(10))),
        (45, 10, [1]),  # an end before the start is no stretch
        (-1, 30, []),
        (5000, 9000, [9]),
    ],
)
def test_a_stretch_that_was_watched_counts_each_of_its_seconds(
    frame: int, until: int, seconds: list[int]
) -> None:
    """Seconds are those of the video's own rate; a second begins with its first whole frame."""
    found = count([_one(Told.WATCHED, frame, until)]).seconds
    assert found == Counter({(_PAGE.publication_id, 1, Kind.WATCHED, s): 1 for s in seconds})


def test_coming_back_takes_leaving_back() -> None:
    """Left, back, left elsewhere: the visit ended once, at the last place."""
    events = [_one(Told.LEFT, 60), _one(Told.BACK, 60), _one(Told.LEFT, 200)]
    assert +count(events).seconds == Counter({(_PAGE.publication_id, 1, Kind.LEFT, 6): 1})


def test_the_last_way_to_the_shop_is_kept_for_each_browser() -> None:
    """Of a browser that asked not to be followed there is none."""
    events = [
        _one(Told.CART, visitor="v", at=_NOW + 5),
        _one(Told.TAPPED, visitor="v", at=_NOW + 9),
        _one(Told.TAPPED, visitor="v", at=_NOW + 7),
        _one(Told.CARD, visitor="w", at=_NOW + 50),
        _one(Told.CART, visitor="", at=_NOW + 99),
    ]
    assert count(events).clicks == {("v", _PAGE.publication_id): _NOW + 9}


def test_what_counts_once_a_visit_has_one_number() -> None:
    """Kinds that count once have a number of their own, whatever the page says; others never."""
    once = {number_of(told, n) for n in (0, 7) for told in list(Told)[:5]}
    more = {number_of(told, n) for n in (0, 7) for told in list(Told)[5:]}
    assert (len(once), len(more), once & more) == (5, 2, set())


@given(st.integers(0, 1 << 42))
def test_days_are_those_of_the_service(at: int) -> None:
    """A remembered quarter of an hour has the day of each moment in it."""
    days = count([_one(Told.VIEW, at=at)]).days
    assert days == Counter({(_PAGE.publication_id, day_of(at), Kind.VIEW): 1})
