"""Orders are kept once, and led back to the page that they came from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.insights.counted import NOW
from tests.insights.telling import batch, event, opened
from tests.stations import Village, settle
from vidcommerce.accounts.tables import StationRow
from vidcommerce.db import new_id
from vidcommerce.insights.batches import read_batch
from vidcommerce.insights.intake import Arrived, Intake
from vidcommerce.offers import orders
from vidcommerce.offers.reports import Report
from vidcommerce.offers.tables import OrderRow, ShopRow

_DAY = 24 * 3600_000
_VISITOR = "a" * 24
_REPORT = Report("A-17", Decimal("39.80"), "CNY", {"vc": "oranges", "vcv": _VISITOR})


def shop_of(village: Village, secret: str = "") -> str:
    """Add a shop to a village's station; returns its id."""
    row = ShopRow(
        id=new_id(), station_id=village.station_id, kind="template", name="Shop", secret=secret,
        created_at=1,
    )  # fmt: skip
    with village.service.database.writing() as work:
        work.add(row)
    return row.id


def _tap(village: Village, at: int, slug: str = "oranges", visitor: str = _VISITOR) -> None:
    body = batch(event("cart", 0, 90), event("tapped", 1, 90), slug=slug, visitor=visitor)
    Intake(village.service.database).take([Arrived(read_batch(body), at)])


def _take(village: Village, shop_id: str, report: Report = _REPORT) -> None:
    with village.service.database.writing() as work:
        orders.take(work, shop_id, report, NOW)


def _orders(village: Village) -> list[OrderRow]:
    with village.service.database.reading() as work:
        return list(work.scalars(select(OrderRow)))


def test_an_order_is_kept_once_and_led_back(village: Village) -> None:
    """By the browser's last way to the shop, with when that was."""
    page, shop = opened(village), shop_of(village)
    _tap(village, NOW - 2 * _DAY)
    _tap(village, NOW - _DAY)
    for _ in range(2):
        _take(village, shop)
    (order,) = _orders(village)
    assert (order.publication_id, order.clicked_at, order.at) == (page, NOW - _DAY, NOW)
    assert (order.reference, order.amount, order.currency) == ("A-17", "39.80", "CNY")


def test_reports_at_the_same_time_are_one_order(village: Village) -> None:
    """Shops send again while the first is still being written."""
    shop = shop_of(village)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: _take(village, shop), range(8)))
    assert len(_orders(village)) == 1


@pytest.mark.parametrize(
    ("days", "ago", "led"),
    [(1, 1, True), (1, 2, False), (7, 6, True), (7, 8, False), (30, 29, True)],
)
@pytest.mark.parametrize("by", ["visitor", "slug"])
def test_the_influence_window_is_the_stations(
    village: Village, days: int, ago: int, by: str, *, led: bool
) -> None:
    """An order long after the tap is an order, but not this page's; known by browser or by slug."""
    page, shop = opened(village), shop_of(village)
    with village.service.database.writing() as work:
        work.get_one(StationRow, village.station_id).influence_days = days
    _tap(village, NOW - ago * _DAY, visitor=_VISITOR if by == "visitor" else "")
    said = {"vcv": _VISITOR} if by == "visitor" else {"vc": "oranges"}
    _take(village, shop, replace(_REPORT, said=said))
    (order,) = _orders(village)
    assert order.publication_id == (page if led else None)


def test_others_who_went_to_the_shop_do_not_make_an_old_tap_young(village: Village) -> None:
    """Whose own tap is known to be out of the window is not led back by somebody else's."""
    opened(village)
    shop = shop_of(village)
    _tap(village, NOW - 20 * _DAY)
    _tap(village, NOW - _DAY, visitor="b" * 24)
    _take(village, shop)
    assert [order.publication_id for order in _orders(village)] == [None]


def test_the_last_page_wins_whatever_the_shop_remembers_first(village: Village) -> None:
    """Two pages of the village: the later tap counts, though the shop kept the first slug."""
    opened(village)
    other = opened(settle(village.service, village.station_id), "pears")
    shop = shop_of(village)
    _tap(village, NOW - 2 * _DAY, "oranges")
    _tap(village, NOW - _DAY, "pears")
    _take(village, shop)
    assert _orders(village)[0].publication_id == other


def test_no_shop_has_orders_of_another_stations_pages(village: Village) -> None:
    """Neither by visitor nor by slug: a station's numbers are its own."""
    opened(village)
    _tap(village, NOW - 1)
    stranger = settle(village.service)
    _take(stranger, shop_of(stranger))
    assert [order.publication_id for order in _orders(village)] == [None]


def test_what_the_shop_made_up_leads_nowhere(village: Village) -> None:
    """A slug that is none, a browser that never was: an order without a page."""
    opened(village)
    _take(village, shop_of(village), replace(_REPORT, said={"vc": "' OR 1", "vcv": "x"}))
    assert [order.publication_id for order in _orders(village)] == [None]


def test_what_does_not_stand_is_not_kept(village: Village) -> None:
    """Unpaid today and paid tomorrow is one order, of tomorrow."""
    shop = shop_of(village)
    _take(village, shop, replace(_REPORT, stands=False))
    assert _orders(village) == []
    _take(village, shop)
    assert len(_orders(village)) == 1


def test_columns_name_nobody() -> None:
    """What is kept of an order: nothing of who bought."""
    assert set(OrderRow.__table__.columns.keys()) == {
        "id", "shop_id", "reference", "publication_id", "amount", "currency", "clicked_at", "at",
    }  # fmt: skip
