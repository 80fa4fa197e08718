"""From a shop's list to a draft on PostgreSQL, whose locks are stricter than SQLite's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.offers.feeds.shop import open_shop
from tests.shops import shop_row
from tests.stations import NOW, settle
from vidcommerce.clips.states import State
from vidcommerce.db import open_database
from vidcommerce.offers.current import current
from vidcommerce.offers.feeds.service import read_due
from vidcommerce.offers.prices import compare
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import service as publishing
from vidcommerce.reviews import redrawing
from vidcommerce.reviews.service import Seen
from vidcommerce.service import Service
from vidcommerce.tables import all_tables


@pytest.mark.slow
def test_a_price_goes_all_the_way(service: Service, postgres_url: str) -> None:
    """Read, compared, told, drawn again."""
    database = open_database(postgres_url)
    all_tables().create_all(database.engine)
    trusting = replace(service.settings, webhooks_private=True)
    service = replace(service, database=database, settings=trusting)
    village = settle(service)
    village.set_state(State.PUBLISHING)
    page = publishing.publish(service, village.clip_id, NOW)
    with open_shop() as shop:
        shop.body = b"id\tprice\tavailability\n1042\t42.50 CNY\tout_of_stock\n"
        with database.writing() as work:
            row = shop_row(work, village.station_id, host="feed.example", feed_url=shop.url)
            product = work.get_one(ProductRow, village.product_id)
            product.shop_id, product.item = row.id, "1042"
        assert [read_due(service, NOW), read_due(service, NOW)] == [1, 0]
    assert [compare(service, NOW), compare(service, NOW)] == [1, 0]
    with database.writing() as work:
        now = current(work, page)
        assert (str(now.price), now.stock, now.views) == ("42.50", "out", 0)
        assert [one.alone for one in redrawing.moved(work, village.actor)] == [True]
        redrawing.redraw(work, village.actor, village.clip_id, Seen(1, 2), NOW)
        assert redrawing.moved(work, village.actor) == []
    database.engine.dispose()
