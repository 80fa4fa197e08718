"""Passwords: the right one, new ones, and the same work for a login that nobody has."""

from __future__ import annotations

import pytest
from pwdlib import PasswordHash

from vidcommerce.accounts import passwords
from vidcommerce.accounts.passwords import PasswordWeak, SignInRefused


def test_only_the_right_password_passes() -> None:
    """Kept as argon2id, with a salt of its own."""
    kept = passwords.hash_of("three green hills")
    assert kept.startswith("$argon2id$")
    assert kept != passwords.hash_of("three green hills")
    passwords.check("three green hills", kept)
    with pytest.raises(SignInRefused):
        passwords.check("three green hill", kept)


def test_nobodys_password_costs_as_much_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A login that nobody has is checked against a hash too, so its answer takes as long."""
    verified: list[str | bytes] = []
    real = PasswordHash.verify

    def verify(self: PasswordHash, password: str | bytes, kept: str | bytes) -> bool:
        verified.append(kept)
        return real(self, password, kept)

    monkeypatch.setattr(PasswordHash, "verify", verify)
    with pytest.raises(SignInRefused):
        passwords.check("three green hills", None)
    assert len(verified) == 1
    mine = passwords.hash_of("three green hills").split("$")
    assert str(verified[0]).split("$")[:4] == mine[:4]  # the same algorithm and cost


@pytest.mark.parametrize("password", ["short", "x" * 201, "aaaaaaaaaaaa", "Li.Na.Hill"])
def test_weak_passwords_are_refused(password: str) -> None:
    """Too short, too long, one character, the login."""
    with pytest.raises(PasswordWeak):
        passwords.check_new(password, "li.na.hill")


def test_a_long_one_of_any_kind_is_taken() -> None:
    """Nothing but length is asked for."""
    passwords.check_new("三座青山和一条小河呀", "lina")
    passwords.check_new("0123456789", "lina")
