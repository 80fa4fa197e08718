"""Having drafts and listing them on PostgreSQL, where people do things at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.stations import NOW, Village, colleague, settle
from vidcommerce.accounts.roles import Actor
from vidcommerce.db import open_database
from vidcommerce.reviews import holds, second_eyes, waiting
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.holds import HeldByOther
from vidcommerce.reviews.waiting import Sift
from vidcommerce.service import Service
from vidcommerce.tables import all_tables

pytestmark = pytest.mark.slow


@pytest.fixture
def village(service: Service, postgres_url: str) -> Iterator[Village]:
    """A station with a draft to review, on PostgreSQL."""
    database = open_database(postgres_url)
    all_tables().create_all(database.engine)
    yield settle(replace(service, database=database))
    database.engine.dispose()


def test_of_many_who_open_it_at_once_one_gets_it(village: Village) -> None:
    """Whoever comes later is told who has it; the list and what comes next agree."""
    actors = [village.actor, *(colleague(village, name=f"Helper {n}") for n in range(3))]

    def attempt(actor: Actor) -> str:
        try:
            with village.service.database.writing() as work:
                found = reviews.draft(work, actor, village.clip_id, to_change=True)
                return holds.claim(work, actor, found.clip, NOW).person_id
        except HeldByOther as refused:
            return refused.name

    with ThreadPoolExecutor(len(actors)) as pool:
        said = list(pool.map(attempt, actors))
    (winner,) = [actor for actor in actors if actor.person_id in said]
    other = next(actor for actor in actors if actor != winner)
    sift = Sift(words="oranges farmer", free=True)
    with village.service.database.reading() as work:
        hold = holds.of_clip(work, village.clip_id, NOW)
        assert hold is not None
        assert sorted(said) == sorted([winner.person_id, *[hold.name] * 3])
        shown = [len(waiting.listed(work, one, sift, NOW).queue.waiting) for one in (winner, other)]
        assert shown == [1, 0]
        assert waiting.listed(work, other, Sift(asks=True), NOW).queue.waiting == []
        next_ones = [waiting.following(work, one, NOW) for one in (winner, other)]
        assert next_ones == [village.clip_id, None]
        found = reviews.draft(work, winner, village.clip_id)
        assert second_eyes.editors(work, found.clip) == frozenset()
