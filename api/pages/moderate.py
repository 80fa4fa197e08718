"""The page on which comments are let through or rejected."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import page
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.comments import service as comments
from vidcommerce.comments.policy import REASON_WORDS, Reason
from vidcommerce.comments.reasons import WORDS
from vidcommerce.comments.states import State
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

router = APIRouter(
    prefix="/moderate", include_in_schema=False, dependencies=[allowed_page(Action.MODERATE)]
)

_SAY: Final = {
    "title": N_("Comments"),
    "held": N_("Waiting for you"),
    "none_held": N_("No comment waits for you."),
    "decided": N_("Decided lately"),
    "let_through": N_("Show it"),
    "reject": N_("Don't show it"),
    "reason": N_("Why not?"),
    "shown": N_("shown"),
    "rejected": N_("not shown"),
    "to_page": N_("The video"),
}


class _Decided:
    """What came with the form: the version of the comment that was read, and what to do."""

    def __init__(
        self,
        version: Annotated[int, Form()] = 0,
        do: Annotated[str, Form()] = "",
        reason: Annotated[Reason, Form()] = Reason.OFF_TOPIC,
    ) -> None:
        """Take the fields of the form."""
        self.version, self.shows, self.reason = version, do == "show", reason


@router.get("")
def moderate(request: Request, actor: PageActor, work: UnitOfWork) -> Response:
    """Show what waits, the longest waiting first, and what was decided."""
    return _page(request, actor, work)


@router.post("/{comment_id}")
def decide(
    request: Request, comment_id: str, actor: PageActor, service: ServiceHere,
    form: Annotated[_Decided, Depends()],
) -> Response:  # fmt: skip
    """Let a comment through or reject it; who was second sees how it stands now."""
    try:
        with service.database.writing() as work:
            _apply(work, actor, comment_id, form)
    except InputRejected as refused:
        with service.database.reading() as work:
            return _page(request, actor, work, refused)
    return RedirectResponse("/moderate", 303)


def _apply(work: Session, actor: Actor, comment_id: str, form: _Decided) -> None:
    if form.shows:
        comments.let_through(work, actor, comment_id, form.version, now_ms())
    else:
        comments.reject(work, actor, comment_id, form.version, form.reason, now_ms())


def _page(
    request: Request, actor: Actor, work: Session, refused: InputRejected | None = None
) -> Response:
    return page(
        request,
        "moderate/comments.html",
        200 if refused is None else status_of(refused),
        _SAY,
        refused=refused,
        held=comments.held(work, actor),
        decided=comments.decided(work, actor),
        reasons=[(reason.value, REASON_WORDS[reason]) for reason in Reason],
        reason_words=WORDS,
        shown_state=State.SHOWN.value,
    )
