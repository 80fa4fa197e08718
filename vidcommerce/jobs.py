"""Work that is to be done, as rows: asked for once, leased, renewed, ended, put aside.

The database is the truth; a message only wakes a worker, which then claims what is due. Whoever
claims gets a lease with a token of its own, and may record only while the row still holds that
token: work of a worker that went silent, or whose clip was cancelled, changes nothing.

What fails for our reasons is tried again after growing pauses, then put aside with its log:

    try          1      2      3      4       5
    then wait    10 s   1 min  5 min  30 min  put aside

A worker that dies counts as a try; the sweep frees what it held (vidcommerce/sweeping.py), and
there is no pause. An operator runs again what was put aside.
Rows are locked in one order, the clip first, so that nobody waits in a circle.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from vidcommerce.clips.history import move
from vidcommerce.clips.states import TRANSITIONS, Event, State
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.db import new_id, wake
from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_
from vidcommerce.lists import Place, Slice, part


class Stage(StrEnum):
    """A stage of a clip that a worker does; its queue is named in QUEUES."""

    ANALYSE = "analyse"
    RENDER = "render"
    PUBLISH = "publish"
    PROXY = "proxy"
    CHECK = "check"


QUEUES: Final = {
    Stage.ANALYSE: "analysis",
    Stage.RENDER: "render",
    Stage.PUBLISH: "publish",
    Stage.PROXY: "render",
    Stage.CHECK: "analysis",
}

BESIDE: Final = frozenset({Stage.PROXY, Stage.CHECK})
"""What is done beside a clip's way: it moves no clip, and none is stopped by its failure."""

PAUSES: Final = (10_000, 60_000, 300_000, 1_800_000)
"""Milliseconds to wait after each try that failed; after one more the job is put aside."""

TRIES: Final = len(PAUSES) + 1

RESEND: Final = 60_000
"""Milliseconds after which a message that nobody followed is taken for lost."""

_DRAFTED: Final = (State.RENDERING, State.READY, State.PUBLISHING, State.PUBLISHED)

_STATES: Final[Mapping[Stage, Collection[State]]] = {
    Stage.ANALYSE: (State.RECEIVED, State.ANALYSING),
    Stage.RENDER: (State.RENDERING,),
    Stage.PUBLISH: (State.PUBLISHING,),
    Stage.PROXY: _DRAFTED,
    Stage.CHECK: (*_DRAFTED, State.SENT_BACK, State.REJECTED),  # they may come back
}
"""Where a clip must stand for a stage to be any use; elsewhere the job is over: somebody cancelled,
or the stage was recorded by a worker that died before it could end the job."""

OPEN: Final = (JobRow.ended_at.is_(None), JobRow.aside_at.is_(None))
"""What is true of a job that is still to be done."""

_LONGEST_LOG: Final = 20_000
_LONGEST_NAME: Final = 31


@dataclass(eq=False)
class LeaseLost(WorkFailed):
    """The job is no longer this worker's: its lease ran out, or somebody ended the job."""

    job: str
    sentence = N_("Another worker has taken this over, or it was cancelled.")


@dataclass(eq=False)
class StageBroken(WorkFailed):
    """A bug of ours, or something that we did not foresee, ended the work on a clip."""

    stage: str
    sentence = N_("Working on this clip failed on our side ({stage}).")


@dataclass(eq=False)
class NotAside(InputRejected):
    """Only a job that was put aside can be run again."""

    job: str
    sentence = N_("This work is not put aside: it is under way, or over.")


@dataclass(frozen=True, slots=True)
class Lease:
    """A job that is ours for now; ``attempt`` counts from 1, ``request`` asked for it."""

    job: str
    clip: str
    stage: Stage
    priority: int
    attempt: int
    token: str
    request: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a try failed: the error's name and facts, for people, and the log, for operators."""

    error: str
    facts: Mapping[str, Any]
    log: str

    def problem(self) -> dict[str, Any]:
        """Return what ClipRow.problem holds."""
        return {"error": self.error, "facts": dict(self.facts)}


