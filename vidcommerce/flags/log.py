"""The log of evidence and of what people decided about it; only ever added to.

Each entry is sealed together with all before it (see :mod:`vidcommerce.flags.chain`). What is
noted in a unit of work is written at its very end, after everything else: the end of the log is
held by one writer at a time, so it is held for a moment only, and is the last lock that is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import event, select, text
from sqlalchemy.orm import Session, SessionTransaction

from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import canonical_json
from vidcommerce.flags.chain import NOTHING, Head, Link, LogBroken, digest_of, follow, seal
from vidcommerce.flags.tables import LogHeadRow, LogRow

VERSION: Final = 1
"""Of what an entry holds."""

_NOTED: Final = "vidcommerce_flag_log"
_HEAD: Final = 1
_AT_ONCE: Final = 1000
"""Entries that are read at a time: a log may be longer than memory."""

_BEGIN = text(
    "INSERT INTO flag_log_head (id, number, hash) VALUES (:id, 0, :hash) ON CONFLICT DO NOTHING"
)


class What(StrEnum):
    """What entries tell of; other parts may add words of their own."""

    FLAG_SEEN = "flag_seen"
    FLAG_GONE = "flag_gone"
    FLAG_ANSWERED = "flag_answered"
    VERDICT = "verdict"
    DECIDED = "decided"
    APPEALED = "appealed"
    APPEAL_ANSWERED = "appeal_answered"
    KEY_ADDED = "key_added"
    KEY_REVOKED = "key_revoked"
    ATTESTED = "attested"
    ATTESTATION_WITHDRAWN = "attestation_withdrawn"
    REPORTED = "reported"
    REPORT_ANSWERED = "report_answered"
    CERTIFICATE_FILED = "certificate_filed"
    CERTIFICATE_WITHDRAWN = "certificate_withdrawn"


@dataclass(frozen=True, slots=True)
class _Noted:
    """What is to be written at the end of a unit of work, and the savepoint that it hangs on."""

    what: str
    at: int
    clip: str | None
    station: str | None
    person: str | None
    data: Mapping[str, Any]


def note(  # noqa: PLR0913 - what happened, when, and to whom: each may be left out
    session: Session,
    what: str,
    data: Mapping[str, Any],
    now: int,
    *,
    clip_id: str | None = None,
    station_id: str | None = None,
    person_id: str | None = None,
) -> None:
    """Add an entry to the log when this unit of work is committed; with it, or not at all.

    ``data`` is what JSON can hold, with ids and digests rather than names or phones: an entry is
    never changed, also not when a person asks to be forgotten. Where a savepoint is rolled back,
    what was noted within it is not written.
    """
    held: list[tuple[SessionTransaction | None, _Noted]] | None = session.info.get(_NOTED)
    if held is None:
        held = session.info[_NOTED] = []
        event.listen(session, "before_commit", _write)
        event.listen(session, "after_soft_rollback", _forget)
    noted = _Noted(str(what), now, clip_id, station_id, person_id, dict(data))
    held.append((session.get_nested_transaction(), noted))


def note_clip(
    session: Session,
    clip: ClipRow,
    what: str,
    data: Mapping[str, Any],
    now: int,
    person_id: str | None = None,
) -> None:
    """Add an entry about a clip and its station, as :func:`note` does."""
    note(
        session, what, data, now,
        clip_id=clip.id, station_id=clip.station_id, person_id=person_id,
    )  # fmt: skip


def head(session: Session) -> Head:
    """Return where the log ends."""
    row = session.get(LogHeadRow, _HEAD)
    return Head() if row is None else Head(row.number, row.hash)


def links(session: Session, station_id: str | None = None) -> Iterator[Link]:
    """Return the whole log from its first entry on; with a station the entries of others sealed."""
    number = 0
    while found := part(session, number, _AT_ONCE, station_id):
        yield from found
        number = found[-1].number


def part(session: Session, after: int, limit: int, station_id: str | None = None) -> list[Link]:
    """Return up to ``limit`` entries after the one of a number; as :func:`links` shows them."""
    asked = select(LogRow).where(LogRow.number > after).order_by(LogRow.number).limit(limit)
    return [
        Link(
            number=row.number,
            digest=digest_of(row.entry),
            seal=row.hash,
            entry=row.entry if station_id in (None, row.station_id) else None,
        )
        for row in session.scalars(asked)
    ]


def sealed(session: Session, number: int) -> Head | None:
    """Return where the log ended when it had so many entries; None where it never had."""
    if number == 0:
        return Head()
    row = session.get(LogRow, number)
    return None if row is None else Head(row.number, row.hash)


def verify_chain(session: Session) -> Head:
    """Return where the log ends, once every entry of it is found as it was sealed.

    Raises LogBroken with the number of the first entry that is not, or that is missing.
    """
    end = head(session)
    found = follow(links(session))
    if found != end:
        raise LogBroken(min(found.number, end.number) + 1)
    return found


def of_clip(session: Session, clip_id: str) -> list[str]:
    """Return the entries about a clip, oldest first: canonical JSON each."""
    asked = select(LogRow.entry).where(LogRow.clip_id == clip_id).order_by(LogRow.number)
    return list(session.scalars(asked))


def _write(session: Session) -> None:
    """Add what was noted to the end of the log."""
    if session.in_nested_transaction():  # a savepoint is released: the unit of work goes on
        return
    noted = [entry for _, entry in session.info[_NOTED]]
    session.info[_NOTED].clear()
    if not noted:
        return
    session.flush()
    _hold_owners(session, noted)
    end = _hold_head(session)
    for one in noted:
        end.number += 1
        entry = _entry(end.number, one)
        end.hash = seal(end.hash, digest_of(entry))
        session.add(
            LogRow(
                number=end.number, station_id=one.station, clip_id=one.clip, at=one.at,
                entry=entry, hash=end.hash,
            )
        )  # fmt: skip


def _entry(number: int, noted: _Noted) -> str:
    return canonical_json({"version": VERSION, "number": number, **asdict(noted)})


def _hold_owners(session: Session, noted: Iterable[_Noted]) -> None:
    """Hold the rows that the entries refer to, before the end of the log.

    Else two could wait for each other: one has the clip and waits for the log, the other has the
    log and waits for the clip.
    """
    for table, ids in (
        (ClipRow, {one.clip for one in noted}),
        (StationRow, {one.station for one in noted}),
    ):
        if held := sorted(one for one in ids if one is not None):
            asked = select(table.id).where(table.id.in_(held)).order_by(table.id)
            session.execute(asked.with_for_update(read=True, key_share=True)).all()


def _hold_head(session: Session) -> LogHeadRow:
    """Return the end of the log, held until the unit of work ends."""
    asked = select(LogHeadRow).with_for_update().execution_options(populate_existing=True)
    row = session.scalar(asked)
    if row is None:
        session.execute(_BEGIN, {"id": _HEAD, "hash": NOTHING})
        row = session.scalars(asked).one()
    return row


def _forget(session: Session, ended: SessionTransaction) -> None:
    """Drop what was noted within what was rolled back."""
    held = session.info[_NOTED]
    held[:] = [
        (within, entry) for within, entry in held if ended.nested and not _inside(within, ended)
    ]


def _inside(within: SessionTransaction | None, ended: SessionTransaction) -> bool:
    while within is not None and within is not ended:
        within = within.parent
    return within is ended
