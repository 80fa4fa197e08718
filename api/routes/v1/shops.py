"""Shops of stations over JSON: where cart links may lead, and how they are made."""

from __future__ import annotations

from datetime import datetime
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
from api.schemas import Answered, Asked, Id, IdHere, Page, Text, Version, time_of, time_or_none
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.db import now_ms
from vidcommerce.offers import discovery, repository, shops
from vidcommerce.offers.links.making import ENDPOINT
from vidcommerce.offers.links.models import ShopKind
from vidcommerce.offers.shops import Rules, Wanted
from vidcommerce.offers.tables import ShopRow
from vidcommerce.service import Service

router = APIRouter(prefix="/shops", tags=["shops"])

_HERE: Final = "/api/v1/shops"


class ShopFields(Asked):
    """A shop: its kind, and what its kind needs."""

    kind: ShopKind
    name: Text = ""
    address: Annotated[
        Text,
        Field(
            description="The shop's host; for the kind template an address with {item} in it, and"
            " perhaps {quantity}; for the kind order nothing.",
            examples=["hillside.myshopify.com"],
        ),
    ] = ""
    phone: Text = ""
    message_to: Text = ""
    feed_url: Text = ""
    secret: Annotated[
        Text | None, Field(description="Signs what the shop reports; left out: as it is.")
    ] = None

    def wanted(self) -> Wanted:
        """Return them as the library has them."""
        return Wanted(**(self.model_dump() | {"kind": self.kind.value}))


class NewShop(ShopFields):
    """A shop, and whose it is: the station, left out, is one's own."""

    station_id: Id | None = None

    def wanted(self) -> Wanted:
        """Return them as the library has them."""
        told = self.model_dump(exclude={"station_id"})
        return Wanted(**(told | {"kind": self.kind.value}))


class Shop(Answered):
    """A shop of a station; its secret is never shown."""

    id: Id
    station_id: Id
    kind: ShopKind
    name: str
    host: str
    template: str
    permalink: Annotated[str, Field(description="What the shop says its permalinks begin with.")]
    phone: str
    message_to: str
    feed_url: str
    feed_read_at: datetime | None
    feed_fault: str
    signed: Annotated[bool, Field(description="Whether there is a secret.")]
    version: Version
    created_at: datetime
    archived_at: datetime | None


class ShopPage(Page[Shop]):
    """A part of a list of shops."""


def shown(row: ShopRow) -> Shop:
    """Return a shop as it is answered."""
    made = {"permalink", "signed"}
    columns = {name: getattr(row, name) for name in Shop.model_fields if name not in made}
    more = {
        "permalink": row.found.get(ENDPOINT, ""),
        "signed": bool(row.secret),
        "feed_read_at": time_or_none(row.feed_read_at),
        "created_at": time_of(row.created_at),
        "archived_at": time_or_none(row.archived_at),
    }
    return Shop.model_validate(columns | more)


def rules(here: Service) -> Rules:
    """Return what of the settings decides about shops."""
    return Rules(here.settings.phone_region, private=here.settings.webhooks_private)


@router.get("", response_model=ShopPage, responses=may(304), **needs(Action.SEE_PRODUCTS))
def list_shops(
    actor: ActorHere,
    work: UnitOfWork,
    paging: PagingHere,
    archived: Annotated[bool, Query(description="Also those that were archived.")] = False,  # noqa: FBT002 - a query parameter
) -> Response:
    """List the shops of your station, newest first."""
    found = repository.page(work, actor, paging.after, paging.limit, archived=archived)
    return paging.reply(found, shown)


@router.post(
    "",
    status_code=201,
    response_model=Shop,
    responses=may(404, 409),
    **needs(Action.EDIT_STATION),
)
def create_shop(
    asked: NewShop, once: OnceHere, actor: ActorHere, work: UnitOfWork, here: ServiceHere
) -> Response:
    """Add a shop to a station."""

    def make() -> Created:
        station = asked.station_id or actor.station_id or ""
        row = shops.add(work, actor, station, asked.wanted(), rules(here), now_ms())
        return Created(shown(row), f"{_HERE}/{row.id}", etag_of(row.version))

    return once.reply(work, asked, make)


@router.get(
    "/{shop_id}", response_model=Shop, responses=may(304, 404), **needs(Action.SEE_PRODUCTS)
)
def get_shop(shop_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork) -> Response:
    """Return a shop, archived or not."""
    row = shops.get(work, actor, shop_id)
    return reply(request, shown(row), etag=etag_of(row.version))


@router.put(
    "/{shop_id}",
    response_model=Shop,
    responses=may(404, 409, 428),
    **needs(Action.EDIT_STATION),
)
def change_shop(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    shop_id: IdHere,
    asked: ShopFields,
    seen: SeenHere,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    here: ServiceHere,
) -> Response:
    """Change a shop. Pages that are public keep the links that they show."""
    with shown_both(asked, lambda: _now(work, actor, shop_id)):
        row = shops.change(
            work, actor, shop_id, asked.wanted(), seen.version, rules(here), now_ms()
        )
    return reply(request, shown(row), etag=etag_of(row.version))


@router.delete(
    "/{shop_id}", status_code=204, responses=may(404, 409, 428), **needs(Action.EDIT_STATION)
)
def archive_shop(shop_id: IdHere, seen: SeenHere, actor: ActorHere, work: UnitOfWork) -> Response:
    """Take a shop away: nothing new leads there."""
    with shown_both(None, lambda: _now(work, actor, shop_id)):
        shops.archive(work, actor, shop_id, seen.version, now_ms())
    return Response(status_code=204)


@router.post(
    "/{shop_id}/ask",
    response_model=Shop,
    responses=may(404),
    **needs(Action.EDIT_STATION),
)
def ask_shop(shop_id: IdHere, request: Request, actor: ActorHere, here: ServiceHere) -> Response:
    """Ask the shop itself, at /.well-known/ucp, where its permalinks are."""
    row = discovery.ask(here, actor, shop_id)
    return reply(request, shown(row), etag=etag_of(row.version))


def _now(work: Session, actor: Actor, shop_id: str) -> tuple[Shop, str]:
    row = shops.get(work, actor, shop_id)
    return shown(row), etag_of(row.version)
