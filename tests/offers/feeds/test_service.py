"""Feeds of a real server, read when they are due, into products."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.offers.feeds.shop import Shop, open_shop
from tests.shops import shop_row
from tests.stations import NOW, Village, settle
from vidcommerce.offers.feeds.service import AGAIN, EVERY, read_due
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.tables import SiteRow
from vidcommerce.service import Service

pytestmark = pytest.mark.slow

HEAD = b"id\tprice\tsale_price\tavailability\n"
LATER = NOW + 1
NEXT = LATER + EVERY
DAY = 24 * 3600_000


@dataclass
class Market:
    """A village whose product is sold at a shop with a feed; the service may ask loopback."""

    village: Village
    service: Service
    shop_id: str
    shop: Shop

    def read(self, now: int = LATER) -> int:
        """Read what is due."""
        return read_due(self.service, now)

    def product(self) -> ProductRow:
        """The product as it is now."""
        with self.service.database.reading() as work:
            return work.get_one(ProductRow, self.village.product_id)

    def row(self) -> ShopRow:
        """The shop's row as it is now."""
        with self.service.database.reading() as work:
            return work.get_one(ShopRow, self.shop_id)

    def change(self, act: Callable[[ProductRow, ShopRow], None]) -> None:
        """Change the rows as people do."""
        with self.service.database.writing() as work:
            product = work.get_one(ProductRow, self.village.product_id)
            act(product, work.get_one(ShopRow, self.shop_id))


@pytest.fixture
def market(service: Service) -> Iterator[Market]:
    """A shop whose list says 42.50 instead of 48.00, and that it is sold out."""
    trusting = replace(service, settings=replace(service.settings, webhooks_private=True))
    village = settle(trusting)
    with open_shop() as shop:
        shop.body = HEAD + b"1042\t48.00 CNY\t42.50 CNY\tout_of_stock\n"
        with service.database.writing() as work:
            row = shop_row(work, village.station_id, host="feed.example", feed_url=shop.url)
            product = work.get_one(ProductRow, village.product_id)
            product.shop_id, product.item = row.id, "1042"
        yield Market(village, trusting, row.id, shop)


def test_a_product_says_what_its_shop_says(market: Market) -> None:
    """Price, price before, stock and when; the version counts, so that nobody overwrites it."""
    assert market.read() == 1
    product, row = market.product(), market.row()
    assert (product.price, product.old_price, product.stock) == ("42.50", "48.00", "out")
    assert (product.version, product.checked_at) == (2, LATER)
    assert (row.feed_fault, row.feed_read_at, row.feed_due_at) == ("", LATER, NEXT)


def test_pages_that_say_of_which_day_a_price_is_are_made_again(market: Market) -> None:
    """Once a day, though the price is the same; not at every reading."""
    asked = []
    for now in (LATER, NEXT, NOW + DAY):
        market.read(now)
        with market.service.database.reading() as work:
            asked.append(work.scalars(select(SiteRow.station_id)).all())
    assert asked == [[], [], [market.village.station_id]]


def test_it_is_asked_again_when_it_is_due_and_only_then(market: Market) -> None:
    """What is the same makes no new version, but is known to be right since."""
    assert [market.read(now) for now in (LATER, NEXT - 1, NEXT)] == [1, 0, 1]
    assert (market.product().version, market.product().checked_at) == (2, NEXT)
    market.change(lambda _, row: setattr(row, "archived_at", NEXT))
    assert market.read(NEXT + EVERY) == 0


def test_a_list_that_did_not_change_is_not_sent_again(market: Market) -> None:
    """The shop's ETag is shown to it; the product counts as looked at."""
    market.shop.etag = '"one"'
    for now in (LATER, NEXT):
        market.read(now)
    assert [asked.get("If-None-Match") for asked in market.shop.asked] == [None, '"one"']
    assert (market.product().checked_at, market.row().feed_read_at) == (NEXT, NEXT)


