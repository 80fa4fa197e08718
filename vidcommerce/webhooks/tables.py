"""Rows of webhook endpoints and what is on its way to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class EndpointRow(Base):
    """An address that wants to be told.

    ``secrets`` holds the newest first (see signing.py); while one is being replaced, both sign.
    ``version`` counts changes, for If-Match. ``why_ended`` is "gone" where the address said so.
    """

    __tablename__ = "webhook_endpoints"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    events: Mapped[list[Any]] = mapped_column(default=list)
    secrets: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[int] = mapped_column(Millis)
    ended_at: Mapped[int | None] = mapped_column(Millis)
    why_ended: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=1)


class DeliveryRow(Base):
    """A message to an endpoint; ``message_id`` is the same at every try.

    ``outcome`` is what came of the last try, in a few English words ("delivered", "HTTP 500").
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "message_id"),
        Index("ix_webhook_deliveries_due", "ended_at", "due_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    endpoint_id: Mapped[str] = mapped_column(ForeignKey("webhook_endpoints.id"))
    message_id: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[int] = mapped_column(Millis)
    due_at: Mapped[int] = mapped_column(Millis)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[int] = mapped_column(Millis, default=0)
    ended_at: Mapped[int | None] = mapped_column(Millis)
    outcome: Mapped[str] = mapped_column(String(40), default="")


class IdempotencyRow(Base):
    """The answer to a creation that was asked for with an Idempotency-Key."""

    __tablename__ = "idempotency_keys"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    request: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    location: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[int] = mapped_column(Millis)
