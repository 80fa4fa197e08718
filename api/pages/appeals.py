"""What writers ask another person to look at: comments that are not shown, for who answers."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import language_of, page
from api.pages.moderate_say import TABS
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import GRANTS, Action, Actor
from vidcommerce.comments import appeals, statements
from vidcommerce.comments.reasons import WORDS
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.moments import day

router = APIRouter(prefix="/moderate/appeals", include_in_schema=False)

_SAY: Final = {
    **TABS,
    "title": N_("What writers ask to have looked at again"),
    "none": N_("Nobody has asked."),
    "why": N_("Read the comment as if for the first time. Its writer reads your answer."),
    "by_rule": N_("A program kept it back"),
    "by_person": N_("A person kept it back"),
    "by_you": N_("You kept it back, so somebody else must answer this."),
    "asks": N_("The writer says:"),
    "reply": N_("Your answer to the writer"),
    "right": N_("Show it"),
    "stays": N_("It stays so"),
    "video": N_("The video"),
    "export": N_("All statements of reasons as a table"),
}

_MAY: Final = [allowed_page(Action.MODERATE)]


@router.get("", dependencies=_MAY)
def waiting(request: Request, actor: PageActor, work: UnitOfWork) -> Response:
    """Show what waits for an answer, the oldest first."""
    return _page(request, actor, work)


@router.get("/statements.csv", dependencies=[allowed_page(Action.SEE_LOG)])
def table(request: Request, actor: PageActor, service: ServiceHere) -> Response:
    """Send all statements of reasons that this person may see as a table."""
    speech, station = language_of(request), statements.station_of(actor)

    def lines() -> Iterator[bytes]:
        after, more = 0, True
        while more:
            with service.database.reading() as work:
                some = statements.part(work, speech, after, station_id=station)
            text = StringIO()
            statements.write_csv(some, text, header=not after)
            yield text.getvalue().encode()
            after, more = (some[-1].number, True) if some else (after, False)

    headers = {
        "Content-Disposition": 'attachment; filename="statements.csv"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(lines(), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/{appeal_id}", dependencies=_MAY)
def answer(
    request: Request, appeal_id: str, actor: PageActor, service: ServiceHere,
    do: Annotated[str, Form()] = "", words: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Answer an appeal; what can't be is said beside the list as it is now."""
    try:
        with service.database.writing() as work:
            appeals.answer(work, actor, appeal_id, (do == "right", words), now_ms())
    except InputRejected as refused:
        with service.database.reading() as work:
            return _page(request, actor, work, refused)
    return RedirectResponse("/moderate/appeals", 303)


def _page(
    request: Request, actor: Actor, work: Session, refused: InputRejected | None = None
) -> Response:
    return page(
        request,
        "moderate/appeals.html",
        200 if refused is None else status_of(refused),
        _SAY,
        rows=appeals.waiting(work, actor),
        reasons=WORDS,
        day=day,
        refused=refused,
        most=appeals.LONGEST,
        may_export=actor.role in GRANTS[Action.SEE_LOG],
    )
