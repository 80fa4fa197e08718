"""Questions that shoppers ask, on the farmer's phone: read aloud, answered in a few words."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import page
from api.pages.farm import for_script
from api.sessions import PageActor, PagePerson, SignedIn, allowed_page
from vidcommerce.accounts.roles import Action
from vidcommerce.comments import answering, questions
from vidcommerce.comments.policy import LONGEST_TEXT
from vidcommerce.comments.states import State
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

router = APIRouter(
    prefix="/farm/questions",
    include_in_schema=False,
    dependencies=[allowed_page(Action.SEND_CLIPS)],
)

_SAY: Final = {
    "listen": N_("Listen"),
    "offline": N_("No network. What you do is kept on this phone."),
    "title": N_("Questions for you"),
    "back": N_("My videos"),
    "none": N_("Nobody is waiting for an answer."),
    "wanted": N_("{wanted} people want to know this."),
    "yours": N_("Your answer"),
    "send": N_("Answer"),
    "everybody": N_("Everybody can read your answer below the video."),
    "done": N_("What you answered"),
    "read_first": N_("Somebody at the station reads it first."),
    "not_shown": N_("The station does not show this answer."),
    "see": N_("See it online"),
    "change": N_("Change it"),
}


@router.get("")
def waiting(request: Request, work: UnitOfWork, person: PagePerson) -> Response:
    """Show what waits for an answer, and what was answered."""
    return _page(request, work, person)


@router.post("/{question_id}", dependencies=[allowed_page(Action.ANSWER)])
def answer(
    request: Request, question_id: str, actor: PageActor, person: PagePerson, service: ServiceHere,
    text: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Answer a question; what can't be used is said, and what was typed is still there."""
    try:
        with service.database.writing() as work:
            answering.answer(work, actor, question_id, text, now_ms())
    except InputRejected as refused:
        with service.database.reading() as work:
            return _page(request, work, person, (refused, question_id, text))
    return RedirectResponse("/farm/questions", 303)


def _page(
    request: Request,
    work: Session,
    person: SignedIn,
    wrong: tuple[InputRejected, str, str] | None = None,
) -> Response:
    return page(
        request,
        "farm/questions.html",
        200 if wrong is None else status_of(wrong[0]),
        _SAY,
        rows=questions.waiting(work, person.actor),
        answered=questions.answered(work, person.actor),
        wrong=wrong,
        most=LONGEST_TEXT,
        states={"held": State.HELD.value, "shown": State.SHOWN.value},
        script=for_script(person),
    )
