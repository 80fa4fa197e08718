"""A writer's own page: what became of their comments, a number proved once, a link to go on."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of, waiting
from api.html import language_of, page
from api.pages.comments_view import day
from api.pages.sign_in import send
from api.visits import VisitHere
from api.writers import SecretHere, keep
from vidcommerce.accounts.senders import open_sender
from vidcommerce.comments import proving, writers
from vidcommerce.comments.reasons import status_of as status_of_comment
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import WriterRow
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.service import Service

router = APIRouter(prefix="/comments", include_in_schema=False)

_MOST: Final = 50

_SAY: Final = {
    "title": N_("What you have written"),
    "nothing": N_("Nothing was written with this browser yet."),
    "who": N_("You write as {name}."),
    "phone": N_("Your phone number"),
    "phone_why": N_(
        "Prove it once, and you are known again in every browser. It is never shown, and we keep "
        "only a fingerprint of it."
    ),
    "proved": N_("You have proved your phone number."),
    "send_code": N_("Send me a code"),
    "code": N_("Code of 6 digits"),
    "go": N_("Go on"),
    "link": N_("Go on in another browser"),
    "link_why": N_("The link works for an hour. Give it to nobody: who has it writes as you."),
    "make_link": N_("Make a link"),
    "open": N_("Go on as {name} in this browser?"),
    "open_no_name": N_("Go on as who you were in the other browser?"),
    "erase": N_("Erase me"),
    "erase_why": N_(
        "All your comments go for ever, your name, your number, and what this browser is known by. "
        "What stays is that something was written and what was decided about it, without any word."
    ),
    "erase_sure": N_("Yes, for ever"),
    "hidden": N_("You have hidden {count} people."),
    "unhide": N_("Show everybody again"),
}


@router.get("/you")
def you(request: Request, work: UnitOfWork, secret: SecretHere) -> Response:
    """Show what was written with this browser, and what became of it."""
    return _page(request, work, writers.find(work, secret))


@router.post("/you/code")
def send_code(
    request: Request, service: ServiceHere, secret: SecretHere, visit: VisitHere,
    later: BackgroundTasks, phone: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Send a code to a number, after the answer."""
    try:
        letter = proving.ask_for_code(service, phone, visit, language_of(request).language)
    except InputRejected as refused:
        return _refused(request, service, secret, refused, phone=phone)
    later.add_task(send, open_sender(service.settings.sender), letter)
    with service.database.reading() as work:
        return _page(request, work, writers.find(work, secret), phone=letter.phone, sent=True)


@router.post("/you/phone")
def prove(
    request: Request, service: ServiceHere, secret: SecretHere, visit: VisitHere,
    phone: Annotated[str, Form()] = "", code: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Take a number as proved."""
    try:
        kept = proving.prove(service, secret, phone, code, visit)
    except InputRejected as refused:
        return _refused(request, service, secret, refused, phone=phone, sent=True)
    return keep(RedirectResponse("/comments/you", 303), service, kept)


@router.post("/you/link")
def link(request: Request, service: ServiceHere, work: UnitOfWork, secret: SecretHere) -> Response:
    """Make a link with which a writer goes on elsewhere."""
    by = writers.find(work, secret)
    if by is None:
        return RedirectResponse("/comments/you", 303)
    made = writers.link_of(service.secret, by.id, now_ms())
    base = service.settings.public_url.rstrip("/")
    return _page(request, work, by, link=f"{base}/comments/as/{made}")


@router.post("/you/unhide")
def unhide(work: UnitOfWork, secret: SecretHere) -> Response:
    """Let a writer see everybody again."""
    by = writers.find(work, secret)
    if by is not None:
        writers.unblock_all(work, by)
    return RedirectResponse("/comments/you", 303)


@router.get("/as/{mark}")
def ask(request: Request, service: ServiceHere, work: UnitOfWork, mark: str) -> Response:
    """Ask before a browser becomes somebody's: programs open links that were sent, too."""
    by = writers.of_link(work, service.secret, mark, now_ms())
    return page(request, "public/writer_link.html", say=_SAY, mark=mark, writer=by)


@router.post("/as/{mark}")
def go_on(service: ServiceHere, work: UnitOfWork, mark: str) -> Response:
    """Have this browser be the writer's."""
    by = writers.of_link(work, service.secret, mark, now_ms())
    there = RedirectResponse("/comments/you", 303)
    return keep(there, service, writers.secret_of(service.secret, by.id))


def _refused(
    request: Request, service: Service, secret: str, refused: InputRejected,
    **facts: Any,  # noqa: ANN401 - what the form held
) -> Response:  # fmt: skip
    with service.database.reading() as work:
        made = _page(request, work, writers.find(work, secret), refused, **facts)
    made.headers.update(waiting(refused))
    return made


def _page(
    request: Request, work: Session, by: WriterRow | None, refused: InputRejected | None = None,
    **facts: Any,  # noqa: ANN401 - what the form held
) -> Response:  # fmt: skip
    rows = [] if by is None else writers.own_comments(work, by, _MOST)
    written = [
        (row, slug, day(row.created_at), status_of_comment(State(row.state), row.reason))
        for row, slug in rows
    ]
    empty = {"phone": "", "sent": False, "link": ""}
    return page(
        request, "public/writer.html", 200 if refused is None else status_of(refused), _SAY,
        writer=by, written=written, refused=refused,
        hidden=len(writers.blocked_by(work, by)), **(empty | facts),
    )  # fmt: skip
