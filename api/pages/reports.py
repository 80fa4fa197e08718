"""What shoppers reported, for those who answer it: the station's helpers."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import page
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.flags import reports
from vidcommerce.flags.reports import LONGEST, REASON_WORDS, Reason
from vidcommerce.language import N_
from vidcommerce.moments import day

router = APIRouter(
    prefix="/review/reports", include_in_schema=False, dependencies=[allowed_page(Action.REVIEW)]
)

_SAY: Final = {
    "title": N_("What shoppers reported"),
    "back": N_("All videos"),
    "none": N_("Nothing waits for an answer."),
    "why": N_("Look at the video, ask the farmer, then answer. Whoever reported it reads that."),
    "reply": N_("Your answer to the shopper"),
    "right": N_("They are right"),
    "not_right": N_("It is not so"),
    "video": N_("Look at the video"),
}


@router.get("")
def waiting(request: Request, actor: PageActor, work: UnitOfWork) -> Response:
    """Show what waits for an answer, the oldest first."""
    return _page(request, actor, work)


@router.post("/{report_id}")
def answer(
    request: Request,
    report_id: str,
    actor: PageActor,
    service: ServiceHere,
    do: Annotated[str, Form()] = "",
    words: Annotated[str, Form()] = "",
) -> Response:
    """Answer a report."""
    try:
        with service.database.writing() as work:
            reports.answer(work, actor, report_id, (do == "right", words), now_ms())
    except InputRejected as refused:
        with service.database.reading() as work:
            return _page(request, actor, work, refused)
    return RedirectResponse("/review/reports", 303)


def _page(
    request: Request, actor: Actor, work: Session, refused: InputRejected | None = None
) -> Response:
    return page(
        request,
        "review/reports.html",
        200 if refused is None else status_of(refused),
        _SAY,
        rows=[
            (row, REASON_WORDS[Reason(row.reason)], publication)
            for row, publication in reports.waiting(work, actor)
        ],
        day=day,
        refused=refused,
        most=LONGEST,
    )
