"""The stage CHECK: looks for what speaks for or against a clip, beside its way to a draft."""

from __future__ import annotations

from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from vidcommerce import jobs, stages
from vidcommerce.accounts.tables import StationRow
from vidcommerce.analysis.kept import kept_analysis
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.flags import looks, yardstick
from vidcommerce.flags import repository as flags
from vidcommerce.flags.checks import examine
from vidcommerce.flags.examining import Declared, Examined, Village
from vidcommerce.flags.reuse import service as reuse
from vidcommerce.flags.reuse.matching import Found
from vidcommerce.flags.reuse.prints import Print
from vidcommerce.flags.reuse.shelf import Shelf, kept_print, note
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import repository as publications
from vidcommerce.reviews import labelling
from workers.work import Record, Work


def check(work: Work) -> Record:
    """Examine a clip. Raises what probing and decoding raise."""
    desk, store = work.desk, work.service.store
    with work.service.database.reading() as session:
        clip = session.get_one(ClipRow, work.lease.clip)
        declared = _declared(session, clip)
    kept = clip.analysis if clip.analysis and store.has(clip.analysis) else ""
    with store.local(f"clips/{clip.sha256}") as path:
        examined = Examined(
            path=path,
            facts=stages.usable(path, clip.name),
            received=clip.created_at,
            ffmpeg=desk.ffmpeg,
            declared=declared,
            analysis=kept_analysis(store, kept) if kept else None,
            trusted=work.service.settings.trusted_signers,
        )
        found = examine(examined)
        whole = kept_print(path, examined.facts, desk.ffmpeg, store)
    shown = _seen_before(work, clip.sha256, whole)

    def record(session: Session, clip: ClipRow, now: int) -> None:
        for source, seen in found.items():
            flags.replace(session, clip.id, source, seen, now)
        flags.replace(session, clip.id, reuse.SOURCE, reuse.flags_of(session, clip, shown), now)
        yardstick.note(session, clip, found[looks.SOURCE], now)
        clip.checked_at = now
        for other in reuse.came_later(session, clip, shown):
            jobs.ask(session, other, jobs.Stage.CHECK, work.lease.priority, now)
        session.flush()
        labelling.put_right(session, clip, None, now)
        if publications.of_clip(session, clip.id) is not None:
            publications.mark(session, clip.station_id, now)  # the page tells what was found

    return record


def _seen_before(work: Work, sha256: str, whole: Print) -> tuple[Found[str], ...]:
    """Return what a clip shows of others; its own print is there for others from here on.

    Noted first and searched then, so that of two clips that come together one sees the other.
    """
    database, store = work.service.database, work.service.store
    with database.writing() as session:
        note(session, sha256, whole, now_ms())
    shelf = _shelf(work.service.settings.database)
    with database.reading() as session:
        shelf.refresh(session, store)
    return shelf.seen_before(whole, store)


@cache
def _shelf(_database: str) -> Shelf:
    """Return the index that this process holds of a service's prints."""
    return Shelf()


def ask(session: Session, clip: ClipRow, priority: int, now: int) -> None:
    """Have a clip checked that is not yet; one worker alone draws its draft first."""
    if clip.checked_at is None:
        jobs.ask(session, clip.id, jobs.Stage.CHECK, priority, now + 1)


def _declared(session: Session, clip: ClipRow) -> Declared:
    product = session.get_one(ProductRow, clip.product_id)
    station = session.get_one(StationRow, clip.station_id)
    harvest = village = None
    if product.harvest_start and product.harvest_end:
        days = (product.harvest_start, product.harvest_end)
        harvest = (date.fromisoformat(days[0]), date.fromisoformat(days[1]))
    if station.latitude is not None and station.longitude is not None:
        village = Village(station.latitude, station.longitude)
    return Declared(harvest, village, clip.ai)
