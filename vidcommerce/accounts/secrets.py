"""Secrets that people and browsers carry, and the hashes of them that are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

_BYTES: Final = 32


def new_secret() -> str:
    """Return 256 bits of chance that can stand in an address or a cookie, 43 characters."""
    return secrets.token_urlsafe(_BYTES)


def hashed(secret: str) -> str:
    """Return what is kept of a secret of :func:`new_secret`: its sha256, lower-case hex.

    Quick, because nobody guesses 256 bits; passwords and codes that people type are not for it.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def sealed(key: bytes, *parts: str) -> str:
    """Return the HMAC-SHA256 of ``parts`` under a key of ours, lower-case hex."""
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def same(given: str, kept: str) -> bool:
    """Tell whether two texts are equal, in a time that doesn't tell where they differ."""
    return hmac.compare_digest(given.encode(), kept.encode())
