"""Finds endpoints, and what is on its way to them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.lists import Place, Slice, part, within
from vidcommerce.webhooks.tables import DeliveryRow, EndpointRow


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
    asked = select(DeliveryRow.id).where(*_is_due(now)).limit(1)
    return session.scalar(asked) is not None


def due(session: Session, now: int, each: int, limit: int) -> Sequence[DeliveryRow]:
    """Return up to ``limit`` messages that are to be sent now, up to ``each`` to an endpoint.

    The longest waiting first. However many wait for an endpoint that does not answer, those to
    others are found. Nobody else gets the same ones in this unit of work.
    """
    place = func.row_number().over(
        partition_by=DeliveryRow.endpoint_id, order_by=(DeliveryRow.due_at, DeliveryRow.id)
    )
    placed = select(DeliveryRow.id, place.label("place")).where(*_is_due(now)).subquery()
    asked = (
        select(DeliveryRow)
        .where(DeliveryRow.id.in_(select(placed.c.id).where(placed.c.place <= each)), *_is_due(now))
        .order_by(DeliveryRow.due_at, DeliveryRow.id)
        .limit(limit)
    )
    return session.scalars(asked.with_for_update(skip_locked=True)).all()


def _is_due(now: int) -> tuple[ColumnElement[bool], ...]:
    return (
        DeliveryRow.ended_at.is_(None),
        DeliveryRow.due_at <= now,
        DeliveryRow.lease_until <= now,
    )


def end_all(session: Session, endpoint_id: str, outcome: str, now: int) -> None:
    """End every message that is still on its way to an endpoint."""
    open_ones = (DeliveryRow.endpoint_id == endpoint_id, DeliveryRow.ended_at.is_(None))
    session.execute(update(DeliveryRow).where(*open_ones).values(ended_at=now, outcome=outcome))


def forget(session: Session, before: int) -> None:
    """Delete the messages that ended before a time."""
    session.execute(delete(DeliveryRow).where(DeliveryRow.ended_at < before))
