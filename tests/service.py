"""A whole service in a folder, for tests: SQLite, files, and a list of what was woken."""

from __future__ import annotations

import contextlib
import functools
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from alembic import command

from vidcommerce.migrations import config
from vidcommerce.service import Service, open_service
from vidcommerce.settings import settings
from vidcommerce.tables import all_tables


@dataclass
class Woken:
    """Takes down which queues were woken, in order."""

    queues: list[str] = field(default_factory=list)

    def __call__(self, queue: str) -> None:
        """Wake a queue."""
        self.queues.append(queue)


@pytest.fixture
def woken() -> Woken:
    """What the service of this test woke."""
    return Woken()


@pytest.fixture
def service(tmp_path: Path, woken: Woken) -> Iterator[Service]:
    """An empty service with all its tables."""
    with opened(tmp_path, woken) as made:
        yield made


@contextlib.contextmanager
def opened(folder: Path, woken: Woken) -> Iterator[Service]:
    """Open an empty service with all its tables, in a folder."""
    made = open_service(settings({"VIDCOMMERCE_DATA": str(folder / "data")}), woken)
    Path(str(made.database.engine.url.database)).write_bytes(_empty_database())
    yield made
    made.database.engine.dispose()


@functools.cache
def _empty_database() -> bytes:
    """Return SQLite's file with all tables and no rows; copied, not made for every test."""
    with tempfile.TemporaryDirectory() as folder:
        made = open_service(settings({"VIDCOMMERCE_DATA": folder}), Woken())
        with made.database.engine.begin() as connection:
            all_tables().create_all(connection)
            command.stamp(config(connection), "head")
        made.database.engine.dispose()
        return Path(str(made.database.engine.url.database)).read_bytes()
