"""The page on which the station files the certificates of its farmers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Annotated, Final

from babel.dates import format_date
from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import HEADERS, language_of, page
from api.routes.files import PRIVATE, Sending, send
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.flags import certificates
from vidcommerce.flags.certificates import KIND_WORDS, Filed, Standing
from vidcommerce.flags.claims.rules import Claims
from vidcommerce.language import N_, Words

router = APIRouter(
    prefix="/certificates", include_in_schema=False, dependencies=[allowed_page(Action.REVIEW)]
)

_SAY: Final = {
    "title": N_("Certificates"),
    "back": N_("Videos to review"),
    "why": N_(
        "Whoever says “organic” needs the paper for it. The public page of a video that says so "
        "names its number, who gave it and until when. The scan is not shown."
    ),
    "new": N_("File a certificate"),
    "whose": N_("Whose, and for what"),
    "choose": N_("Choose"),
    "all": N_("{farmer}: all products"),
    "kind": N_("What it is for"),
    "number": N_("Number"),
    "issuer": N_("Who gave it"),
    "expires": N_("Last day"),
    "scan": N_("Photo or scan"),
    "scan_hint": N_("JPEG, PNG or PDF, {most} MB at most"),
    "file": N_("File it"),
    "filed": N_("Filed. The farmer's videos were looked at anew."),
    "withdrawn": N_("Taken back. The farmer's videos were looked at anew."),
    "soon_some": N_("Run out or end within 30 days: {count}"),
    "none": N_("Nothing is filed yet."),
    "no_farmers": N_("The station has no farmers yet."),
    "every": N_("All products"),
    "until": N_("until {day}"),
    "soon": N_("Ends soon"),
    "over": N_("Has run out"),
    "look": N_("Look at it"),
    "withdraw": N_("Take it back"),
    "withdraw_named": N_("Take back certificate {number}"),
}


class Typed:
    """The form as it was filled in; ``whose`` is a farmer's id, and a product's after a slash."""

    def __init__(
        self,
        whose: Annotated[str, Form()] = "",
        kind: Annotated[str, Form()] = "",
        number: Annotated[str, Form()] = "",
        issuer: Annotated[str, Form()] = "",
        expires: Annotated[str, Form()] = "",
    ) -> None:
        """Take the fields of the form."""
        self.whose = whose
        self.kind = kind
        self.number = number
        self.issuer = issuer
        self.expires = expires


@router.get("")
def show(
    request: Request, actor: PageActor, work: UnitOfWork, whose: str = "", done: str = ""
) -> Response:
    """Show what is filed at the station, and the form for another; ``whose`` is chosen in it."""
    return _page(request, actor, work, Typed(whose), done=done)


@router.post("")
def file(
    request: Request,
    actor: PageActor,
    service: ServiceHere,
    typed: Annotated[Typed, Depends()],
    scan: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """File a certificate."""
    farmer_id, _, product_id = typed.whose.partition("/")
    now = now_ms()
    try:
        paper = certificates.read(typed.kind, typed.number, typed.issuer, typed.expires, now)
        data = scan.file.read(certificates.MOST_BYTES + 1) if scan else b""
        kept = certificates.keep_scan(service.store, data)
        with service.database.writing() as work:
            certificates.file_for(work, actor, farmer_id, product_id or None, paper, kept, now)
    except InputRejected as refused:
        with service.database.reading() as work:
            return _page(request, actor, work, typed, refused)
    return RedirectResponse("/certificates?done=filed", 303)


@router.get("/{certificate_id}/scan")
def scan(request: Request, certificate_id: str, service: ServiceHere, actor: PageActor) -> Response:
    """Send the scan of a certificate; a PDF to be kept, since browsers run what is in it."""
    with service.database.reading() as work:
        row = certificates.get(work, actor, certificate_id)
    name = certificates.blob_of(row.file)
    kind = certificates.media_type(b"".join(service.store.read(name, 0, 8)))
    shown = "attachment" if kind == "application/pdf" else "inline"
    policy = ("Content-Security-Policy", HEADERS["Content-Security-Policy"])
    headers = (policy, ("Content-Disposition", f'{shown}; filename="{row.file[:12]}"'))
    return send(request, service.store, Sending(name, kind, PRIVATE, headers))


@router.post("/{certificate_id}/withdraw")
def withdraw(certificate_id: str, actor: PageActor, work: UnitOfWork) -> Response:
    """Take a certificate back."""
    certificates.withdraw(work, actor, certificate_id, now_ms())
    return RedirectResponse("/certificates?done=withdrawn", 303)


def _page(
    request: Request,
    actor: Actor,
    work: Session,
    typed: Typed,
    refused: InputRejected | None = None,
    *,
    done: str = "",
) -> Response:
    found, speech = certificates.of_station(work, actor, now_ms()), language_of(request)
    return page(
        request,
        "review/certificates.html",
        200 if refused is None else status_of(refused),
        _SAY,
        groups=[
            (group[0].farmer, papers(group, speech))
            for group in ([*rows] for _, rows in groupby(found, lambda one: one.row.farmer_id))
        ],
        soon=sum(one.standing is not Standing.HOLDS for one in found),
        farmers=certificates.farmers(work, actor),
        kinds=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        typed=typed,
        refused=refused,
        done=done if done in {"filed", "withdrawn"} else "",
        most=certificates,
    )


def papers(found: Sequence[Filed], speech: Words) -> list[dict[str, str]]:
    """Return certificates as templates want them."""
    return [_shown(one, speech) for one in found]


def _shown(one: Filed, speech: Words) -> dict[str, str]:
    row, day = one.row, date.fromisoformat(one.row.expires)
    return {
        "id": row.id,
        "kind": KIND_WORDS[Claims(row.kind)],
        "number": row.number,
        "issuer": row.issuer,
        "product": one.product,
        "standing": one.standing.value,
        "until": format_date(day, format="medium", locale=speech.language),
    }