def ask(session: Session, clip_id: str, stage: Stage, priority: int, now: int) -> str:
    """Ask for a stage of a clip and return the job's id; one that is open already is enough."""
    wake(session, QUEUES[stage])
    while (found := _open_job(session, clip_id, stage)) is None:
        # Of those who ask at the same moment the index of open jobs lets one in; the others find
        # that job, or that it has ended already, and ask again.
        with contextlib.suppress(IntegrityError), session.begin_nested():
            session.add(_new_job(clip_id, stage, priority, now))
    return found


def _new_job(clip_id: str, stage: Stage, priority: int, now: int) -> JobRow:
    return JobRow(
        id=new_id(),
        clip_id=clip_id,
        stage=stage,
        queue=QUEUES[stage],
        priority=priority,
        created_at=now,
        due_at=now,
        sent_at=now,
    )


def claim(
    session: Session, queues: Collection[str], worker: str, now: int, lease: int
) -> Lease | None:
    """Take the most urgent job of ``queues`` that is due, for ``lease`` milliseconds.

    By priority, then by how long it is due. None where nothing is. A job that came too late is
    ended. Wakes another worker where more is due, so that one message is enough for all.
    """
    most_urgent = _claimable(queues, now)
    while (row := session.execute(most_urgent).first()) is not None:
        job, clip = row
        if State(clip.state) in _STATES[Stage(job.stage)]:
            taken = _take(session, job, clip, worker, now, lease)
            if session.execute(most_urgent).first() is not None:
                wake(session, job.queue)
            return taken
        over(job, "moot", now)
        session.flush()
    return None


def renew(session: Session, lease: Lease, now: int, length: int) -> None:
    """Hold a lease for ``length`` milliseconds more. Raises LeaseLost."""
    held = update(JobRow).where(*_ours(lease)).values(lease_until=now + length)
    found = session.execute(held.returning(JobRow.id)).first()
    if found is None:
        raise LeaseLost(lease.job)


def tell(session: Session, lease: Lease, stage: str, done: int) -> None:
    """Write how far a clip is, in thousandths; a hint for the eyes, which changes no version."""
    session.execute(update(ClipRow).where(ClipRow.id == lease.clip).values(stage=stage, done=done))


def held(session: Session, lease: Lease) -> tuple[JobRow, ClipRow]:
    """Lock and return the rows of a lease in the unit of work that records. Raises LeaseLost."""
    clip = session.get(ClipRow, lease.clip, with_for_update=True, populate_existing=True)
    job = session.scalar(
        select(JobRow).where(*_ours(lease)).with_for_update().execution_options(
            populate_existing=True
        )
    )  # fmt: skip
    if clip is None or job is None:
        raise LeaseLost(lease.job)
    return job, clip


def end(job: JobRow, clip: ClipRow, now: int) -> None:
    """Note that a job that we hold is done."""
    over(job, "done", now)
    if job.stage not in BESIDE:
        clip.stage, clip.done = "", 0


def refuse(session: Session, job: JobRow, clip: ClipRow, failure: Failure, now: int) -> None:
    """End a job for the clip's own reasons; the farmer is told them."""
    over(job, "refused", now)
    if job.stage in BESIDE:
        return
    clip.stage, clip.done = "", 0
    clip.problem = failure.problem()
    move(session, clip, Event.REFUSED, person_id=None, now=now, why=failure.error)


def retry(session: Session, job: JobRow, clip: ClipRow, failure: Failure, now: int) -> bool:
    """Have a job that we hold tried again later, or put it aside; tells whether it will be."""
    note(job, failure)
    if job.attempts >= TRIES:
        put_aside(session, job, clip, failure, now)
        return False
    free(job)
    job.due_at = now + PAUSES[job.attempts - 1]
    job.sent_at = 0
    return True


def put_aside(session: Session, job: JobRow, clip: ClipRow, failure: Failure, now: int) -> None:
    """Give up a job, whose log says why, until an operator runs it again."""
    free(job)
    job.aside_at = now
    if job.stage in BESIDE:
        return
    clip.stage, clip.done = "", 0
    if (State(clip.state), Event.GAVE_UP) in TRANSITIONS:
        clip.problem = failure.problem()
        move(session, clip, Event.GAVE_UP, person_id=None, now=now, why=failure.error)


