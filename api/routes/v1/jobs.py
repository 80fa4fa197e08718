"""Work that was put aside, over JSON, for operators."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import UnitOfWork
from api.etags import reply
from api.openapi import may, needs
from api.paging import PagingHere
from api.schemas import Answered, Id, IdHere, Page, time_of
from api.sessions import ActorHere
from vidcommerce import jobs
from vidcommerce.accounts.roles import Action
from vidcommerce.clips.tables import JobRow
from vidcommerce.db import now_ms

router = APIRouter(prefix="/jobs", tags=["jobs"])


class Job(Answered):
    """A stage of a clip that failed for our reasons too often, with what it said."""

    id: Id
    clip_id: Id
    stage: jobs.Stage
    attempts: int
    log: str
    created_at: datetime
    aside_at: datetime


class JobPage(Page[Job]):
    """A part of a list of jobs."""


class RunAgain(Answered):
    """The job that begins the clip again."""

    job_id: Id


@router.get("/aside", response_model=JobPage, responses=may(304), **needs(Action.SEE_FAILURES))
def list_jobs_aside(work: UnitOfWork, paging: PagingHere) -> Response:
    """List the work that was put aside, newest first."""
    found = jobs.aside(work, paging.after, paging.limit)
    return paging.reply(found, _shown)


@router.post(
    "/{job_id}/run-again", response_model=RunAgain, responses=may(409), **needs(Action.RUN_AGAIN)
)
def run_job_again(job_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork) -> Response:
    """Begin a clip again whose work was put aside; what was done is kept."""
    made = jobs.run_again(work, job_id, actor.person_id, now_ms())
    return reply(request, RunAgain(job_id=made))


def _shown(row: JobRow) -> Job:
    return Job(
        id=row.id,
        clip_id=row.clip_id,
        stage=jobs.Stage(row.stage),
        attempts=row.attempts,
        log=row.log,
        created_at=time_of(row.created_at),
        aside_at=time_of(row.aside_at or 0),
    )
