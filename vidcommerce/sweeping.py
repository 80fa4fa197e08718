"""What keeps the service right when messages are lost, workers die and people change their minds.

The sweep looks at the rows, which are the truth, every few seconds. Running it twice, or two of
them at once, does nothing that once would not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.db import wake
from vidcommerce.errors import WorkFailed
from vidcommerce.jobs import OPEN, TRIES, Failure
from vidcommerce.language import N_

_SILENT: Final = "The worker went silent."


@dataclass(eq=False)
class WorkerLost(WorkFailed):
    """Workers went silent over the same ``stage`` of a clip, again and again."""

    stage: str
    sentence = N_("Working on this clip failed on our side ({stage}), again and again.")


def take_back(session: Session, now: int) -> int:
    """Free the leases that ran out and wake workers for them; returns how many there were.

    A job over which too many workers died is put aside.
    """
    rows = session.execute(
        select(JobRow, ClipRow)
        .join(ClipRow, ClipRow.id == JobRow.clip_id)
        .where(*OPEN, JobRow.lease_by.is_not(None), JobRow.lease_until <= now)
        .with_for_update(skip_locked=True)
    ).all()
    for job, clip in rows:
        failure = Failure(WorkerLost.__name__, {"stage": job.stage}, _SILENT)
        job.leases_lost += 1
        jobs.note(job, failure)
        if job.attempts >= TRIES:
            jobs.put_aside(session, job, clip, failure, now)
        else:
            jobs.free(job)
            job.sent_at = now
            wake(session, job.queue)
    return len(rows)


def send_again(session: Session, now: int, after: int = jobs.RESEND) -> int:
    """Wake workers for what is due and of which no message told in ``after`` milliseconds."""
    rows = session.scalars(
        select(JobRow)
        .where(*OPEN, JobRow.due_at <= now, JobRow.lease_by.is_(None))
        .where(JobRow.sent_at <= now - after)
        .with_for_update(skip_locked=True)
    ).all()
    for job in rows:
        job.sent_at = now
        wake(session, job.queue)
    return len(rows)
