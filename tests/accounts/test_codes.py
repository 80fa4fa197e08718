"""Codes by phone: five tries, ten minutes, once, and the newest only."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.accounts.conftest import DAY, MINUTE, NOW
from vidcommerce.accounts import codes
from vidcommerce.accounts.tables import OneTimeCodeRow
from vidcommerce.accounts.totp import CodeWrong

_KEY = b"a key of ours"
_PHONE = "+8613812345678"


def _give(work: Session, digits: str, now: int = NOW) -> None:
    codes.use(work, _KEY, codes.count_try(work, _PHONE, now), digits, now)


def _wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06}"


def test_the_right_code_works_once(work: Session) -> None:
    """As typed, with gaps too; a second time it is worth nothing."""
    digits = codes.make(work, _KEY, _PHONE, NOW)
    assert len(digits) == 6
    assert digits.isdecimal()
    _give(work, f" {digits[:3]} {digits[3:]} ")
    with pytest.raises(CodeWrong):
        _give(work, digits)


def test_five_wrong_tries_end_a_code(work: Session) -> None:
    """The sixth try is refused even if it is right."""
    digits = codes.make(work, _KEY, _PHONE, NOW)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            _give(work, _wrong(digits))
    with pytest.raises(CodeWrong):
        _give(work, digits)


def test_four_wrong_tries_do_not(work: Session) -> None:
    """The fifth may still be right."""
    digits = codes.make(work, _KEY, _PHONE, NOW)
    for _ in range(4):
        with pytest.raises(CodeWrong):
            _give(work, _wrong(digits))
    _give(work, digits)


def test_a_code_ends_after_ten_minutes(work: Session) -> None:
    """To the millisecond."""
    digits = codes.make(work, _KEY, _PHONE, NOW)
    with pytest.raises(CodeWrong):
        _give(work, digits, NOW + 10 * MINUTE)
    _give(work, digits, NOW + 10 * MINUTE - 1)


def test_a_new_code_ends_the_one_before(work: Session) -> None:
    """There is one code for a phone at a time."""
    first = codes.make(work, _KEY, _PHONE, NOW)
    second = codes.make(work, _KEY, _PHONE, NOW + 1)
    if first != second:
        with pytest.raises(CodeWrong):
            _give(work, first, NOW + 1)
    _give(work, second, NOW + 1)


def test_of_two_who_try_the_right_code_at_once_one_gets_in(work: Session) -> None:
    """Both tries were counted before either was made."""
    digits = codes.make(work, _KEY, _PHONE, NOW)
    one, other = codes.count_try(work, _PHONE, NOW), codes.count_try(work, _PHONE, NOW)
    codes.use(work, _KEY, one, digits, NOW)
    with pytest.raises(CodeWrong):
        codes.use(work, _KEY, other, digits, NOW)


def test_rows_do_not_give_codes_away_and_are_deleted(work: Session) -> None:
    """The same digits look different for every code, and old codes go."""
    digits = codes.make(work, _KEY, _PHONE, NOW)
    row = work.query(OneTimeCodeRow).one()
    assert digits not in row.code_hash
    codes.forget_old(work, NOW + 2 * DAY)
    assert work.query(OneTimeCodeRow).count() == 0
