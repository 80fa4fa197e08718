"""Finds counts. Asks only for what is counted already: a question costs by days and videos.

Orders are few and have rows of their own; they are counted from those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.insights.days import Days, day_of, start_of
from vidcommerce.insights.funnels import COUNTED, Funnel
from vidcommerce.insights.kinds import Kind
from vidcommerce.insights.tables import DayCountRow, SecondCountRow
from vidcommerce.offers.tables import OrderRow
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.tables import PublicationRow, PublishedLinkRow
from vidcommerce.reviews.tables import PlanRow

T = TypeVar("T", str, int)

Mine: TypeAlias = ColumnElement[bool]
"""The condition on clips and publications that keeps those which are asked about."""

_KINDS: Final = [kind.value for kind in COUNTED if kind is not Kind.ORDER]
_SECONDS: Final = (Kind.WATCHED, Kind.LEFT, Kind.TAPPED)
_QUARTER: Final = 15 * 60_000
"""Days of every time zone begin at a quarter of an hour, so orders are counted by quarters."""


def by_key(
    session: Session, mine: Mine, days: Days, key: InstrumentedAttribute[str]
) -> dict[str, Funnel]:
    """Return funnels by a column of publications or clips; only what was counted is there."""
    counted = _counted(select(key, DayCountRow.kind, func.sum(DayCountRow.count)), mine, days)
    ordered = _ordered(select(key, func.count()), mine, days)
    rows = [tuple(row) for row in session.execute(counted.group_by(key, DayCountRow.kind))]
    orders = session.execute(ordered.group_by(key))
    return _funnels([*rows, *((found, Kind.ORDER, count) for found, count in orders)])


def by_day(session: Session, mine: Mine, days: Days) -> dict[int, Funnel]:
    """Return funnels by day; only what was counted is there."""
    day, quarter = DayCountRow.day, (OrderRow.at // _QUARTER).label("quarter")
    counted = _counted(select(day, DayCountRow.kind, func.sum(DayCountRow.count)), mine, days)
    ordered = _ordered(select(quarter, func.count()), mine, days)
    rows = [tuple(row) for row in session.execute(counted.group_by(day, DayCountRow.kind))]
    orders = session.execute(ordered.group_by("quarter"))
    return _funnels([*rows, *((day_of(at * _QUARTER), Kind.ORDER, count) for at, count in orders)])


def _counted(asked: Select[Any, Any, Any], mine: Mine, days: Days) -> Select[Any, Any, Any]:
    return (
        asked.select_from(DayCountRow)
        .join(PublicationRow, PublicationRow.id == DayCountRow.publication_id)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .where(mine, DayCountRow.kind.in_(_KINDS), DayCountRow.day.between(days.first, days.last))
    )


def _ordered(asked: Select[Any, Any], mine: Mine, days: Days) -> Select[Any, Any]:
    return (
        asked.select_from(OrderRow)
        .join(PublicationRow, PublicationRow.id == OrderRow.publication_id)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .where(mine, OrderRow.at >= start_of(days.first), OrderRow.at < start_of(days.last + 1))
    )


def _funnels(rows: Iterable[tuple[T, str, int]]) -> dict[T, Funnel]:
    found: dict[T, dict[Kind, int]] = defaultdict(lambda: defaultdict(int))
    for key, kind, count in rows:
        found[key][Kind(kind)] += int(count)
    return {key: Funnel(dict(counts)) for key, counts in found.items()}


def videos(
    session: Session, mine: Mine, counted: Collection[str], most: int
) -> Mapping[str, tuple[str, int]]:
    """Return by publication its product's name and when it was published (ms since 1970 UTC).

    Those that are public and those that were counted, the newest first.
    """
    asked = (
        select(PublicationRow.id, ProductRow.name, PublicationRow.published_at)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .join(ProductRow, ProductRow.id == ClipRow.product_id)
        .where(mine, or_(PublicationRow.withdrawn_at.is_(None), PublicationRow.id.in_(counted)))
        .order_by(PublicationRow.published_at.desc(), PublicationRow.id)
        .limit(most)
    )
    return {key: (name, at) for key, name, at in session.execute(asked)}


def products(session: Session, ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """Return by product its name and who sells it."""
    asked = select(ProductRow.id, ProductRow.name, ProductRow.seller)
    rows = session.execute(asked.where(ProductRow.id.in_(ids)))
    return {key: (name, seller) for key, name, seller in rows}


def stations(session: Session, ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """Return by station its name and village."""
    asked = select(StationRow.id, StationRow.name, StationRow.village)
    rows = session.execute(asked.where(StationRow.id.in_(ids)))
    return {key: (name, village) for key, name, village in rows}


def publication(
    session: Session, mine: Mine, condition: ColumnElement[bool]
) -> tuple[PublicationRow, ClipRow, ProductRow] | None:
    """Return the publication that a condition names, with its clip and product, or None."""
    asked = (
        select(PublicationRow, ClipRow, ProductRow)
        .join(ClipRow, ClipRow.id == PublicationRow.clip_id)
        .join(ProductRow, ProductRow.id == ClipRow.product_id)
    )
    row = session.execute(asked.where(mine, condition)).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def seconds(
    session: Session, publication_id: str, version: int
) -> Mapping[Kind, Mapping[int, int]]:
    """Return by kind how often it happened at each second of a version."""
    asked = select(SecondCountRow.kind, SecondCountRow.second, SecondCountRow.count).where(
        SecondCountRow.publication_id == publication_id,
        SecondCountRow.version == version,
        SecondCountRow.kind.in_([kind.value for kind in _SECONDS]),
    )
    found: dict[Kind, dict[int, int]] = defaultdict(dict)
    for kind, second, count in session.execute(asked):
        found[Kind(kind)][second] = count
    return found


def versions(session: Session, publication_id: str) -> Sequence[int]:
    """Return the versions of which seconds were counted, the newest first."""
    asked = select(SecondCountRow.version).where(SecondCountRow.publication_id == publication_id)
    return session.scalars(asked.distinct().order_by(SecondCountRow.version.desc())).all()


def plan_of(session: Session, page: PublicationRow, version: int) -> PlanRow | None:
    """Return the plan that a version of a page showed, where that is known."""
    link = session.get(PublishedLinkRow, (page.id, version))
    plan_id = link.plan_id if link is not None else page.plan_id
    known = link is not None or version == page.version
    return session.get(PlanRow, plan_id) if known else None
