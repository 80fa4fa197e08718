"""One-time codes that are sent to a phone: six digits, a few tries, ten minutes, once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.secrets import same, sealed
from vidcommerce.accounts.tables import OneTimeCodeRow
from vidcommerce.accounts.totp import CodeWrong
from vidcommerce.db import new_id

_DIGITS: Final = 6
_TRIES: Final = 5
_LASTS: Final = 10 * 60_000
_DAY: Final = 24 * 60 * 60_000


@dataclass(frozen=True, slots=True)
class Tried:
    """A code that somebody is about to try, after the try was counted."""

    id: str
    phone: str
    code_hash: str


def make(session: Session, key: bytes, phone: str, now: int) -> str:
    """Make the code of a phone and return its digits; the one before it ends."""
    ended = update(OneTimeCodeRow).where(
        OneTimeCodeRow.phone == phone, OneTimeCodeRow.used_at.is_(None)
    )
    session.execute(ended.values(used_at=now))
    digits = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    code_id = new_id()
    session.add(
        OneTimeCodeRow(
            id=code_id,
            phone=phone,
            # Under our key, because a million digits are soon tried where the rows were stolen.
            code_hash=sealed(key, code_id, phone, digits),
            created_at=now,
            expires_at=now + _LASTS,
        )
    )
    session.flush()
    return digits


def count_try(session: Session, phone: str, now: int) -> Tried:
    """Take down that the phone's code is tried, and return it. Raises CodeWrong.

    To be committed before :func:`use`, so that tries at the same moment all count.
    """
    wanted = select(OneTimeCodeRow).where(
        OneTimeCodeRow.phone == phone,
        OneTimeCodeRow.used_at.is_(None),
        OneTimeCodeRow.expires_at > now,
        OneTimeCodeRow.tries < _TRIES,
    )
    newest = wanted.order_by(OneTimeCodeRow.created_at.desc()).limit(1)
    row = session.scalar(newest.with_for_update())
    if row is None:
        raise CodeWrong
    row.tries += 1
    return Tried(row.id, row.phone, row.code_hash)


def use(session: Session, key: bytes, tried: Tried, digits: str, now: int) -> None:
    """End a code that was given right. Raises CodeWrong."""
    given = "".join(digits.split())
    row = session.get_one(OneTimeCodeRow, tried.id, with_for_update=True)
    right = same(sealed(key, tried.id, tried.phone, given), tried.code_hash)
    if not right or row.used_at is not None:
        raise CodeWrong
    row.used_at = now


def forget_old(session: Session, now: int) -> None:
    """Delete codes of the day before and earlier."""
    session.execute(delete(OneTimeCodeRow).where(OneTimeCodeRow.expires_at < now - _DAY))
