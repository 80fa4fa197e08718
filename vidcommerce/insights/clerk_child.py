"""The process that writes events: groups come over a line, and an answer goes back for each.

``python -m vidcommerce.insights.clerk_child FD``; see :mod:`vidcommerce.insights.clerk`.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

import vidcommerce.tables  # noqa: F401 - rows refer to tables of all domains
from vidcommerce.db import open_database
from vidcommerce.insights.batches import EventsUnreadable, read_batch
from vidcommerce.insights.clerk import Told, Written
from vidcommerce.insights.intake import Arrived, Intake


def serve(line: Connection[Any, Any]) -> None:
    """Write what comes over the line until it ends, or something can't be written."""
    database = open_database(line.recv())
    intake = Intake(database)
    try:
        while True:
            answer = _written(intake, line.recv())
            line.send(answer)
            if answer.failed:
                return
    finally:
        database.engine.dispose()


def _written(intake: Intake, group: Sequence[Told]) -> Written:
    arrived, unreadable = [], set()
    for place, (at, body) in enumerate(group):
        try:
            arrived.append(Arrived(read_batch(body), at))
        except EventsUnreadable:
            unreadable.add(place)
    try:
        intake.take(arrived)
    except SQLAlchemyError as error:
        return Written(frozenset(), repr(error))
    return Written(frozenset(unreadable))


if __name__ == "__main__":
    with Connection(int(sys.argv[1])) as asked, contextlib.suppress(EOFError, BrokenPipeError):
        serve(asked)
