"""Counts of pages, as the intake leaves them, for tests that ask about them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.insights.days import start_of
from vidcommerce.insights.kinds import Kind
from vidcommerce.insights.tables import DayCountRow, SecondCountRow
from vidcommerce.offers.tables import OrderRow, ShopRow
from vidcommerce.publishing.tables import PublicationRow

TODAY = 20_600
"""The last day of which anything is counted here."""

NOW = start_of(TODAY) + 12 * 3_600_000


def public(work: Session, clip_id: str, slug: str = "oranges") -> str:
    """Have a page of a clip be public for ten days; returns the publication's id."""
    clip = work.get_one(ClipRow, clip_id)
    at = start_of(TODAY - 10)
    row = PublicationRow(
        id=new_id(), slug=slug, clip_id=clip.id, station_id=clip.station_id, plan_id=clip.plan_id,
        bundle=f"site/v/{slug}/1", cart_url="https://shop.example/cart", published_at=at,
        changed_at=at,
    )  # fmt: skip
    work.add(row)
    work.flush()
    return row.id


def count(work: Session, publication_id: str, day: int, counts: Mapping[Kind, int]) -> None:
    """Add what happened on a day."""
    work.add_all(
        DayCountRow(publication_id=publication_id, day=day, kind=kind.value, count=number)
        for kind, number in counts.items()
    )


def count_seconds(
    work: Session, publication_id: str, version: int, counts: Mapping[Kind, Mapping[int, int]]
) -> None:
    """Add what happened at seconds of a version."""
    work.add_all(
        SecondCountRow(
            publication_id=publication_id, version=version, kind=kind.value, second=second,
            count=number,
        )
        for kind, found in counts.items()
        for second, number in found.items()
    )  # fmt: skip


def order(work: Session, station_id: str, publication_id: str | None, at: int) -> None:
    """Add an order that a shop of a station reported."""
    shop = ShopRow(id=new_id(), station_id=station_id, kind="template", name="S", created_at=1)
    work.add(shop)
    work.flush()
    work.add(
        OrderRow(
            id=new_id(), shop_id=shop.id, reference="1", publication_id=publication_id,
            amount="39.80", currency="CNY", at=at,
        )
    )  # fmt: skip
