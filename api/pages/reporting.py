"""A shopper reports a video, and sees what became of it. No account, no script needed."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.dependencies import UnitOfWork
from api.errors import status_of, waiting
from api.html import page
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.flags import reports
from vidcommerce.flags.reports import LONGEST, REASON_WORDS, Reason, Told
from vidcommerce.flags.tables import ReportRow
from vidcommerce.language import N_
from vidcommerce.publishing import repository
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.service import PublicationUnknown

router = APIRouter(prefix="/v/{slug}/report", include_in_schema=False)

_SAY: Final = {
    "title": N_("Report this video"),
    "back": N_("Back to the video"),
    "why": N_("Somebody at the village station reads it and answers. You need no account."),
    "what": N_("What is wrong?"),
    "own_words": N_("In your own words"),
    "leave_empty": N_("Leave this empty"),
    "send": N_("Send"),
    "yours": N_("Your report"),
    "keep": N_("Keep this address: here you see what becomes of your report."),
    "open": N_("It is here. Nobody has answered it yet."),
    "right": N_("You were right. The station says:"),
    "not_right": N_("The station looked, and does not think so. It says:"),
}


class Sent(BaseModel):
    """The form as it was filled in."""

    reason: Reason = Reason.OTHER
    words: str = ""
    visitor: str = ""
    trap: str = ""


@router.get("")
def form(request: Request, slug: str, work: UnitOfWork) -> Response:
    """Show the form."""
    publishing.at_slug(work, slug)
    return _form(request, slug)


@router.post("")
def report(
    request: Request, slug: str, work: UnitOfWork, sent: Annotated[Sent, Form()]
) -> Response:
    """Keep a report, and lead its writer to where they see what becomes of it."""
    row = publishing.at_slug(work, slug)
    told = Told(sent.reason, sent.words, sent.visitor, sent.trap)
    try:
        receipt = reports.report(work, row, told, now_ms())
    except InputRejected as refused:
        return _form(request, slug, refused, told)
    return RedirectResponse(f"/v/{slug}/report/{receipt}", 303)


@router.get("/{receipt}")
def own(request: Request, slug: str, receipt: str, work: UnitOfWork) -> Response:
    """Show a shopper what became of their report, also after the video was taken back."""
    found = _own(work, slug, receipt)
    return page(
        request,
        "public/report_receipt.html",
        say=_SAY,
        slug=slug,
        report=found,
        reason=REASON_WORDS[Reason(found.reason)],
    )


def _own(work: Session, slug: str, receipt: str) -> ReportRow:
    row = repository.by_slug(work, slug)
    if row is None:
        raise PublicationUnknown(slug)
    return reports.of_receipt(work, row, receipt)


def _form(
    request: Request,
    slug: str,
    refused: InputRejected | None = None,
    told: Told | None = None,
) -> Response:
    made = page(
        request,
        "public/report.html",
        200 if refused is None else status_of(refused),
        _SAY,
        slug=slug,
        reasons=REASON_WORDS,
        refused=refused,
        told=told or Told(Reason.NOT_AS_SHOWN),
        most=LONGEST,
    )
    if refused is not None:
        made.headers.update(waiting(refused))
    return made
