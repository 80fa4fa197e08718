"""Takes in what pages tell: many batches in one unit of work, events and counts together.

Told twice, an event is one row, and only what became a row is counted; so a page that heard no
answer tells again, and a kill at any moment loses nothing that was answered. Rows are written in
the order of their keys, so that two processes that write the same ones wait and don't deadlock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from sqlalchemy import case
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
            new = _kept(session, self._happened(session, arrived))
            _count(session, count(new))
        return len(new)

    def _happened(self, session: Session, arrived: Sequence[Arrived]) -> list[Happened]:
        """Return the events in the order of their keys, each once."""
        versions = {(one.batch.slug, one.batch.version) for one in arrived}
        pages = self._pages.find(session, versions)
        found: dict[tuple[str, int], Happened] = {}
        for one in arrived:
            shown = pages.get((one.batch.slug, one.batch.version))
            for happened in () if shown is None else _events(one, shown):
                found.setdefault((happened.visit, happened.number), happened)
        return [found[key] for key in sorted(found)]


def _events(arrived: Arrived, shown: Shown) -> Iterator[Happened]:
    """Yield the events of a batch with the time of our clock."""
    batch = arrived.batch
    for event in batch.events:
        if event.ago <= OLDEST:
            yield Happened(
                visit=batch.visit,
                number=number_of(event.kind, event.n),
                shown=shown,
                version=batch.version,
                told=event.kind,
                frame=event.frame,
                until=event.until,
                visitor=batch.visitor,
                at=arrived.at - event.ago,
            )


def _kept(session: Session, happened: list[Happened]) -> list[Happened]:
    """Add rows for events, and return those that had none."""
    if not happened:
        return []
    new = _insert(session, EventRow).on_conflict_do_nothing()
    added = session.execute(
        new.returning(EventRow.visit, EventRow.number), [_row(one) for one in happened]
    )
    keys = {(visit, number) for visit, number in added}
    return [one for one in happened if (one.visit, one.number) in keys]


def _row(one: Happened) -> dict[str, Any]:
    return {
        "visit": one.visit,
        "number": one.number,
        "publication_id": one.shown.publication_id,
        "version": one.version,
        "kind": one.told.value,
        "frame": one.frame,
        "visitor": one.visitor,
        "at": one.at,
    }


def _count(session: Session, counts: Counts) -> None:
    days = [
        {"publication_id": page, "day": day, "kind": kind.value, "count": many}
        for (page, day, kind), many in sorted(counts.days.items())
    ]
    seconds = [
        {"publication_id": p, "version": v, "kind": kind.value, "second": second, "count": many}
        for (p, v, kind, second), many in sorted(counts.seconds.items())
    ]
    for table, rows in ((DayCountRow, days), (SecondCountRow, seconds)):
        if rows:
            new = _insert(session, table)
            more = {"count": table.count + new.excluded.count}
            session.execute(_or(new, table, more), rows)
    _note_clicks(session, counts)


def _note_clicks(session: Session, counts: Counts) -> None:
    clicks = [
        {"visitor": visitor, "publication_id": page, "at": at}
        for (visitor, page), at in sorted(counts.clicks.items())
    ]
    if clicks:
        new = _insert(session, CartClickRow)
        later = case((new.excluded.at > CartClickRow.at, new.excluded.at), else_=CartClickRow.at)
        session.execute(_or(new, CartClickRow, {"at": later}), clicks)


def _insert(session: Session, table: type[Base]) -> _Insert:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if on_postgresql else sqlite.insert(table)


def _or(new: _Insert, table: type[Base], change: dict[str, Any]) -> _Insert:
    """Return an insert that changes the row that has the same key already."""
    return new.on_conflict_do_update(index_elements=table.__mapper__.primary_key, set_=change)
