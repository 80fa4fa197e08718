"""Days and weeks of the counts."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.insights.days import Days, date_of, day_of, lately, start_of, week_of

_MOMENTS = st.integers(0, 4_000_000_000_000)


@given(_MOMENTS)
def test_a_day_is_the_one_on_the_clock_of_the_service(at: int) -> None:
    """As the machine's time zone has it, and it begins at or before each of its moments."""
    day = day_of(at)
    assert date_of(day) == datetime.fromtimestamp(at / 1000).astimezone().date()
    assert start_of(day) <= at < start_of(day + 1)


@given(st.integers(0, 60_000))
def test_a_week_begins_on_a_monday(day: int) -> None:
    """The last one at or before the day, as ISO 8601 has it."""
    week = week_of(day)
    assert date_of(week).weekday() == 0
    assert 0 <= day - week < 7
    assert date_of(week).isocalendar()[:2] == date_of(day).isocalendar()[:2]


def test_the_last_days_end_today() -> None:
    """Seven days are today and the six before it."""
    now = int(datetime(2026, 11, 21, 12).astimezone().timestamp()) * 1000
    days = lately(now, 7)
    assert [date_of(day) for day in (days.first, days.last)] == [
        date(2026, 11, 15),
        date(2026, 11, 21),
    ]
    assert len(list(days)) == 7
    assert list(Days(3, 5)) == [3, 4, 5]
