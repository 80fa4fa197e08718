"""Deletes events when nobody will tell them again: what they said is in the counts."""

from __future__ import annotations

from typing import Any, Final, cast

from sqlalchemy import CursorResult, Delete, delete, select, tuple_

from vidcommerce.insights.intake import OLDEST
from vidcommerce.insights.tables import CartClickRow, EventRow
from vidcommerce.service import Service

_DAY: Final = 24 * 3600_000

EVENTS_KEPT: Final = 2 * OLDEST
"""Milliseconds: an event may come when it is OLDEST, and be told again for as long after."""

CLICKS_KEPT: Final = 31 * _DAY
"""Milliseconds: the longest window in which an order is led back is 30 days."""

_SLICE: Final = 5_000
"""Rows that are deleted at once: others want to write, too."""


def clear_events(service: Service, now: int) -> int:
    """Delete old events and taps, slice by slice; returns how many there were."""
    event = (EventRow.visit, EventRow.number)
    click = (CartClickRow.visitor, CartClickRow.publication_id)
    events = select(*event).where(EventRow.at < now - EVENTS_KEPT).order_by(EventRow.at)
    clicks = select(*click).where(CartClickRow.at < now - CLICKS_KEPT).order_by(CartClickRow.at)
    return _clear(service, delete(EventRow).where(tuple_(*event).in_(events.limit(_SLICE)))) + (
        _clear(service, delete(CartClickRow).where(tuple_(*click).in_(clicks.limit(_SLICE))))
    )


def _clear(service: Service, some: Delete) -> int:
    """Delete until a slice is not full; returns how many there were."""
    many, last = 0, _SLICE
    while last == _SLICE:
        with service.database.writing() as session:
            last = cast("CursorResult[Any]", session.execute(some)).rowcount
        many += last
    return many
