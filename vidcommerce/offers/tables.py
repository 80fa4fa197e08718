"""Rows of shops, and of the orders that they report."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class ShopRow(Base):
    """A shop of a station: where cart links may lead, and how they are made.

    ``kind`` names a :class:`vidcommerce.offers.links.CartLink`. ``host`` is the one host that its
    links may have, in lower case. ``template`` is the address of an item with ``{item}`` and
    ``{quantity}`` in it, for shops of no kind of their own. ``found`` is what the shop said about
    itself when it was asked. ``secret`` signs what the shop reports; ``feed_url`` is where it
    says its prices and stock, ``feed_fault`` what was wrong with that last (a marked sentence), and
    ``feed_tag`` what was read of it (see feeds.service). ``phone`` and ``message_to`` are where
    orders go by telephone or message where there is no shop yet. ``moderation`` is as a station's.
    """

    __tablename__ = "shops"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    host: Mapped[str] = mapped_column(String(253), default="")
    template: Mapped[str] = mapped_column(Text, default="")
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    phone: Mapped[str] = mapped_column(String(20), default="")
    message_to: Mapped[str] = mapped_column(String(200), default="")
    moderation: Mapped[str] = mapped_column(String(10), default="")
    secret: Mapped[str] = mapped_column(String(100), default="")
    feed_url: Mapped[str] = mapped_column(Text, default="")
    feed_due_at: Mapped[int] = mapped_column(Millis, default=0, index=True)
    feed_read_at: Mapped[int | None] = mapped_column(Millis)
    feed_fault: Mapped[str] = mapped_column(String(400), default="")
    feed_tag: Mapped[str] = mapped_column(String(400), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[int] = mapped_column(Millis)
    archived_at: Mapped[int | None] = mapped_column(Millis)


class OrderRow(Base):
    """An order that a shop reported, once however often it is reported; nothing of the buyer.

    ``publication_id`` is the page that it is led back to, empty where none is within the window.
    ``amount`` is a decimal in text. ``clicked_at`` is when the shopper went to the shop.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("shop_id", "reference"),
        Index("ix_orders_publication", "publication_id", "at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    shop_id: Mapped[str] = mapped_column(ForeignKey("shops.id"))
    reference: Mapped[str] = mapped_column(String(100))
    publication_id: Mapped[str | None] = mapped_column(ForeignKey("publications.id"))
    amount: Mapped[str] = mapped_column(String(20))
    currency: Mapped[str] = mapped_column(String(3))
    clicked_at: Mapped[int | None] = mapped_column(Millis)
    at: Mapped[int] = mapped_column(Millis)


class BuyerRow(Base):
    """From which browser an order came, for some weeks, so that "bought it" can be said of it.

    ``visitor_hash`` is the sha256 of the browser's chance number; see comments.buying.
    """

    __tablename__ = "buyers"

    order_id: Mapped[str] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    visitor_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[int] = mapped_column(Millis, index=True)


class ComparedRow(Base):
    """With which version of its product a page's card was compared last; see offers.prices."""

    __tablename__ = "compared"

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    product_version: Mapped[int]
