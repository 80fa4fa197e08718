"""Finds publications."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.clips.tables import ClipRow
from vidcommerce.lists import Place, Slice, part, within
from vidcommerce.publishing.tables import PublicationRow, SiteRow


def by_slug(session: Session, slug: str) -> PublicationRow | None:
    """Return the publication at a slug, withdrawn or not."""
    return session.scalar(select(PublicationRow).where(PublicationRow.slug == slug))


def of_clip(session: Session, clip_id: str, *, to_change: bool = False) -> PublicationRow | None:
    """Return a clip's publication; ``to_change`` keeps others from changing it meanwhile."""
    asked = select(PublicationRow).where(PublicationRow.clip_id == clip_id)
    locked = asked.with_for_update().execution_options(populate_existing=True)
    return session.scalar(locked if to_change else asked)


def unchanged(session: Session, seen: PublicationRow) -> PublicationRow | None:
    """Return the row of a page, held, if nobody has changed the page since it was seen."""
    row = of_clip(session, seen.clip_id, to_change=True)
    return row if row is not None and row.changed_at == seen.changed_at else None


def page(session: Session, actor: Actor, after: Place | None, limit: int) -> Slice[PublicationRow]:
    """Return the pages of the clips that ``actor`` sees, newest first. Raises NotAllowed."""
    mine = within(actor, Action.SEE_CLIPS, ClipRow.station_id, ClipRow.farmer_id)
    asked = select(PublicationRow).join(ClipRow, ClipRow.id == PublicationRow.clip_id).where(mine)
    return part(session, asked, PublicationRow.published_at, PublicationRow.id, after, limit)


def find(session: Session, actor: Actor, publication_id: str) -> PublicationRow | None:
    """Return a page, withdrawn or not, if ``actor`` sees its clip. Raises NotAllowed."""
    mine = within(actor, Action.SEE_CLIPS, ClipRow.station_id, ClipRow.farmer_id)
    asked = select(PublicationRow).join(ClipRow, ClipRow.id == PublicationRow.clip_id)
    return session.scalar(asked.where(mine, PublicationRow.id == publication_id))


def site_of(session: Session, station_id: str) -> SiteRow:
    """Return a station's row of its pages, to be changed."""
    asked = select(SiteRow).where(SiteRow.station_id == station_id).with_for_update()
    return session.scalars(asked.execution_options(populate_existing=True)).one()


def mark(session: Session, station_id: str, now: int) -> None:
    """Have a station's pages made again soon: what they show of products or videos changed."""
    asked = select(SiteRow).where(SiteRow.station_id == station_id).with_for_update()
    row = session.scalar(asked.execution_options(populate_existing=True))
    if row is None:
        with suppress(IntegrityError), session.begin_nested():  # somebody else was quicker
            session.add(SiteRow(station_id=station_id, changed_at=now))
            session.flush()
        row = site_of(session, station_id)
    row.changed_at = max(now, row.changed_at + 1)  # later than any build that may be under way
    session.flush()
