"""Clips over JSON: where they stand, what happened to them, and how they are stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.dependencies import UnitOfWork
from api.etags import reply
from api.html import language_of
from api.openapi import may, needs
from api.paging import PagingHere
from api.schemas import Answered, Asked, Id, IdHere, Page, Sha256, Version, time_of
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action
from vidcommerce.clips import service
from vidcommerce.clips.mine import explained
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipEventRow, ClipRow
from vidcommerce.db import now_ms
from vidcommerce.language import Words

router = APIRouter(prefix="/clips", tags=["clips"])

Why = Annotated[str, Field(max_length=500, pattern=r"^[^\u0000]*$")]
"""A person's own words about why; kept in the clip's history."""


OfId = Annotated[str | None, Query(pattern=r"^[0-9a-f]{32}$")]
"""Only what belongs to this farmer or product."""


class ClipProblem(Answered):
    """Why a clip was refused or put aside: the error's name, and a sentence."""

    error: str
    detail: str


class Clip(Answered):
    """A raw clip. ``stage`` and ``done`` (thousandths) are live progress, a hint for the eyes."""

    id: Id
    station_id: Id
    farmer_id: Id
    product_id: Id
    name: str
    sha256: Sha256
    bytes: int
    state: State
    stage: str
    done: int
    problem: ClipProblem | None
    version: Version
    created_at: datetime
    changed_at: datetime


class ClipPage(Page[Clip]):
    """A part of a list of clips."""


class ClipEvent(Answered):
    """One change of a clip's state. ``person_id`` is null where a worker did it."""

    at: datetime
    event: str
    before: str
    after: str
    person_id: str | None
    why: str


class ClipHistory(Answered):
    """All that happened to a clip, the first at first."""

    items: list[ClipEvent]


class Stop(Asked):
    """Why something is stopped."""

    why: Why = ""


def shown(row: ClipRow, speech: Words) -> Clip:
    """Return a clip as it is answered."""
    columns = {name: getattr(row, name) for name in Clip.model_fields}
    problem = None
    if row.problem:
        detail = explained(row.problem, speech)
        problem = ClipProblem(error=str(row.problem.get("error", "")), detail=detail)
    times = {"created_at": time_of(row.created_at), "changed_at": time_of(row.changed_at)}
    return Clip.model_validate({**columns, "problem": problem, **times})


@router.get("", response_model=ClipPage, responses=may(304), **needs(Action.SEE_CLIPS))
def list_clips(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    paging: PagingHere,
    state: Annotated[State | None, Query()] = None,
    farmer_id: OfId = None,
    product_id: OfId = None,
) -> Response:
    """List the clips that you may see, newest first."""
    asked = service.Wanted(state, farmer_id, product_id)
    found = service.page(work, actor, asked, paging.after, paging.limit)
    speech = language_of(request)
    return paging.reply(found, lambda row: shown(row, speech))


@router.get("/{clip_id}", response_model=Clip, responses=may(304, 404), **needs(Action.SEE_CLIPS))
def get_clip(clip_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork) -> Response:
    """Return a clip."""
    row = service.get(work, actor, clip_id)
    return reply(request, shown(row, language_of(request)))


@router.get(
    "/{clip_id}/events",
    response_model=ClipHistory,
    responses=may(304, 404),
    **needs(Action.SEE_CLIPS),
)
def get_clip_events(
    clip_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Return what happened to a clip, the first at first."""
    rows = service.events(work, actor, clip_id)
    return reply(request, ClipHistory(items=[_event(row) for row in rows]))


@router.post(
    "/{clip_id}/cancel",
    response_model=Clip,
    responses=may(404, 409),
    **needs(Action.CANCEL_CLIPS),
)
def cancel_clip(
    clip_id: IdHere, asked: Stop, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Stop a clip at whatever stage it is; what was begun for it is let go."""
    row = service.cancel(work, actor, clip_id, now_ms(), asked.why)
    return reply(request, shown(row, language_of(request)))


def _event(row: ClipEventRow) -> ClipEvent:
    return ClipEvent(
        at=time_of(row.at),
        event=row.event,
        before=row.before,
        after=row.after,
        person_id=row.person_id,
        why=row.why,
    )
