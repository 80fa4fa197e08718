"""Confirming a clip with one's own signature: the page whose script signs, and what it sends.

The script composes the statement, signs it with a key that never leaves the browser, and sends
both; what it confirms is checked here. Without scripts nothing can be signed, and the page says so.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.dependencies import UnitOfWork
from api.html import language_of, page
from api.sessions import ActorHere, PageActor, allowed, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.db import now_ms
from vidcommerce.flags import attesting
from vidcommerce.flags.attestation import LONGEST_PLOT, LONGEST_STATEMENT, TYPE, Signed
from vidcommerce.language import N_
from vidcommerce.moments import day
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.service import Draft

router = APIRouter(prefix="/review/{clip_id}", include_in_schema=False)

SAY: Final = {
    "title": N_("Confirm with your own signature"),
    "back": N_("Back to the video"),
    "why": N_(
        "Confirm only what you have seen yourself. It stands on the public page, and anybody can "
        "check that you signed it."
    ),
    "how": N_("This browser signs with a key of its own, which never leaves it."),
    "farmer": N_("Farmer"),
    "product": N_("Product"),
    "station": N_("Station"),
    "clip": N_("The clip's sha256"),
    "plot": N_("Plot: where it grew"),
    "plot_help": N_("Everybody reads this. Write what the farmer agrees to."),
    "harvest": N_("Day of the harvest"),
    "named": N_("Show my name ({name}); otherwise only the station's stands there"),
    "confirm": N_("I confirm this with my signature"),
    "signing": N_("Signing …"),
    "failed": N_("That did not work. Please try again."),
    "unable": N_(
        "This browser can't sign. Use a new one, and open this page by its https address."
    ),
}


class Given(BaseModel):
    """What a browser signed: base64url for ``signature`` and ``key``."""

    statement: str = Field(max_length=LONGEST_STATEMENT)
    signature: str = Field(max_length=100)
    key: str = Field(max_length=100)


@router.get("/attest", dependencies=[allowed_page(Action.REVIEW)])
def form(request: Request, clip_id: str, actor: PageActor, work: UnitOfWork) -> Response:
    """Show what is to be confirmed."""
    found = reviews.draft(work, actor, clip_id)
    known = attesting.known(work, actor, found.clip)
    speech = language_of(request)
    return page(
        request,
        "review/attest.html",
        say=SAY,
        draft=found,
        known=known,
        type=TYPE,
        most_plot=LONGEST_PLOT,
        harvest=found.product.harvest_start,
        said={name: speech.say(SAY[name]) for name in ("signing", "failed", "unable")},
    )


@router.post("/attest", dependencies=[allowed(Action.REVIEW)])
def attest(clip_id: str, given: Given, actor: ActorHere, work: UnitOfWork) -> Response:
    """Keep what was signed."""
    found = reviews.draft(work, actor, clip_id, to_change=True)
    signed = Signed(given.statement, given.signature, given.key)
    attesting.attest(work, actor, found.clip, signed, now_ms())
    return JSONResponse({"next": f"/review/{clip_id}#attested"}, 201)


@router.post("/attest/{attestation_id}/withdraw", dependencies=[allowed_page(Action.REVIEW)])
def withdraw(
    clip_id: str,
    attestation_id: str,
    actor: PageActor,
    work: UnitOfWork,
    why: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Take back what was confirmed."""
    reviews.draft(work, actor, clip_id)
    row = attesting.find(work, clip_id, attestation_id)
    attesting.withdraw(work, actor, row, why, now_ms())
    return RedirectResponse(f"/review/{clip_id}#attested", 303)


def panel(work: Session, actor: Actor, found: Draft) -> dict[str, Any]:
    """Return what the page of a draft shows of what was confirmed."""
    mine = attesting.standing(work, found.clip.id, actor.person_id)
    return {
        "rows": [
            (one, one.row.withdrawn_at is None and attesting.may_withdraw(actor, one.row))
            for one in attesting.of_clip(work, found.clip.id)
        ],
        "open": mine is None and actor.person_id != found.clip.farmer_id,
        "day": day,
    }
