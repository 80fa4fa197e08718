"""A writer proves a phone number once: then it is known again in every browser.

Of the number a keyed hash is kept, and nothing else. These functions open their own units of work:
a refusal must not undo that it was tried (see accounts.signing_in).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts import codes, limits
from vidcommerce.accounts.limits import Limit
from vidcommerce.accounts.phones import e164
from vidcommerce.accounts.secrets import sealed
from vidcommerce.accounts.signing_in import Letter, Visit
from vidcommerce.comments import writers
from vidcommerce.comments.tables import WriterRow
from vidcommerce.service import Service

SENDING_AT_ALL: Final = Limit("sending/writers", 500, 60 * 60 * 1000)
"""Codes that all writers together are sent in an hour: each costs the operator something, and this
page sends to numbers that nobody knows yet."""


def ask_for_code(service: Service, phone: str, visit: Visit, language: str) -> Letter:
    """Return the code to send to a number. Raises PhoneWrong or TooManyTries."""
    number = e164(phone, service.settings.phone_region)
    for limit, who in (
        (SENDING_AT_ALL, ""),
        (limits.SENDING_BY_PLACE, visit.place),
        (limits.SENDING_NOW, number),
        (limits.SENDING_BY_PHONE, number),
    ):
        _spend(service, limit, who, visit.now)
    with service.database.writing() as work:
        digits = codes.make(work, service.secret, _apart(number), visit.now)
    return Letter(number, digits, language)


def prove(service: Service, secret: str, phone: str, digits: str, visit: Visit) -> str:
    """Take a number as that of the writer with ``secret``, and return the secret to keep from now.

    Whoever proved it before in another browser is the same person, and both become one. Raises
    PhoneWrong, CodeWrong or TooManyTries.
    """
    number = e164(phone, service.settings.phone_region)
    _spend(service, limits.CODE_BY_PLACE, visit.place, visit.now)
    _spend(service, limits.CODE_BY_PHONE, number, visit.now)
    with service.database.writing() as work:
        tried = codes.count_try(work, _apart(number), visit.now)
    with service.database.writing() as work:
        codes.use(work, service.secret, tried, digits, visit.now)
        limits.give_back(work, limits.CODE_BY_PHONE, number)
        row = _proved(work, service.secret, secret, number, visit.now)
        return writers.secret_of(service.secret, row.id)


def _proved(work: Session, key: bytes, secret: str, number: str, now: int) -> WriterRow:
    """Return the one writer of a number."""
    mark, known = _mark(key, number), of_number(work, key, number)
    here = writers.find(work, secret)
    if known is not None:
        if here is not None and here.id != known.id:
            writers.join(work, here, known, now)
        return known
    row = here or writers.begin(work, key, now)[0]
    row.phone_hash, row.proved_at = mark, now
    return row


def of_number(work: Session, key: bytes, number: str) -> WriterRow | None:
    """Return who proved a number (E.164), held; None for nobody."""
    mark = _mark(key, number)
    asked = select(WriterRow).where(WriterRow.phone_hash == mark, WriterRow.erased_at.is_(None))
    return work.scalars(asked.with_for_update()).first()


def _mark(key: bytes, number: str) -> str:
    return sealed(key, "comment phone", number)


def _apart(number: str) -> str:
    """Return under what a code for writers is kept: it must not sign in a farmer."""
    return f"c{number}"


def _spend(service: Service, limit: Limit, who: str, now: int) -> None:
    with service.database.writing() as work:
        limits.spend(work, limit, who, now)
