"""Rows of cart taps."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Millis, Serial


class CartTapRow(Base):
    """A shopper went to the cart; no address and no person is kept.

    ``frame`` is where in the video they were, -1 where the link below the video was taken.
    """

    __tablename__ = "cart_taps"
    __table_args__ = (Index("ix_cart_taps_publication", "publication_id", "at"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    at: Mapped[int] = mapped_column(Millis)
    frame: Mapped[int] = mapped_column(default=-1)
