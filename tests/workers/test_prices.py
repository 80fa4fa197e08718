"""A price that moved, from the shop's list to the page, with nobody but a helper's one press."""

from __future__ import annotations

import pytest

from tests.workers.conftest import Shop
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.documents import read_json
from vidcommerce.media.plan import EditPlan
from vidcommerce.offers.prices import compare
from vidcommerce.products.tables import ProductRow
from vidcommerce.reviews import redrawing
from vidcommerce.reviews.service import Seen


@pytest.mark.slow
def test_one_press_draws_and_publishes_the_new_price(shop: Shop) -> None:
    """The worker keeps the promise as soon as the video is drawn."""
    shop.work_to_the_end()
    shop.approve()
    shop.work_to_the_end()
    with shop.service.database.writing() as session:
        clip = session.get_one(ClipRow, shop.clip)
        product = session.get_one(ProductRow, clip.product_id)
        product.price, product.version = "42.50", 2
        helper = PersonRow(
            id=new_id(), station_id=clip.station_id, role=Role.HELPER, name="H", created_at=1
        )
        session.add(helper)
    compare(shop.service, now_ms())
    with shop.service.database.writing() as session:
        actor = Actor(helper.id, Role.HELPER, helper.station_id)
        (moved,) = redrawing.moved(session, actor)
        seen = Seen(moved.draft.row.number, moved.draft.product.version)
        redrawing.redraw(session, actor, shop.clip, seen, now_ms())
    shop.work_to_the_end()
    assert shop.stands() is State.PUBLISHED
    (page,) = shop.publications()
    plan = shop.plans()[-1]
    assert (page.version, page.plan_id) == (2, plan.id)
    assert {str(card.product.price) for card in read_json(EditPlan, plan.plan).cards} == {"42.50"}
