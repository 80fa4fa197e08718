"""Deletes the parts that nobody used for a time: the sweep's half of :mod:`clearing.uses`.

What counts is the rows, never the age of a file. A part stays while a clip for which it was used
is on its way to people or just changed, while somebody has it open, and for KEPT after its last
use. See docs/decisions/0032.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import ColumnElement, Select, delete, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from vidcommerce.clearing.tables import PartRow
from vidcommerce.clearing.uses import FOLDERS, part_of, put_note
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.reviews.tables import HoldRow
from vidcommerce.service import Service
from vidcommerce.storage import BlobStore

KEPT: Final = 14 * 24 * 3600_000
"""Milliseconds for which a part stays after its last use: corrections come in the first days."""

ON_THE_WAY: Final = (
    State.RECEIVED, State.ANALYSING, State.RENDERING, State.READY, State.PUBLISHING,
    State.SENT_BACK, State.ASIDE,
)  # fmt: skip
"""Where a clip waits for people or for us: its parts stay, however long that takes."""

OVER: Final = (State.CANCELLED, State.REFUSED, State.WITHDRAWN)
"""From where no clip comes back; one that was rejected may, by an appeal."""

_BATCH: Final = 25
"""Parts deleted in one unit of work, in which whoever wants to note a use waits: about a second
where files are in a bucket."""

_BATCHES: Final = 80
"""In a sweep: 2,000 parts an hour are those of a thousand videos a day."""

_HOUR: Final = 3600_000
_SLICES: Final = 256
"""Names begin with a digest: each hour the store is asked for those with two certain digits."""

_MARKS: Final = (".m4a", "/index.json")
"""What is put last and tells that a part is whole. It is deleted first, so that what is left after
a kill in between is never taken for whole."""


def clear_parts(service: Service, now: int) -> int:
    """Delete parts that nobody used for a time, 2,000 at most; returns how many there were."""
    many = 0
    for _ in range(_BATCHES):
        gone = _clear(service, now)
        many += gone
        if gone < _BATCH:
            break
    return many


def find_parts(service: Service, now: int) -> int:
    """Note the parts of which no row tells, as used now; returns how many there were.

    There are some where the service is older than the notes, where a backup of the database is
    older than the files, and what the studio draws. Each sweep looks at one name of 256.
    """
    digits = f"{now // _HOUR % _SLICES:02x}"
    many = 0
    for folder in FOLDERS:
        found = {part_of(name) for name in service.store.names(f"{folder}/{digits}")}
        with service.database.writing() as session:
            unknown = found - _known(session, folder, digits)
            owners = _owners(session, unknown)
            for part in sorted(unknown):
                for clip_id in owners.get(part) or [""]:
                    put_note(session, part, clip_id, now)
        many += len(unknown)
    return many


def _clear(service: Service, now: int) -> int:
    with service.database.writing() as session:
        if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
            session.execute(text("LOCK TABLE parts IN EXCLUSIVE MODE"))
        parts = session.scalars(_unused(now)).all()
        for part in parts:
            _delete(session, service.store, part)
        session.execute(delete(PartRow).where(PartRow.name.in_(parts)))
    return len(parts)


def _delete(session: Session, store: BlobStore, part: str) -> None:
    folder, _, digest = part.partition("/")
    names = [name for name in store.names(part) if part_of(name) == part]
    for name in sorted(names, key=lambda name: not name.endswith(_MARKS)):
        store.remove(name)
    if folder == "proxies":  # so that the next who opens the studio asks for new ones
        gone = update(ClipRow).where(ClipRow.sha256 == digest, ClipRow.proxy != "")
        session.execute(gone.values(proxy=""))


def _unused(now: int) -> Select[str]:
    """Select the parts of which no use counts any more."""
    use = aliased(PartRow)
    counting = (
        select(use.name)
        .outerjoin(ClipRow, ClipRow.id == use.clip_id)
        .where(use.name == PartRow.name, _counts(use, now))
        .exists()
    )
    old = select(PartRow.name).where(PartRow.used_at <= now - KEPT, ~counting)
    return old.distinct().limit(_BATCH)


def _counts(use: type[PartRow], now: int) -> ColumnElement[bool]:
    """Tell whether a use by a clip keeps its part."""
    held = select(HoldRow.clip_id).where(HoldRow.clip_id == ClipRow.id, HoldRow.until > now)
    heard = (ClipRow.analysis == use.name + ".json") & ClipRow.state.not_in(OVER)
    return or_(
        use.used_at > now - KEPT,
        ClipRow.changed_at > now - KEPT,
        ClipRow.state.in_(ON_THE_WAY),
        held.exists(),
        heard,
    )


def _known(session: Session, folder: str, digits: str) -> set[str]:
    asked = select(PartRow.name).where(PartRow.name.startswith(f"{folder}/{digits}"))
    return set(session.scalars(asked))


def _owners(session: Session, parts: Iterable[str]) -> Mapping[str, list[str]]:
    """Return the clips whose rows name a part, or the clip that it was made of."""
    owners = defaultdict(list)
    for part in parts:
        for clip_id in session.scalars(_naming(part)):
            owners[part].append(clip_id)
    return owners


def _naming(part: str) -> Select[str]:
    folder, _, digest = part.partition("/")
    if folder == "analysis":
        return select(ClipRow.id).where(ClipRow.analysis == f"{part}.json")
    return select(ClipRow.id).where(ClipRow.sha256 == digest)
