"""What pages tell, on real databases."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event as listening
from sqlalchemy import select

from tests.insights.counted import NOW
from tests.insights.telling import batch, counted, event, opened
from tests.stations import Village, settle
from vidcommerce.db import Database, new_id, open_database
from vidcommerce.insights import pages
from vidcommerce.insights.batches import EventsUnreadable, read_batch
from vidcommerce.insights.intake import OLDEST, Arrived, Intake
from vidcommerce.insights.tables import CartClickRow, DayCountRow, EventRow
from vidcommerce.migrations import migrate
from vidcommerce.publishing.tables import PublicationRow, PublishedLinkRow
from vidcommerce.service import Service


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def databases(request: pytest.FixtureRequest, service: Service) -> Iterator[Service]:
    """An empty service on SQLite, then one whose rows are in PostgreSQL."""
    if request.param == "sqlite":
        yield service
        return
    database = open_database(request.getfixturevalue("postgres_url"))
    migrate(database)
    yield replace(service, database=database)
    database.engine.dispose()


def _take(service: Service, *bodies: bytes, at: int = NOW) -> int:
    return Intake(service.database).take([Arrived(read_batch(body), at) for body in bodies])


def test_no_plan_is_read_for_versions_that_somebody_made_up(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends them holds up nobody: nothing is kept, and only real versions cost."""
    opened(village)
    read: list[str] = []
    monkeypatch.setattr(pages, "read_json", lambda _, text: read.append(text))
    made_up = [batch(event("view"), version=n) for n in range(2, 52)]
    assert _take(village.service, *made_up) == 0
    assert read == []


def test_told_twice_it_counts_once(databases: Service) -> None:
    """The same batch again, in the same group and in another, adds nothing."""
    opened(settle(databases))
    body = batch(
        event("impression"),
        event("view", 1, 95),
        event("watched", 2, 0, 120),
        event("left", 3, 130),
    )
    assert [_take(databases, body, body), _take(databases, body)] == [4, 0]
    found = counted(databases)
    assert found.days == {"impression": 1, "view": 1}
    assert found.seconds == {**{("watched", second): 1 for second in range(4)}, ("left", 4): 1}
    assert found.events == 4


def test_two_processes_count_once_and_neither_waits_for_ever(databases: Service) -> None:
    """Four takers of the same batches, each in an order of its own, on connections of their own."""
    page = opened(settle(databases))
    batches = [
        Arrived(read_batch(batch(event("view", 0, 90), event("watched", 1, 0, 60))), NOW)
        for _ in range(40)
    ]

    def take(number: int) -> int:
        intake = Intake(databases.database)
        order = batches if number % 2 else batches[::-1]
        return sum(intake.take(order[first : first + 7]) for first in range(0, 40, 7))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(4))) == 80
    found = counted(databases)
    assert (found.days, found.events) == ({"view": 40}, 80)
    assert found.seconds == {("watched", 0): 40, ("watched", 1): 40}
    with databases.database.reading() as work:
        assert {row.publication_id for row in work.scalars(select(DayCountRow))} == {page}


_TOLD = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.sampled_from(["view", "cart", "watched", "left", "back", "tapped"]),
        st.integers(0, 3),
        st.integers(-1, 320),
    ),
    max_size=12,
)


@given(groups=st.lists(_TOLD, max_size=4))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_telling_counts_what_is_in_the_table(village: Village, groups: list[Any]) -> None:
    """However visits repeat themselves, the counts are those of the rows that there are."""
    slug = new_id()
    page = opened_anew(village, slug)
    for group in groups:
        bodies = [
            batch(event(kind, n, frame), slug=slug, visit=visit + slug[:23], visitor="")
            for visit, kind, n, frame in group
        ]
        _take(village.service, *bodies)
    with village.service.database.reading() as work:
        rows = work.scalars(select(EventRow).where(EventRow.publication_id == page)).all()
        days = work.scalars(select(DayCountRow).where(DayCountRow.publication_id == page))
        found = {row.kind: row.count for row in days}
    assert found == Counter(row.kind for row in rows if row.kind in {"view", "cart"})
    assert all(many <= 2 for many in found.values())


def opened_anew(village: Village, slug: str) -> str:
    """Have the one page that a clip can have be another's."""
    other = settle(village.service, village.station_id)
    return opened(other, slug)


