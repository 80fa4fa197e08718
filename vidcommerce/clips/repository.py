"""Finds uploads, and counts what farmers and stations have on their way."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from vidcommerce.clips.quotas import Usage
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow, UploadRow
from vidcommerce.products.tables import ProductRow

_DAY: Final = 24 * 3_600_000

_OVER: Final = (State.PUBLISHED, State.REFUSED, State.REJECTED, State.CANCELLED, State.WITHDRAWN)
"""Clips that want nothing more of anyone."""

_TAKEN_BACK: Final = (State.CANCELLED, State.WITHDRAWN)
"""Clips that the farmer took back, and may send again."""


def upload(session: Session, upload_id: str, *, to_change: bool = False) -> UploadRow | None:
    """Return an upload; ``to_change`` keeps others from changing it in this unit of work."""
    asked = select(UploadRow).where(UploadRow.id == upload_id)
    return session.scalar(asked.with_for_update() if to_change else asked)


def usage(session: Session, product: ProductRow, now: int) -> Usage:
    """Count what the product's farmer and station have sent in a day and have on their way.

    Uploads that were refused count for nothing.
    """
    sent = select(func.coalesce(func.sum(UploadRow.length), 0)).where(
        UploadRow.created_at > now - _DAY,
        or_(UploadRow.finished_at.is_(None), UploadRow.clip_id.is_not(None)),
    )
    coming = select(func.count()).where(UploadRow.finished_at.is_(None), UploadRow.expires_at > now)

    def of(asked: Select[int], whose: ColumnElement[bool]) -> int:
        same_product = ProductRow.id == UploadRow.product_id
        joined = asked.select_from(UploadRow).join(ProductRow, same_product).where(whose)
        return int(session.scalar(joined) or 0)

    farmer = ProductRow.farmer_id == product.farmer_id
    station = ProductRow.station_id == product.station_id
    return Usage(
        farmer_bytes=of(sent, farmer),
        farmer_uploads=of(coming, farmer),
        station_bytes=of(sent, station),
        station_uploads=of(coming, station),
    )


def same_bytes(session: Session, farmer_id: str, sha256: str) -> ClipRow | None:
    """Return the clip of the farmer with these bytes, unless the farmer took it back."""
    asked = select(ClipRow).where(
        ClipRow.farmer_id == farmer_id,
        ClipRow.sha256 == sha256,
        ClipRow.state.not_in(_TAKEN_BACK),
    )
    return session.scalar(asked.order_by(ClipRow.created_at).limit(1))


def open_clips(session: Session, farmer_id: str, now: int) -> int:
    """Count the farmer's clips of the last 24 hours that are not over."""
    asked = select(func.count()).where(
        ClipRow.farmer_id == farmer_id,
        ClipRow.created_at > now - _DAY,
        ClipRow.state.not_in(_OVER),
    )
    return int(session.scalar(asked) or 0)


def unfinished(session: Session, now: int) -> list[str]:
    """Return the uploads whose bytes are all there, which are no clip yet and held by nobody."""
    asked = select(UploadRow.id).where(
        UploadRow.finished_at.is_(None),
        UploadRow.offset == UploadRow.length,
        UploadRow.expires_at > now,
        or_(UploadRow.lease_by.is_(None), UploadRow.lease_until <= now),
    )
    return list(session.scalars(asked))


def expired(session: Session, now: int) -> list[str]:
    """Return the uploads that need not be known any longer, finished or not."""
    return list(session.scalars(select(UploadRow.id).where(UploadRow.expires_at <= now)))
