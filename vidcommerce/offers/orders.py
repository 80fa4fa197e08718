"""Takes in the orders that shops report, and leads each back to the page that it came from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts.tables import StationRow
from vidcommerce.comments import buying
from vidcommerce.db import new_id
from vidcommerce.insights.days import day_of
from vidcommerce.insights.kinds import Kind
from vidcommerce.insights.tables import CartClickRow, DayCountRow
from vidcommerce.offers.attribution import slug_in, visitor_in
from vidcommerce.offers.reports import Report
from vidcommerce.offers.tables import OrderRow, ShopRow
from vidcommerce.publishing.tables import PublicationRow

_DAY = 24 * 3600_000


@dataclass(frozen=True, slots=True)
class _Origin:
    """The page from which an order came, and when the shopper left it for the shop."""

    publication_id: str | None
    clicked_at: int | None


def secret_of(session: Session, shop_id: str) -> str:
    """Return what signs a shop's reports; empty for a shop that has none, or that is none."""
    return session.scalar(select(ShopRow.secret).where(ShopRow.id == shop_id)) or ""


def take(session: Session, shop_id: str, report: Report, now: int) -> None:
    """Keep an order that stands, once however often the shop reports it.

    It is led back by the browser's last way to the shop within the station's influence window;
    where that is not known, to the page whose slug the shop kept, if somebody went to the shop
    from there within the window. Our clock counts: shops report within minutes.
    """
    if not report.stands:
        return
    # Two reports of one order may come at once: the second waits here, and finds the first's.
    shop = session.get_one(ShopRow, shop_id, with_for_update=True)
    same = (OrderRow.shop_id == shop_id, OrderRow.reference == report.reference)
    if session.scalar(select(OrderRow.id).where(*same)) is not None:
        return
    origin = _origin(session, shop, report, now)
    order = OrderRow(
        id=new_id(),
        shop_id=shop_id,
        reference=report.reference,
        publication_id=origin.publication_id,
        amount=f"{report.amount:f}",
        currency=report.currency,
        clicked_at=origin.clicked_at,
        at=now,
    )
    session.add(order)
    session.flush()
    if origin.publication_id and origin.clicked_at is not None:
        visitor = visitor_in(report.said)
        buying.confirmed(session, order.id, origin.publication_id, visitor, now)


def _origin(session: Session, shop: ShopRow, report: Report, now: int) -> _Origin:
    days = session.get_one(StationRow, shop.station_id).influence_days
    since, visitor, slug = now - days * _DAY, visitor_in(report.said), slug_in(report.said)
    here = PublicationRow.station_id == shop.station_id
    if visitor:
        clicks = (
            select(CartClickRow.publication_id, CartClickRow.at)
            .join(PublicationRow, PublicationRow.id == CartClickRow.publication_id)
            .where(here, CartClickRow.visitor == visitor)
            .order_by(CartClickRow.at.desc())
            .limit(1)
        )
        last = session.execute(clicks).one_or_none()
        if last is not None:
            return _Origin(*last) if last.at >= since else _Origin(None, None)
    gone_to = (
        select(DayCountRow.publication_id)
        .join(PublicationRow, PublicationRow.id == DayCountRow.publication_id)
        .where(here, PublicationRow.slug == slug)
        .where(DayCountRow.kind == Kind.CART, DayCountRow.day >= day_of(since))
        .limit(1)
    )
    return _Origin(session.scalar(gone_to) if slug else None, None)
