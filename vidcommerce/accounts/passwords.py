"""Passwords of staff: argon2id, and the same time spent on a login that nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from pwdlib import PasswordHash

from vidcommerce.accounts.secrets import new_secret
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

SHORTEST: Final = 10
LONGEST: Final = 200
"""Characters; NIST SP 800-63B asks for length and for nothing else, beside a second factor 8."""


@dataclass(eq=False)
class PasswordWeak(InputRejected):
    """A new password can't be taken."""

    fault: str
    sentence = N_("Please choose another password: {fault}")


@dataclass(eq=False)
class SignInRefused(InputRejected):
    """Login and password don't belong together; which of them is wrong is nobody's business."""

    sentence = N_("The login or the password is not right.")


@dataclass(eq=False)
class PasswordWrong(InputRejected):
    """Who wants another password did not give the one of now."""

    sentence = N_("The password that you have now is not right.")


_TOO_SHORT = N_("it needs 10 characters at least.")
_TOO_LONG = N_("it may have 200 characters at most.")
_SAME = N_("it is the login, or one character again and again.")


def check_new(password: str, login: str) -> None:
    """Let a new password pass. Raises PasswordWeak."""
    wrong = {
        _TOO_SHORT: len(password) < SHORTEST,
        _TOO_LONG: len(password) > LONGEST,
        _SAME: password.casefold() == login.casefold() or len(set(password)) == 1,
    }
    for fault, is_so in wrong.items():
        if is_so:
            raise PasswordWeak(fault)


def hash_of(password: str) -> str:
    """Return what is kept of a password; takes a tenth of a second on purpose."""
    return _hasher().hash(password)


def check(password: str, kept: str | None) -> None:
    """Let the right password pass; None is a person without one. Raises SignInRefused.

    Takes as long for None as for a hash, so that time doesn't tell which logins exist.
    """
    right = _hasher().verify(password[:LONGEST], kept or _decoy())
    if not right or kept is None:
        raise SignInRefused


def check_now(password: str, kept: str | None) -> None:
    """Let the password pass that a person has now. Raises PasswordWrong."""
    try:
        check(password, kept)
    except SignInRefused as error:
        raise PasswordWrong from error


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _decoy() -> str:
    """Return the hash of a password that nobody has."""
    return _hasher().hash(new_secret())
