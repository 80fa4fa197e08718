"""The shops of a station: where the links of its videos may lead."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import language_of, page
from api.pages.moderate_say import MODES
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts import repository as accounts
from vidcommerce.accounts.phones import readable
from vidcommerce.accounts.roles import Action, Actor, Reach, reach
from vidcommerce.comments import places
from vidcommerce.db import now_ms
from vidcommerce.errors import VidcommerceError
from vidcommerce.fetching import FetchFailed
from vidcommerce.language import N_, Words
from vidcommerce.moments import moment
from vidcommerce.offers import discovery, repository, selling, shops
from vidcommerce.offers.discovery import ShopElsewhere
from vidcommerce.offers.links.making import ENDPOINT
from vidcommerce.offers.links.models import ShopKind
from vidcommerce.offers.selling import Selling
from vidcommerce.offers.shops import KINDS, Rules, Wanted
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products import repository as products
from vidcommerce.service import Service
from vidcommerce.webhooks.addresses import AddressRefused

router = APIRouter(
    prefix="/shops", include_in_schema=False, dependencies=[allowed_page(Action.EDIT_STATION)]
)

_GOODS: Final = 200
"""Of a station, the newest."""

SAY: Final = {
    "title": N_("Shops"),
    "comments": N_("When are comments read on videos that sell of this shop?"),
    "comments_save": N_("Choose"),
    "why": N_("The links in your videos lead to these shops, and to no others."),
    "nothing": N_("No shop yet. Without one, farmers can't name a link to their goods."),
    "add": N_("Add a shop"),
    "which": N_("What kind of shop is it?"),
    "station": N_("Station"),
    "show": N_("Show"),
    "back": N_("Shops"),
    "name": N_("Name"),
    "name_hint": N_("As you call it. May stay empty."),
    "address": N_("Address of the shop"),
    "address_hint": N_("Such as hillside.myshopify.com"),
    "template": N_("Address of a product"),
    "template_hint": N_(
        "Copy the address of one product. Put {{item}} where its number is, and {{quantity}}"
        " where the number of pieces is, if there is one."
    ),
    "phone": N_("Phone number for orders"),
    "phone_hint": N_("Everybody can see it."),
    "message_to": N_("Name for messages"),
    "message_hint": N_("Such as the station's WeChat name. May stay empty."),
    "more": N_("Prices and orders from the shop"),
    "feed": N_("Address of the list of prices"),
    "feed_hint": N_("A list for Google Merchant Center, or JSON. Read every hour."),
    "feed_read": N_("Last read {when}."),
    "secret": N_("Key for reported orders"),
    "secret_hint": N_("The shop signs its reports with it. Empty: it stays as it is."),
    "secret_there": N_("There is a key."),
    "report": N_("The shop reports orders to this address"),
    "save": N_("Save"),
    "saved": N_("Saved."),
    "found": N_("This shop fills the cart at {address}"),
    "older": N_("This shop did not say how it fills the cart. The older way is used, which works."),
    "ask": N_("Ask the shop"),
    "goods": N_("Goods in this shop"),
    "goods_why": N_(
        "Say what the shop calls each of your goods. A tap then puts it into the cart at once."
    ),
    "no_goods": N_("The farmers of this station have no goods yet."),
    "item": N_("Number in the shop"),
    "quantity": N_("How many"),
    "end": N_("Take this shop away"),
    "end_why": N_("Nothing new leads there. Pages that are public stay as they are."),
}


class ShopForm(BaseModel):
    """A shop as it was typed."""

    kind: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""
    message_to: str = ""
    feed_url: str = ""
    secret: str = ""
    station: str = ""
    version: int = 0

    def wanted(self) -> Wanted:
        """Return it as the library has it; an empty key is none that was typed."""
        told = self.model_dump(exclude={"station", "version", "secret"})
        return Wanted(**told, secret=self.secret.strip() or None)


class GoodsForm(BaseModel):
    """What a shop calls a product, as it was typed."""

    product: str = ""
    version: int = 0
    item: str = ""
    quantity: int = 1


def _rules(service: Service) -> Rules:
    return Rules(service.settings.phone_region, private=service.settings.webhooks_private)


@router.get("")
def list_shops(request: Request, actor: PageActor, work: UnitOfWork, station: str = "") -> Response:
    """List the shops of a station; people of no station choose one first."""
    shown = actor.station_id or station
    everywhere = reach(actor, Action.EDIT_STATION) is Reach.ALL
    speech = language_of(request)
    return page(
        request,
        "shops/list.html",
        say=SAY,
        shops=[_line(row, speech) for row in repository.open_at(work, shown)],
        stations=accounts.stations(work) if everywhere else [],
        station=shown,
    )


def _line(row: ShopRow, speech: Words) -> dict[str, str]:
    """Return what a list shows of a shop."""
    where = row.host or (readable(row.phone) if row.phone else row.message_to)
    kind = speech.say(KINDS[ShopKind(row.kind)])
    return {"id": row.id, "name": row.name, "where": where, "kind": kind, "fault": row.feed_fault}


@router.get("/new")
def new(request: Request, actor: PageActor, kind: str = "", station: str = "") -> Response:
    """Ask for the kind of a new shop, then for what that kind needs."""
    if kind in KINDS:
        return _form(request, ShopForm(kind=kind, station=station))
    speech = language_of(request)
    kinds = [(kind.value, speech.say(name)) for kind, name in KINDS.items()]
    return page(
        request, "shops/kinds.html", say=SAY, kinds=kinds, station=actor.station_id or station
    )


@router.post("/new")
def add(
    request: Request, actor: PageActor, work: UnitOfWork, service: ServiceHere,
    form: Annotated[ShopForm, Form()],
) -> Response:  # fmt: skip
    """Add a shop to a station."""
    station = actor.station_id or form.station
    try:
        row = shops.add(work, actor, station, form.wanted(), _rules(service), now_ms())
    except VidcommerceError as wrong:
        return _form(request, form, wrong=wrong)
    return RedirectResponse(f"/shops/{row.id}?saved=yes", 303)


def _form(
    request: Request, form: ShopForm, row: ShopRow | None = None,
    *, wrong: VidcommerceError | None = None, site: str = "",
) -> Response:  # fmt: skip
    speech = language_of(request)
    kind = ShopKind(form.kind) if form.kind in KINDS else ShopKind.TEMPLATE
    return page(
        request,
        "shops/shop.html",
        status_of(wrong) if wrong else 200,
        say=SAY,
        form=form,
        kind=kind.value,
        modes={**MODES, "": N_("as the station chooses")},
        title=speech.say(KINDS[kind]),
        row=row,
        permalink=row.found.get(ENDPOINT, "") if row else "",
        read_at=moment(row.feed_read_at, now_ms(), speech) if row and row.feed_read_at else "",
        feed_fault=speech.sentences.get(row.feed_fault, row.feed_fault) if row else "",
        report=f"{site}/shops/{row.id}/orders" if row else "",
        saved=request.query_params.get("saved") == "yes",
        fault=speech.explain(wrong) if wrong else "",
    )


@router.get("/{shop_id}")
def show(
    request: Request, actor: PageActor, work: UnitOfWork, service: ServiceHere, shop_id: str
) -> Response:
    """Show a shop."""
    return _shown(request, service, shops.get(work, actor, shop_id))


def _shown(
    request: Request, service: Service, row: ShopRow, wrong: VidcommerceError | None = None
) -> Response:
    """Show a shop as it is kept."""
    address = row.template if row.kind == ShopKind.TEMPLATE else row.host
    form = ShopForm(
        kind=row.kind, name=row.name, address=address, message_to=row.message_to,
        phone=readable(row.phone) if row.phone else "", feed_url=row.feed_url, version=row.version,
    )  # fmt: skip
    return _form(request, form, row, wrong=wrong, site=service.settings.public_url)


@router.post("/{shop_id}")
def save(
    request: Request, actor: PageActor, work: UnitOfWork, service: ServiceHere, shop_id: str,
    form: Annotated[ShopForm, Form()],
) -> Response:  # fmt: skip
    """Change a shop."""
    rules = _rules(service)
    try:
        shops.change(work, actor, shop_id, form.wanted(), form.version, rules, now_ms())
    except VidcommerceError as wrong:
        row = shops.get(work, actor, shop_id)
        return _form(request, form, row, wrong=wrong, site=service.settings.public_url)
    return RedirectResponse(f"/shops/{shop_id}?saved=yes", 303)


@router.post("/{shop_id}/moderation")
def moderation(
    actor: PageActor, work: UnitOfWork, shop_id: str, mode: Annotated[str, Form()] = ""
) -> Response:
    """Decide when comments are read on videos that sell of this shop."""
    places.choose_shop_mode(work, actor, shop_id, mode)
    return RedirectResponse(f"/shops/{shop_id}", 303)


@router.post("/{shop_id}/ask")
def ask(request: Request, actor: PageActor, service: ServiceHere, shop_id: str) -> Response:
    """Ask the shop how it fills the cart."""
    try:
        discovery.ask(service, actor, shop_id)
    except (AddressRefused, FetchFailed, ShopElsewhere) as wrong:
        with service.database.reading() as work:
            return _shown(request, service, shops.get(work, actor, shop_id), wrong)
    return RedirectResponse(f"/shops/{shop_id}", 303)


@router.get("/{shop_id}/goods")
def goods(request: Request, actor: PageActor, work: UnitOfWork, shop_id: str) -> Response:
    """Show what the shop calls the goods of the station."""
    return _goods(request, actor, work, shops.get(work, actor, shop_id))


def _goods(
    request: Request, actor: Actor, work: Session, shop: ShopRow,
    *, typed: GoodsForm | None = None, wrong: VidcommerceError | None = None,
) -> Response:  # fmt: skip
    speech = language_of(request)
    rows = products.of_station(work, actor, shop.station_id, _GOODS)
    return page(
        request,
        "shops/goods.html",
        status_of(wrong) if wrong else 200,
        say=SAY,
        shop=shop,
        products=rows,
        typed=typed,
        saved=request.query_params.get("saved", ""),
        fault=speech.explain(wrong) if wrong else "",
    )


@router.post("/{shop_id}/goods")
def sell(
    request: Request, actor: PageActor, work: UnitOfWork, service: ServiceHere, shop_id: str,
    form: Annotated[GoodsForm, Form()],
) -> Response:  # fmt: skip
    """Say what the shop calls one product of the station."""
    shop = shops.get(work, actor, shop_id)
    sold = Selling(shop.id, form.item, form.quantity)
    try:
        selling.move(work, service, actor, form.product, sold, form.version)
    except VidcommerceError as wrong:
        return _goods(request, actor, work, shop, typed=form, wrong=wrong)
    return RedirectResponse(f"/shops/{shop_id}/goods?saved={form.product}", 303)


@router.post("/{shop_id}/end")
def end(
    actor: PageActor, work: UnitOfWork, shop_id: str, form: Annotated[ShopForm, Form()]
) -> Response:
    """Take a shop away."""
    shops.archive(work, actor, shop_id, form.version, now_ms())
    station = shops.get(work, actor, shop_id).station_id
    return RedirectResponse(f"/shops?station={station}" if not actor.station_id else "/shops", 303)
