"""How often something may be tried: counted in the database, so that every process counts alike."""

from __future__ import annotations

import contextlib
import ipaddress
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from vidcommerce.accounts.secrets import hashed
from vidcommerce.accounts.tables import TriesRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_IPV6_CUSTOMER: Final = 64


@dataclass(eq=False)
class TooManyTries(InputRejected):
    """Something was tried too often; it may be tried again in ``minutes``."""

    minutes: int
    sentence = N_("That was tried too often. Please wait {minutes} minutes and try again.")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` tries of one kind by one person or place in ``span`` milliseconds."""

    name: str
    most: int
    span: int


# A village station is one place to us: its people share an address. So places may do more.
PASSWORD_BY_LOGIN: Final = Limit("password/login", 20, 15 * _MINUTE)
PASSWORD_BY_PLACE: Final = Limit("password/place", 100, 15 * _MINUTE)
CHANGING_PASSWORD: Final = Limit("password/change", 10, 15 * _MINUTE)
FACTOR_BY_PERSON: Final = Limit("factor/person", 10, 15 * _MINUTE)
SENDING_NOW: Final = Limit("sending/now", 1, _MINUTE)
SENDING_BY_PHONE: Final = Limit("sending/phone", 8, _DAY)
SENDING_BY_PLACE: Final = Limit("sending/place", 60, _HOUR)
CODE_BY_PHONE: Final = Limit("code/phone", 20, _HOUR)
CODE_BY_PLACE: Final = Limit("code/place", 200, _HOUR)
JOINING_BY_PLACE: Final = Limit("joining/place", 200, _HOUR)
PASSKEY_BY_PLACE: Final = Limit("passkey/place", 200, _HOUR)


def place_of(host: str) -> str:
    """Return what counts as one place: an address, of IPv6 the network that one customer has."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_CUSTOMER), strict=False))


def spend(session: Session, limit: Limit, who: str, now: int) -> None:
    """Take down one more try by ``who``, before it is tried. Raises TooManyTries.

    Commit it before the try itself: a refused one must count, and so must many at the same time.
    """
    row = _locked(session, hashed(f"{limit.name}\0{who}"), now)
    if now >= row.since + limit.span:
        row.count, row.since = 0, now
    if row.count >= limit.most:
        raise TooManyTries(-(-(row.since + limit.span - now) // _MINUTE))
    row.count += 1
    row.forget_at = row.since + limit.span


def give_back(session: Session, limit: Limit, who: str) -> None:
    """Forget the tries of ``who``, who has got it right."""
    session.execute(delete(TriesRow).where(TriesRow.id == hashed(f"{limit.name}\0{who}")))


def forget_old(session: Session, now: int) -> None:
    """Delete what no longer limits anybody."""
    session.execute(delete(TriesRow).where(TriesRow.forget_at <= now))


def _locked(session: Session, key: str, now: int) -> TriesRow:
    """Return the row of a key, locked; of two who make it at once the second takes the first's."""
    while True:  # whoever got it right may delete the row between our looking and our making
        row = session.get(TriesRow, key, with_for_update=True)
        if row is not None:
            return row
        with contextlib.suppress(IntegrityError), session.begin_nested():
            session.add(TriesRow(id=key, count=0, since=now, forget_at=now))
