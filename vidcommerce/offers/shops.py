"""What people do with the shops of a station: add, change, ask, archive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from vidcommerce.accounts.phones import e164
from vidcommerce.accounts.repository import StationUnknown
from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.accounts.tables import StationRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.offers import repository
from vidcommerce.offers.links.hosts import host_of, host_typed, messengers
from vidcommerce.offers.links.models import ShopHostUnknown, ShopKind
from vidcommerce.offers.links.others import check_template
from vidcommerce.offers.tables import ShopRow
from vidcommerce.publishing import repository as publications
from vidcommerce.versions import check_version
from vidcommerce.webhooks.addresses import LONGEST, check_url

MOST_SHOPS: Final = 30
"""At one station."""

LONGEST_NAME: Final = 60
LONGEST_SECRET: Final = 100
LONGEST_MESSAGE: Final = 100

KINDS: Final[Mapping[ShopKind, str]] = {
    ShopKind.SHOPIFY: N_("Shopify"),
    ShopKind.WOOCOMMERCE: N_("WooCommerce"),
    ShopKind.WOOCOMMERCE_OLD: N_("WooCommerce before version 10"),
    ShopKind.TEMPLATE: N_("Another shop (Taobao, Youzan, JD …)"),
    ShopKind.ORDER: N_("No shop: people call or write"),
}
"""What people choose from."""


@dataclass(eq=False)
class ShopUnknown(InputRejected):
    """There is no such shop, or this person may not know of it."""

    shop_id: str
    sentence = N_("There is no such shop.")


@dataclass(eq=False)
class ShopsTooMany(InputRejected):
    """A station has as many shops as it may."""

    most: int
    sentence = N_("A station can have {most} shops at most.")


@dataclass(eq=False)
class ShopThere(InputRejected):
    """A station has a shop at this host already."""

    host: str
    sentence = N_("There is a shop at {host} already.")


@dataclass(eq=False)
class ShopKeyWrong(InputRejected):
    """The ``key`` of a shop can't be used; ``fault`` says why, in plain words."""

    key: str
    fault: str
    sentence = N_("The shop's {key} can't be used: {fault}.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A shop as people describe it.

    ``address`` is that of the shop, or for ShopKind.TEMPLATE the template; for ShopKind.ORDER
    ``phone`` or ``message_to`` is needed. ``secret`` None leaves the one that is there.
    """

    kind: str
    name: str
    address: str = ""
    phone: str = ""
    message_to: str = ""
    feed_url: str = ""
    secret: str | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What of the settings decides.

    ``region`` is for phone numbers without a country (ISO 3166), ``private`` lets shops be asked
    in private networks.
    """

    region: str
    private: bool = False


def add(
    session: Session, actor: Actor, station_id: str, wanted: Wanted, rules: Rules, now: int
) -> ShopRow:
    """Return a new shop of a station.

    Raises NotAllowed, StationUnknown, ShopsTooMany, ShopThere, ShopKeyWrong, ShopAddressWrong,
    PhoneWrong or AddressRefused.
    """
    reach(actor, Action.EDIT_STATION)
    try:
        require(actor, Action.EDIT_STATION, station_id=station_id, owner_id="")
    except NotAllowed as error:
        raise StationUnknown(station_id) from error
    if session.get(StationRow, station_id, with_for_update=True) is None:
        raise StationUnknown(station_id)
    if len(repository.open_at(session, station_id)) >= MOST_SHOPS:
        raise ShopsTooMany(MOST_SHOPS)
    row = ShopRow(id=new_id(), station_id=station_id, created_at=now, found={}, version=1)
    _write(session, row, wanted, rules, now)
    session.add(row)
    session.flush()
    return row


def get(session: Session, actor: Actor, shop_id: str) -> ShopRow:
    """Return a shop that ``actor`` may see, archived or not. Raises NotAllowed, ShopUnknown."""
    return _seen(session, actor, shop_id, Action.SEE_PRODUCTS)


def change(  # noqa: PLR0913, PLR0917 - who changes which version of what to what, and when
    session: Session,
    actor: Actor,
    shop_id: str,
    wanted: Wanted,
    version: int,
    rules: Rules,
    now: int,
) -> ShopRow:
    """Change a shop; pages that are public keep the links that they show.

    A number to call is on pages of their own, which are made again.

    Raises NotAllowed, ShopUnknown, ChangedMeanwhile, and what :func:`add` raises.
    """
    row = _to_change(session, actor, shop_id, version)
    _write(session, row, wanted, rules, now)
    row.version += 1
    publications.mark(session, row.station_id, now)
    return row


def archive(session: Session, actor: Actor, shop_id: str, version: int, now: int) -> None:
    """Take a shop away: nothing new leads there. Twice is no error.

    Raises NotAllowed, ShopUnknown, ChangedMeanwhile.
    """
    row = _to_change(session, actor, shop_id, version)
    if row.archived_at is None:
        row.archived_at = now
        row.version += 1
        session.flush()


def keep_found(session: Session, actor: Actor, shop_id: str, found: Mapping[str, Any]) -> ShopRow:
    """Write down what a shop said of itself. Raises NotAllowed, ShopUnknown."""
    row = _seen(session, actor, shop_id, Action.EDIT_STATION, to_change=True)
    if row.found != found:
        row.found = dict(found)
        row.version += 1
        session.flush()
    return row


def _write(session: Session, row: ShopRow, wanted: Wanted, rules: Rules, now: int) -> None:
    """Check all that people said, then write it; what was found of a shop that moved is over."""
    kind = _kind(wanted.kind)
    host, template = _where(kind, wanted.address.strip())
    others = [shop for shop in repository.open_at(session, row.station_id) if shop.id != row.id]
    if host and kind is not ShopKind.TEMPLATE and host in {shop.host for shop in others}:
        raise ShopThere(host)
    phone, message_to = _reached(kind, wanted, rules)
    name = _line("name", wanted.name, LONGEST_NAME)
    secret = None if wanted.secret is None else _line("secret", wanted.secret, LONGEST_SECRET)
    feed = _feed(wanted.feed_url.strip(), rules)
    if (kind.value, host) != (row.kind, row.host):
        row.found = {}
    if feed != (row.feed_url or ""):
        row.feed_url, row.feed_due_at = feed, now if feed else 0
        row.feed_read_at, row.feed_fault = None, ""
    row.kind, row.host, row.template = kind.value, host, template
    row.phone, row.message_to = phone, message_to
    row.name = name or host or phone or message_to
    if secret is not None:
        row.secret = secret


def _kind(given: str) -> ShopKind:
    try:
        return ShopKind(given)
    except ValueError as error:
        raise ShopKeyWrong("kind", N_("choose one of the kinds")) from error


def _where(kind: ShopKind, address: str) -> tuple[str, str]:
    """Return a shop's host and template, empty where its kind has none."""
    if kind is ShopKind.ORDER:
        return "", ""
    if kind is ShopKind.TEMPLATE:
        return check_template(address), address
    return host_typed(address), ""


def _reached(kind: ShopKind, wanted: Wanted, rules: Rules) -> tuple[str, str]:
    """Return the number and the name to which orders go."""
    phone = e164(wanted.phone, rules.region) if wanted.phone.strip() else ""
    message_to = _line("message_to", wanted.message_to, LONGEST_MESSAGE)
    if "://" in message_to and host_of(message_to) not in messengers():
        raise ShopHostUnknown(host_of(message_to))
    if kind is ShopKind.ORDER and not phone and not message_to:
        raise ShopKeyWrong("phone", N_("without a shop people need a number to call"))
    return phone, message_to


def _feed(url: str, rules: Rules) -> str:
    if url:
        check_url(url, private=rules.private)
    return url[:LONGEST]


def _line(key: str, text: str, longest: int) -> str:
    """Return one line of text with single spaces. Raises ShopKeyWrong."""
    tidy = " ".join(text.split())
    if len(tidy) > longest or re.search(r"[\x00-\x1f\x7f-\x9f]", tidy):
        raise ShopKeyWrong(key, N_("it must be one short line of plain text"))
    return tidy


def _to_change(session: Session, actor: Actor, shop_id: str, version: int) -> ShopRow:
    row = _seen(session, actor, shop_id, Action.EDIT_STATION, to_change=True)
    check_version(expected=version, current=row.version)
    return row


def _seen(
    session: Session, actor: Actor, shop_id: str, action: Action, *, to_change: bool = False
) -> ShopRow:
    """Refuse what is not there and what may not be seen alike: ids tell nobody anything."""
    reach(actor, action)
    row = repository.find(session, shop_id, to_change=to_change)
    if row is None:
        raise ShopUnknown(shop_id)
    try:
        require(actor, action, station_id=row.station_id, owner_id="")
    except NotAllowed as error:
        raise ShopUnknown(shop_id) from error
    return row
