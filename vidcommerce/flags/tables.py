"""Rows of flags: evidence, never a verdict."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class FlagRow(Base):
    """Something that a check saw in a clip; ``digest`` names it, so that seeing it twice is once.

    ``severity`` is "note", "question" or "serious". ``start`` and ``stop`` are milliseconds of
    the clip, empty where it is about the whole.
    """

    __tablename__ = "flags"
    __table_args__ = (UniqueConstraint("clip_id", "digest"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    severity: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(String(40))
    start: Mapped[int | None] = mapped_column(Millis)
    stop: Mapped[int | None] = mapped_column(Millis)
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[int] = mapped_column(Millis)
