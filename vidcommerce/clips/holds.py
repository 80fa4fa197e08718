"""The right to add bytes to an upload: one sender at a time, by a lease in the upload's row.

What a sender is told of is durable: bytes first, then the row's ``offset``. A sender that fell
silent loses its lease to the next, and whatever it still does counts for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import CursorResult, update

from vidcommerce.clips import sniff
from vidcommerce.clips.incoming import BytesLost, Incoming, Record
from vidcommerce.clips.places import open_incoming
from vidcommerce.clips.tables import UploadRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_
from vidcommerce.service import Service

LEASE: Final = 5_000
"""Milliseconds of silence after which another sender may go on; the sender's own next try, often,
while the connection that it lost still looks alive from here."""


_HOUR: Final = 3_600_000


@dataclass(eq=False)
class UploadHeld(InputRejected):
    """Another sender is adding to this upload right now, or took it over."""

    upload_id: str
    sentence = N_("This clip is being sent right now. Try again in some seconds.")


@dataclass(eq=False)
class TooManyBytes(InputRejected):
    """The sender has more bytes than it said at the start."""

    length: int
    sentence = N_("More was sent than the {length} bytes that were announced.")


@dataclass(frozen=True, slots=True)
class Hold:
    """The right to add to an upload, and how far it has come.

    ``offset`` bytes are durable, ``promised`` of them as the row says: they part only while a
    sender's checksum is still to be compared. ``record`` and ``promised_record`` say where the
    bytes are.
    """

    upload_id: str
    token: str
    length: int
    offset: int
    record: Record
    promised: int
    promised_record: Record


def is_held(row: UploadRow, now: int) -> bool:
    """Tell whether a sender holds the upload who was heard of lately."""
    return row.lease_by is not None and row.lease_until > now


def lease(row: UploadRow, now: int) -> Hold:
    """Give the upload to a new sender; whoever had it finds out at the next change."""
    row.lease_by, row.lease_until = new_id(), now + LEASE
    return Hold(row.id, row.lease_by, row.length, row.offset, row.parts, row.offset, row.parts)


def expiry(service: Service, now: int) -> int:
    """Return until when an upload is kept if nothing more comes of it."""
    return now + service.settings.upload_hours * _HOUR


def room(service: Service, hold: Hold) -> int:
    """Return how many bytes the next block should have at most."""
    return open_incoming(service.store).room(hold.record)


def append(
    service: Service, hold: Hold, block: bytearray, now: int, *, promise: bool = True
) -> Hold:
    """Make ``block`` durable, and then the row say so; it belongs to the store from then on.

    Without ``promise`` the row still says what it said: see :func:`keep`. Raises UploadHeld where
    somebody took the upload over, NotAVideo (the upload is over then), TooManyBytes, BytesLost.
    """
    if hold.offset + len(block) > hold.length:
        raise TooManyBytes(hold.length)
    incoming = open_incoming(service.store)
    try:
        # Bytes that may have been damaged on their way say nothing of the file.
        if promise and hold.offset == 0 and len(block) >= min(sniff.HEAD, hold.length):
            sniff.check(bytes(block[: sniff.HEAD]))
        with incoming.alone(hold.upload_id):
            renew(service, hold, now)
            size = len(block)
            record = incoming.append(hold.upload_id, hold.record, hold.offset, block)
            further = replace(hold, offset=hold.offset + size, record=record)
            return _promise(service, further, incoming, now) if promise else further
    except (sniff.NotAVideo, BytesLost) as error:
        refuse(service, hold, error, now)
        raise


def keep(service: Service, hold: Hold, now: int) -> Hold:
    """Have the row say what was added without a promise. Raises UploadHeld."""
    incoming = open_incoming(service.store)
    with incoming.alone(hold.upload_id):
        return _promise(service, hold, incoming, now)


def renew(service: Service, hold: Hold, now: int) -> None:
    """Hold the upload longer. Raises UploadHeld where somebody took it over."""
    change(service, hold, lease_until=now + LEASE)


def release(service: Service, hold: Hold) -> None:
    """Let the next sender go on at once; one that was taken over has nothing to let go."""
    with service.database.writing() as work:
        mine = (UploadRow.id == hold.upload_id, UploadRow.lease_by == hold.token)
        work.execute(update(UploadRow).where(*mine).values(lease_by=None, lease_until=0))


def refuse(service: Service, hold: Hold, error: InputRejected | WorkFailed, now: int) -> None:
    """End an upload for good; its bytes go, and why stays for whoever asks."""
    problem = {"error": type(error).__name__, "facts": error.facts()}
    change(service, hold, problem=problem, finished_at=now, lease_by=None)
    incoming = open_incoming(service.store)
    with incoming.alone(hold.upload_id):
        incoming.forget(hold.upload_id, hold.record)


def change(service: Service, hold: Hold, **values: Any) -> None:  # noqa: ANN401 - columns
    """Change the upload's row while ``hold`` holds it. Raises UploadHeld."""
    with service.database.writing() as work:
        mine = (UploadRow.id == hold.upload_id, UploadRow.lease_by == hold.token)
        done = work.execute(update(UploadRow).where(*mine).values(**values))
        if not isinstance(done, CursorResult) or done.rowcount != 1:
            raise UploadHeld(hold.upload_id)


def _promise(service: Service, hold: Hold, incoming: Incoming, now: int) -> Hold:
    change(
        service, hold, offset=hold.offset, parts=dict(hold.record),
        lease_until=now + LEASE, expires_at=expiry(service, now),
    )  # fmt: skip
    incoming.settle(hold.upload_id, hold.promised_record, hold.record)
    return replace(hold, promised=hold.offset, promised_record=hold.record)
