"""The whole service by one command: how to get in, what is mended, and that nothing is left."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vidcommerce.cli import main
from vidcommerce.cli.exits import OK, REFUSED_BY_SERVICE

pytestmark = pytest.mark.slow

_SOON = 60.0


class Up:
    """A running ``vidcommerce up`` in a folder, and what it said."""

    def __init__(self, folder: Path) -> None:
        """Start it on a free port."""
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]
        self.data, self._said = folder / "data", folder / "said"
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vidcommerce", "up", "--host", "127.0.0.1",
                 "--port", str(self.port)],
                stdout=said, stderr=subprocess.STDOUT,
                env={**os.environ, "VIDCOMMERCE_DATA": str(self.data), "LANGUAGE": "en"},
            )  # fmt: skip

    def said(self) -> str:
        """Return what it printed until now."""
        return self._said.read_text(encoding="utf-8")

    def status(self, path: str) -> int:
        """Ask for a page; 0 while nobody answers."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asking.request("GET", path)
            return asking.getresponse().status
        except OSError:
            return 0
        finally:
            asking.close()

    def processes(self, words: str = "") -> list[int]:
        """Return all processes of this service whose command has ``words`` in it."""
        mark = f"VIDCOMMERCE_DATA={self.data}".encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if mark in (process / "environ").read_bytes() and words in command:
                    found.append(int(process.name))
        return found

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true."""
        end = time.monotonic() + _SOON
        while not true():
            assert time.monotonic() < end, self.said()
            time.sleep(0.1)


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    """A service that is up; whatever is left of it afterwards is killed."""
    made = Up(tmp_path)
    try:
        made.until(lambda: "Ctrl-C ends the service." in made.said())
        yield made
    finally:
        for number in made.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        made.process.wait()


def test_it_says_how_to_get_in_and_ends_without_a_trace(up: Up) -> None:
    """The first sign-in works, and Ctrl-C ends every process within seconds."""
    link = re.search(rf"http://127.0.0.1:{up.port}(/join/\S+)", up.said())
    assert link is not None
    assert up.status(link[1]) in {200, 303}
    up.until(lambda: len(up.processes("-m workers")) > 1)
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(15) == OK
    assert up.processes() == []


def test_a_part_that_dies_is_started_again(up: Up) -> None:
    """After a pause; the others don't notice."""
    for part in ("uvicorn", "-m workers", "sweep"):
        up.until(lambda part=part: up.processes(part) != [])  # type: ignore[misc]
        first = min(up.processes(part))
        os.kill(first, signal.SIGKILL)
        up.until(lambda part=part, first=first: first not in up.processes(part) != [])  # type: ignore[misc]
    up.until(lambda: up.status("/healthz") == 200)
    assert up.said().count("has ended; it is started again in 1 s.") == 3


def test_nothing_outlives_a_parent_that_is_killed(up: Up) -> None:
    """Its programs are told by the system, and leave."""
    up.until(lambda: len(up.processes("-m workers")) > 1)
    up.process.kill()
    up.process.wait()
    up.until(lambda: up.processes() == [])


def test_a_port_that_is_taken_is_said_at_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is started."""
    monkeypatch.setenv("LANGUAGE", "en")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = main(["up", "--host", "127.0.0.1", "--port", str(port)])
    assert code == REFUSED_BY_SERVICE
    assert f"Port {port} is taken" in capsys.readouterr().err
