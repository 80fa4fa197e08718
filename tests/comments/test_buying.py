"""The mark "bought it" on a real database: with the writer's word, and the shop's."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.comments.boards import Board, board, trusted
from tests.stations import NOW, Village, settle
from vidcommerce.comments import buying, keeping
from vidcommerce.comments.buying import KEPT, VisitorUnknown
from vidcommerce.insights.tables import CartClickRow
from vidcommerce.offers import orders
from vidcommerce.offers.reports import Report
from vidcommerce.offers.tables import BuyerRow, ShopRow

_ME = "0123456789abcdef01234567"
_OTHER = "f" * 24


@pytest.fixture
def here(village: Village) -> Board:
    """A page that can be commented on."""
    return board(village)


def _order(work: Session, here: Board, visitor: str = _ME, reference: str = "1001") -> None:
    """Have a browser go to the shop, and the shop report its order."""
    work.merge(CartClickRow(visitor=visitor, publication_id=here.page.id, at=NOW - 1000))
    work.flush()
    shop = work.scalars(
        select(ShopRow.id).where(ShopRow.station_id == here.village.station_id)
    ).first()
    assert shop is not None
    said = {"vcv": visitor, "vc": here.page.slug}
    orders.take(work, shop, Report(reference, Decimal("39.80"), "CNY", said, stands=True), NOW)


def test_it_needs_both_words(here: Board) -> None:
    """Neither the order alone nor the writer's word alone makes the mark."""
    with here.village.service.database.writing() as work:
        mei, ann = trusted(work), trusted(work, "Ann")
        row, hers = here.write(work, by=mei), here.write(work, "Good", ann)
        _order(work, here)
        assert not row.bought
        assert buying.allow(work, ann, _OTHER) == 0
        assert buying.allow(work, mei, _ME) == 1
        assert (row.bought, hers.bought) == (True, False)


def test_the_order_may_come_later_and_the_comment_too(here: Board) -> None:
    """Whatever comes last makes the mark; on other products it does not stand."""
    with here.village.service.database.writing() as work:
        mei = trusted(work)
        before = here.write(work, by=mei)
        assert buying.allow(work, mei, _ME) == 0
        _order(work, here)
        work.refresh(before)
        assert before.bought
        after = here.write(work, "Still good", mei)
        buying.mark_new(work, after)
        assert after.bought
    other = board(settle(here.village.service))
    with here.village.service.database.writing() as work:
        elsewhere = other.write(work, by=work.merge(mei))
        buying.mark_new(work, elsewhere)
        assert not elsewhere.bought


def test_it_can_be_taken_back(here: Board) -> None:
    """The mark goes, and what browser it was is forgotten."""
    with here.village.service.database.writing() as work:
        mei = trusted(work)
        row = here.write(work, by=mei)
        _order(work, here)
        buying.allow(work, mei, _ME)
        buying.take_back(work, mei)
        assert (row.bought, mei.visitor_hash) == (False, "")
        keeping.erase_writer(work, mei, NOW)
        buying.mark_new(work, row)
        assert not row.bought


def test_which_browser_it_was_is_forgotten_in_time(here: Board) -> None:
    """After some weeks; what is marked stays. A browser without a number can't be asked."""
    with here.village.service.database.writing() as work:
        mei = trusted(work)
        row = here.write(work, by=mei)
        _order(work, here)
        buying.allow(work, mei, _ME)
        for wrong in ("", "x" * 24, _ME.upper()):
            with pytest.raises(VisitorUnknown):
                buying.allow(work, mei, wrong)
        assert _ME not in str(work.scalars(select(BuyerRow.visitor_hash)).all())
        assert buying.clear_old(work, NOW + KEPT) == 0
        assert buying.clear_old(work, NOW + KEPT + 1) == 1
        assert row.bought
