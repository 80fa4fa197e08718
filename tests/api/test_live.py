"""What a public page asks for while it is looked at."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.stations import NOW, Village
from vidcommerce.clips.states import State
from vidcommerce.comments import service as comments
from vidcommerce.comments.policy import Written
from vidcommerce.comments.tables import CommentRow
from vidcommerce.insights.kinds import Kind
from vidcommerce.insights.tables import DayCountRow
from vidcommerce.language import words
from vidcommerce.moments import day
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow

pytestmark = pytest.mark.slow


@pytest.fixture
def row(village: Village) -> PublicationRow:
    """The page of the village's clip."""
    village.set_state(State.PUBLISHING)
    return publishing.publish(village.service, village.clip_id, NOW)


def test_price_and_stock_are_those_of_now(
    client: TestClient, village: Village, row: PublicationRow
) -> None:
    """The page was made before the price moved; a cache may keep the answer for seconds only."""
    with village.service.database.writing() as work:
        product = work.get_one(ProductRow, village.product_id)
        product.price, product.old_price, product.stock = "42.50", "48.00", "out"
        product.checked_at = NOW + 1
    answer = client.get(f"/v/{row.slug}/live.json?lang=zh-CN")
    assert answer.headers["cache-control"] == "public, max-age=5"
    assert "set-cookie" not in answer.headers
    assert answer.json() == {
        "price": "¥42.50", "old_price": "¥48.00", "unit": "5 kg box", "stock": "out",
        "at": NOW + 1, "as_of": day(NOW + 1, words("zh")), "views": 0, "comments": 0, "lang": "zh",
    }  # fmt: skip


def test_counts_are_of_this_page_and_of_what_everybody_sees(
    client: TestClient, village: Village, row: PublicationRow
) -> None:
    """Views of all days; a comment that is held is not counted."""
    with village.service.database.writing() as work:
        for on, kind, count in ((1, Kind.VIEW, 3), (2, Kind.VIEW, 4), (2, Kind.CART, 9)):
            work.add(DayCountRow(publication_id=row.id, day=on, kind=kind, count=count))
        for text in ("Sweet!", "When?"):
            comments.write(work, row, Written("Li", text), NOW)
        work.query(CommentRow).filter_by(text="Sweet!").one().state = "shown"
    said = client.get(f"/v/{row.slug}/live.json").json()
    assert (said["views"], said["comments"]) == (7, 1)


def test_a_page_that_is_gone_says_nothing_any_more(
    client: TestClient, village: Village, row: PublicationRow
) -> None:
    """410 like the page itself; what never was is 404."""
    village.set_state(State.PUBLISHED)
    with village.service.database.writing() as work:
        publishing.withdraw(work, village.actor, village.clip_id, NOW)
    assert client.get(f"/v/{row.slug}/live.json").status_code == 410
    assert client.get("/v/nothing/live.json").status_code == 404
