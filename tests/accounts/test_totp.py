"""Codes of an app: at their time, a little late or early, and never twice."""

from __future__ import annotations

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.accounts import totp
from vidcommerce.accounts.totp import CodeWrong

_SECRET = totp.secret_of(b"key", "session")
_STEP = 30_000
_TIMES = st.integers(1_000_000_000_000, 4_000_000_000_000)


def _code(step: int) -> str:
    return pyotp.TOTP(_SECRET).generate_otp(step)


@given(_TIMES, st.integers(-1, 1))
def test_a_code_is_good_for_its_half_minute_and_those_beside_it(now: int, away: int) -> None:
    """Clocks may differ by half a minute; which step it was is known."""
    step = now // _STEP + away
    found = totp.step_of(_SECRET, _code(step), 0, now)
    assert _code(found) == _code(step)
    assert abs(found - now // _STEP) <= 1


@given(_TIMES)
def test_a_used_code_is_refused(now: int) -> None:
    """Neither the same nor an earlier step is taken again."""
    code = _code(now // _STEP)
    used = totp.step_of(_SECRET, code, 0, now)
    try:
        again = totp.step_of(_SECRET, code, used, now)
    except CodeWrong:
        return
    assert again > used  # the same digits by chance, of a later step


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567", "１２３４５６", " "])
def test_what_is_no_code_is_refused(code: str) -> None:
    """Whatever is typed, the answer is the same."""
    with pytest.raises(CodeWrong):
        totp.step_of(_SECRET, code, 0, 59_000)


def test_the_known_values_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1, cut to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 - published by the standard
    assert totp.step_of(secret, "287082", 0, 59_000) == 1
    assert totp.step_of(secret, "081804", 0, 1_111_111_109_000) == 37_037_036


def test_a_session_offers_the_same_secret_again_and_no_other_session_does() -> None:
    """A page that is loaded twice shows one QR code; 160 bits."""
    assert totp.secret_of(b"key", "session") == _SECRET
    assert totp.secret_of(b"key", "another") != _SECRET != totp.secret_of(b"other", "session")
    assert len(_SECRET) == 32
    assert totp.in_fours(_SECRET).replace(" ", "") == _SECRET
    assert _SECRET in totp.address(_SECRET, "li na")
