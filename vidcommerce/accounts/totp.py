"""Time-based one-time codes of an authenticator app (RFC 6238). Pure.

A code is good for its half minute and those beside it, because clocks differ; once.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Final

import pyotp

from vidcommerce.accounts.secrets import same, sealed
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

_STEP: Final = 30_000
_BYTES: Final = 20
_ISSUER: Final = "vidcommerce"


@dataclass(eq=False)
class CodeWrong(InputRejected):
    """A code of six digits is not the right one, or too old, or was used before."""

    sentence = N_("This code is not right, or it is too old. Please try again.")


def secret_of(key: bytes, session_id: str) -> str:
    """Return the secret that a session offers to an app, base32, 160 bits.

    Made from our key, so that it stays the same while the page is loaded again and is kept
    nowhere before the app has shown a right code.
    """
    return base64.b32encode(bytes.fromhex(sealed(key, "totp", session_id))[:_BYTES]).decode()


def in_fours(secret: str) -> str:
    """Return a secret as people type it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def address(secret: str, login: str) -> str:
    """Return what the QR code for the app holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=_ISSUER)


def step_of(secret: str, code: str, after: int, now: int) -> int:
    """Return the step of time whose code this is; it must be a later one than ``after``.

    ``now`` in milliseconds since 1970. Raises CodeWrong.
    """
    totp, given = pyotp.TOTP(secret), "".join(code.split())
    current = now // _STEP
    for step in (current - 1, current, current + 1):
        if same(given, totp.generate_otp(step)) and step > after:
            return step
    raise CodeWrong
