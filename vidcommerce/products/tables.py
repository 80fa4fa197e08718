"""Rows of what farmers sell."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class ProductRow(Base):
    """A product of a farmer. Prices are decimals in text, so that no cent is lost.

    ``picture`` is the sha256 of its image, whose blob is ``pictures/<sha256>``. ``version``
    counts changes, for If-Match.
    """

    __tablename__ = "products"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    farmer_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    price: Mapped[str] = mapped_column(String(20))
    currency: Mapped[str] = mapped_column(String(3))
    unit: Mapped[str] = mapped_column(String(60))
    origin: Mapped[str] = mapped_column(String(200))
    seller: Mapped[str] = mapped_column(String(200))
    cart_url: Mapped[str] = mapped_column(Text)
    old_price: Mapped[str | None] = mapped_column(String(20))
    picture: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[int] = mapped_column(Millis)
    archived_at: Mapped[int | None] = mapped_column(Millis)
