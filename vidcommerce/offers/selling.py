"""Where a product is sold, and the one link that a page shows for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Actor
from vidcommerce.db import new_id
from vidcommerce.media.plan import ProductFacts
from vidcommerce.offers import repository
from vidcommerce.offers.links.hosts import check_host, host_of
from vidcommerce.offers.links.making import bare_link, link_of
from vidcommerce.offers.links.models import Item, ShopHostUnknown, ShopKind, check_quantity
from vidcommerce.offers.shops import ShopUnknown
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products import service as products
from vidcommerce.products.models import tidied
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.addresses import key_of, product_path
from vidcommerce.service import Service

ORDER_PAGE = "order.html"
"""The file beside a product's page on which one orders without a shop."""


@dataclass(frozen=True, slots=True)
class Selling:
    """In which shop a product is sold: what the shop calls it, and how many a tap takes.

    Without a shop the address counts that stands in the product's facts; without that too, the
    station's page of orders.
    """

    shop_id: str = ""
    item: str = ""
    quantity: int = 1


def create(  # noqa: PLR0913, PLR0917 - as products.create, and where it is sold
    session: Session,
    service: Service,
    actor: Actor,
    facts: ProductFacts,
    picture: str,
    selling: Selling,
    farmer_id: str,
    now: int,
) -> ProductRow:
    """Write down a product of a farmer and where it is sold.

    Raises what products.create raises, and ShopUnknown, ItemWrong, ShopHostUnknown.
    """
    product_id = new_id()
    station_id = products.station_of(session, actor, farmer_id)
    sold = _sold(session, service, station_id, product_id, facts, selling)
    row = products.create(session, actor, sold.facts, picture, farmer_id, now, product_id)
    return _kept(session, row, sold)


def change(  # noqa: PLR0913, PLR0917 - as products.change, and where it is sold
    session: Session,
    service: Service,
    actor: Actor,
    product_id: str,
    facts: ProductFacts,
    picture: str,
    selling: Selling | None,
    version: int,
) -> ProductRow:
    """Replace what a product says and where it is sold.

    Without ``selling`` it stays in its shop as long as its address stays. Raises what
    products.change raises, and ShopUnknown, ItemWrong, ShopHostUnknown.
    """
    row = products.get(session, actor, product_id)
    stays = Selling(row.shop_id or "", row.item, row.quantity)
    if facts.cart_url.strip() != row.cart_url:
        stays = Selling()
    sold = _sold(session, service, row.station_id, row.id, facts, selling or stays)
    row = products.change(session, actor, product_id, sold.facts, picture, version)
    return _kept(session, row, sold)


def move(
    session: Session,
    service: Service,
    actor: Actor,
    product_id: str,
    selling: Selling,
    version: int,
) -> ProductRow:
    """Say where a product is sold, and leave all else of it as it is.

    Without an item, what its shop calls it is forgotten and its address counts. Raises what
    :func:`change` raises.
    """
    row = products.get(session, actor, product_id)
    facts = products.facts_of(row)
    return change(session, service, actor, product_id, facts, row.picture, selling, version)


def shown_link(session: Session, service: Service, product: ProductRow, slug: str) -> str:
    """Return the link that the page at ``slug`` shows for a product; see links.link_of.

    The page of orders is a path, so that it also works where files are served without us.
    """
    return _link(session, product, slug, order_page(service, product.id))


def check_link(session: Session, product: ProductRow) -> None:
    """Let a product pass for which a page may show a link; raises what links.link_of raises.

    So that whoever approves is told, and not the worker that publishes.
    """
    _link(session, product, "", "")


def _link(session: Session, product: ProductRow, slug: str, page: str) -> str:
    shop = repository.find(session, product.shop_id) if product.shop_id else None
    if shop is not None and shop.archived_at is not None:
        shop = _instead(session, shop)
    return link_of(product, shop, repository.hosts_at(session, product.station_id), slug, page)


def _instead(session: Session, gone: ShopRow) -> ShopRow | None:
    """Return what takes the orders of a shop that was taken away.

    Another number of the station's, where there is one; else none, and the product's own address
    counts. Raises ShopHostUnknown where there was never one.
    """
    if gone.kind != ShopKind.ORDER:
        return None
    other = repository.order_shop(session, gone.station_id)
    if other is None:
        raise ShopHostUnknown(gone.name)
    return other


def order_page(service: Service, product_id: str) -> str:
    """Return the path of the page on which a product is ordered without a shop."""
    return product_path(key_of(product_id, service.secret)) + ORDER_PAGE


@dataclass(frozen=True, slots=True)
class _Sold:
    """Where a product is sold, checked: its facts with the address that its card promises."""

    facts: ProductFacts
    shop: ShopRow | None
    item: Item


def _sold(
    session: Session,
    service: Service,
    station_id: str,
    product_id: str,
    facts: ProductFacts,
    selling: Selling,
) -> _Sold:
    """Return where a product is sold. Raises ProductKeyWrong and what links raise."""
    typed = facts.cart_url.strip()
    if typed:
        tidied(facts)
    shop = _shop(session, station_id, typed, selling)
    by_item = shop is not None and shop.kind != ShopKind.ORDER
    item = Item(selling.item.strip() if by_item else "", selling.quantity)
    check_quantity(item)
    page = service.settings.public_url + order_page(service, product_id)
    if shop is not None and (item.id or shop.kind == ShopKind.ORDER):
        typed = bare_link(shop, item, page)
    elif shop is not None:
        check_host(typed, {shop.host})
    elif typed:
        check_host(typed, repository.hosts_at(session, station_id))
    return _Sold(tidied(replace(facts, cart_url=typed)), shop, item)


def _kept(session: Session, row: ProductRow, sold: _Sold) -> ProductRow:
    """Write down in which shop a product is sold."""
    row.shop_id = None if sold.shop is None else sold.shop.id
    row.item, row.quantity = sold.item.id, sold.item.quantity
    session.flush()
    return row


def _shop(session: Session, station_id: str, typed: str, selling: Selling) -> ShopRow | None:
    """Return the shop that was named, else the one that the address is of, else that of orders."""
    shops = repository.open_at(session, station_id)
    if selling.shop_id:
        named = [shop for shop in shops if shop.id == selling.shop_id]
        if not named:
            raise ShopUnknown(selling.shop_id)
        return named[0]
    if typed:
        return next((shop for shop in shops if shop.host and shop.host == host_of(typed)), None)
    return next((shop for shop in shops if shop.kind == ShopKind.ORDER), None)
