"""The page of a station's glossary: names as they are to be written and listened for."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.dependencies import UnitOfWork
from api.errors import status_of
from api.html import language_of, page
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.db import now_ms
from vidcommerce.language import N_
from vidcommerce.moments import day
from vidcommerce.studio import glossary
from vidcommerce.studio.glossary import TermWrong

router = APIRouter(
    prefix="/glossary", include_in_schema=False, dependencies=[allowed_page(Action.REVIEW)]
)

_LONGEST: Final = 4000
"""Characters of a form: more names than the list may have."""

_SAY: Final = {
    "title": N_("Names"),
    "told": N_(
        "Names of places, products and people, as they are to be written. "
        "The next videos of the station are listened to with them in mind."
    ),
    "new": N_("New names"),
    "new_hint": N_("Several at once: a comma between them."),
    "add": N_("Add"),
    "list": N_("{count} names"),
    "list_one": N_("One name"),
    "none": N_("No names yet. Add what was written wrong in the last draft."),
    "by": N_("{name}, {day}"),
    "remove": N_("Take out"),
    "remove_named": N_("Take out {term}"),
}


@router.get("")
def show(request: Request, actor: PageActor, work: UnitOfWork) -> Response:
    """Show the glossary of one's station."""
    return _page(request, actor, work)


def _page(
    request: Request, actor: Actor, work: Session,
    *, status: int = 200, fault: str = "", typed: str = "",
) -> Response:  # fmt: skip
    speech = language_of(request)
    rows = glossary.terms(work, actor)
    return page(
        request,
        "studio/glossary.html",
        status,
        say=_SAY,
        terms=[(row.id, row.term, name, day(row.at, speech)) for row, name in rows],
        longest=_LONGEST,
        fault=fault,
        typed=typed,
    )


@router.post("")
def add(
    request: Request, actor: PageActor, work: UnitOfWork,
    names: Annotated[str, Form(max_length=_LONGEST)] = "",
) -> Response:  # fmt: skip
    """Add names."""
    try:
        glossary.add(work, actor, names, now_ms())
    except TermWrong as wrong:
        fault = language_of(request).explain(wrong)
        return _page(request, actor, work, status=status_of(wrong), fault=fault, typed=names)
    return RedirectResponse("/glossary", 303)


@router.post("/{term_id}/remove")
def remove(actor: PageActor, work: UnitOfWork, term_id: str) -> Response:
    """Take a name out."""
    glossary.remove(work, actor, term_id)
    return RedirectResponse("/glossary", 303)
