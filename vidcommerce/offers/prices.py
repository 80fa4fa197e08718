"""Pages whose card says another price than the product by now: found, and told to helpers.

What a card says is burned into the picture. Whoever changes a product, a person or a shop's feed,
need not know which videos show it: every page is compared once with each version of its product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.plan import EditPlan, ProductFacts
from vidcommerce.money import price_texts
from vidcommerce.offers.tables import ComparedRow
from vidcommerce.products.service import facts_of
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import repository as publications
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service

SOURCE: Final = "price"
_AT_ONCE: Final = 200

_Pages = Sequence[Row[PublicationRow, PlanRow, ProductRow]]


def changed(plan: EditPlan, now: ProductFacts) -> tuple[Flag, ...]:
    """Return a flag where a card of a plan says another price than the product ``now``. Pure.

    It is a note: it says nothing of where the clip comes from.
    """
    for card in plan.cards:
        if not same_price(card.product, now):
            evidence = {"shown": _said(card.product, plan), "now": _said(now, plan)}
            return (Flag(Kind.PRICE_CHANGED, Severity.NOTE, SOURCE, evidence),)
    return ()


def same_price(one: ProductFacts, other: ProductFacts) -> bool:
    """Tell whether two cards say the same of what it costs. Pure."""
    return with_price(one, other) == one


def with_price(facts: ProductFacts, now: ProductFacts) -> ProductFacts:
    """Return facts with what it costs by ``now``: all else stays. Pure."""
    return replace(facts, price=now.price, old_price=now.old_price, currency=now.currency)


def compare(service: Service, now: int) -> int:
    """Compare the pages whose card or product is another since last time; returns how many.

    Those that list the station's videos are made again where a product is another. Safe to run
    in several processes at once.
    """
    with service.database.reading() as session:
        if not session.execute(_others().limit(1)).all():
            return 0
    with service.database.writing() as session:
        pages = _taken(session)
        for page, plan, product in pages:
            found = changed(read_json(EditPlan, plan.plan), facts_of(product))
            flags.replace(session, page.clip_id, SOURCE, found, now)
            session.merge(
                ComparedRow(
                    publication_id=page.id, plan_id=plan.id, product_version=product.version
                )
            )
        for station_id in sorted({page.station_id for page, _, _ in pages}):
            publications.mark(session, station_id, now)
    return len(pages)


def _others() -> Select[PublicationRow, PlanRow, ProductRow]:
    """Return the question for public pages not compared yet with what their product says."""
    return (
        select(PublicationRow, PlanRow, ProductRow)
        .join(PlanRow, PlanRow.id == PublicationRow.plan_id)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .join(ProductRow, ProductRow.id == ClipRow.product_id)
        .outerjoin(ComparedRow, ComparedRow.publication_id == PublicationRow.id)
        .where(
            PublicationRow.withdrawn_at.is_(None),
            or_(
                ComparedRow.publication_id.is_(None),
                ComparedRow.plan_id != PublicationRow.plan_id,
                ComparedRow.product_version != ProductRow.version,
            ),
        )
        .order_by(PublicationRow.id)
    )


def _taken(session: Session) -> _Pages:
    asked = _others().limit(_AT_ONCE).with_for_update(of=PublicationRow, skip_locked=True)
    return session.execute(asked).all()


def _said(facts: ProductFacts, plan: EditPlan) -> str:
    """Return what it costs as the card writes it."""
    return price_texts(facts.price, None, facts.currency, plan.language).price
