"""A writer has everything erased that they wrote with this browser, and that is known of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from api.dependencies import ServiceHere, UnitOfWork
from api.writers import SecretHere, cookie_of
from vidcommerce.comments import keeping, writers
from vidcommerce.db import now_ms

router = APIRouter(include_in_schema=False)


@router.post("/comments/you/erase")
def erase(
    service: ServiceHere, work: UnitOfWork, secret: SecretHere, sure: Annotated[str, Form()] = ""
) -> Response:
    """Erase a writer for ever, if the box was ticked; the browser forgets them, too."""
    by = writers.find(work, secret)
    there = RedirectResponse("/comments/you", 303)
    if by is not None and sure == "yes":
        keeping.erase_writer(work, by, now_ms())
        there.delete_cookie(cookie_of(service), path="/")
    return there
