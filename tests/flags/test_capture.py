"""Time and place of a clip beside what was declared."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.flags.capture import AFTER, BEFORE, harvest, kilometres, place, village
from vidcommerce.flags.examining import Declared, Village
from vidcommerce.flags.kinds import Kind, Severity

_FIRST, _LAST = date(2026, 11, 1), date(2026, 12, 20)
_DECLARED = Declared(harvest=(_FIRST, _LAST))
_KEY = "com.apple.quicktime.location.ISO6709"
_GANZHOU = Village(25_831_000, 114_933_000)


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _millis(day: date) -> int:
    return round(_at(day).timestamp() * 1000)


@pytest.mark.parametrize(
    ("filmed", "sent", "kinds"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), [Kind.IN_HARVEST]),
        (_FIRST - BEFORE, _FIRST, [Kind.IN_HARVEST]),
        (_LAST + AFTER, _LAST + AFTER, [Kind.IN_HARVEST]),
        (date(2026, 5, 1), date(2026, 11, 20), [Kind.OUTSIDE_HARVEST]),
        (date(2025, 11, 20), date(2026, 11, 20), [Kind.OUTSIDE_HARVEST]),
        (date(2027, 2, 1), date(2027, 2, 1), [Kind.OUTSIDE_HARVEST]),
        (None, date(2026, 11, 20), []),
        (None, date(2027, 6, 1), []),
        (None, date(2026, 9, 1), [Kind.SENT_BEFORE_HARVEST]),
    ],
)
def test_the_day_of_filming_beside_the_harvest(
    filmed: date | None, sent: date, kinds: list[Kind]
) -> None:
    """A week before and a month after still fit; a day that is not known is held against nobody."""
    moment = None if filmed is None else _at(filmed)
    found = list(harvest(moment, _millis(sent), _DECLARED))
    assert [flag.kind for flag in found] == kinds
    assert all((flag.severity is Severity.NOTE) == (flag.kind is Kind.IN_HARVEST) for flag in found)


def test_without_a_declared_harvest_nothing_is_said() -> None:
    """Nor does a day that is far from anything matter then."""
    assert list(harvest(_at(date(2020, 1, 1)), _millis(_FIRST), Declared())) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("+25.8310+114.9330+099.0/", Kind.PLACE_FITS),
        ("+25.6000+114.7000/", Kind.PLACE_FITS),
        ("+2549.86+11455.98/", Kind.PLACE_FITS),
        ("+254951.6+1145558.8/", Kind.PLACE_FITS),
        ("+39.9042+116.4074/", Kind.PLACE_FAR),
        ("-25.8310+114.9330/", Kind.PLACE_FAR),
        ("+00.0000+000.0000/", None),
        ("somewhere nice", None),
        ("+95.0000+114.0000/", None),
    ],
)
def test_a_place_is_near_or_far_or_none(text: str, told: Kind | None) -> None:
    """In degrees, minutes and seconds; a phone without reception and nonsense give no place."""
    found = [flag.kind for flag in village([(_KEY, text)], _GANZHOU)]
    assert found == ([] if told is None else [told])


def test_without_a_village_or_a_place_nothing_is_compared() -> None:
    """A missing signal is neutral."""
    assert list(village([(_KEY, "+25.8+114.9/")], None)) == []
    assert list(village([], _GANZHOU)) == []


@given(st.floats(-89, 89), st.floats(-179, 179))
def test_no_flag_tells_a_place(north: float, east: float) -> None:
    """Whatever the file says, evidence holds one of three distances and nothing else."""
    tag = f"{north:+08.4f}{east:+09.4f}/"
    for flag in village([(_KEY, tag)], _GANZHOU):
        assert set(flag.evidence.values()) <= {50, 200, 1000}
        assert f"{abs(north):.3f}" not in json.dumps(dict(flag.evidence))


@given(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), st.floats(-80, 80))
def test_distances_are_those_of_a_globe(here: tuple[float, float], north: float) -> None:
    """None to itself, the same both ways, 111 km a degree along a meridian."""
    assert kilometres(here, here) < 0.001
    there = (north, 10.0)
    assert abs(kilometres(here, there) - kilometres(there, here)) < 0.001
    assert abs(kilometres((north, 10), (north + 1, 10)) - 111.2) < 0.2


def test_a_place_in_any_other_tag_is_not_taken() -> None:
    """Only tags that are known to hold a place are read as one."""
    assert place([("comment", "+25.8310+114.9330/")]) is None
    assert place([("location-eng", "+25.8310+114.9330/")]) == (25.831, 114.933)


def test_a_week_and_a_month() -> None:
    """The margins are what the docs say."""
    assert (timedelta(days=7), timedelta(days=30)) == (BEFORE, AFTER)
