"""Finds shops."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.accounts.tables import StationRow
from vidcommerce.lists import Place, Slice, part, within
from vidcommerce.offers.links.hosts import host_of
from vidcommerce.offers.links.models import ShopAddressWrong, ShopKind
from vidcommerce.offers.tables import ShopRow


def find(session: Session, shop_id: str, *, to_change: bool = False) -> ShopRow | None:
    """Return a shop; ``to_change`` keeps others from changing it in this unit of work."""
    asked = select(ShopRow).where(ShopRow.id == shop_id)
    locked = asked.with_for_update().execution_options(populate_existing=True)
    return session.scalar(locked if to_change else asked)


def page(
    session: Session, actor: Actor, after: Place | None, limit: int, *, archived: bool = False
) -> Slice[ShopRow]:
    """Return the shops of the stations whose products ``actor`` may see, newest first.

    Farmers, who see only their own products, see none. Raises NotAllowed.
    """
    asked = select(ShopRow).where(within(actor, Action.SEE_PRODUCTS, ShopRow.station_id))
    if not archived:
        asked = asked.where(ShopRow.archived_at.is_(None))
    return part(session, asked, ShopRow.created_at, ShopRow.id, after, limit)


def open_at(session: Session, station_id: str) -> Sequence[ShopRow]:
    """Return the shops of a station that are not archived, oldest first."""
    asked = select(ShopRow).where(ShopRow.station_id == station_id, ShopRow.archived_at.is_(None))
    return session.scalars(asked.order_by(ShopRow.created_at, ShopRow.id)).all()


def order_shop(session: Session, station_id: str) -> ShopRow | None:
    """Return the telephone or name at which a station takes orders for who has no shop."""
    shops = open_at(session, station_id)
    return next((shop for shop in shops if shop.kind == ShopKind.ORDER), None)


def hosts_at(session: Session, station_id: str) -> frozenset[str]:
    """Return the hosts to which cart links of a station may lead, besides the marketplaces."""
    hosts = {shop.host for shop in open_at(session, station_id) if shop.host}
    station = session.get(StationRow, station_id)
    if station is not None and station.shop_url:
        with suppress(ShopAddressWrong):  # older than the rule that it must be an address
            hosts.add(host_of(station.shop_url))
    return frozenset(hosts)
