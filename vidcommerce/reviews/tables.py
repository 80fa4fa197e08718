"""Rows of plan versions and of what was decided about them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class PlanRow(Base):
    """One version of a clip's edit; never changed once it is there.

    ``plan`` is the EditPlan's canonical JSON, ``digest`` its sha256, ``made_by`` empty where the
    machine drafted it. ``bundle`` is the prefix of the rendered files in the store, empty until
    they are there; ``report`` is what the run tells people of it.
    """

    __tablename__ = "plans"
    __table_args__ = (UniqueConstraint("clip_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), index=True)
    number: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    plan: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[int] = mapped_column(Millis)
    bundle: Mapped[str] = mapped_column(String(200), default="")
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rendered_at: Mapped[int | None] = mapped_column(Millis)


class DecisionRow(Base):
    """What a person decided about a version of a plan, with the reason that the farmer reads.

    ``frame`` is the moment of the video that is meant, -1 for the whole; ``picture`` the blob of
    what is seen there, which the farmer is shown.
    """

    __tablename__ = "decisions"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), index=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decision: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(40), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    frame: Mapped[int] = mapped_column(default=-1)
    picture: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[int] = mapped_column(Millis)


class HoldRow(Base):
    """Who has a draft open: a lease that the page renews, so that no two people work on one."""

    __tablename__ = "review_holds"

    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    since: Mapped[int] = mapped_column(Millis)
    until: Mapped[int] = mapped_column(Millis)


class FlagAnswerRow(Base):
    """What a person said to a flag; only ever added to, the newest counts.

    ``answer`` is "accepted", "mended" or "dismissed"; ``words`` say why.
    """

    __tablename__ = "flag_answers"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[int] = mapped_column(Millis)


class AppealRow(Base):
    """A farmer asks for another person to look at a decision; open until it is answered."""

    __tablename__ = "appeals"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), index=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id"), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[int] = mapped_column(Millis)
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[int | None] = mapped_column(Millis)