def test_a_sale_ends_though_the_list_is_the_same(market: Market) -> None:
    """The price is worked out again, not taken from the last reading because of the ETag."""
    market.shop.etag = '"one"'
    end = datetime.fromtimestamp((LATER + 1000) / 1000, UTC).isoformat()
    head = b"id\tprice\tsale_price\tsale_price_effective_date\n"
    period = f"2020-01-01T00:00Z/{end}".encode()
    market.shop.body = head + b"1042\t48.00 CNY\t42.50 CNY\t" + period + b"\n"
    said = []
    for now in (LATER, NEXT):
        market.read(now)
        said.append(market.product().price)
    assert said == ["42.50", "48.00"]


def test_what_a_person_changed_is_asked_for_anew(market: Market) -> None:
    """An ETag says nothing of a product that says something else than the shop did."""
    market.shop.etag = '"one"'
    market.read()

    def dearer(product: ProductRow, _row: ShopRow) -> None:
        product.price, product.old_price, product.version = "99.00", None, product.version + 1

    market.change(dearer)
    market.read(NEXT)
    assert "If-None-Match" not in market.shop.asked[1]
    assert market.product().price == "42.50"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"<html>", "it is no well-formed XML"),
        (HEAD + b"7\t5.00 CNY\t\tin_stock\n", "some products of this shop are not in its list"),
        (HEAD + b"1042\tfree\t\tin_stock\n",
         "some products of this shop stand there with a price that can't be used"),
        (HEAD + b"1042\t0 CNY\t\tin_stock\n",
         "some products of this shop stand there with a price that can't be used"),
    ],
)  # fmt: skip
def test_a_bad_list_changes_no_product_and_is_told(market: Market, body: bytes, fault: str) -> None:
    """The helper reads what is wrong; the product is as it was, and so is its "as of"."""
    market.shop.body = body
    market.read()
    product = market.product()
    assert (product.price, product.version, product.checked_at) == ("39.80", 1, NOW)
    assert market.row().feed_fault == fault


def test_a_shop_that_fails_is_asked_again_soon(market: Market) -> None:
    """And once it answers, its fault is forgotten."""
    market.shop.status = 500
    market.read()
    assert (market.row().feed_fault, market.row().feed_due_at) == (
        "the shop answered with an error", LATER + AGAIN,
    )  # fmt: skip
    market.shop.status = 200
    market.read(LATER + AGAIN)
    assert (market.row().feed_fault, market.product().price) == ("", "42.50")


@pytest.mark.parametrize(("moved", "fault"), [(2, ""), (3, "The shop's list of prices")])
def test_a_list_that_moved_is_followed_a_little(market: Market, moved: int, fault: str) -> None:
    """Twice, not for ever."""
    market.shop.moved = moved
    market.read()
    assert bool(market.row().feed_fault) is bool(fault)


def test_a_shop_that_leads_to_no_address_is_in_nobodys_way(market: Market) -> None:
    """What is no address is that shop's fault; the lists that are read along with it are read."""
    market.shop.moved, market.shop.there = 1, "https://["
    assert market.read() == 1
    assert market.row().feed_fault == "its address leads on and on"


def test_nobody_uses_us_to_look_into_our_own_network(market: Market) -> None:
    """Without the operator's word an address on loopback is not asked at all."""
    private = replace(market.service.settings, webhooks_private=False)
    read_due(replace(market.service, settings=private), LATER)
    assert market.shop.asked == []
    assert market.row().feed_fault == "it must begin with https://"


def test_what_comes_of_an_address_that_was_left_meanwhile_is_nothing(market: Market) -> None:
    """A person gave the shop another feed while the old one was being read."""

    def elsewhere() -> None:
        market.change(lambda _, row: setattr(row, "feed_url", "https://other.example/feed"))

    market.shop.before = elsewhere
    market.read()
    assert (market.product().price, market.row().feed_read_at) == ("39.80", None)
