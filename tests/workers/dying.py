"""A worker that dies at a moment that a test names.

It works as workers do, and is killed by SIGKILL, its own: at the moment it is as dead as by
anybody else's, and the moment is exact. Moments are "render:begun", "render:middle" (of what takes
long), "render:done" (nothing recorded yet), "render:recorded" (nothing committed yet),
"render:committed" (the message not yet acknowledged, the next not yet sent), and "put:drafts/"
(the first of several files of that kind is kept).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from tests.workers.conftest import ALL, small
from vidcommerce.clips.tables import ClipRow
from vidcommerce.jobs import Stage
from vidcommerce.progress import Notice, Progress
from vidcommerce.progress import Stage as Shown
from vidcommerce.service import open_service
from vidcommerce.storage import FolderStore
from workers.app import STAGES
from workers.work import Crew, Doing, Record, Work, do_next


def die() -> None:
    """End as a killed process does: at once, and with nothing tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def dying(stage: Stage, doing: Doing, moment: str) -> Doing:
    """Return a way to do a stage that is killed at a moment of it."""

    def do(work: Work) -> Record:
        if moment == f"{stage}:begun":
            die()
        desk = replace(work.desk, report=watched(stage, moment, work.desk.report))
        record = doing(replace(work, desk=desk))
        if moment == f"{stage}:done":
            die()

        def recorded(session: Session, clip: ClipRow, now: int) -> None:
            record(session, clip, now)
            session.flush()
            if moment == f"{stage}:recorded":
                die()

        return recorded

    return do


def watched(
    stage: Stage, moment: str, report: Callable[[Progress | Notice], None]
) -> Callable[[Progress | Notice], None]:
    """Return a report that dies when the work that ``moment`` names is going on."""

    def tell(event: Progress | Notice) -> None:
        report(event)
        if not isinstance(event, Progress):
            return
        if moment == f"{stage}:middle" and event.stage.value == stage.value and event.done:
            die()
        if moment == f"{stage}:packing" and event.stage is Shown.PACKAGE:
            die()

    return tell


@dataclass(frozen=True)
class FragileStore(FolderStore):
    """A folder of blobs that kills whoever keeps one whose name begins with ``deadly``."""

    deadly: str

    def put(self, name: str, file: Path) -> None:
        """Keep a blob, and die of it."""
        super().put(name, file)
        if name.startswith(self.deadly):
            die()


def work_until_death(data: Path, moment: str) -> None:
    """Work in the folder of a service, in a process of one's own, until ``moment`` comes."""

    def woken(_queue: str) -> None:
        """Die after a commit, where that is the moment: nobody is woken."""
        if moment.endswith(":committed"):
            die()

    service = open_service(small(data), woken)
    if moment.startswith("put:"):
        fragile = FragileStore(data / "files", moment.removeprefix("put:"))
        service = replace(service, store=fragile)
    crew = Crew({stage: dying(stage, doing, moment) for stage, doing in STAGES.items()})
    while do_next(service, ALL, crew):
        pass
