"""Whether the service can work: asked over HTTP, with parts of it taken away."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from vidcommerce.db import open_database
from vidcommerce.migrations import migrate
from vidcommerce.service import Service
from vidcommerce.storage import FolderStore
from vidcommerce.storage_s3 import open_s3

pytestmark = pytest.mark.slow


def _ready(service: Service) -> tuple[int, dict[str, str]]:
    with TestClient(create_app(service)) as client:
        answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_a_service_that_has_all_it_needs_is_ready(service: Service) -> None:
    """Each thing is named."""
    well = {"status": "ok", "database": "ok", "files": "ok", "queue": "ok"}
    assert _ready(service) == (200, well)


def test_a_process_that_lives_says_so(service: Service) -> None:
    """Whatever is down."""
    with TestClient(create_app(replace(service, store=FolderStore(Path("/dev/null"))))) as client:
        assert client.get("/healthz").json() == {"status": "ok"}


def test_files_that_can_not_be_kept_are_named(service: Service) -> None:
    """A file is in the way of the folder."""
    status, body = _ready(replace(service, store=FolderStore(Path("/dev/null"))))
    assert status == 503
    assert body == {"status": "down", "database": "ok", "files": "down", "queue": "ok"}


def test_a_bucket_that_does_not_answer_is_named(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens there."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    store = open_s3("s3://bucket?endpoint=http://127.0.0.1:1&region=x", tmp_path)
    status, body = _ready(replace(service, store=store))
    assert (status, body["files"]) == (503, "down")


def test_a_database_that_was_not_migrated_is_named(service: Service, tmp_path: Path) -> None:
    """Tables of another version are as bad as none."""
    empty = open_database(f"sqlite:///{tmp_path}/none.sqlite")
    status, body = _ready(replace(service, database=empty))
    assert (status, body["database"]) == (503, "down")


def test_a_database_that_does_not_answer_is_named(service: Service) -> None:
    """Nobody listens there."""
    away = open_database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    status, body = _ready(replace(service, database=away))
    assert (status, body["database"]) == (503, "down")


def test_without_its_queue_the_service_still_works(service: Service) -> None:
    """It is named, and the sweep finds the work: that is no reason to send nobody here."""
    elsewhere = replace(service.settings, broker="redis://127.0.0.1:1/0")
    status, body = _ready(replace(service, settings=elsewhere))
    assert (status, body["queue"]) == (200, "down")


@pytest.mark.slow
def test_servers_that_answer_are_ready(
    service: Service, postgres_url: str, redis_url: str, s3_url: str, tmp_path: Path
) -> None:
    """PostgreSQL, Redis and S3."""
    database = open_database(postgres_url)
    migrate(database)
    settings = replace(service.settings, broker=redis_url)
    store = open_s3(s3_url, tmp_path / "cache")
    status, body = _ready(replace(service, settings=settings, database=database, store=store))
    database.engine.dispose()
    assert (status, set(body.values())) == (200, {"ok"})


def test_nothing_is_left_behind_by_a_check(service: Service) -> None:
    """The folder is as it was."""
    folder = Path(service.settings.data) / "files"
    shutil.rmtree(folder, ignore_errors=True)
    assert _ready(service)[0] == 200
    assert list(folder.iterdir()) == []
