"""What a question costs hangs on the pages, days and seconds that there are; not on the events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, event, func, select
from sqlalchemy.orm import Session

from benchmarks.insights import World, build, take_in
from vidcommerce.db import now_ms
from vidcommerce.insights import service as insights
from vidcommerce.insights.days import lately
from vidcommerce.insights.funnels import By, Funnel
from vidcommerce.insights.kinds import Kind
from vidcommerce.insights.service import Question
from vidcommerce.insights.tables import DayCountRow, EventRow, SecondCountRow
from vidcommerce.service import Service

pytestmark = pytest.mark.slow

_DAYS = lately(now_ms(), 30)


@contextmanager
def _asking(world: World) -> Iterator[tuple[Session, list[str]]]:
    """Open a session, and note all that it asks the database."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = world.service.database.engine
    event.listen(engine, "before_cursor_execute", note)
    with world.service.database.reading() as work:
        yield work, asked
    event.remove(engine, "before_cursor_execute", note)


def _rows(world: World) -> tuple[int, int]:
    """Return how many rows the counts of the page have that is asked about."""
    with world.service.database.reading() as work:
        found = [
            work.scalar(
                select(func.count())
                .select_from(table)
                .where(table.publication_id == world.publication_id)
            )
            for table in (DayCountRow, SecondCountRow)
        ]
    return found[0] or 0, found[1] or 0


def test_questions_read_counts_and_no_events(service: Service) -> None:
    """10,000 events: no question names their table, and without them the answers are the same."""
    world = build(service)
    take_in(world, 10_000)
    with _asking(world) as (work, asked):
        before = _answers(work, world)
        assert before[0][Kind.VIEW] > 10
        assert asked
        assert [statement for statement in asked if EventRow.__tablename__ in statement] == []
    with service.database.writing() as work:
        work.execute(delete(EventRow))
    with service.database.reading() as work:
        assert _answers(work, world) == before
    days, seconds = _rows(world)
    assert days <= 2 * 5  # two days at most, kinds of which each is one row
    assert seconds <= 3 * 11


def _answers(work: Session, world: World) -> tuple[Funnel, object, object]:
    one = insights.video(work, world.helper, world.publication_id, _DAYS)
    return (
        insights.funnel_of(work, world.helper, world.publication_id, _DAYS),
        (one.total, one.days, one.timeline),
        insights.overview(work, world.helper, Question(By.VIDEO, _DAYS)),
    )
