"""Rows of flags and of what speaks for a clip: evidence, never a verdict."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis, Serial


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


class PrintRow(Base):
    """What a clip's picture and sound are known by again; the prints are the blob ``blob``.

    ``version`` is that of the rule which made them; ``frames`` is how many pictures it holds.
    """

    __tablename__ = "reuse_prints"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    frames: Mapped[int]
    blob: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[int] = mapped_column(Millis, index=True)


class CertificateRow(Base):
    """A paper that a claim needs: what it is for, its number, who gave it, and until when.

    ``kind`` is a kind of claim; ``file`` the sha256 of its scan or picture, whose blob is
    ``certificates/<sha256>``; ``expires`` a day (ISO 8601). Without a product it is the farmer's
    for all of them.
    """

    __tablename__ = "certificates"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    farmer_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    product_id: Mapped[str | None] = mapped_column(ForeignKey("products.id"))
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(100))
    issuer: Mapped[str] = mapped_column(String(200))
    expires: Mapped[str] = mapped_column(String(10))
    file: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[int] = mapped_column(Millis)
    withdrawn_at: Mapped[int | None] = mapped_column(Millis)


class SigningKeyRow(Base):
    """The public half of a person's Ed25519 key; the other half never leaves their browser.

    ``public`` is the 32 bytes in base64url.
    """

    __tablename__ = "signing_keys"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    public: Mapped[str] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[int] = mapped_column(Millis)
    revoked_at: Mapped[int | None] = mapped_column(Millis)


class AttestationRow(Base):
    """A person at the station confirms with their own signature what they know of a clip.

    ``statement`` is the canonical JSON that was signed, ``signature`` Ed25519 over it in base64url.
    """

    __tablename__ = "attestations"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), index=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    key_id: Mapped[str] = mapped_column(ForeignKey("signing_keys.id"))
    statement: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(String(86))
    at: Mapped[int] = mapped_column(Millis)
    withdrawn_at: Mapped[int | None] = mapped_column(Millis)
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    why: Mapped[str] = mapped_column(Text, default="")


class ReportRow(Base):
    """What a shopper reports of a video; ``reason`` is a flags.reports.Reason.

    ``receipt_hash`` is the sha256 of the secret with which they see what became of it; ``visitor``
    is the page's random id of them, empty where they want none.
    """

    __tablename__ = "shopper_reports"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), index=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), index=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    reason: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(Text, default="")
    visitor: Mapped[str] = mapped_column(String(64), default="")
    receipt_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[int] = mapped_column(Millis)
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[int | None] = mapped_column(Millis)


class LogRow(Base):
    """One entry of the log of evidence and decisions; each seals the one before it.

    ``entry`` is canonical JSON, ``hash`` the sha256 of the hash before and the entry.
    """

    __tablename__ = "flag_log"

    number: Mapped[int] = mapped_column(Serial, primary_key=True)
    station_id: Mapped[str | None] = mapped_column(ForeignKey("stations.id"), index=True)
    clip_id: Mapped[str | None] = mapped_column(ForeignKey("clips.id"), index=True)
    at: Mapped[int] = mapped_column(Millis)
    entry: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class LogHeadRow(Base):
    """Where the log ends: one row, locked by whoever adds to it, so that the chain has one end."""

    __tablename__ = "flag_log_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Millis)
    hash: Mapped[str] = mapped_column(String(64))
