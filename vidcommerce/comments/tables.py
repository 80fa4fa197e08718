"""Rows of comments."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class CommentRow(Base):
    """A comment on a published video; ``state`` is a comments.states.State.

    ``receipt_hash`` is the sha256 of the secret with which its writer sees what became of it.
    """

    __tablename__ = "comments"
    __table_args__ = (Index("ix_comments_shown", "publication_id", "state", "created_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), index=True)
    receipt_hash: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[int] = mapped_column(Millis)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[int | None] = mapped_column(Millis)
    reason: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[int] = mapped_column(default=1)
