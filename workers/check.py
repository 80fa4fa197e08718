"""The stage CHECK: looks for what speaks for or against a clip, beside its way to a draft."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from vidcommerce import jobs, stages
from vidcommerce.accounts.tables import StationRow
from vidcommerce.analysis.kept import kept_analysis
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository as flags
from vidcommerce.flags.checks import examine
from vidcommerce.flags.examining import Declared, Examined, Village
from vidcommerce.products.tables import ProductRow
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
        )
        found = examine(examined)

    def record(session: Session, clip: ClipRow, now: int) -> None:
        for source, seen in found.items():
            flags.replace(session, clip.id, source, seen, now)
        clip.checked_at = now
        session.flush()
        labelling.put_right(session, clip, None, now)

    return record


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
