"""Filing the papers of farmers, and taking them back: what a claim needs to be more than words.

A person at the station looks at the paper; nobody here asks whoever gave it whether it is real.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, Role, require
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.flags import log
from vidcommerce.flags.claims.certificates import Certificate
from vidcommerce.flags.claims.noting import note_anew
from vidcommerce.flags.claims.rules import CERTIFIED, Claims
from vidcommerce.flags.log import What
from vidcommerce.flags.tables import CertificateRow
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.products.service import FarmerUnknown, ProductUnknown
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import repository as publications
from vidcommerce.storage import BlobStore

MOST_MEGABYTES: Final = 10
MOST_BYTES: Final = MOST_MEGABYTES << 20
"""Of a scan: some pages of a PDF, or a phone's photo."""

LONGEST_NUMBER: Final = 100
LONGEST_ISSUER: Final = 200

_SOON: Final = 30 * 24 * 60 * 60_000
"""Milliseconds before the end in which somebody should ask for the next paper."""

_BEGIN: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)
"""The first bytes of what is taken: ITU-T T.81 B.1.1.3, W3C PNG 5.2, ISO 32000-1 7.5.2."""

KIND_WORDS: Final = {
    Claims.ORGANIC: N_("Organic"),
    Claims.ORIGIN: N_("Protected place name"),
    Claims.PESTICIDE_FREE: N_("Free of pesticides: a laboratory's report"),
    Claims.AWARD: N_("Award"),
}
"""What can be filed, in the order in which it is offered."""


@dataclass(eq=False)
class CertificateUnknown(InputRejected):
    """There is no such certificate, or not one that this person may see."""

    certificate_id: str
    sentence = N_("There is no such certificate here.")


@dataclass(eq=False)
class CertificateWrong(InputRejected):
    """What is written of a certificate can't be; ``fault`` says why."""

    fault: str
    sentence = N_("This can't be filed: {fault}.")


@dataclass(eq=False)
class CertificateThere(InputRejected):
    """The same certificate is filed already."""

    number: str
    sentence = N_("Certificate {number} is filed already.")


@dataclass(eq=False)
class ScanUnusable(InputRejected):
    """The bytes are no kind of file that we take."""

    sentence = N_("Send the certificate as a photo or a PDF: JPEG, PNG or PDF.")


@dataclass(eq=False)
class ScanTooHeavy(InputRejected):
    """A scan has more bytes than are taken."""

    most: int
    sentence = N_("This file is too large: {most} MB at most.")


class Standing(StrEnum):
    """How long a certificate holds yet."""

    HOLDS = "holds"
    SOON = "soon"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Filed:
    """A certificate, whose it is, and for which product; "" where it is for all."""

    row: CertificateRow
    farmer: str
    product: str
    standing: Standing


def read(kind: str, number: str, issuer: str, expires: str, now: int) -> Certificate:
    """Return a certificate as it was typed. Raises CertificateWrong, also for one that is over."""
    if kind not in CERTIFIED:
        raise CertificateWrong(N_("choose from the list what it is for"))
    number, issuer = _one_line(number), _one_line(issuer)
    if not 0 < len(number) <= LONGEST_NUMBER:
        raise CertificateWrong(N_("write down its number, 100 letters at most"))
    if not 0 < len(issuer) <= LONGEST_ISSUER:
        raise CertificateWrong(N_("write down who gave it, 200 letters at most"))
    try:
        day = date.fromisoformat(expires.strip()).isoformat()
    except ValueError as error:
        raise CertificateWrong(N_("write down its last day")) from error
    found = Certificate(Claims(kind), number, issuer, day)
    if not found.valid(now):
        raise CertificateWrong(N_("it has run out"))
    return found


def keep_scan(store: BlobStore, data: bytes) -> str:
    """Keep a scan and return its sha256, its name. Raises ScanUnusable, ScanTooHeavy."""
    if len(data) > MOST_BYTES:
        raise ScanTooHeavy(MOST_MEGABYTES)
    media_type(data)
    scan = hashlib.sha256(data).hexdigest()
    if not store.has(blob_of(scan)):
        with store.scratch() as folder:
            file = folder / "scan"
            file.write_bytes(data)
            store.put(blob_of(scan), file)
    return scan


def media_type(begin: bytes) -> str:
    """Return what kind of file it is whose first bytes these are. Raises ScanUnusable."""
    for first, kind in _BEGIN:
        if begin.startswith(first):
            return kind
    raise ScanUnusable


def blob_of(scan: str) -> str:
    """Return the name of a scan's blob."""
    return f"certificates/{scan}"


