"""Finds products."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.lists import Place, Slice, part, within
from vidcommerce.products.tables import ProductRow


def find(session: Session, product_id: str, *, to_change: bool = False) -> ProductRow | None:
    """Return a product; ``to_change`` keeps others from changing it in this unit of work."""
    asked = select(ProductRow).where(ProductRow.id == product_id)
    locked = asked.with_for_update().execution_options(populate_existing=True)
    return session.scalar(locked if to_change else asked)


def page(
    session: Session, actor: Actor, after: Place | None, limit: int, *, archived: bool = False
) -> Slice[ProductRow]:
    """Return the products that ``actor`` sees, newest first. Raises NotAllowed."""
    mine = within(actor, Action.SEE_PRODUCTS, ProductRow.station_id, ProductRow.farmer_id)
    asked = select(ProductRow).where(mine)
    if not archived:
        asked = asked.where(ProductRow.archived_at.is_(None))
    return part(session, asked, ProductRow.created_at, ProductRow.id, after, limit)


def of_station(session: Session, actor: Actor, station_id: str, most: int) -> Sequence[ProductRow]:
    """Return the newest products of a station that ``actor`` sees. Raises NotAllowed."""
    mine = within(actor, Action.SEE_PRODUCTS, ProductRow.station_id, ProductRow.farmer_id)
    asked = select(ProductRow).where(
        mine, ProductRow.station_id == station_id, ProductRow.archived_at.is_(None)
    )
    newest = asked.order_by(ProductRow.created_at.desc(), ProductRow.id).limit(most)
    return session.scalars(newest).all()
