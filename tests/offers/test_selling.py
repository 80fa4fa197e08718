"""Where a product is sold: what its card promises, and what its page shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.factories import PRODUCT
from tests.shops import shop_row
from tests.stations import NOW, Village
from vidcommerce.offers import selling
from vidcommerce.offers.links.models import ItemWrong, ShopHostUnknown
from vidcommerce.offers.selling import Selling
from vidcommerce.offers.shops import ShopUnknown
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products.models import ProductKeyWrong
from vidcommerce.products.tables import ProductRow
from vidcommerce.reviews import service as reviews


def _made(village: Village, work: Session, sold: Selling, url: str = "") -> ProductRow:
    picture = work.get_one(ProductRow, village.product_id).picture
    facts = replace(PRODUCT, cart_url=url)
    actor, farmer = village.actor, village.farmer.id
    return selling.create(work, village.service, actor, facts, picture, sold, farmer, NOW)


def test_a_product_of_a_shop_leads_to_the_item(village: Village) -> None:
    """The card has the plain link, the page the one that says where the shopper came from."""
    with village.service.database.writing() as work:
        shop = shop_row(work, village.station_id, kind="woocommerce", host="woo.example")
        row = _made(village, work, Selling(shop.id, " 1042 ", 2))
        assert row.cart_url == "https://woo.example/checkout-link/?products=1042:2"
        shown = selling.shown_link(work, village.service, row, "a-b")
    assert shown.startswith(f"{row.cart_url}&utm_source=vidcommerce&")
    assert shown.endswith("&vc=a-b")
    assert (row.shop_id, row.item, row.quantity) == (shop.id, "1042", 2)


def test_an_address_of_a_shop_is_known_to_be_the_shop_s(village: Village) -> None:
    """So that orders and prices that the shop reports find the product."""
    with village.service.database.writing() as work:
        row = _made(village, work, Selling(), "https://shop.example/oranges")
        shop = work.get_one(ShopRow, row.shop_id)
    assert (shop.host, row.item) == ("shop.example", "")


def test_addresses_elsewhere_are_refused(village: Village) -> None:
    """Also those of another station's shop, of a shop that was taken away, and of none."""
    with village.service.database.writing() as work:
        shop_row(work, village.station_id, host="gone.example", archived_at=NOW)
        shop = shop_row(work, village.station_id, host="far.example")
        for url in ("https://other.example/", "https://gone.example/x"):
            with pytest.raises(ShopHostUnknown):
                _made(village, work, Selling(), url)
        with pytest.raises(ShopHostUnknown):
            _made(village, work, Selling(shop.id), "https://shop.example/oranges")
        with pytest.raises(ShopUnknown):
            _made(village, work, Selling("0" * 32, "1"))
        with pytest.raises(ItemWrong):
            _made(village, work, Selling(shop.id, "1", 0))
        with pytest.raises(ProductKeyWrong):
            _made(village, work, Selling(), "javascript:alert(1)")


def test_without_a_shop_people_are_called(village: Village) -> None:
    """With no address and no number there is nothing to publish; with a number there is a page."""
    with village.service.database.writing() as work:
        with pytest.raises(ProductKeyWrong) as refused:
            _made(village, work, Selling())
        assert refused.value.key == "cart_url"
        shop_row(work, village.station_id, kind="order", host="", phone="+8613800138000")
        row = _made(village, work, Selling())
        page = selling.order_page(village.service, row.id)
        assert row.cart_url == village.service.settings.public_url + page
        assert selling.shown_link(work, village.service, row, "a-b") == page


def test_a_change_of_price_leaves_the_shop_as_it_is(village: Village) -> None:
    """Whoever says the same address means the same item; another address is another place."""
    with village.service.database.writing() as work:
        shop = shop_row(work, village.station_id, kind="shopify", host="shopify.example")
        row = _made(village, work, Selling(shop.id, "42", 3))
        facts = replace(PRODUCT, cart_url=row.cart_url)
        known = (work, village.service, village.actor, row.id)
        row = selling.change(*known, facts, row.picture, None, row.version)
        assert (row.shop_id, row.item, row.quantity) == (shop.id, "42", 3)
        facts = replace(PRODUCT, cart_url="https://shop.example/x")
        row = selling.change(*known, facts, row.picture, None, row.version)
        assert (row.shop_id == shop.id, row.item, row.quantity) == (False, "", 1)


def test_a_link_whose_shop_was_taken_away_is_not_shown_again(village: Village) -> None:
    """The next version of a page does not lead where the station does not sell any more."""
    with village.service.database.writing() as work:
        row = _made(village, work, Selling(), "https://shop.example/oranges")
        work.get_one(ShopRow, row.shop_id).archived_at = NOW
        work.flush()
        with pytest.raises(ShopHostUnknown):
            selling.shown_link(work, village.service, row, "a-b")


@pytest.mark.parametrize("kind", ["woocommerce", "order"])
def test_nothing_new_leads_to_a_shop_that_was_taken_away(village: Village, kind: str) -> None:
    """Also where the shop's own way to the item, or its telephone, is still known."""
    with village.service.database.writing() as work:
        told = {"kind": kind, "host": "woo.example", "phone": "+8613800138000"}
        shop = shop_row(work, village.station_id, **told)
        row = _made(village, work, Selling(shop.id, "1042"))
        shop.archived_at = NOW
        work.flush()
        with pytest.raises(ShopHostUnknown):
            selling.check_link(work, row)


def test_another_number_takes_the_orders_of_one_that_was_taken_away(village: Village) -> None:
    """The page of orders is the product's, whoever answers the telephone."""
    with village.service.database.writing() as work:
        told = {"kind": "order", "host": ""}
        shop = shop_row(work, village.station_id, **told, phone="+8613800138000")
        row = _made(village, work, Selling(shop.id))
        shop.archived_at = NOW
        shop_row(work, village.station_id, **told, phone="+8613900139000")
        page = selling.order_page(village.service, row.id)
        assert selling.shown_link(work, village.service, row, "a-b") == page


def test_who_approves_is_told_that_a_link_leads_nowhere(village: Village) -> None:
    """The shop was taken away after the video was made: nothing is approved, and it is said why."""
    with village.service.database.writing() as work:
        work.execute(update(ShopRow).values(archived_at=NOW))
    with village.service.database.writing() as work, pytest.raises(ShopHostUnknown):
        reviews.approve(work, village.actor, village.clip_id, 1, NOW)
    with village.service.database.writing() as work:
        shop_row(work, village.station_id)
        reviews.approve(work, village.actor, village.clip_id, 1, NOW)