def file_for(  # noqa: PLR0913, PLR0917 - whose paper, what it says, its scan, and when
    session: Session,
    actor: Actor,
    farmer_id: str,
    product_id: str | None,
    paper: Certificate,
    scan: str,
    now: int,
) -> CertificateRow:
    """File a paper that was :func:`read`, whose scan was kept before; claims are noted anew.

    Without a product it is for all of the farmer's. Raises NotAllowed, FarmerUnknown,
    ProductUnknown, CertificateThere.
    """
    farmer = _farmer(session, actor, farmer_id)
    product = None if product_id is None else session.get(ProductRow, product_id)
    if product_id is not None and (product is None or product.farmer_id != farmer_id):
        raise ProductUnknown(product_id)
    _check_new(session, farmer_id, product_id, paper)
    row = CertificateRow(
        id=new_id(), station_id=farmer.station_id, farmer_id=farmer_id, product_id=product_id,
        kind=paper.kind.value, number=paper.number, issuer=paper.issuer, expires=paper.expires,
        file=scan, made_by=actor.person_id, created_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _changed(session, actor, row, What.CERTIFICATE_FILED, now)
    return row


def withdraw(session: Session, actor: Actor, certificate_id: str, now: int) -> None:
    """Take a certificate back: it proves nothing any more; done twice, it is once.

    The row and its scan stay, since the log and old pages speak of them. Raises NotAllowed,
    CertificateUnknown.
    """
    row = get(session, actor, certificate_id, to_change=True)
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at = now
    session.flush()
    _changed(session, actor, row, What.CERTIFICATE_WITHDRAWN, now)


def get(
    session: Session, actor: Actor, certificate_id: str, *, to_change: bool = False
) -> CertificateRow:
    """Return a certificate of the station. Raises CertificateUnknown."""
    row = session.get(
        CertificateRow, certificate_id, with_for_update=to_change or None, populate_existing=True
    )
    try:
        if row is not None:
            require(actor, Action.REVIEW, station_id=row.station_id, owner_id=row.farmer_id)
            return row
    except NotAllowed as error:
        raise CertificateUnknown(certificate_id) from error
    raise CertificateUnknown(certificate_id)


def of_station(session: Session, actor: Actor, now: int) -> list[Filed]:
    """Return what is filed at the station by farmer, and of each what ends first. NotAllowed."""
    return _filed(
        session, within(actor, Action.REVIEW, CertificateRow.station_id, CertificateRow.farmer_id),
        now,
    )  # fmt: skip


def of_farmer(session: Session, farmer_id: str, now: int) -> list[Filed]:
    """Return what is filed of a farmer, what ends first at first."""
    return _filed(session, CertificateRow.farmer_id == farmer_id, now)


def farmers(session: Session, actor: Actor) -> list[tuple[PersonRow, list[ProductRow]]]:
    """Return for whom ``actor`` may file: the farmers of the station, each with their products."""
    row = PersonRow
    asked = select(row).where(
        within(actor, Action.REVIEW, row.station_id, row.id),
        row.role == Role.FARMER,
        row.disabled_at.is_(None),
    )
    people = session.scalars(asked.order_by(row.name, row.id)).all()
    sold = select(ProductRow).where(
        ProductRow.farmer_id.in_(one.id for one in people), ProductRow.archived_at.is_(None)
    )
    found: dict[str, list[ProductRow]] = {one.id: [] for one in people}
    for product in session.scalars(sold.order_by(ProductRow.name, ProductRow.id)):
        found[product.farmer_id].append(product)
    return [(one, found[one.id]) for one in people]


def _filed(session: Session, whose: ColumnElement[bool], now: int) -> list[Filed]:
    row = CertificateRow
    asked = (
        select(row, PersonRow.name, ProductRow.name)
        .join(PersonRow, PersonRow.id == row.farmer_id)
        .outerjoin(ProductRow, ProductRow.id == row.product_id)
        .where(whose, row.withdrawn_at.is_(None))
        .order_by(PersonRow.name, row.farmer_id, row.expires, row.id)
    )
    return [
        Filed(one, farmer, product or "", _standing(one, now))
        for one, farmer, product in session.execute(asked)
    ]


def _standing(row: CertificateRow, now: int) -> Standing:
    paper = Certificate(Claims(row.kind), row.number, row.issuer, row.expires)
    if not paper.valid(now):
        return Standing.OVER
    return Standing.HOLDS if paper.valid(now + _SOON) else Standing.SOON


def _farmer(session: Session, actor: Actor, farmer_id: str) -> PersonRow:
    farmer = session.get(PersonRow, farmer_id)
    if farmer is None or farmer.role != Role.FARMER or farmer.station_id is None:
        raise FarmerUnknown(farmer_id)
    try:
        require(actor, Action.REVIEW, station_id=farmer.station_id, owner_id=farmer_id)
    except NotAllowed as error:
        raise FarmerUnknown(farmer_id) from error
    return farmer


def _check_new(
    session: Session, farmer_id: str, product_id: str | None, paper: Certificate
) -> None:
    row = CertificateRow
    product = row.product_id.is_(None) if product_id is None else row.product_id == product_id
    asked = select(row.id).where(
        row.farmer_id == farmer_id, product, row.kind == paper.kind.value,
        row.number == paper.number, row.expires == paper.expires, row.withdrawn_at.is_(None),
    )  # fmt: skip
    if session.scalar(asked.limit(1)) is not None:
        raise CertificateThere(paper.number)


def _changed(session: Session, actor: Actor, row: CertificateRow, what: What, now: int) -> None:
    data = {"certificate": row.id, "kind": row.kind, "expires": row.expires, "file": row.file}
    log.note(
        session, what, data, now, station_id=row.station_id, person_id=actor.person_id
    )  # fmt: skip
    note_anew(session, row.farmer_id, row.product_id, now)
    publications.mark(session, row.station_id, now)


def _one_line(text: str) -> str:
    """Return a text without line ends and letters that can't be seen."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
