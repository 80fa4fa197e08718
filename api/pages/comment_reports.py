"""A reader reports somebody's comment, or does not want to see what that person writes."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of, waiting
from api.html import page
from api.writers import SecretHere, keep, met
from vidcommerce.comments import reports, writers
from vidcommerce.comments.reports import LONGEST, REASON_WORDS, Reason, Told
from vidcommerce.comments.states import CommentUnknown, State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow

router = APIRouter(prefix="/v/{slug}/comments/{comment_id}", include_in_schema=False)

_SAY: Final = {
    "title": N_("Report this comment"),
    "back": N_("Comments"),
    "what": N_("What is wrong?"),
    "own_words": N_("In your own words"),
    "send": N_("Send"),
    "why": N_(
        "Somebody at the village station reads it. Who wrote the comment is not told of you."
    ),
    "done": N_("Thank you. Somebody at the village station reads it."),
    "hide": N_("Hide everything that this person writes"),
    "hide_help": N_("Only you don't see it any more, in this browser. They are not told."),
}


class Sent(BaseModel):
    """The form as it was filled in."""

    reason: Reason = Reason.OFFENSIVE
    words: str = ""


@router.get("/report")
def form(
    request: Request, slug: str, comment_id: str, work: UnitOfWork, done: str = ""
) -> Response:
    """Show the form, or that the report has come."""
    row = publishing.at_slug(work, slug)
    return _form(request, slug, _shown(work, row, comment_id), done=bool(done))


@router.post("/report")
def report(
    request: Request, slug: str, comment_id: str, service: ServiceHere, secret: SecretHere,
    sent: Annotated[Sent, Form()],
) -> Response:  # fmt: skip
    """Take a report; the reader is known by a cookie, so that one person counts once."""
    told = Told(sent.reason, sent.words)
    try:
        with service.database.writing() as work:
            row = publishing.at_slug(work, slug)
            by, kept = met(work, service, secret, now_ms())
            reports.report(work, row, comment_id, told, by, now_ms())
    except InputRejected as refused:
        with service.database.reading() as work:
            comment = _shown(work, publishing.at_slug(work, slug), comment_id)
            return _form(request, slug, comment, refused, told)
    there = RedirectResponse(f"/v/{slug}/comments/{comment_id}/report?done=yes", 303)
    return keep(there, service, kept)


@router.post("/block")
def block(slug: str, comment_id: str, service: ServiceHere, secret: SecretHere) -> Response:
    """Hide from this reader whatever the writer of a comment writes."""
    with service.database.writing() as work:
        row = publishing.at_slug(work, slug)
        comment = _shown(work, row, comment_id)
        by, kept = met(work, service, secret, now_ms())
        writers.block(work, by, comment, now_ms())
    return keep(RedirectResponse(f"/v/{slug}/comments", 303), service, kept)


def _shown(work: Session, row: PublicationRow, comment_id: str) -> CommentRow:
    """Return a comment that this page shows, or that waits because it was reported just now."""
    found = work.get(CommentRow, comment_id)
    here = found is not None and found.publication_id == row.id
    if found is None or not here or found.state not in (State.SHOWN, State.HELD):
        raise CommentUnknown
    return found


def _form(
    request: Request, slug: str, comment: CommentRow, refused: InputRejected | None = None,
    told: Told | None = None, *, done: bool = False,
) -> Response:  # fmt: skip
    made = page(
        request, "public/comment_report.html", 200 if refused is None else status_of(refused),
        _SAY, slug=slug, comment=comment, reasons=REASON_WORDS, refused=refused,
        told=told or Told(Reason.OFFENSIVE), most=LONGEST, done=done,
        readable=comment.state == State.SHOWN,
    )  # fmt: skip
    if refused is not None:
        made.headers.update(waiting(refused))
    return made
