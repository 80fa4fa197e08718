"""Rows of comments, of who wrote them, and of what people did about them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis, Serial


class CommentRow(Base):
    """A comment on a published video; ``state`` is a comments.states.State.

    ``receipt_hash`` is the sha256 of the secret with which its writer sees what became of it.
    ``kind`` is a comments.kinds.Kind (comment, question, answer); ``moment`` is the millisecond of
    the video that it speaks of. ``signals`` are what the pipeline saw, ``score`` how bad it is in
    thousandths, ``normal`` the text as lists and models read it, ``same`` the digest by which the
    same text is found again. ``automatic``: no person has decided. ``deleted_at``: by its writer,
    for ever, and then name and texts are empty. A moderator holds it until ``lease_until``.
    """

    __tablename__ = "comments"
    __table_args__ = (
        Index("ix_comments_shown", "publication_id", "state", "created_at"),
        Index("ix_comments_waiting", "station_id", "state", "score", "created_at"),
        Index("ix_comments_same", "same", "created_at"),
        Index("ix_comments_page", "publication_id", "reply_to", "state", "created_at", "id"),
        Index(
            "ix_comments_pinned",
            "publication_id",
            "reply_to",
            "pinned_at",
            sqlite_where=text("pinned_at IS NOT NULL"),
            postgresql_where=text("pinned_at IS NOT NULL"),
        ),
    )

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
    writer_id: Mapped[str | None] = mapped_column(ForeignKey("comment_writers.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(20), default="comment")
    reply_to: Mapped[str | None] = mapped_column(ForeignKey("comments.id"), index=True)
    moment: Mapped[int | None] = mapped_column(Millis)
    bought: Mapped[bool] = mapped_column(default=False)
    pinned_at: Mapped[int | None] = mapped_column(Millis)
    asked: Mapped[int] = mapped_column(default=0)
    edited_at: Mapped[int | None] = mapped_column(Millis)
    deleted_at: Mapped[int | None] = mapped_column(Millis)
    score: Mapped[int] = mapped_column(default=0)
    signals: Mapped[list[Any]] = mapped_column(default=list)
    normal: Mapped[str] = mapped_column(Text, default="")
    same: Mapped[str] = mapped_column(String(64), default="")
    automatic: Mapped[bool] = mapped_column(default=False)
    tags: Mapped[list[Any]] = mapped_column(default=list)
    lease_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    lease_until: Mapped[int] = mapped_column(Millis, default=0)


class WriterRow(Base):
    """Somebody who writes comments, without an account: a browser's secret, and maybe a phone.

    ``secret_hash`` is the sha256 of the cookie's secret; ``phone_hash`` a keyed hash of the number
    that was proved once, empty where none was. ``approved`` and ``rejected`` count what people
    decided. ``visitor_hash`` is kept where they want "bought it" shown, see comments.buying; else
    it is empty. ``erased_at``: the person is gone, the row stays for what hangs on it.
    """

    __tablename__ = "comment_writers"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    phone_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    proved_at: Mapped[int | None] = mapped_column(Millis)
    approved: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    visitor_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    banned_until: Mapped[int] = mapped_column(Millis, default=0)
    ban_why: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[int] = mapped_column(Millis)
    seen_at: Mapped[int] = mapped_column(Millis)
    erased_at: Mapped[int | None] = mapped_column(Millis)


class BlockRow(Base):
    """A writer does not want to see another's comments."""

    __tablename__ = "comment_blocks"

    writer_id: Mapped[str] = mapped_column(ForeignKey("comment_writers.id"), primary_key=True)
    blocked_id: Mapped[str] = mapped_column(ForeignKey("comment_writers.id"), primary_key=True)
    at: Mapped[int] = mapped_column(Millis)


class CommentReportRow(Base):
    """A shopper reports a comment; ``reason`` is a comments.reports.Reason. Open until answered."""

    __tablename__ = "comment_reports"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    comment_id: Mapped[str] = mapped_column(ForeignKey("comments.id"), index=True)
    writer_id: Mapped[str | None] = mapped_column(ForeignKey("comment_writers.id"))
    reason: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[int] = mapped_column(Millis)
    answered_at: Mapped[int | None] = mapped_column(Millis)


class CommentActionRow(Base):
    """What was done about a comment or its writer, by a rule or a person; only ever added to.

    ``statement`` is the statement of reasons as its writer reads it: rule, automatic or not, how to
    appeal. ``batch`` ties what was done in one go, so that it can be undone in one go.
    """

    __tablename__ = "comment_actions"

    number: Mapped[int] = mapped_column(Serial, primary_key=True)
    comment_id: Mapped[str | None] = mapped_column(ForeignKey("comments.id"), index=True)
    writer_id: Mapped[str | None] = mapped_column(ForeignKey("comment_writers.id"), index=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    action: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(String(40), default="")
    statement: Mapped[dict[str, Any]] = mapped_column(default=dict)
    batch: Mapped[str] = mapped_column(String(32), default="", index=True)
    at: Mapped[int] = mapped_column(Millis, index=True)
    undone_at: Mapped[int | None] = mapped_column(Millis)


class CommentAppealRow(Base):
    """A writer asks for another person to look at what was decided; one for each decision."""

    __tablename__ = "comment_appeals"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    comment_id: Mapped[str] = mapped_column(ForeignKey("comments.id"), index=True)
    action_number: Mapped[int] = mapped_column(ForeignKey("comment_actions.number"), unique=True)
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[int] = mapped_column(Millis)
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[int | None] = mapped_column(Millis)


class WordRow(Base):
    """A word of a station's own list, or one that the list may learn; a person decides.

    ``kind`` is an own_lists.Listing, ``state`` an own_lists.Standing, ``decision`` what is done
    with a comment that holds it (a signals.Decision). ``rejected`` and ``shown`` count the comments
    in which it stood when it was suggested.
    """

    __tablename__ = "comment_words"
    __table_args__ = (UniqueConstraint("station_id", "word"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"))
    word: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    decision: Mapped[str] = mapped_column(String(20), default="hold")
    rejected: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[int] = mapped_column(Millis)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[int | None] = mapped_column(Millis)