def test_older_versions_and_pages_that_are_not(village: Village) -> None:
    """A version of which the link was kept counts; a page that never was leaves nothing."""
    page = opened(village)
    with village.service.database.writing() as work:
        row = work.get_one(PublicationRow, page)
        work.add(
            PublishedLinkRow(publication_id=page, version=1, plan_id=row.plan_id, cart_url="", at=1)
        )
        row.version = 2
    told = [batch(event("view", 0, 90), version=version) for version in (1, 2, 3)]
    assert _take(village.service, *told, batch(event("view"), slug="no-such-page")) == 2
    assert counted(village.service).days == {"view": 2}


def test_our_clock_counts_and_what_is_too_old_does_not(village: Village) -> None:
    """The browser says only how long ago; beyond a week its events may be deleted already."""
    opened(village)
    told = [event("view", 0, 90, ago=OLDEST), event("cart", 1, 90, ago=OLDEST + 1)]
    assert _take(village.service, batch(*told)) == 1
    with village.service.database.reading() as work:
        (row,) = work.scalars(select(EventRow))
    assert (row.kind, row.at, row.frame) == ("view", NOW - OLDEST, 90)


def test_the_last_way_to_the_shop_stays_the_last(village: Village) -> None:
    """An earlier tap that is told later does not move it back."""
    page = opened(village)
    visitor = "a" * 24
    for ago in (50, 10, 30):
        _take(village.service, batch(event("tapped", 0, 90, ago=ago), visitor=visitor))
    with village.service.database.reading() as work:
        (row,) = work.scalars(select(CartClickRow))
    assert (row.visitor, row.publication_id, row.at) == (visitor, page, NOW - 10)


def test_half_a_group_is_never_kept(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where counting fails, the events are not there either: told again, all count."""
    opened(village)
    body = batch(event("view", 0, 90))
    with monkeypatch.context() as broken:
        broken.setattr("vidcommerce.insights.intake.count", lambda _new: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            _take(village.service, body)
    assert counted(village.service).events == 0
    assert _take(village.service, body) == 1


def test_columns_name_nobody() -> None:
    """What is kept of an event: no address, no browser's name, no more than is written here."""
    assert set(EventRow.__table__.columns.keys()) == {
        "visit", "number", "publication_id", "version", "kind", "frame", "visitor", "at",
    }  # fmt: skip


_WRONG = [
    {"visit": "x" * 24},
    {"visit": "a" * 23},
    {"visitor": "A" * 24},
    {"slug": "../x"},
    {"slug": ""},
    {"version": 0},
    {"version": "1"},
    {"version": 1 << 31},
    {"unknown": 1},
    {"events": [event("view")] * 51},
    {"events": [{"n": 0, "kind": "order"}]},
    {"events": [{"n": 0, "kind": "view", "at": 5}]},
    {"events": [event("view", n=5000)]},
    {"events": [event("view", frame=1 << 24)]},
    {"events": [event("view", ago=-1)]},
    {"events": "view"},
]


@pytest.mark.parametrize("wrong", _WRONG, ids=str)
def test_what_no_page_of_ours_tells_is_refused(wrong: dict[str, Any]) -> None:
    """Names, numbers and lengths have limits, so that nothing else gets into a row."""
    body = json.dumps({**json.loads(batch(event("view"))), **wrong}).encode()
    with pytest.raises(EventsUnreadable):
        read_batch(body)


@given(st.binary(max_size=200))
def test_noise_is_refused(body: bytes) -> None:
    """Whatever comes, there is one error."""
    with pytest.raises(EventsUnreadable):
        read_batch(body)


def test_the_database_is_not_asked_twice_for_a_version(village: Village) -> None:
    """A version's rate and length never change: the second batch reads no plan."""
    opened(village)
    intake = Intake(village.service.database)
    intake.take([Arrived(read_batch(batch(event("view"))), NOW)])
    asked = _statements(village.service.database)
    assert intake.take([Arrived(read_batch(batch(event("view"))), NOW)]) == 1
    assert asked
    assert not [statement for statement in asked if "plans" in statement]


def _statements(database: Database) -> list[str]:
    """Return a list that fills with what the database is asked from now on."""
    asked: list[str] = []
    listening.listen(
        database.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: asked.append(statement),
    )
    return asked