def hand_back(job: JobRow, now: int) -> None:
    """Give a job back untried: this worker has to leave."""
    job.attempts -= 1
    free(job)
    job.due_at, job.sent_at = now, 0


def aside(session: Session, after: Place | None, limit: int) -> Slice[JobRow]:
    """Return the jobs that were put aside and not run again, newest first."""
    asked = select(JobRow).where(JobRow.aside_at.is_not(None), JobRow.ended_at.is_(None))
    return part(session, asked, JobRow.created_at, JobRow.id, after, limit)


def run_again(session: Session, job_id: str, person_id: str | None, now: int) -> str:
    """Begin again a clip whose job was put aside; what was done is kept and costs nothing.

    Returns the new job's id. Raises NotAside, and NotNow where the clip has moved on.
    """
    clip_id = session.scalar(select(JobRow.clip_id).where(JobRow.id == job_id))
    clip = clip_id and session.get(
        ClipRow, clip_id, with_for_update=True, populate_existing=True
    )  # fmt: skip
    job = session.get(JobRow, job_id, with_for_update=True, populate_existing=True)
    if not clip or job is None or job.aside_at is None or job.ended_at is not None:
        raise NotAside(job_id)
    over(job, "run_again", now)
    if (stage := Stage(job.stage)) in BESIDE:
        return ask(session, clip.id, stage, job.priority, now)
    clip.problem = None
    move(session, clip, Event.RUN_AGAIN, person_id=person_id, now=now)
    return ask(session, clip.id, Stage.ANALYSE, job.priority, now)


def cancel(
    session: Session, clip: ClipRow, *, person_id: str | None, now: int, why: str = ""
) -> None:
    """Cancel a clip at whatever stage; a worker that is at it notices when it renews its lease.

    Raises NotNow.
    """
    session.refresh(clip, with_for_update=True)
    move(session, clip, Event.CANCELLED, person_id=person_id, now=now, why=why)
    clip.stage, clip.done = "", 0
    jobs = select(JobRow).where(JobRow.clip_id == clip.id, JobRow.ended_at.is_(None))
    for job in session.scalars(jobs.with_for_update()):
        over(job, "cancelled", now)


def _open_job(session: Session, clip_id: str, stage: Stage) -> str | None:
    found = select(JobRow.id).where(*OPEN, JobRow.clip_id == clip_id, JobRow.stage == stage)
    return session.scalar(found)


def _claimable(queues: Collection[str], now: int) -> Select[JobRow, ClipRow]:
    """Return the most urgent job that is due, with its clip, past those that others look at."""
    return (
        select(JobRow, ClipRow)
        .join(ClipRow, ClipRow.id == JobRow.clip_id)
        .where(*OPEN, JobRow.queue.in_(queues), JobRow.due_at <= now, JobRow.lease_by.is_(None))
        .order_by(JobRow.priority, JobRow.due_at, JobRow.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _take(session: Session, job: JobRow, clip: ClipRow, worker: str, now: int, lease: int) -> Lease:
    job.attempts += 1
    job.lease_by = f"{worker[:_LONGEST_NAME]}:{new_id()}"
    job.lease_until = now + lease
    job.started_at = now
    stage = Stage(job.stage)
    if stage is Stage.ANALYSE:
        move(session, clip, Event.TAKEN_UP, person_id=None, now=now)
    session.flush()
    return Lease(job.id, clip.id, stage, job.priority, job.attempts, job.lease_by, job.request_id)


def _ours(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    return (JobRow.id == lease.job, JobRow.lease_by == lease.token, JobRow.ended_at.is_(None))


def note(job: JobRow, failure: Failure) -> None:
    """Add to the log what failed; its end is what matters when it gets long."""
    job.failure = failure.error
    text = f"{job.log}\n[{job.attempts}] {failure.error}\n{failure.log}"
    job.log = text.strip()[-_LONGEST_LOG:]


def free(job: JobRow) -> None:
    """Take the lease off a job."""
    job.lease_by, job.lease_until = None, 0


def over(job: JobRow, outcome: str, now: int) -> None:
    """Close a job: there is nothing more to do."""
    free(job)
    job.ended_at, job.outcome = now, outcome
