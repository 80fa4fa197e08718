"""What a farmer says of a product while its video is public: whether there is some, what it costs.

The public page says it at once. What the picture says is drawn again when a helper has seen it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import ServiceHere
from api.pages.farm import video_page
from api.pages.farm_form import amount
from api.sessions import PagePerson, allowed_page
from vidcommerce.accounts.roles import Action
from vidcommerce.clips import mine
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import words
from vidcommerce.products import service as products
from vidcommerce.products import terms
from vidcommerce.products.models import Stock

router = APIRouter(
    prefix="/farm/videos",
    include_in_schema=False,
    dependencies=[allowed_page(Action.EDIT_PRODUCTS)],
)


@router.post("/{clip_id}/stock")
def stock(
    clip_id: str, service: ServiceHere, person: PagePerson, stock: Annotated[Stock, Form()]
) -> Response:
    """Write down whether there is any of what a video sells."""
    with service.database.writing() as work:
        row = mine.video(work, person.actor, clip_id).product
        said = replace(terms.terms_of(row), stock=stock)
        terms.change(work, person.actor, row.id, said, now_ms())
    return RedirectResponse(f"/farm/videos/{clip_id}", 303)


@router.post("/{clip_id}/price")
def price(
    request: Request,
    clip_id: str,
    service: ServiceHere,
    person: PagePerson,
    price: Annotated[str, Form()] = "",
) -> Response:
    """Write down another price; a price before that is not higher any more goes."""
    try:
        with service.database.writing() as work:
            row = mine.video(work, person.actor, clip_id).product
            facts = replace(products.facts_of(row), price=amount(price))
            if facts.old_price is not None and facts.old_price <= facts.price:
                facts = replace(facts, old_price=None)
            if facts != products.facts_of(row):
                products.change(work, person.actor, row.id, facts, row.picture, row.version)
            row.checked_at = now_ms()
    except InputRejected as refused:
        wrong = words(person.language).explain(refused)
        with service.database.reading() as work:
            return video_page(request, clip_id, work, person, wrong)
    return RedirectResponse(f"/farm/videos/{clip_id}", 303)
