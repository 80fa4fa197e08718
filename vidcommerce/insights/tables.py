"""Rows of what happens on pages: events for a while, and counts for as long as the video."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class EventRow(Base):
    """Something that happened during a visit; told twice, it is one row. Deleted after a while.

    ``visit`` is chance of the page's making, new each time a page is opened; ``number`` counts
    the events of a visit. ``visitor`` is chance that a browser keeps for this site alone, empty
    where it asked not to be followed. ``frame`` is where in version ``version`` of the video it
    happened, -1 where outside of it.
    """

    __tablename__ = "events"

    visit: Mapped[str] = mapped_column(String(24), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    publication_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    frame: Mapped[int] = mapped_column(default=-1)
    visitor: Mapped[str] = mapped_column(String(24), default="")
    at: Mapped[int] = mapped_column(Millis, index=True)


class DayCountRow(Base):
    """How often something happened on a day of the service's time zone, for one page.

    ``day`` counts from 1970-01-01.
    """

    __tablename__ = "day_counts"

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    count: Mapped[int]


class SecondCountRow(Base):
    """How often something happened at a second of a version of a video."""

    __tablename__ = "second_counts"

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    second: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    count: Mapped[int]


class CartClickRow(Base):
    """The last time that a browser went from a page to the shop: what an order is led back to."""

    __tablename__ = "cart_clicks"
    __table_args__ = (Index("ix_cart_clicks_at", "at"),)

    visitor: Mapped[str] = mapped_column(String(24), primary_key=True)
    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    at: Mapped[int] = mapped_column(Millis)
