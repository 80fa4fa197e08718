"""Pages whose card says another price than the product by now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import PRODUCT
from tests.stations import NOW, Village, draft_plan
from vidcommerce.clips.states import State
from vidcommerce.flags import service as flags
from vidcommerce.flags.kinds import HELPER_WORDS, Kind
from vidcommerce.language import words
from vidcommerce.offers.prices import changed, compare, same_price, with_price
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import SiteRow

PLAN = draft_plan("0" * 64)
_PRICES = st.decimals("0.01", "999", places=2)


@pytest.fixture
def public(village: Village) -> Village:
    """The village with its clip's page."""
    village.set_state(State.PUBLISHING)
    publishing.publish(village.service, village.clip_id, NOW)
    compare(village.service, NOW)
    return village


def _change(village: Village, act: Callable[[ProductRow], None]) -> None:
    with village.service.database.writing() as work:
        row = work.get_one(ProductRow, village.product_id)
        act(row)
        row.version += 1


def _told(village: Village) -> list[str]:
    with village.service.database.reading() as work:
        found = flags.of_clip(work, village.clip_id)
    return [
        words("en").say(HELPER_WORDS[flag.kind], **flag.evidence)
        for flag in found
        if flag.kind is Kind.PRICE_CHANGED
    ]


def test_a_price_that_moved_is_told_once_and_taken_back(public: Village) -> None:
    """With both prices; when it is again what the card says there is nothing to tell."""
    assert _told(public) == []
    _change(public, lambda row: setattr(row, "price", "42.50"))
    assert [compare(public.service, NOW + n) for n in (1, 2)] == [1, 0]
    assert _told(public) == [
        "the card in the public video says CN¥39.80, the product costs CN¥42.50 now"
    ]
    _change(public, lambda row: setattr(row, "price", "39.80"))
    compare(public.service, NOW + 3)
    assert _told(public) == []


def test_other_changes_are_no_news_of_the_price_but_lists_are_made_again(public: Village) -> None:
    """Stock is not on the card; the pages that list the video show it."""

    def changed_at() -> int:
        with public.service.database.reading() as work:
            return work.scalars(select(SiteRow.changed_at)).one()

    before = changed_at()
    _change(public, lambda row: setattr(row, "stock", "out"))
    assert compare(public.service, NOW + 5) == 1
    assert _told(public) == []
    assert changed_at() > before


def test_a_page_that_was_taken_back_is_no_trouble_any_more(public: Village) -> None:
    """Nobody is asked to mend what nobody sees."""
    with public.service.database.writing() as work:
        publishing.withdraw(work, public.actor, public.clip_id, NOW)
    _change(public, lambda row: setattr(row, "price", "1.00"))
    assert compare(public.service, NOW + 1) == 0


@given(_PRICES, st.none() | _PRICES, st.sampled_from(["CNY", "EUR"]))
def test_a_flag_stands_exactly_where_what_it_costs_differs(
    price: Decimal, old: Decimal | None, currency: str
) -> None:
    """The name may differ as it likes; with the price taken over, nothing differs any more."""
    now = replace(PRODUCT, name="Pomelos", price=price, old_price=old, currency=currency)
    same = (price, old, currency) == (PRODUCT.price, PRODUCT.old_price, PRODUCT.currency)
    assert bool(changed(PLAN, now)) is not same
    assert same_price(with_price(PRODUCT, now), now)
    assert with_price(PRODUCT, now).name == PRODUCT.name
