"""The programs that a service consists of, as commands, and one parent that keeps them running."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_GLANCE: Final = 0.2
_PAUSES: Final = (1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before a program that ended is started again: longer each time, if it never works."""

_STEADY: Final = 60.0
"""Seconds after which a program counts as having worked."""

_GRACE: Final = 8.0
"""Seconds that programs have to leave when they are asked to."""

_DEATH_SIGNAL: Final = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""

ONE_THREAD: Final[Mapping[str, str]] = {"OPENBLAS_NUM_THREADS": "1"}
"""What a worker's environment says unless it says otherwise: where renders have all cores, threads
of small sums wait for each other, and take ten times as long."""


def api(host: str, port: int) -> list[str]:
    """Return the command that serves pages and API. Open streams don't hold it up for long."""
    return [
        sys.executable, "-m", "uvicorn", "api.asgi:app", "--factory", "--host", host,
        "--port", str(port), "--timeout-graceful-shutdown", "2", "--log-level", "warning",
        "--no-access-log",
    ]  # fmt: skip


def worker(queues: Sequence[str], at_once: int) -> list[str]:
    """Return the command that works on ``queues``, on so many jobs at once."""
    return [
        sys.executable, "-m", "workers", "--queues", ",".join(queues),
        "--concurrency", str(at_once),
    ]  # fmt: skip


def sweep() -> list[str]:
    """Return the command that puts right what lost messages and dead workers left."""
    return [sys.executable, "-m", "vidcommerce", "sweep"]


@dataclass
class Program:
    """A program that is to run, in a session of its own so that Ctrl-C reaches only its parent."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    began: float = 0.0
    due: float = 0.0

    def start(self) -> None:
        """Start it."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - we have no threads
        )

    def look(self, ended: Callable[[str, float], None]) -> None:
        """Start it when that is due; when it has ended, tell so and say when it is due again."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
        elif self.process.poll() is not None:
            self.failures = 1 if now - self.began > _STEADY else self.failures + 1
            pause = _PAUSES[min(self.failures, len(_PAUSES)) - 1]
            self.process, self.due = None, now + pause
            ended(self.name, pause)

    def ask_to_leave(self) -> None:
        """Ask it to end."""
        if self.process is not None:
            self.process.terminate()

    def end(self, until: float) -> None:
        """Wait for it, and end whatever of it is left."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Parent:
    """Keeps programs running until it is ``over``."""

    programs: Sequence[Program]
    ended: Callable[[str, float], None]
    over: threading.Event = field(default_factory=threading.Event)

    def run(self, meanwhile: Callable[[], None]) -> None:
        """Run all programs, calling ``meanwhile`` between looks; none is left afterwards."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.over.set())
        try:
            while not self.over.is_set():
                for program in self.programs:
                    program.look(self.ended)
                meanwhile()
                self.over.wait(_GLANCE)
        finally:
            self._end()

    def _end(self) -> None:
        for program in self.programs:
            program.ask_to_leave()
        until = time.monotonic() + _GRACE
        for program in self.programs:
            program.end(until)


def _end_with_parent() -> None:
    """In the child: end when the parent is killed, where the system knows how (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGTERM)
