"""Messages: sent where they can be, and missed by nobody where they can't."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from vidcommerce.queues import prune, waker
from vidcommerce.settings import Settings, settings

pytestmark = pytest.mark.slow


def _here(folder: Path, broker: str = "") -> Settings:
    return settings({"VIDCOMMERCE_DATA": str(folder), "VIDCOMMERCE_BROKER": broker})


@pytest.mark.parametrize(
    "broker",
    [
        "redis://127.0.0.1:9/0",
        "amqp://127.0.0.1:9//",
        "sqla+sqlite:////",  # a folder is no queue
    ],
)
def test_a_broker_that_is_away_fails_nobody(broker: str, tmp_path: Path) -> None:
    """What was committed stays, the sweep finds it; and the next request does not wait again."""
    wake = waker(_here(tmp_path, broker))
    wake("render")
    assert wake.quiet_until > time.monotonic()
    wake("render")


def _messages(here: Settings) -> list[tuple[int]]:
    with sqlite3.connect(here.data / "queue.sqlite") as file:
        rows: list[tuple[int]] = file.execute("SELECT visible FROM kombu_message").fetchall()
    file.close()
    return rows


def test_what_was_delivered_is_pruned(tmp_path: Path) -> None:
    """The embedded queue keeps every message; those that nobody took yet stay."""
    here = _here(tmp_path)
    assert prune(here) == 0, "there is no queue yet"
    wake = waker(here)
    wake("render")
    wake("analysis")
    with wake.app.connection_for_read() as connection:
        message = connection.SimpleQueue("render").get(timeout=5)
        message.ack()
        assert len(_messages(here)) == 2
        assert prune(here) == 1
        assert _messages(here) == [(1,)]


def test_other_brokers_need_no_pruning(tmp_path: Path) -> None:
    """Theirs are gone when they are delivered."""
    assert prune(_here(tmp_path, "redis://127.0.0.1:9/0")) == 0
