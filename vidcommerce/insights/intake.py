"""Takes in what pages tell: many batches in one unit of work, events and counts together.

Told twice, an event is one row, and only what became a row is counted; so a page that heard no
answer tells again, and a kill at any moment loses nothing that was answered. Rows are written in
the order of their keys, so that two processes that write the same ones wait and don't deadlock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Table,
    Text,
    bindparam,
    case,
    cast,
    func,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from vidcommerce.db import Base, Database
from vidcommerce.insights.batches import Batch
from vidcommerce.insights.counting import Counts, Happened, Shown, count, number_of
from vidcommerce.insights.pages import Pages
from vidcommerce.insights.tables import CartClickRow, DayCountRow, EventRow, SecondCountRow

OLDEST: Final = 7 * 24 * 3600_000
"""Milliseconds; older events are not taken: their rows may be gone, and they would count twice."""

_Insert: TypeAlias = postgresql.Insert | sqlite.Insert

_EVENTS, _DAYS, _SECONDS, _CLICKS = (
    Base.metadata.tables[row.__tablename__]
    for row in (EventRow, DayCountRow, SecondCountRow, CartClickRow)
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A batch, and when it came (ms since 1970 UTC)."""

    batch: Batch
    at: int


@dataclass(frozen=True)
class Intake:
    """Writes batches into a database. For one thread at a time."""

    database: Database
    _pages: Pages = field(default_factory=Pages)

    def take(self, arrived: Sequence[Arrived]) -> int:
        """Keep the events of these batches, and count those that are new; return how many.

        All are safe on the disk when this returns, and none of them counts if it raises. Of
        pages that there never were nothing is kept. Raises SQLAlchemyError.
        """
        with self.database.writing() as session:
            happened = self._happened(session, arrived)
            new = _kept(session.connection(), happened)
            _count(session.connection(), count(new))
        return len(new)

    def _happened(self, session: Session, arrived: Sequence[Arrived]) -> list[Happened]:
        """Return the events in the order of their keys, each once."""
        versions = {(one.batch.slug, one.batch.version) for one in arrived}
        pages = self._pages.find(session, versions)
        found: dict[tuple[str, int], Happened] = {}
        for one in arrived:
            shown = pages.get((one.batch.slug, one.batch.version))
            for happened in () if shown is None else _events(one, shown):
                found.setdefault(happened[:2], happened)
        return [found[key] for key in sorted(found)]


def _events(arrived: Arrived, shown: Shown) -> Iterator[Happened]:
    """Yield the events of a batch with the time of our clock."""
    batch = arrived.batch
    for event in batch.events:
        if event.ago <= OLDEST:
            yield Happened(
                batch.visit,
                number_of(event.kind, event.n),
                shown,
                batch.version,
                event.kind,
                event.frame,
                event.until,
                batch.visitor,
                arrived.at - event.ago,
            )


def _kept(connection: Connection, happened: list[Happened]) -> list[Happened]:
    """Add rows for events, and return those that had none."""
    if not happened:
        return []
    rows = {"rows": json.dumps([_row(one) for one in happened])}
    if connection.dialect.name == "postgresql":
        added = connection.execute(_adding("postgresql"), rows).all()
        new = {(visit, number) for visit, number in added}
        return [one for one in happened if one[:2] in new]
    # SQLite has one writer, so that what is not there now is new. One row tells of all, because
    # sqlite3 gives the interpreter up for every row that it fetches.
    known = json.loads(connection.scalar(_known(), rows) or "[]")
    connection.execute(_adding("sqlite"), rows)
    old = {(visit, number) for visit, number in known}
    return [one for one in happened if one[:2] not in old]


@cache
def _known() -> Executable:
    """Return the statement that asks SQLite for all keys of these visits, as one JSON list."""
    rows = func.json_each(bindparam("rows", type_=Text)).table_valued("value")
    visits = select(func.json_extract(rows.c.value, "$[0]")).select_from(rows)
    key = func.json_array(_EVENTS.c.visit, _EVENTS.c.number)
    return select(func.json_group_array(key)).where(_EVENTS.c.visit.in_(visits))


def _row(one: Happened) -> tuple[str | int, ...]:
    """Return an event in the order of the table's columns."""
    return (
        one.visit,
        one.number,
        one.shown.publication_id,
        one.version,
        one.told,
        one.frame,
        one.visitor,
        one.at,
    )


def _count(connection: Connection, counts: Counts) -> None:
    """Add to the counts, and move clicks to later moments."""
    for table, rows in (
        (_DAYS, [(*key, many) for key, many in sorted(counts.days.items())]),
        (_SECONDS, [(*key, many) for key, many in sorted(counts.seconds.items())]),
        (_CLICKS, [(*key, at) for key, at in sorted(counts.clicks.items())]),
    ):
        if rows:
            connection.execute(_more(connection.dialect.name, table), {"rows": json.dumps(rows)})


@cache
def _adding(dialect: str) -> Executable:
    """Return the statement that adds events; PostgreSQL returns the keys of those that are new."""
    once = _from_json(dialect, _EVENTS).on_conflict_do_nothing()
    return once.returning(*_EVENTS.primary_key) if dialect == "postgresql" else once


@cache
def _more(dialect: str, table: Table) -> Executable:
    """Return the statement that adds to a count, or moves a click to a later moment."""
    new = _from_json(dialect, table)
    if table is _CLICKS:
        later = case((new.excluded.at > table.c.at, new.excluded.at), else_=table.c.at)
        change: dict[str, ColumnElement[int]] = {"at": later}
    else:
        change = {"count": table.c["count"] + new.excluded["count"]}
    return new.on_conflict_do_update(index_elements=list(table.primary_key), set_=change)


def _from_json(dialect: str, table: Table) -> _Insert:
    """Return what inserts all rows of a JSON document, whose cells are the table's columns.

    One statement of one parameter: a list of rows as such takes SQLAlchemy four times as long.
    """
    rows = bindparam("rows", type_=Text)
    cells: list[ColumnElement[Any]]
    if dialect == "postgresql":
        found = func.json_array_elements(cast(rows, postgresql.JSON)).table_valued("value")
        cells = [cast(found.c.value.op("->>")(n), column.type) for n, column in enumerate(table.c)]
    else:
        found = func.json_each(rows).table_valued("value")
        cells = [func.json_extract(found.c.value, f"$[{n}]") for n in range(len(table.c))]
    # SQLite takes ON CONFLICT after a SELECT for a join unless that has a WHERE.
    asked = select(*cells).select_from(found).where(true())
    return _insert(dialect, table).from_select([column.name for column in table.c], asked)


def _insert(dialect: str, table: Table) -> _Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
