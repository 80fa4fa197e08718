"""What is known of the video that a comment is for: when its comments are read, and who sells."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, require
from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments.own_lists import lists_of, sellers_of
from vidcommerce.comments.reading import Mode, Place
from vidcommerce.comments.tables import CommentActionRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.offers import shops
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.service import PublicationUnknown
from vidcommerce.publishing.tables import PublicationRow

_NUMBER = re.compile(r"[+\d][\d \-()]{5,}\d")


class ModeWrong(InputRejected):
    """Comments are read before or after they are shown; there is nothing else."""

    sentence = N_("Choose whether comments are read before or after they are shown.")


def place_of(session: Session, publication: PublicationRow, now: int) -> Place:
    """Return what the pipeline must know of a video: its own shop's numbers may be said there."""
    station = session.get_one(StationRow, publication.station_id)
    sellers = session.scalars(
        select(ShopRow).where(ShopRow.station_id == station.id, ShopRow.archived_at.is_(None))
    ).all()
    product = _product(session, publication)
    links = [publication.cart_url, station.shop_url]
    hosts = {urlsplit(link).hostname or "" for link in links} | {shop.host for shop in sellers}
    numbers = {_digits(found) for found in _NUMBER.findall(product.contact)}
    return Place(
        mode=_mode(publication, station, [s for s in sellers if s.id == product.shop_id]),
        burst=publication.held_until > now,
        hosts=tuple(sorted(hosts - {""})),
        numbers=tuple(sorted((numbers | {_digits(shop.phone) for shop in sellers}) - {""})),
        contacts=tuple(sorted({shop.message_to for shop in sellers} - {""})),
        competitors=sellers_of(session, station.id),
        lists=lists_of(session, station.id),
    )


def choose_mode(
    session: Session, actor: Actor, publication_id: str, mode: str, now: int
) -> PublicationRow:
    """Decide when comments of one video are read; empty leaves it to shop and station.

    Raises PublicationUnknown, NotAllowed or ModeWrong.
    """
    row = session.get(PublicationRow, publication_id)
    if row is None:
        raise PublicationUnknown(publication_id)
    require(actor, Action.MODERATE, station_id=row.station_id, owner_id="")
    check_mode(mode)
    row.moderation = mode
    session.add(
        CommentActionRow(
            station_id=row.station_id, person_id=actor.person_id, action="changed_mode",
            reason=mode, at=now, statement={"publication": row.id},
        )
    )  # fmt: skip
    session.flush()
    return row


def choose_shop_mode(session: Session, actor: Actor, shop_id: str, mode: str) -> ShopRow:
    """Decide when comments on videos of one shop are read; empty leaves it to the station.

    Raises ShopUnknown, NotAllowed or ModeWrong.
    """
    row = shops.get(session, actor, shop_id)
    require(actor, Action.EDIT_STATION, station_id=row.station_id, owner_id="")
    check_mode(mode)
    row.moderation = mode
    return row


def check_mode(mode: str) -> None:
    """Raise ModeWrong for what is neither a mode nor empty."""
    if mode and mode not in set(Mode):
        raise ModeWrong


def _mode(publication: PublicationRow, station: StationRow, shops: list[ShopRow]) -> Mode:
    """Return what the video says, else its product's shop, else the station."""
    chosen = [publication.moderation, *(shop.moderation for shop in shops), station.moderation]
    return Mode(next(filter(None, chosen), Mode.AFTER))


def _product(session: Session, publication: PublicationRow) -> ProductRow:
    asked = (
        select(ProductRow)
        .join(ClipRow, ClipRow.product_id == ProductRow.id)
        .where(ClipRow.id == publication.clip_id)
    )
    return session.scalars(asked).one()


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
