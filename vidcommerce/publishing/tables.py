"""Rows of what is public."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from vidcommerce.db import Base, Id, Millis


class PublicationRow(Base):
    """A public video page at ``/v/<slug>``; one for a clip, whatever version it shows.

    ``bundle`` is the prefix of its files in the store; it changes in one step, when the new files
    are whole. ``cart_url`` is the link as it was shown with this version. ``swept_at`` is when the
    files of older versions, or of a page that was withdrawn, were deleted after ``changed_at``.
    ``moderation`` is chosen as a station's is; ``held_until`` is how long a flood of comments has
    all new ones held, 0 where there is none.
    """

    __tablename__ = "publications"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    clip_id: Mapped[str] = mapped_column(ForeignKey("clips.id"), unique=True)
    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), index=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    bundle: Mapped[str] = mapped_column(String(200))
    cart_url: Mapped[str] = mapped_column(String(2000))
    version: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[int] = mapped_column(Millis)
    changed_at: Mapped[int] = mapped_column(Millis)
    withdrawn_at: Mapped[int | None] = mapped_column(Millis)
    swept_at: Mapped[int] = mapped_column(Millis, default=0)
    moderation: Mapped[str] = mapped_column(String(10), default="")
    held_until: Mapped[int] = mapped_column(Millis, default=0)


class PublishedLinkRow(Base):
    """The cart link that a version of a page shows: kept for good, one for each version."""

    __tablename__ = "published_links"

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"))
    cart_url: Mapped[str] = mapped_column(String(2000))
    at: Mapped[int] = mapped_column(Millis)


class SiteRow(Base):
    """The pages of a station that list its videos: asked for at ``changed_at``, made since.

    They are made again where ``built_at`` is older than ``changed_at``.
    """

    __tablename__ = "sites"

    station_id: Mapped[str] = mapped_column(ForeignKey("stations.id"), primary_key=True)
    changed_at: Mapped[int] = mapped_column(Millis)
    built_at: Mapped[int] = mapped_column(Millis, default=0)
