"""Finds endpoints, and what is on its way to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.lists import Place, Slice, part, within
from vidcommerce.webhooks.tables import DeliveryRow, EndpointRow

_LOOKED_AT: Final = 200


def find(session: Session, endpoint_id: str, *, to_change: bool = False) -> EndpointRow | None:
    """Return an endpoint; ``to_change`` keeps others from changing it in this unit of work."""
    asked = select(EndpointRow).where(EndpointRow.id == endpoint_id)
    return session.scalar(asked.with_for_update() if to_change else asked)


def page(session: Session, actor: Actor, after: Place | None, limit: int) -> Slice[EndpointRow]:
    """Return the endpoints that ``actor`` may edit and that have not ended. Raises NotAllowed."""
    mine = within(actor, Action.EDIT_WEBHOOKS, EndpointRow.station_id)
    asked = select(EndpointRow).where(mine, EndpointRow.ended_at.is_(None))
    return part(session, asked, EndpointRow.created_at, EndpointRow.id, after, limit)


def deliveries(
    session: Session, endpoint_id: str, after: Place | None, limit: int
) -> Slice[DeliveryRow]:
    """Return the messages to an endpoint, newest first."""
    asked = select(DeliveryRow).where(DeliveryRow.endpoint_id == endpoint_id)
    return part(session, asked, DeliveryRow.created_at, DeliveryRow.id, after, limit)


def open_at(session: Session, station_id: str) -> Sequence[EndpointRow]:
    """Return the endpoints of a station that want to be told."""
    asked = select(EndpointRow).where(
        EndpointRow.station_id == station_id, EndpointRow.ended_at.is_(None)
    )
    return session.scalars(asked).all()


def any_due(session: Session, now: int) -> bool:
    """Tell whether a message is to be sent now; locks nothing."""
    return session.scalar(_due(now).with_only_columns(DeliveryRow.id).limit(1)) is not None


def due(session: Session, now: int) -> Sequence[DeliveryRow]:
    """Return messages that are to be sent now, the longest waiting first, 200 at most.

    Nobody else gets the same ones in this unit of work.
    """
    asked = _due(now).order_by(DeliveryRow.due_at, DeliveryRow.id).limit(_LOOKED_AT)
    return session.scalars(asked.with_for_update(skip_locked=True)).all()


def _due(now: int) -> Select[DeliveryRow]:
    waiting = DeliveryRow.ended_at.is_(None)
    return select(DeliveryRow).where(
        waiting, DeliveryRow.due_at <= now, DeliveryRow.lease_until <= now
    )


def end_all(session: Session, endpoint_id: str, outcome: str, now: int) -> None:
    """End every message that is still on its way to an endpoint."""
    open_ones = (DeliveryRow.endpoint_id == endpoint_id, DeliveryRow.ended_at.is_(None))
    session.execute(update(DeliveryRow).where(*open_ones).values(ended_at=now, outcome=outcome))


def forget(session: Session, before: int) -> None:
    """Delete the messages that ended before a time."""
    session.execute(delete(DeliveryRow).where(DeliveryRow.ended_at < before))
