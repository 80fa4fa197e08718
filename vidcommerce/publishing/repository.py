"""Finds publications."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.publishing.tables import PublicationRow


def by_slug(session: Session, slug: str) -> PublicationRow | None:
    """Return the publication at a slug, withdrawn or not."""
    return session.scalar(select(PublicationRow).where(PublicationRow.slug == slug))


def of_clip(session: Session, clip_id: str, *, to_change: bool = False) -> PublicationRow | None:
    """Return a clip's publication; ``to_change`` keeps others from changing it meanwhile."""
    asked = select(PublicationRow).where(PublicationRow.clip_id == clip_id)
    return session.scalar(asked.with_for_update() if to_change else asked)
