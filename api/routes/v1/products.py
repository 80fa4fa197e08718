"""Products over JSON."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.etags import SeenHere, etag_of, reply, shown_both
from api.idempotency import Created, OnceHere
from api.openapi import may, needs
from api.paging import PagingHere
from api.schemas import (
    Answered,
    Asked,
    Id,
    IdHere,
    Page,
    Sha256,
    Text,
    Version,
    Whole,
    time_of,
    time_or_none,
)
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action
from vidcommerce.db import now_ms
from vidcommerce.media.plan import ProductFacts
from vidcommerce.offers import selling
from vidcommerce.offers.links.models import MOST
from vidcommerce.offers.selling import Selling
from vidcommerce.products import repository, service, terms
from vidcommerce.products.models import Stock
from vidcommerce.products.tables import ProductRow
from vidcommerce.products.terms import Terms
from vidcommerce.storage import BlobStore

router = APIRouter(prefix="/products", tags=["products"])

_HERE: Final = "/api/v1/products"

Price = Annotated[
    str,
    Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,4})?$", examples=["39.90"]),
]
"""An amount as a decimal in text, so that no cent is lost."""

Term = Annotated[Text | None, Field(description="For shoppers, one line; left out: as it is.")]


Harvested = Annotated[
    str | None,
    Field(
        pattern=r"^(\d{4}-\d{2}-\d{2})?$",
        examples=["2026-11-01"],
        description="A day of the harvest, both or neither; left out: as it is; empty: not said.",
    ),
]


class ProductFields(Asked):
    """What a card says, and where it leads; docs/product.md has the rules."""

    name: Text
    price: Price
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["CNY"])]
    unit: Text
    origin: Text
    seller: Text
    cart_url: Annotated[
        Text, Field(description="Left out: made from the shop and the item, or people call.")
    ] = ""
    shop_id: Annotated[
        Id | None, Field(description="A shop of the station; left out: by the address.")
    ] = None
    item: Annotated[Text, Field(description="What the shop calls it, such as 1042.")] = ""
    quantity: Annotated[Whole, Field(ge=1, le=MOST, description="That a tap takes.")] = 1
    old_price: Price | None = None
    picture: Annotated[Sha256, Field(description="As POST /api/v1/pictures answered.")]
    stock: Annotated[Stock | None, Field(description="Left out: as it is.")] = None
    delivery: Term = None
    returns: Term = None
    contact: Term = None
    harvest_start: Harvested = None
    harvest_end: Harvested = None

    def facts(self) -> ProductFacts:
        """Return them as the library has them."""
        values = {field.name: getattr(self, field.name) for field in fields(ProductFacts)}
        old = None if self.old_price is None else Decimal(self.old_price)
        return ProductFacts(**{**values, "price": Decimal(self.price), "old_price": old})

    def selling(self) -> Selling | None:
        """Return where it is sold, None where nothing but an address was said."""
        if self.shop_id is None and self.cart_url:
            return None
        return Selling(self.shop_id or "", self.item, self.quantity)

    def write_terms(self, work: Session, row: ProductRow) -> None:
        """Write down what else was said; what was left out stays as it is."""
        said = {field.name: getattr(self, field.name) for field in fields(Terms)}
        now = {name: value for name, value in said.items() if value is not None}
        before = terms.terms_of(row)
        terms.write(row, replace(before, **now), now_ms())
        terms.look_again(work, row, before, now_ms())


class NewProduct(ProductFields):
    """A product, and whose it is: left out, one's own."""

    farmer_id: Id | None = None


class Product(Answered):
    """A product."""

    id: Id
    station_id: Id
    farmer_id: Id
    name: str
    price: Price
    currency: str
    unit: str
    origin: str
    seller: str
    cart_url: str
    shop_id: Id | None
    item: str
    quantity: int
    old_price: Price | None
    picture: Sha256
    stock: Stock
    delivery: str
    returns: str
    contact: str
    harvest_start: str
    harvest_end: str
    checked_at: datetime
    version: Version
    created_at: datetime
    archived_at: datetime | None


class ProductPage(Page[Product]):
    """A part of a list of products."""


def shown(row: ProductRow) -> Product:
    """Return a product as it is answered."""
    columns = {name: getattr(row, name) for name in Product.model_fields}
    times = {
        "created_at": time_of(row.created_at),
        "checked_at": time_of(row.checked_at),
        "archived_at": time_or_none(row.archived_at),
    }
    return Product.model_validate(columns | times)


@router.get("", response_model=ProductPage, responses=may(304), **needs(Action.SEE_PRODUCTS))
def list_products(
    actor: ActorHere,
    work: UnitOfWork,
    paging: PagingHere,
    archived: Annotated[bool, Query(description="Also those that were archived.")] = False,  # noqa: FBT002 - a query parameter
) -> Response:
    """List the products that you may see, newest first."""
    found = repository.page(work, actor, paging.after, paging.limit, archived=archived)
    return paging.reply(found, shown)


@router.post("", status_code=201, response_model=Product, **needs(Action.EDIT_PRODUCTS))
def create_product(
    asked: NewProduct, once: OnceHere, actor: ActorHere, work: UnitOfWork, here: ServiceHere
) -> Response:
    """Create a product of a farmer; its picture was sent before."""

    def make() -> Created:
        check_picture(here.store, asked.picture)
        farmer = asked.farmer_id or actor.person_id
        sold = asked.selling() or Selling()
        row = selling.create(
            work, here, actor, asked.facts(), asked.picture, sold, farmer, now_ms()
        )
        asked.write_terms(work, row)
        return Created(shown(row), f"{_HERE}/{row.id}", etag_of(row.version))

    return once.reply(work, asked, make)


@router.get(
    "/{product_id}", response_model=Product, responses=may(304, 404), **needs(Action.SEE_PRODUCTS)
)
def get_product(
    product_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Return a product, archived or not."""
    row = service.get(work, actor, product_id)
    return reply(request, shown(row), etag=etag_of(row.version))


@router.put(
    "/{product_id}",
    response_model=Product,
    responses=may(404, 409, 428),
    **needs(Action.EDIT_PRODUCTS),
)
def change_product(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    product_id: IdHere,
    asked: ProductFields,
    seen: SeenHere,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    here: ServiceHere,
) -> Response:
    """Replace what a product says. Drafts that are there keep what they show."""
    check_picture(here.store, asked.picture)

    def theirs() -> tuple[Product, str]:
        now = service.get(work, actor, product_id)
        return shown(now), etag_of(now.version)

    with shown_both(asked, theirs):
        row = selling.change(
            work, here, actor, product_id, asked.facts(), asked.picture, asked.selling(),
            seen.version,
        )  # fmt: skip
        asked.write_terms(work, row)
    return reply(request, shown(row), etag=etag_of(row.version))


@router.delete(
    "/{product_id}",
    status_code=204,
    responses=may(404, 409, 428),
    **needs(Action.EDIT_PRODUCTS),
)
def archive_product(
    product_id: IdHere, seen: SeenHere, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Take a product out of the lists; clips and pages that show it keep it."""

    def theirs() -> tuple[Product, str]:
        now = service.get(work, actor, product_id)
        return shown(now), etag_of(now.version)

    with shown_both(None, theirs):
        service.archive(work, actor, product_id, seen.version, now_ms())
    return Response(status_code=204)


def check_picture(store: BlobStore, picture: str) -> None:
    """Refuse a picture that was not sent before. Raises PictureUnknown."""
    if not store.has(service.blob_of(picture)):
        raise service.PictureUnknown(picture)
