"""The end of an upload: all bytes are there, and become a clip, once.

Every step may be repeated, and goes on from where a killed process left it: the sha256 is in the
row before the blob is made, and the blob is there before the row says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips import repository, sniff
from vidcommerce.clips.holds import (
    LEASE,
    Hold,
    UploadHeld,
    change,
    expiry,
    is_held,
    lease,
    refuse,
    release,
    renew,
)
from vidcommerce.clips.incoming import BytesLost, Incoming
from vidcommerce.clips.places import open_incoming
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, UploadRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.products.tables import ProductRow
from vidcommerce.service import Service

Clock: TypeAlias = Callable[[], int]
"""Tells the time in milliseconds since 1970; for what takes long."""


def finish(service: Service, hold: Hold, clock: Clock = now_ms) -> None:
    """Make an upload whose bytes are all there a clip, once; may be done again at any point.

    Raises NotAVideo (the upload is over then), UploadHeld, BytesLost.
    """
    incoming = open_incoming(service.store)
    try:
        with incoming.alone(hold.upload_id):
            renew(service, hold, clock())
            sha256 = _known_sha256(service, hold)
            if sha256 is None:
                incoming.close(hold.upload_id, hold.record, hold.length)
                sha256 = _read_through(service, hold, incoming, clock)
                change(service, hold, sha256=sha256)
            if not service.store.has(f"clips/{sha256}"):
                incoming.keep(hold.upload_id, f"clips/{sha256}")
            with service.database.writing() as work:
                _become_clip(work, service, hold, sha256, clock())
            incoming.forget(hold.upload_id, hold.record)
    except (sniff.NotAVideo, BytesLost) as error:
        refuse(service, hold, error, clock())
        raise


def mend(service: Service, upload_id: str, now: int, clock: Clock = now_ms) -> None:
    """Finish an upload whose bytes are all there, if nobody is at it: a process may have died."""
    with service.database.writing() as work:
        row = repository.upload(work, upload_id, to_change=True)
        if row is None or row.finished_at is not None or row.offset < row.length:
            return
        if is_held(row, now):
            return
        hold = lease(row, now)
    try:
        with suppress(UploadHeld):  # somebody else is at it now
            finish(service, hold, clock)
    finally:
        release(service, hold)


def _known_sha256(service: Service, hold: Hold) -> str | None:
    with service.database.reading() as work:
        row = repository.upload(work, hold.upload_id)
        if row is None:
            raise UploadHeld(hold.upload_id)
        return row.sha256


def _read_through(service: Service, hold: Hold, incoming: Incoming, clock: Clock) -> str:
    """Return the sha256 of all bytes, holding on to the upload meanwhile. Raises NotAVideo."""
    digest, head, renewed = hashlib.sha256(), b"", clock()
    for piece in incoming.read(hold.upload_id):
        digest.update(piece)
        head += piece[: sniff.HEAD - len(head)]
        if (now := clock()) > renewed + LEASE // 2:
            renew(service, hold, now)
            renewed = now
    sniff.check(head)
    return digest.hexdigest()


def _become_clip(session: Session, service: Service, hold: Hold, sha256: str, now: int) -> None:
    """Make the clip and ask for its first stage, or find the one that the farmer sent before."""
    row = repository.upload(session, hold.upload_id, to_change=True)
    if row is None or row.lease_by != hold.token:
        raise UploadHeld(hold.upload_id)
    if row.finished_at is not None:
        return
    product = session.get_one(ProductRow, row.product_id)
    # Of two uploads of the same bytes at the same moment the second finds the first's clip.
    session.get(StationRow, product.station_id, with_for_update=True)
    before = repository.same_bytes(session, product.farmer_id, sha256)
    clip = before or _new_clip(session, row, product, sha256, now)
    row.clip_id, row.duplicate = clip.id, before is not None
    row.finished_at, row.lease_by, row.parts = now, None, {}
    row.expires_at = expiry(service, now)


def _new_clip(
    session: Session, row: UploadRow, product: ProductRow, sha256: str, now: int
) -> ClipRow:
    priority = repository.open_clips(session, product.farmer_id, now)
    clip = ClipRow(
        id=new_id(),
        station_id=product.station_id,
        farmer_id=product.farmer_id,
        product_id=product.id,
        sha256=sha256,
        bytes=row.length,
        name=row.name,
        state=State.RECEIVED,
        ai=row.meta.get("ai", ""),
        created_at=now,
        changed_at=now,
    )
    session.add(clip)
    session.flush()
    jobs.ask(session, clip.id, jobs.Stage.ANALYSE, priority, now)
    return clip
