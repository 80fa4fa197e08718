"""A new video without scripts: one ordinary form, through the same services as everything else."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from api.dependencies import ServiceHere
from api.pages.farm import new_page
from api.sessions import PagePerson, allowed_page
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips import arrival, consent, holds, sniff, uploads
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.flags.generated import DECLARED
from vidcommerce.language import N_, words
from vidcommerce.media.plan import ProductFacts
from vidcommerce.offers import selling
from vidcommerce.offers.selling import Selling
from vidcommerce.products import service as products
from vidcommerce.products import terms
from vidcommerce.products.models import ProductKeyWrong, Stock
from vidcommerce.products.terms import Terms
from vidcommerce.service import Service

router = APIRouter(include_in_schema=False)

_AMOUNT: Final = re.compile(r"\d{1,12}(\.\d{1,4})?")
_Text = Annotated[str, Form()]


class TypedProduct:
    """A product as it was typed, or the id of one that is there already."""

    def __init__(  # noqa: PLR0913, PLR0917 - the fields of the form
        self,
        product_id: _Text = "",
        name: _Text = "",
        price: _Text = "",
        currency: _Text = "",
        unit: _Text = "",
        origin: _Text = "",
        seller: _Text = "",
        cart_url: _Text = "",
        delivery: _Text = "",
        returns: _Text = "",
        contact: _Text = "",
        harvest_start: _Text = "",
        harvest_end: _Text = "",
        photo: Annotated[UploadFile | None, File()] = None,
    ) -> None:
        """Take the fields of the form."""
        self.product_id = product_id
        self.photo = photo
        self.terms = Terms(Stock.IN, delivery, returns, contact, harvest_start, harvest_end)
        self._texts = (name, price, currency, unit, origin, seller, cart_url)

    def facts(self) -> ProductFacts:
        """Return what was typed as facts. Raises ProductKeyWrong for a price that is none."""
        name, price, currency, unit, origin, seller, cart_url = (t.strip() for t in self._texts)
        return ProductFacts(
            name=name, price=amount(price), currency=currency, unit=unit,
            origin=origin, seller=seller, cart_url=cart_url, old_price=None,
        )  # fmt: skip


def amount(typed: str) -> Decimal:
    """Return an amount as people type it. Raises ProductKeyWrong for what is none."""
    plain = unicodedata.normalize("NFKC", typed).strip().replace(",", ".")
    if not _AMOUNT.fullmatch(plain):
        raise ProductKeyWrong("price", typed, N_("write it as a number alone, such as 12.80"))
    return Decimal(plain)


@router.post("/farm/new", dependencies=[allowed_page(Action.SEND_CLIPS)])
def send(  # noqa: PLR0913, PLR0917 - the fields of a form
    request: Request,
    service: ServiceHere,
    person: PagePerson,
    typed: Annotated[TypedProduct, Depends()],
    agreed: _Text = "",
    clip: Annotated[UploadFile | None, File()] = None,
    ai: _Text = "",
) -> Response:
    """Take a product, consent and a clip at once, and lead to the list of videos."""
    try:
        product_id = _prepare(service, person.actor, typed, agreed)
        _receive(service, person.actor, product_id, clip, ai)
    except InputRejected as error:
        wrong = words(person.language).explain(error)
        with service.database.reading() as work:
            return new_page(request, work, service, person, wrong)
    return RedirectResponse("/farm", 303)


def _prepare(service: Service, actor: Actor, typed: TypedProduct, agreed: str) -> str:
    """Write down consent and the product, and return the product's id."""
    if agreed == consent.WORDING:
        with service.database.writing() as work:
            consent.give(work, actor.person_id, list(consent.Kind), now_ms())
    if typed.product_id:
        return typed.product_id
    facts = typed.facts()
    photo = typed.photo.file.read() if typed.photo else b""
    picture = products.keep_picture(service.store, photo)
    with service.database.writing() as work:
        row = selling.create(
            work, service, actor, facts, picture, Selling(), actor.person_id, now_ms()
        )
        terms.write(row, typed.terms, now_ms())
        return row.id


def _receive(
    service: Service, actor: Actor, product_id: str, clip: UploadFile | None, ai: str
) -> None:
    """Take the clip as an upload whose bytes come all at once. Raises what uploads raise."""
    if clip is None or not clip.size:
        raise sniff.NotAVideo
    announced = uploads.Announced(
        length=clip.size, name=clip.filename or "", filetype=clip.content_type or "",
        product_id=product_id, header="", ai=DECLARED if ai == DECLARED else "",
    )  # fmt: skip
    with service.database.writing() as work:
        upload_id = uploads.create(work, service, actor, announced, now_ms()).id
    hold = uploads.take(service, actor, upload_id, 0, clip.size, now_ms())
    try:
        while block := clip.file.read(holds.room(service, hold)):
            hold = holds.append(service, hold, bytearray(block), now_ms())
        arrival.finish(service, hold)
    finally:
        holds.release(service, hold)
