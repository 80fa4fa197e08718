"""Does one job: claims it, keeps its lease, works, and records what came of it, or what went wrong.

The work itself is done outside of any unit of work and named by content, so that it may be done
twice. What came of it is recorded in one unit of work, which holds only while the lease is ours.
"""

from __future__ import annotations

import os
import socket
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.clearing.uses import NotedStore, Uses
from vidcommerce.clips.states import NotNow
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected, VidcommerceError
from vidcommerce.jobs import Failure, Lease, LeaseLost, Stage, StageBroken
from vidcommerce.logs import bound, logger
from vidcommerce.media.ffmpeg import DiskFull, Ffmpeg
from vidcommerce.media.fonts import GlyphsMissing
from vidcommerce.progress import Notice
from vidcommerce.service import Service
from vidcommerce.stages import REFUSALS, Desk
from workers.keeping import Keeper

Record: TypeAlias = Callable[[Session, ClipRow, int], None]
"""Writes what came of a stage, in the unit of work that ends its job, at a time."""

_REFUSED: Final = (*REFUSALS, GlyphsMissing)
"""What whoever filmed can mend, by another clip or another name of the product."""

_SPOKEN: Final = (str, int, float, bool, type(None))
_LOG: Final = "log"
"""The field of an error that is for operators."""

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Work:
    """A job under way: what it is, what it is done with, and what there was to say."""

    service: Service
    lease: Lease
    desk: Desk
    notices: list[Notice]


Doing: TypeAlias = Callable[[Work], Record]
"""Does a stage, and returns what is to be recorded of it."""


def nobody_leaves() -> bool:
    """Tell that the worker stays."""
    return False


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works, what they can do, and whether they have to leave."""

    stages: Mapping[Stage, Doing]
    leaving: Callable[[], bool] = nobody_leaves

    @property
    def name(self) -> str:
        """The host and the process, for whoever wonders who holds a lease."""
        return f"{socket.gethostname()[:20]}:{os.getpid()}"


def do_next(service: Service, queues: Collection[str], crew: Crew) -> bool:
    """Do the most urgent job of ``queues`` that is due; tells whether there was one."""
    length = service.settings.lease * 1000
    if crew.leaving():
        return False
    with service.database.writing() as session:
        lease = jobs.claim(session, queues, crew.name, now_ms(), length)
    if lease is None:
        return False
    stage, request = lease.stage.value, lease.request
    with bound(clip_id=lease.clip, job_id=lease.job, stage=stage, request_id=request):
        _do(service, lease, crew)
    return True


def _do(service: Service, lease: Lease, crew: Crew) -> None:
    length = service.settings.lease * 1000
    ffmpeg = Ffmpeg(service.settings.ffmpeg)
    keeper = Keeper(service.database, lease, length, ffmpeg.stop, crew.leaving)
    noted = replace(
        service, store=NotedStore(service.store, Uses(service.database, lease.clip).note)
    )
    desk = Desk(ffmpeg, service.settings, noted.store, keeper.report)
    try:
        with keeper:
            record = crew.stages[lease.stage](Work(noted, lease, desk, keeper.notices))
        _end(service, lease, record)
        _log.info("done", seconds=[(t.stage, t.milliseconds / 1000) for t in desk.times])
    except LeaseLost:
        _log.warning("taken from us")
    except Exception as error:  # noqa: BLE001 - the edge: whatever fails is noted, and tried again
        _settle(service, lease, keeper, error)


def _end(service: Service, lease: Lease, record: Record) -> None:
    """Record what came of it and end the job, both or neither. Raises LeaseLost."""
    now = now_ms()
    with service.database.writing() as session:
        job, clip = jobs.held(session, lease)
        jobs.end(job, clip, now)
        session.flush()  # what is recorded may ask for the same stage again
        record(session, clip, now)


def _settle(service: Service, lease: Lease, keeper: Keeper, error: Exception) -> None:
    """Decide what becomes of a job whose work ended with an error."""
    if keeper.lost:
        _log.warning("stopped", why=str(error))
        return
    now = now_ms()
    try:
        with service.database.writing() as session:
            job, clip = jobs.held(session, lease)
            if keeper.left:
                jobs.hand_back(job, now)
            else:
                _failed(session, job, clip, error, now)
    except LeaseLost:
        _log.warning("taken from us")


def _failed(session: Session, job: JobRow, clip: ClipRow, error: Exception, now: int) -> None:
    """Refuse, put aside or try again, by whose fault it is and whether trying again may help."""
    failure = failure_of(error, job.stage)
    if isinstance(error, NotNow):
        jobs.over(job, "moot", now)
    elif isinstance(error, _REFUSED):
        jobs.refuse(session, job, clip, failure, now)
    elif isinstance(error, InputRejected) and not isinstance(error, DiskFull):
        jobs.note(job, failure)
        jobs.put_aside(session, job, clip, failure, now)
    else:
        again = jobs.retry(session, job, clip, failure, now)
        _log.error("failed", error=failure.error, tried_again=again, log=failure.log)


def failure_of(error: Exception, stage: str) -> Failure:
    """Return what is noted of an error: for people its name and facts, for operators its log."""
    trace = "".join(traceback.format_exception(error))
    if not isinstance(error, VidcommerceError):
        return Failure(StageBroken.__name__, StageBroken(stage).facts(), trace)
    facts = error.facts()
    last_lines = str(facts.pop(_LOG, ""))
    log = f"{error}\n{last_lines}" if last_lines else trace
    return Failure(type(error).__name__, {name: plain(fact) for name, fact in facts.items()}, log)


def plain(fact: object) -> Any:  # noqa: ANN401 - JSON
    """Return a fact as JSON can hold it."""
    return fact if isinstance(fact, _SPOKEN) else str(fact)
