"""Rows of uploads, clips, and what happened to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis, Serial
from vidcommerce.logs import request_id


class UploadRow(Base):
    """A file on its way in, by the tus protocol.

    ``offset`` is how many bytes are durable: it moves only after they are. ``parts`` is what the
    store needs to go on (see clips/incoming.py). ``finished_at`` is set in the same unit of work
    that makes the clip; ``sha256`` is known a little earlier. ``duplicate``: the farmer had sent
    the same bytes before, and ``clip_id`` is that clip. ``problem`` says why an upload was refused,
    as ``ClipRow.problem``; nothing of it is kept then. ``lease_by`` is who may add to it now.
    """

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"))
    name: Mapped[str] = mapped_column(String(300))
    meta: Mapped[dict[str, Any]] = mapped_column(default=dict)
    length: Mapped[int] = mapped_column(Millis)
    offset: Mapped[int] = mapped_column(Millis, default=0)
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    lease_by: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[int] = mapped_column(Millis, default=0)
    created_at: Mapped[int] = mapped_column(Millis)
    expires_at: Mapped[int] = mapped_column(Millis, index=True)
    finished_at: Mapped[int | None] = mapped_column(Millis)
    clip_id: Mapped[str | None] = mapped_column(String(32))
    sha256: Mapped[str | None] = mapped_column(String(64))
    duplicate: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[dict[str, Any] | None]


class ClipRow(Base):
    """A raw clip, whole and immutable; its blob is ``clips/<sha256>``.

    ``state`` is a :class:`vidcommerce.clips.states.State`. ``problem`` says why a clip was
    refused or put aside: ``{"error": name, "facts": {...}}``, said to people in their language.
    ``stage`` and ``done`` (thousandths) are live progress, a hint for the eyes. ``analysis`` is the
    blob of what was heard and seen, ``proxy`` the prefix of the small copies that the studio plays;
    empty until they are there. ``checked_at`` is when all checks of the clip's picture and origin
    were done, None until then; ``ai`` is flags.generated.DECLARED where whoever sent it said that a
    computer made pictures or sound, else empty. ``version`` counts changes, for If-Match.
    """

    __tablename__ = "clips"
    __table_args__ = (Index("ix_clips_station_state", "station_id", "state", "created_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"))
    farmer_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    bytes: Mapped[int] = mapped_column(Millis)
    name: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(20))
    problem: Mapped[dict[str, Any] | None]
    stage: Mapped[str] = mapped_column(String(20), default="")
    done: Mapped[int] = mapped_column(default=0)
    plan_id: Mapped[str | None] = mapped_column(String(32))
    analysis: Mapped[str] = mapped_column(String(200), default="")
    proxy: Mapped[str] = mapped_column(String(200), default="")
    checked_at: Mapped[int | None] = mapped_column(Millis)
    ai: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[int] = mapped_column(Millis)
    changed_at: Mapped[int] = mapped_column(Millis)


class ClipEventRow(Base):
    """One change of a clip's state: who, when, from what to what, why. Only ever added to."""

    __tablename__ = "clip_events"

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), index=True)
    at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    event: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text, default="")


_OPEN = text("ended_at IS NULL AND aside_at IS NULL")


class JobRow(Base):
    """A stage of a clip that is to be done: the truth behind every message.

    At most one job is open (not done, not aside) for a clip and stage. A worker that takes it
    sets ``lease_by`` and ``lease_until`` and moves the latter while it works; a lease that ran
    out is anybody's. ``priority``: lower first. ``aside_at``: we failed too often, and ``log``
    says how. ``sent_at`` is when a message last told of it, ``started_at`` when the last try
    began, ``failure`` the name of the last error of ours, ``leases_lost`` how often a worker
    went silent. ``request_id`` is that of the request that asked for it, for the log.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_open", "queue", "ended_at", "priority", "due_at"),
        Index(
            "uq_jobs_open", "clip_id", "stage", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), index=True)
    stage: Mapped[str] = mapped_column(String(20))
    queue: Mapped[str] = mapped_column(String(20))
    priority: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[int] = mapped_column(Millis)
    due_at: Mapped[int] = mapped_column(Millis)
    sent_at: Mapped[int] = mapped_column(Millis, default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_by: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[int] = mapped_column(Millis, default=0)
    leases_lost: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[int | None] = mapped_column(Millis)
    failure: Mapped[str] = mapped_column(String(60), default="")
    ended_at: Mapped[int | None] = mapped_column(Millis)
    outcome: Mapped[str | None] = mapped_column(String(20))
    aside_at: Mapped[int | None] = mapped_column(Millis)
    log: Mapped[str] = mapped_column(Text, default="")
    request_id: Mapped[str] = mapped_column(String(64), default=request_id)
