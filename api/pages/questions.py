"""Questions below the station's videos, for its staff: answered for the farmer, pinned."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import page
from api.pages.moderate_say import TABS
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.comments import answering, questions
from vidcommerce.comments.policy import LONGEST_TEXT
from vidcommerce.comments.states import State
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

router = APIRouter(
    prefix="/moderate/questions",
    include_in_schema=False,
    dependencies=[allowed_page(Action.MODERATE)],
)

_SAY: Final = {
    **TABS,
    "title": N_("Questions"),
    "waiting": N_("Without an answer"),
    "none": N_("Nobody is waiting for an answer."),
    "why": N_(
        "The farmer has these on the phone, too. What you answer stands below the video in the "
        "station's name."
    ),
    "wanted": N_("{wanted} people want to know this."),
    "reply": N_("The station's answer"),
    "send": N_("Answer"),
    "answered": N_("Answered"),
    "pin": N_("Pin to the top of the page"),
    "unpin": N_("Take it off the top"),
    "often": N_("What is pinned, or asked by three people, stands among the facts on the page."),
    "hidden": N_("This answer is not shown."),
    "video": N_("The video"),
}


@router.get("")
def waiting(request: Request, actor: PageActor, work: UnitOfWork) -> Response:
    """Show what waits for an answer, and what was answered last."""
    return _page(request, actor, work)


@router.post("/{question_id}")
def act(
    request: Request, question_id: str, actor: PageActor, service: ServiceHere,
    do: Annotated[str, Form()] = "answer", text: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Answer a question, pin it, or take it off."""
    try:
        with service.database.writing() as work:
            if do in ("pin", "unpin"):
                answering.pin(work, actor, question_id, now_ms(), pinned=do == "pin")
            else:
                answering.answer(work, actor, question_id, text, now_ms())
    except InputRejected as refused:
        with service.database.reading() as work:
            return _page(request, actor, work, refused)
    return RedirectResponse("/moderate/questions", 303)


def _page(
    request: Request, actor: Actor, work: Session, refused: InputRejected | None = None
) -> Response:
    return page(
        request,
        "moderate/questions.html",
        200 if refused is None else status_of(refused),
        _SAY,
        rows=questions.waiting(work, actor),
        answered=questions.answered(work, actor),
        refused=refused,
        most=LONGEST_TEXT,
        shown=State.SHOWN.value,
    )
