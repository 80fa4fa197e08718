"""Finds and keeps flags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.flags import log
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.log import What
from vidcommerce.flags.tables import FlagRow
from vidcommerce.media.time import Span


def of_clips(session: Session, clip_ids: Sequence[str]) -> Mapping[str, tuple[Flag, ...]]:
    """Return the flags of each clip, in the order in which they were seen."""
    asked = (
        select(FlagRow)
        .where(FlagRow.clip_id.in_(clip_ids))
        .order_by(FlagRow.created_at, FlagRow.kind, FlagRow.id)
    )
    found: dict[str, list[Flag]] = {clip_id: [] for clip_id in clip_ids}
    for row in session.scalars(asked):
        found[row.clip_id].append(_flag(row))
    return {clip_id: tuple(flags) for clip_id, flags in found.items()}


def replace(session: Session, clip_id: str, source: str, flags: Iterable[Flag], now: int) -> None:
    """Keep what ``source`` sees in a clip now; what it saw before and no longer does goes.

    Both are in the log, with the evidence, for good.
    """
    clip = session.get_one(ClipRow, clip_id)
    seen = {flag.name(): flag for flag in flags}
    mine = select(FlagRow).where(FlagRow.clip_id == clip_id, FlagRow.source == source)
    for row in session.scalars(mine):
        if row.digest not in seen:
            gone = {"flag": row.digest, "kind": row.kind, "source": source}
            log.note_clip(session, clip, What.FLAG_GONE, gone, now)
            session.delete(row)
        seen.pop(row.digest, None)
    for name, flag in seen.items():
        log.note_clip(session, clip, What.FLAG_SEEN, _noted(name, flag), now)
    session.add_all(_row(clip_id, name, flag, now) for name, flag in seen.items())
    session.flush()


def _noted(name: str, flag: Flag) -> dict[str, Any]:
    """Return what the log has of a flag; ``span`` is milliseconds of the clip."""
    return {
        "flag": name,
        "kind": flag.kind.value,
        "severity": flag.severity.value,
        "source": flag.source,
        "evidence": dict(flag.evidence),
        "span": None if flag.span is None else [flag.span.start, flag.span.stop],
    }


def _row(clip_id: str, name: str, flag: Flag, now: int) -> FlagRow:
    return FlagRow(
        id=new_id(),
        clip_id=clip_id,
        kind=flag.kind.value,
        severity=flag.severity.value,
        evidence=dict(flag.evidence),
        source=flag.source,
        start=None if flag.span is None else flag.span.start,
        stop=None if flag.span is None else flag.span.stop,
        digest=name,
        created_at=now,
    )


def _flag(row: FlagRow) -> Flag:
    span = None if row.start is None or row.stop is None else Span(row.start, row.stop)
    return Flag(Kind(row.kind), Severity(row.severity), row.source, row.evidence, span)
