"""Two at one draft on PostgreSQL, where they do work at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.stations import NOW, Village, settle
from vidcommerce.db import open_database
from vidcommerce.documents import read_json
from vidcommerce.language import words
from vidcommerce.media.plan import EditPlan
from vidcommerce.reviews.policy import PlanMoved
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service
from vidcommerce.studio import service as studio
from vidcommerce.studio.document import Save, Working
from vidcommerce.studio.service import Desk
from vidcommerce.tables import all_tables

pytestmark = pytest.mark.slow


@pytest.fixture
def village(service: Service, postgres_url: str) -> Iterator[Village]:
    """A station with a draft to review, on PostgreSQL."""
    database = open_database(postgres_url)
    all_tables().create_all(database.engine)
    yield settle(replace(service, database=database))
    database.engine.dispose()


def _together(village: Village, acts: list[Callable[[Desk], object]]) -> list[object]:
    """Do all of it at once, each in a unit of work of its own; return what came of each."""
    ready, outcomes = threading.Barrier(len(acts)), list[object]()

    def do(act: Callable[[Desk], object]) -> None:
        ready.wait()
        try:
            with village.service.database.writing() as work:
                store = village.service.store
                outcomes.append(act(Desk(work, store, village.actor, words("en"), NOW)))
        except PlanMoved as moved:
            outcomes.append(moved)

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_at_once(village: Village) -> None:
    """Of four who save at once one makes the version; four tabs keep one unsaved copy."""
    with village.service.database.reading() as work:
        plan = read_json(EditPlan, work.query(PlanRow).one().plan)
    plans = [replace(plan, audio=replace(plan.audio, gain=gain)) for gain in range(1, 5)]

    def save(one: EditPlan) -> Callable[[Desk], object]:
        return lambda desk: studio.save(desk, village.clip_id, Save(1, 1, one)).number

    def keep(one: EditPlan) -> Callable[[Desk], object]:
        return lambda desk: studio.keep(desk, village.clip_id, Working(1, one, 0))

    assert _together(village, [keep(one) for one in plans]) == [None] * 4
    outcomes = _together(village, [save(one) for one in plans])
    assert [one for one in outcomes if not isinstance(one, PlanMoved)] == [2]
    assert len(outcomes) == 4
