"""What people do with products: create, change, archive, look at; and their pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Final

from PIL import Image
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, Role, reach, require
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.pictures import ImageUnreadable, decode_image
from vidcommerce.media.plan import ProductFacts
from vidcommerce.products import repository
from vidcommerce.products.models import Product, tidied
from vidcommerce.products.tables import ProductRow
from vidcommerce.storage import BlobStore
from vidcommerce.versions import check_version

PICTURE_SIDE: Final = 1600
"""Pixels of the longer side at most: sharp on a phone held sideways, and small to send."""

_QUALITY: Final = 90


@dataclass(eq=False)
class ProductUnknown(InputRejected):
    """There is no such product, or this person may not know of it."""

    product_id: str
    sentence = N_("There is no such product.")


@dataclass(eq=False)
class FarmerUnknown(InputRejected):
    """A product needs a farmer of a station, and this person is none."""

    farmer_id: str
    sentence = N_("There is no such farmer at the station.")


@dataclass(eq=False)
class PictureUnusable(InputRejected):
    """The bytes are no picture that can be used; ``fault`` is the text of an ImageFault."""

    fault: str
    sentence = N_("This picture can't be used: {fault}.")


@dataclass(eq=False)
class PictureUnknown(InputRejected):
    """A product refers to a picture that was not sent before."""

    picture: str
    sentence = N_("There is no such picture. Send it first.")


@dataclass(eq=False)
class PictureNowhere(InputRejected):
    """There is no picture at the address that was asked for."""

    picture: str
    sentence = N_("There is no such picture.")


def keep_picture(store: BlobStore, data: bytes) -> str:
    """Keep a picture that somebody sent and return the sha256 of the kept bytes, its name.

    What is kept is upright, in sRGB, at most 1600 pixels long, without any metadata: a JPEG, or a
    PNG where it has transparency. The same bytes sent twice are one picture. Raises
    PictureUnusable.
    """
    try:
        image = decode_image(data, "")
    except ImageUnreadable as error:
        raise PictureUnusable(error.fault) from error
    image.thumbnail((PICTURE_SIDE, PICTURE_SIDE), Image.Resampling.LANCZOS)
    with store.scratch() as folder:
        file = folder / "picture"
        if image.mode == "RGBA":
            image.save(file, "PNG", optimize=True)
        else:
            image.save(file, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
        picture = hashlib.sha256(file.read_bytes()).hexdigest()
        if not store.has(blob_of(picture)):
            store.put(blob_of(picture), file)
    return picture


def blob_of(picture: str) -> str:
    """Return the name of a picture's blob."""
    return f"pictures/{picture}"


def station_of(session: Session, actor: Actor, farmer_id: str) -> str:
    """Return the station of a farmer for whom ``actor`` may write down products.

    Raises NotAllowed, FarmerUnknown.
    """
    reach(actor, Action.EDIT_PRODUCTS)
    farmer = session.get(PersonRow, farmer_id)
    if farmer is None or farmer.role != Role.FARMER or farmer.station_id is None:
        raise FarmerUnknown(farmer_id)
    try:
        require(actor, Action.EDIT_PRODUCTS, station_id=farmer.station_id, owner_id=farmer_id)
    except NotAllowed as error:
        raise FarmerUnknown(farmer_id) from error
    return farmer.station_id


def create(  # noqa: PLR0913, PLR0917 - what a product is, whose, and when
    session: Session,
    actor: Actor,
    facts: ProductFacts,
    picture: str,
    farmer_id: str,
    now: int,
    product_id: str = "",
) -> ProductRow:
    """Write down a product of a farmer; ``picture`` was kept by :func:`keep_picture` before.

    ``product_id`` is its id where somebody has made one already. Raises NotAllowed,
    FarmerUnknown, ProductKeyWrong.
    """
    row = ProductRow(
        id=product_id or new_id(),
        station_id=station_of(session, actor, farmer_id),
        farmer_id=farmer_id,
        picture=picture,
        checked_at=now,
        created_at=now,
        **_columns(facts),
    )
    session.add(row)
    session.flush()
    return row


def change(
    session: Session,
    actor: Actor,
    product_id: str,
    facts: ProductFacts,
    picture: str,
    version: int,
) -> ProductRow:
    """Replace the facts and picture of version ``version`` of a product, and count its version up.

    Raises ProductUnknown, NotAllowed, ProductKeyWrong, ChangedMeanwhile.
    """
    row = _to_change(session, actor, product_id, version)
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    row.picture = picture
    row.version += 1
    session.flush()
    return row


def archive(session: Session, actor: Actor, product_id: str, version: int, now: int) -> None:
    """Take a product out of the lists; clips and pages that show it keep it.

    Archiving twice is no error. Raises ProductUnknown, NotAllowed, ChangedMeanwhile.
    """
    row = _to_change(session, actor, product_id, version)
    if row.archived_at is None:
        row.archived_at = now
        row.version += 1
        session.flush()


def get(session: Session, actor: Actor, product_id: str) -> ProductRow:
    """Return a product that ``actor`` may see, archived or not. Raises ProductUnknown."""
    return _seen(repository.find(session, product_id), actor, product_id)


def facts_of(row: ProductRow) -> ProductFacts:
    """Return what a card says of the product."""
    return ProductFacts(
        name=row.name,
        price=Decimal(row.price),
        currency=row.currency,
        unit=row.unit,
        origin=row.origin,
        seller=row.seller,
        cart_url=row.cart_url,
        old_price=None if row.old_price is None else Decimal(row.old_price),
    )


@contextmanager
def as_product(store: BlobStore, row: ProductRow) -> Iterator[Product]:
    """Give the product as the pipeline wants it, its picture a file, for the length of a with."""
    with store.local(blob_of(row.picture)) as image:
        yield Product(facts_of(row), image)


def _columns(facts: ProductFacts) -> dict[str, str | None]:
    """Return the facts as the table holds them. Raises ProductKeyWrong."""
    values = asdict(tidied(facts))
    return {name: None if value is None else str(value) for name, value in values.items()}


def _to_change(session: Session, actor: Actor, product_id: str, version: int) -> ProductRow:
    row = _seen(repository.find(session, product_id, to_change=True), actor, product_id)
    require(actor, Action.EDIT_PRODUCTS, station_id=row.station_id, owner_id=row.farmer_id)
    check_version(expected=version, current=row.version)
    return row


def _seen(row: ProductRow | None, actor: Actor, product_id: str) -> ProductRow:
    """Refuse what is not there and what may not be seen alike: ids tell nobody anything."""
    reach(actor, Action.SEE_PRODUCTS)
    if row is None:
        raise ProductUnknown(product_id)
    try:
        require(actor, Action.SEE_PRODUCTS, station_id=row.station_id, owner_id=row.farmer_id)
    except NotAllowed as error:
        raise ProductUnknown(product_id) from error
    return row
