"""What holds now of what a public page sells: a page is a copy, and prices move."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.insights.kinds import Kind
from vidcommerce.insights.tables import DayCountRow
from vidcommerce.products.models import Stock
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.tables import PublicationRow

MOST_COUNTED: Final = 1000
"""Comments that are counted at most, so that a page with very many answers as quickly."""


@dataclass(frozen=True, slots=True)
class Current:
    """Price and stock of a page's product, and how many watched it and wrote under it.

    ``checked_at`` is when price and stock were last said to be right (ms since 1970 UTC).
    """

    price: Decimal
    old_price: Decimal | None
    currency: str
    unit: str
    stock: Stock
    checked_at: int
    views: int
    comments: int


def current(session: Session, publication: PublicationRow) -> Current:
    """Return what holds now of a page, in one question to the database."""
    views = (
        select(func.coalesce(func.sum(DayCountRow.count), 0))
        .where(DayCountRow.publication_id == publication.id, DayCountRow.kind == Kind.VIEW)
        .scalar_subquery()
    )
    shown = (
        select(CommentRow.id)
        .where(CommentRow.publication_id == publication.id, CommentRow.state == State.SHOWN)
        .limit(MOST_COUNTED)
        .subquery()
    )
    comments = select(func.count()).select_from(shown).scalar_subquery()
    asked = (
        select(ProductRow, views, comments)
        .join(ClipRow, ClipRow.product_id == ProductRow.id)
        .where(ClipRow.id == publication.clip_id)
    )
    product, seen, written = session.execute(asked).one()
    return Current(
        price=Decimal(product.price),
        old_price=None if product.old_price is None else Decimal(product.old_price),
        currency=product.currency,
        unit=product.unit,
        stock=Stock(product.stock),
        checked_at=product.checked_at,
        views=int(seen),
        comments=written,
    )
