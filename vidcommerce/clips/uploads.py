"""Clips on their way in: made known, gone on with, forgotten.

What bytes do on their way is in :mod:`vidcommerce.clips.holds`, what happens after the last one in
:mod:`vidcommerce.clips.arrival`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, require
from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips import arrival, consent, quotas, repository, sniff
from vidcommerce.clips.holds import Hold, TooManyBytes, UploadHeld, expiry, is_held, lease
from vidcommerce.clips.incoming import BytesLost
from vidcommerce.clips.places import open_incoming
from vidcommerce.clips.tables import UploadRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected, VidcommerceError, WorkFailed
from vidcommerce.language import N_
from vidcommerce.logs import logger
from vidcommerce.products import repository as products
from vidcommerce.products.tables import ProductRow
from vidcommerce.service import Service

_DAY: Final = 24 * 3_600_000

_log = logger(__name__)


@dataclass(eq=False)
class UploadUnknown(InputRejected):
    """There is no such upload, or none any longer."""

    upload_id: str
    sentence = N_("This upload is not known here any more. Please send the clip again.")


@dataclass(eq=False)
class UploadOver(InputRejected):
    """The upload ended: it was refused, or nobody went on with it for too long."""

    upload_id: str
    sentence = N_("This upload is over. Please send the clip again.")


@dataclass(eq=False)
class UploadFinished(InputRejected):
    """All has arrived, and the upload is a clip now."""

    upload_id: str
    sentence = N_("The clip has arrived already. You can cancel it in your list of clips.")


@dataclass(eq=False)
class OffsetWrong(InputRejected):
    """The sender would go on at another place than ``offset``, where the upload is."""

    offset: int
    sentence = N_("The clip must be gone on with at byte {offset}.")


@dataclass(eq=False)
class ProductMissing(InputRejected):
    """The clip's product is not there, or not for sale any longer."""

    product_id: str
    sentence = N_("Choose the product first: the one named here is not there.")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a sender says of a clip before the first byte; ``header`` is its own metadata.

    ``ai`` is flags.generated.DECLARED where a computer made pictures or voices, else empty.
    """

    length: int
    name: str
    filetype: str
    product_id: str
    header: str
    ai: str = ""


class Progress(StrEnum):
    """Where an upload stands, for pages."""

    SENDING = "sending"
    FINISHING = "finishing"
    RECEIVED = "received"
    REFUSED = "refused"


_PROBLEMS: Final[dict[str, type[InputRejected | WorkFailed]]] = {
    problem.__name__: problem
    for problem in (sniff.NotAVideo, sniff.PhotoNotVideo, sniff.SoundNotVideo, BytesLost)
}


def progress_of(row: UploadRow) -> Progress:
    """Return where an upload stands."""
    if row.clip_id is not None:
        return Progress.RECEIVED
    if row.finished_at is not None:
        return Progress.REFUSED
    return Progress.FINISHING if row.offset == row.length else Progress.SENDING


def problem_of(row: UploadRow) -> InputRejected | WorkFailed | None:
    """Return why an upload was refused, None if it was not."""
    if not row.problem:
        return None
    return _PROBLEMS[row.problem["error"]](**row.problem["facts"])


def create(
    session: Session, service: Service, actor: Actor, announced: Announced, now: int
) -> UploadRow:
    """Make a clip known that will be sent; nothing of it is read before all this was asked.

    Raises NotAllowed, ProductMissing, ConsentMissing, NotAVideo, ClipTooLarge, QuotaUsedUp.
    """
    product = products.find(session, announced.product_id)
    if product is None or product.archived_at is not None:
        raise ProductMissing(announced.product_id)
    _permit(session, actor, product)
    if announced.length == 0:
        raise sniff.NotAVideo
    # Of two clips at the same moment the second counts the first.
    session.get(StationRow, product.station_id, with_for_update=True)
    used = repository.usage(session, product, now)
    quotas.check(service.settings, used, announced.length)
    row = UploadRow(
        id=new_id(),
        person_id=actor.person_id,
        product_id=product.id,
        name=announced.name,
        meta={"header": announced.header, "filetype": announced.filetype, "ai": announced.ai},
        length=announced.length,
        offset=0,
        parts={},
        created_at=now,
        expires_at=expiry(service, now),
    )
    session.add(row)
    return row


def find(session: Session, actor: Actor, upload_id: str, *, to_change: bool = False) -> UploadRow:
    """Return an upload that ``actor`` may go on with. Raises UploadUnknown, NotAllowed."""
    row = repository.upload(session, upload_id, to_change=to_change)
    if row is None:
        raise UploadUnknown(upload_id)
    product = _product(session, row)
    require(actor, Action.SEND_CLIPS, station_id=product.station_id, owner_id=product.farmer_id)
    return row


def find_open(session: Session, actor: Actor, upload_id: str, now: int) -> UploadRow:
    """Return an upload that can be gone on with, or is a clip. Raises as find, UploadOver."""
    row = find(session, actor, upload_id)
    _check_open(row, now)
    return row


def take(
    service: Service, actor: Actor, upload_id: str, offset: int, size: int | None, now: int
) -> Hold:
    """Give ``actor`` the right to add ``size`` bytes (None: not known) at ``offset``.

    Raises UploadUnknown, NotAllowed, ConsentMissing, UploadOver, UploadHeld, OffsetWrong,
    TooManyBytes; then nothing has changed.
    """
    with service.database.writing() as work:
        row = find(work, actor, upload_id, to_change=True)
        _permit(work, actor, _product(work, row))
        _check_open(row, now)
        if is_held(row, now):
            raise UploadHeld(upload_id)
        if offset != row.offset:
            raise OffsetWrong(row.offset)
        if size is not None and offset + size > row.length:
            raise TooManyBytes(row.length)
        return lease(row, now)


def terminate(service: Service, actor: Actor, upload_id: str, now: int) -> None:
    """Forget an upload and free its bytes. Raises UploadUnknown, NotAllowed, UploadFinished."""
    with service.database.writing() as work:
        row = find(work, actor, upload_id, to_change=True)
        if row.clip_id is not None:
            raise UploadFinished(upload_id)
        row.expires_at, row.lease_by = 0, None
    _forget(service, upload_id, now)


def sweep(service: Service, now: int) -> int:
    """Finish what a killed process left, forget what is expired; return how many uploads.

    One upload that can't be finished or forgotten keeps none of the others.
    """
    with service.database.reading() as work:
        unfinished, over = repository.unfinished(work, now), repository.expired(work, now)
    for upload_id in unfinished:
        _try(upload_id, lambda upload_id: arrival.mend(service, upload_id, now))
    for upload_id in over:
        _try(upload_id, lambda upload_id: _forget(service, upload_id, now))
    return len(unfinished) + len(over)


def tidy(service: Service, now: int) -> int:
    """Free what processes left that died between the store and the row; returns how much it was.

    Only what is a day old and of no upload that is known; it looks through all that waits.
    """
    incoming = open_incoming(service.store)
    freed = 0
    for upload_id, record in list(incoming.left(now - _DAY)):
        with service.database.reading() as work:
            known = repository.upload(work, upload_id) is not None
        if not known:
            incoming.forget(upload_id, record)
            freed += 1
    return freed


def _try(upload_id: str, do: Callable[[str], None]) -> None:
    try:
        do(upload_id)
    except VidcommerceError as error:
        _log.warning("an upload stays for the next sweep", upload_id=upload_id, why=str(error))


def _permit(session: Session, actor: Actor, product: ProductRow) -> None:
    """Let ``actor`` send clips of the product, for the farmer whose it is."""
    require(actor, Action.SEND_CLIPS, station_id=product.station_id, owner_id=product.farmer_id)
    consent.require(session, product.farmer_id)


def _product(session: Session, row: UploadRow) -> ProductRow:
    product = products.find(session, row.product_id)
    if product is None:
        raise ProductMissing(row.product_id)
    return product


def _check_open(row: UploadRow, now: int) -> None:
    if row.expires_at <= now or (row.finished_at is not None and row.clip_id is None):
        raise UploadOver(row.id)


def _forget(service: Service, upload_id: str, now: int) -> None:
    """Free the bytes of an expired upload, then forget its row: no byte is left without one."""
    with service.database.reading() as work:
        row = repository.upload(work, upload_id)
    if row is None or row.expires_at > now:
        return
    incoming = open_incoming(service.store)
    with incoming.alone(upload_id):
        incoming.forget(upload_id, row.parts)
    with service.database.writing() as work:
        left = repository.upload(work, upload_id, to_change=True)
        if left is not None and left.expires_at <= now:
            work.delete(left)
