"""Uploads on a real PostgreSQL: what several processes do at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.uploads.conftest import clip_bytes, look, metadata
from tests.uploads.wire import World, world
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips import arrival, holds, uploads
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected

pytestmark = pytest.mark.slow

DATA = clip_bytes(5_000)


@pytest.fixture
def here(tmp_path: Path, postgres_url: str) -> Iterator[World]:
    """A service whose rows are in PostgreSQL; few farmers' uploads at once."""
    made = world(tmp_path, VIDCOMMERCE_DATABASE=postgres_url, VIDCOMMERCE_FARMER_UPLOADS="3")
    yield made
    made.service.database.engine.dispose()


def _at_once(many: int, act: Callable[[], object]) -> list[object]:
    """Do ``act`` in several threads at the same moment; returns results and refusals."""
    start, done = threading.Barrier(many), list[object]()

    def do() -> None:
        start.wait()
        try:
            done.append(act())
        except InputRejected as refused:
            done.append(refused)

    threads = [threading.Thread(target=do) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def _farmer(here: World) -> Actor:
    with here.service.database.reading() as work:
        person = work.query(PersonRow).one()
    return Actor(person.id, Role.FARMER, person.station_id)


def test_a_clip_comes_whole(here: World) -> None:
    """In pieces, with a break, it is one clip."""
    path = here.begin(len(DATA))
    here.patch(path, 0, [DATA[:1_000]], cut=True, sized=len(DATA))
    assert here.offset(path) == 1_000
    assert here.patch(path, 1_000, [DATA[1_000:]], sized=4_000).status == 204
    look(here.service).one(DATA)


def test_one_sender_at_a_time(here: World) -> None:
    """Of many that want to go on at the same moment one may."""
    upload_id, actor = here.begin(len(DATA)).rpartition("/")[2], _farmer(here)
    done = _at_once(6, lambda: uploads.take(here.service, actor, upload_id, 0, None, now_ms()))
    assert sum(isinstance(each, holds.Hold) for each in done) == 1
    assert sum(isinstance(each, holds.UploadHeld) for each in done) == 5


def test_the_last_place_is_given_once(here: World) -> None:
    """A limit holds also for those that come at the same moment."""
    said = metadata(filename="a.mp4", product=here.product_id)

    def begin() -> int:
        return here.ask("POST", "/api/uploads", Upload_Length="10", Upload_Metadata=said).status

    assert sorted(_at_once(6, begin), key=str) == [201] * 3 + [429] * 3


def test_the_same_bytes_at_once_are_one_clip(here: World) -> None:
    """Uploads of the same bytes that end at the same moment end as one clip with one job."""
    actor, now = _farmer(here), now_ms()
    held = []
    for _ in range(3):
        upload_id = here.begin(len(DATA)).rpartition("/")[2]
        hold = uploads.take(here.service, actor, upload_id, 0, None, now)
        held.append(holds.append(here.service, hold, bytearray(DATA), now))
    assert _at_once(3, lambda: arrival.finish(here.service, held.pop())) == [None] * 3
    clip = look(here.service).one(DATA)
    rows = look(here.service).uploads
    assert {row.clip_id for row in rows} == {clip.id}
    assert sorted(row.duplicate for row in rows) == [False, True, True]
