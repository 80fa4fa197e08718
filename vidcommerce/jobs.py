"""Work that is to be done, as rows: asked for once, leased, renewed, ended, put aside.

The database is the truth; a message only wakes a worker, which then claims what is due.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.clips.tables import JobRow
from vidcommerce.db import new_id, wake


class Stage(StrEnum):
    """A stage of a clip that a worker does; its queue is named in QUEUES."""

    ANALYSE = "analyse"
    RENDER = "render"
    PUBLISH = "publish"


QUEUES: Final = {Stage.ANALYSE: "analysis", Stage.RENDER: "render", Stage.PUBLISH: "publish"}


def ask(session: Session, clip_id: str, stage: Stage, priority: int, now: int) -> str:
    """Ask for a stage of a clip and return the job's id; one that is open already is enough."""
    open_job = select(JobRow.id).where(
        JobRow.clip_id == clip_id,
        JobRow.stage == stage,
        JobRow.ended_at.is_(None),
        JobRow.aside_at.is_(None),
    )
    found = session.scalar(open_job)
    wake(session, QUEUES[stage])
    if found is not None:
        return found
    job = JobRow(
        id=new_id(),
        clip_id=clip_id,
        stage=stage,
        queue=QUEUES[stage],
        priority=priority,
        created_at=now,
        due_at=now,
    )
    session.add(job)
    session.flush()
    return job.id
