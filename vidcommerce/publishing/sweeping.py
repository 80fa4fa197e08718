"""What the sweep does for the public pages: makes them anew, and deletes what nobody shows.

The rows say what is to be there; each step may be done twice, or by two at once.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_, select

from vidcommerce.errors import VidcommerceError
from vidcommerce.logs import logger
from vidcommerce.publishing import lists, repository, site
from vidcommerce.publishing.addresses import Address, key_of, village_path
from vidcommerce.publishing.service import language_of
from vidcommerce.publishing.shown import Shown, public
from vidcommerce.publishing.tables import PublicationRow, SiteRow
from vidcommerce.service import Service

_DAY: Final = 24 * 3600_000
"""Milliseconds for which an older version's files stay, for players in the middle of it."""

_OLD: Final = "public/"
"""Where the files of pages lay that were published before the store had a folder ``site``."""

_log = logger(__name__)


def rebuild(service: Service, _now: int) -> int:
    """Make the pages of stations anew where something that they show changed; how many stations."""
    with service.database.reading() as session:
        due = session.scalars(
            select(SiteRow.station_id).where(SiteRow.built_at < SiteRow.changed_at)
        ).all()
    for station_id in due:
        try:
            build(service, station_id)
        except VidcommerceError as failed:  # that of one station is not in the way of others
            _log.error("lists not made", station=station_id, why=type(failed).__name__)
    if due:
        lists.write_root(service)
    return len(due)


def build(service: Service, station_id: str) -> None:
    """Make the pages of a station's videos, and those that list them, say what the rows say."""
    with service.database.reading() as session:
        before = session.get_one(SiteRow, station_id)
        shown = list(public(session, service, station_id=station_id))
        listings = [page.listing() for _, page in shown]
        station = lists.read(session, service, station_id, listings)
    for row, page in shown:
        try:
            _renew(service, row, page)
        except VidcommerceError as failed:  # it stays as it was, and the others are made
            _log.error("page not made", publication=row.id, why=type(failed).__name__)
    lists.write(service.store, station)
    with service.database.writing() as session:
        now = repository.site_of(session, station_id)
        # Who was quicker may have known more, and lost it to us just now: once more then.
        now.built_at = before.changed_at if now.built_at == before.built_at else 0


def clear_old(service: Service, now: int) -> int:
    """Delete the files of older versions after a day, of withdrawn pages at once; how many pages.

    A page that was taken back says so afterwards wherever its files are served from.
    """
    with service.database.reading() as session:
        due = session.scalars(
            select(PublicationRow)
            .where(PublicationRow.swept_at < PublicationRow.changed_at)
            .where(
                or_(
                    PublicationRow.withdrawn_at.is_not(None),
                    PublicationRow.changed_at <= now - _DAY,
                )
            )
        ).all()
    for row in due:
        _clear(service, row)
    return len(due)


def _renew(service: Service, row: PublicationRow, shown: Shown) -> None:
    """Put the pages of a video where they differ; first its files, where they lie elsewhere."""
    moved = row.bundle != shown.bundle
    if moved:
        site.write_files(service.store, shown)
    pages = site.changed(service.store, site.pages(service.store, shown))
    if not pages and not moved:
        return
    site.show(service, row, pages, bundle=shown.bundle)


def _clear(service: Service, seen: PublicationRow) -> None:
    address = Address(service.settings.public_url, seen.slug)
    village = village_path(key_of(seen.station_id, service.secret))
    with service.database.writing() as session:
        row = repository.unchanged(session, seen)
        if row is None:
            return
        if row.withdrawn_at is not None:
            site.take_down(service.store, address.path, language_of(session, row), village)
    kept = seen.bundle if seen.withdrawn_at is None else ""
    folder = kept.rpartition("/")[2]
    site.remove_versions(service.store, address.path, up_to=seen.version, but=folder)
    for name in list(service.store.names(f"{_OLD}{seen.id}/")):
        if not kept or not name.startswith(f"{kept}/"):
            service.store.remove(name)
    with service.database.writing() as session:
        row = repository.unchanged(session, seen)
        if row is not None:
            row.swept_at = seen.changed_at
