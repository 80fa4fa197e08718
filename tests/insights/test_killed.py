"""A server that is killed while pages tell: what it answered is counted, and counted once."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.insights.telling import batch, counted, event, opened
from tests.services.processes import free_ports, launched, listens, wait_for
from tests.stations import Village

pytestmark = pytest.mark.slow

_PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Mobile", "Content-Type": "text/plain"}


_SERVE = """
import sys, uvicorn
from api.events import Events
from vidcommerce.service import open_service
from vidcommerce.settings import settings
service = open_service(settings({"VIDCOMMERCE_DATA": sys.argv[1]}), lambda queue: None)
uvicorn.run(Events(None, service), port=int(sys.argv[2]), log_level="warning", lifespan="off")
"""
"""The part of the application that hears pages, alone: it starts sooner."""


@contextmanager
def _running(village: Village, port: int, log: Path) -> Iterator[int]:
    """Run a server until the end of the ``with``; gives the process to kill."""
    data = str(village.service.settings.data)
    with launched([sys.executable, "-c", _SERVE, data, str(port)], log) as child:
        wait_for(child, log, lambda: listens(port))
        yield child.pid


class _Teller(threading.Thread):
    """Tells batch after batch, each until it was answered, as the page's script does."""

    def __init__(self, port: int, enough: int) -> None:
        super().__init__(daemon=True)
        self._port = port
        self._enough = enough
        self.answered = 0
        self.lost = 0

    def run(self) -> None:
        """Tell."""
        while self.answered < self._enough:
            body = batch(event("view", 0, 90), event("watched", 1, 0, 60))
            while not self._told(body):
                self.lost += 1
                threading.Event().wait(0.05)
            self.answered += 1

    def _told(self, body: bytes) -> bool:
        line = HTTPConnection("localhost", self._port, timeout=20)
        try:
            line.request("POST", "/e", body, _PHONE)
            return line.getresponse().status == 204
        except (OSError, HTTPException):
            return False
        finally:
            line.close()


def test_killed_while_it_hears_nothing_is_lost_or_counted_twice(
    village: Village, tmp_path: Path
) -> None:
    """SIGKILL in the middle, started again: the counts are those of the batches, to the last."""
    opened(village)
    (port,) = free_ports(1)
    tellers = [_Teller(port, 40) for _ in range(4)]
    with _running(village, port, tmp_path / "first.log") as pid:
        for teller in tellers:
            teller.start()
        _until_answered(tellers, 60)
        os.kill(pid, signal.SIGKILL)
    with _running(village, port, tmp_path / "second.log"):
        for teller in tellers:
            teller.join(60)
    assert sum(teller.answered for teller in tellers) == 160
    assert sum(teller.lost for teller in tellers) > 0
    found = counted(village.service)
    assert (found.days, found.events) == ({"view": 160}, 320)
    assert found.seconds == {("watched", 0): 160, ("watched", 1): 160}


def _until_answered(tellers: list[_Teller], many: int) -> None:
    while sum(teller.answered for teller in tellers) < many:
        assert any(teller.is_alive() for teller in tellers)
        threading.Event().wait(0.01)
