"""Deletes what nobody needs any more: files of cancelled clips, and what killed processes left."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, or_, select, text, update

from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, UploadRow
from vidcommerce.flags.tables import PrintRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service

_NOTICED: Final = 60_000
"""Milliseconds after which whoever worked on a cancelled clip has noticed."""

_DAY: Final = 24 * 3600_000
"""Milliseconds after which scratch files belong to nobody who lives: no stage takes so long."""

_LOOKED_AT: Final = 30 * _DAY
"""Milliseconds for which cancelled clips are looked at, so that the looking does not grow."""


def clear_cancelled(service: Service, now: int) -> int:
    """Delete the files that were drawn of cancelled clips; returns how many clips there were."""
    wanted = select(ClipRow.id).where(
        ClipRow.state == State.CANCELLED,
        ClipRow.plan_id.is_not(None),
        ClipRow.changed_at <= now - _NOTICED,
    )
    with service.database.reading() as session:
        clips = session.scalars(wanted).all()
    for clip in clips:
        for name in list(service.store.names(f"drafts/{clip}/")):
            service.store.remove(name)
        with service.database.writing() as session:
            session.execute(update(PlanRow).where(PlanRow.clip_id == clip).values(bundle=""))
            session.execute(update(ClipRow).where(ClipRow.id == clip).values(plan_id=None))
    return len(clips)


def clear_raw(service: Service, now: int) -> int:
    """Delete the raw clips that nobody wants: cancelled by everybody who sent them, a day ago.

    An upload names its digest in its row before it looks whether the bytes are there already, so
    while those rows stand still nobody relies on bytes that are about to go. Returns how many
    there were.
    """
    since, until = now - _LOOKED_AT, now - _DAY
    wanted = select(ClipRow.sha256).where(
        ClipRow.state == State.CANCELLED, ClipRow.changed_at.between(since, until)
    )
    with service.database.reading() as session:
        cancelled = session.scalars(wanted.distinct()).all()
    there = [sha256 for sha256 in cancelled if service.store.has(_raw(sha256))]
    return sum(_forgotten(service, sha256, until) for sha256 in there)


def _forgotten(service: Service, sha256: str, until: int) -> bool:
    """Delete a raw clip unless somebody still wants it, or just sends it again."""
    kept = or_(ClipRow.state != State.CANCELLED, ClipRow.changed_at > until)
    wanted = select(ClipRow.id).where(ClipRow.sha256 == sha256, kept).limit(1)
    coming = (
        select(UploadRow.id)
        .where(UploadRow.sha256 == sha256, UploadRow.finished_at.is_(None))
        .limit(1)
    )
    with service.database.writing() as session:
        if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
            session.execute(text("LOCK TABLE uploads IN SHARE MODE"))
        if session.scalar(wanted) is not None or session.scalar(coming) is not None:
            return False
        made = (f"proxies/{sha256}/", f"reuse/{sha256}/")
        copies = [name for prefix in made for name in service.store.names(prefix)]
        for name in (_raw(sha256), f"rewrapped/{sha256}.mkv", *copies):
            service.store.remove(name)
        session.execute(delete(PrintRow).where(PrintRow.sha256 == sha256))
        return True


def _raw(sha256: str) -> str:
    return f"clips/{sha256}"


def clear_scratch(service: Service, now: int) -> int:
    """Delete the scratch folders that killed processes left; returns how many there were."""
    return service.store.tidy(now - _DAY)
