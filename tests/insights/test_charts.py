"""The geometry of charts."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.insights.charts import (
    HEIGHT,
    WIDTH,
    bars,
    binned,
    ceiling,
    curve,
    meter,
    stripes,
)

_VALUES = st.lists(st.integers(0, 10**7), max_size=400)


@given(st.integers(0, 10**12))
def test_the_top_of_a_chart_is_round_and_not_much_too_high(highest: int) -> None:
    """1, 2 or 5 and zeros: at least the highest, and under two and a half times of it."""
    top = ceiling(highest)
    assert top >= max(1, highest)
    assert top <= max(1, highest * 5 // 2)
    assert str(top).rstrip("0") in {"1", "2", "5"}


@given(_VALUES, st.integers(1, 200))
def test_values_put_together_are_all_there_once(values: list[int], most: int) -> None:
    """In their order, no more than can be shown."""
    bins = binned(values, most)
    assert len(bins) <= most
    assert [n for first, last, _ in bins for n in range(first, last + 1)] == list(
        range(len(values))
    )
    assert sum(value for *_, value in bins) == sum(values)


@given(_VALUES)
def test_bars_stay_inside_and_apart(values: list[int]) -> None:
    """None leaves the canvas or touches the next; what is not nothing is seen."""
    made = bars(values, ceiling(max((value for *_, value in binned(values)), default=0)))
    assert all(b.left >= 0 and b.left + b.width <= WIDTH and b.width > 0 for b in made)
    assert all(b.top + b.height == HEIGHT and b.top >= 0 for b in made)
    assert all((b.height >= 2) == (b.value > 0) for b in made)
    assert all(a.left + a.width < b.left for a, b in itertools.pairwise(made))


def test_higher_is_more() -> None:
    """A bar of half the number has half the height; so has the curve."""
    half, full = bars([50, 100], 100)
    assert (half.height, full.height) == (HEIGHT // 2, HEIGHT)
    assert curve([100, 50], 100, 10) == "0,10 0,0 500,0 500,5 1000,5 1000,10"
    assert curve([], 1) == ""


def test_where_the_card_is() -> None:
    """Ranges keep their place on the line; what lies past its end is cut off."""
    assert stripes([(1, 3), (9, 20), (30, 40)], 10) == [(100, 200), (900, 100)]
    assert stripes([(0, 1)], 0) == []
    assert (meter(5, 10), meter(50, 10), meter(0, 0), meter(1, 10**6)) == (500, WIDTH, 0, 4)
