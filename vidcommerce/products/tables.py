"""Rows of what farmers sell."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class ProductRow(Base):
    """A product of a farmer. Prices are decimals in text, so that no cent is lost.

    ``picture`` is the sha256 of its image, whose blob is ``pictures/<sha256>``. ``version``
    counts changes, for If-Match. ``item`` is what the shop ``shop_id`` calls it, from which
    ``cart_url`` is made; without a shop the address is as somebody wrote it. ``stock`` is a
    :class:`~.models.Stock`; ``checked_at`` is when price and stock were last said to be right, by
    a person or by the shop's feed. ``delivery``, ``returns`` and ``contact`` are sentences for the
    shopper. ``harvest_start`` and ``harvest_end`` are the days (ISO 8601) between which it is said
    to be harvested, empty where nobody said; ``description`` is a text of the shop's or farmer's.
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
    shop_id: Mapped[str | None] = mapped_column(ForeignKey("shops.id"), index=True)
    item: Mapped[str] = mapped_column(String(100), default="")
    quantity: Mapped[int] = mapped_column(default=1)
    stock: Mapped[str] = mapped_column(String(10), default="in")
    checked_at: Mapped[int] = mapped_column(Millis, default=0)
    delivery: Mapped[str] = mapped_column(String(400), default="")
    returns: Mapped[str] = mapped_column(String(400), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    harvest_start: Mapped[str] = mapped_column(String(10), default="")
    harvest_end: Mapped[str] = mapped_column(String(10), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[int] = mapped_column(Millis)
    archived_at: Mapped[int | None] = mapped_column(Millis)
