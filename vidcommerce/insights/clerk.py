"""A process that writes events, so that who hears pages never waits for who writes.

The process starts with the first group,
and ends with us: the line between closes, whatever we die of. A group that was not answered may
be written all the same; told again, it counts once (:mod:`vidcommerce.insights.intake`).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, TypeAlias

from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_

Told: TypeAlias = tuple[int, bytes]
"""When something came (ms since 1970 UTC), and the body that should be a batch."""

_CHILD: Final = "vidcommerce.insights.clerk_child"
_ROOT: Final = Path(__file__).parents[2]
_ENDING: Final = 10.0
"""Seconds in which a group is written to its end, however slow the disk."""


@dataclass(eq=False)
class EventsUnwritten(WorkFailed):
    """The process that writes ended, or could not write; ``why`` is for operators."""

    why: str
    sentence = N_("The events could not be kept just now.")


@dataclass(frozen=True, slots=True)
class Written:
    """What a clerk answers: which of a group were no batches, or why none of it was written."""

    unreadable: frozenset[int]
    failed: str = ""


class Clerk:
    """Writes groups, one after the other; for one thread at a time."""

    def __init__(self, database: str) -> None:
        """Write into the database of this URL, once there is something to write."""
        self._database = database
        self._desk: _Desk | None = None

    def keep(self, group: Sequence[Told]) -> frozenset[int]:
        """Return the places of those in the group that are no batches; all others are on the disk.

        Raises EventsUnwritten, and then the next group begins with a new process.
        """
        if self._desk is None:
            self._desk = _Desk(self._database)
        try:
            answer = self._desk.ask(group)
        except (EOFError, OSError) as gone:
            answer = Written(frozenset(), repr(gone))
        if answer.failed:
            self.close()
            raise EventsUnwritten(answer.failed)
        return answer.unreadable

    def close(self) -> None:
        """End the process, after what it is writing."""
        if self._desk is not None:
            self._desk.leave()
            self._desk = None


class _Desk:
    """A running process, and the line to it."""

    def __init__(self, database: str) -> None:
        ours, theirs = Pipe()
        with theirs:
            command = [sys.executable, "-P", "-m", _CHILD, str(theirs.fileno())]
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(_ROOT)},
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for us; the line's end is for the child
            )
        self._line: Connection[Any, Any] = ours
        self.leave = weakref.finalize(self, _end, child, ours)
        with contextlib.suppress(OSError):  # a child that died at once is noticed by the first ask
            ours.send(database)  # no argument: other users of the machine see those

    def ask(self, group: Sequence[Told]) -> Written:
        """Have a group written. Raises EOFError or OSError where the process is gone."""
        self._line.send(list(group))
        answer: Written = self._line.recv()
        return answer


def _end(child: subprocess.Popen[bytes], line: Connection[Any, Any]) -> None:
    line.close()
    try:
        child.wait(_ENDING)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
