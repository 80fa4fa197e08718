"""What depends on the database's own ways, on PostgreSQL: races, locks, texts it can't take."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from schemathesis import GenerationMode

from tests.api.asking import ask_everything, make_world
from tests.api.conftest import People
from tests.api.v1.conftest import Place, fields
from tests.service import Woken
from tests.stations import Village
from tests.webhooks.receiver import receiving
from vidcommerce.accounts.roles import Role
from vidcommerce.db import now_ms
from vidcommerce.service import Service, open_service
from vidcommerce.settings import settings
from vidcommerce.tables import all_tables
from vidcommerce.webhooks.events import Kind
from vidcommerce.webhooks.service import Wanted, deliver_due, register, tell

pytestmark = pytest.mark.slow


@pytest.fixture
def service(tmp_path: Path, woken: Woken, postgres_url: str) -> Iterator[Service]:
    """An empty service on PostgreSQL."""
    given = {"VIDCOMMERCE_DATA": str(tmp_path / "data"), "VIDCOMMERCE_DATABASE": postgres_url}
    made = open_service(settings(given), woken)
    all_tables().create_all(made.database.engine)
    yield made
    made.database.engine.dispose()


def _together(count: int, act: object) -> None:
    threads = [threading.Thread(target=act) for _ in range(count)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_one_key_at_the_same_moment_makes_one_product(place: Place) -> None:
    """The second waits for the first, and gets its answer."""
    asked, key = fields(place.farmer), {"Idempotency-Key": "k1"}
    made: list[str] = []
    _together(
        6,
        lambda: made.append(
            place.farmer.post("/api/v1/products", json=asked, headers=key).json()["id"]
        ),
    )
    assert len(made) == 6
    assert len(set(made)) == 1


def test_of_changes_at_the_same_moment_one_wins(place: Place) -> None:
    """The others are shown both versions; nobody waits for ever and nothing is lost."""
    there = f"/api/v1/products/{place.village.product_id}"
    asked, seen = fields(place.farmer), {"If-Match": '"1"'}
    statuses: list[int] = []
    _together(
        5,
        lambda: statuses.append(place.farmer.put(there, json=asked, headers=seen).status_code),
    )
    assert sorted(statuses) == [200, 409, 409, 409, 409]
    assert place.farmer.get(there).json()["version"] == 2


def test_two_that_deliver_at_once_send_each_message_once(
    service: Service, village: Village
) -> None:
    """Rows that one has locked are passed by."""
    open_to_all = replace(service, settings=replace(service.settings, webhooks_private=True))
    lead = replace(village.actor, role=Role.LEAD)
    with receiving() as receiver:
        with service.database.writing() as work:
            wanted = Wanted(receiver.url, [Kind.CLIP_READY.value])
            register(work, lead, village.station_id, wanted, 1, private=True)
            for _ in range(2):
                tell(work, village.station_id, Kind.CLIP_READY, {}, 2)
        _together(3, lambda: deliver_due(open_to_all, now_ms()))
        assert len(receiver.got) == 2


@pytest.mark.parametrize("mode", GenerationMode)
def test_nothing_that_is_sent_breaks_the_database(
    app: FastAPI, village: Village, people: People, mode: GenerationMode
) -> None:
    """It takes less than SQLite: no zero bytes, no numbers past its columns."""
    ask_everything(make_world(app, village, people), Role.LEAD, mode)
