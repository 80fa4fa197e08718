"""Rows of the studio: unsaved work, a station's words, and what helpers change."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class WorkingPlanRow(Base):
    """A plan that a person works on and has not saved: one a person and clip, never drawn.

    ``base`` is the number of the version that it comes from.
    """

    __tablename__ = "working_plans"

    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    base: Mapped[int]
    plan: Mapped[str] = mapped_column(Text)
    at: Mapped[int] = mapped_column(Millis)


class TermRow(Base):
    """A name of a station's glossary, as it is to be written: recognisers are told to expect it."""

    __tablename__ = "glossary"
    __table_args__ = (UniqueConstraint("station_id", "term"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"))
    term: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[int] = mapped_column(Millis)


class ChangeCountRow(Base):
    """How often helpers changed a kind of thing in the drafts of a farmer, by month.

    ``month`` counts from January 1970.
    """

    __tablename__ = "change_counts"

    farmer_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    count: Mapped[int]
