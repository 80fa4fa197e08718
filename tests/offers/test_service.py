"""Cart taps."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.factories import PRODUCT
from tests.stations import NOW, Village
from vidcommerce.clips.states import State
from vidcommerce.offers import service as offers
from vidcommerce.offers.tables import CartTapRow
from vidcommerce.publishing import service as publishing


@pytest.mark.parametrize(("frame", "kept"), [(0, 0), (95, 95), (-1, -1), (-7, -1), (1 << 40, -1)])
def test_a_tap_is_counted_with_its_frame_and_nothing_else(
    village: Village, frame: int, kept: int
) -> None:
    """The recorded cart is the answer; who tapped is in no column."""
    village.set_state(State.PUBLISHING)
    row = publishing.publish(village.service, village.clip_id, NOW)
    with village.service.database.writing() as work:
        assert offers.tap(work, row, frame, NOW + 5) == PRODUCT.cart_url
    with village.service.database.reading() as work:
        tap = work.scalars(select(CartTapRow)).one()
    assert (tap.publication_id, tap.at, tap.frame) == (row.id, NOW + 5, kept)
    assert set(CartTapRow.__table__.columns.keys()) == {"id", "publication_id", "at", "frame"}
