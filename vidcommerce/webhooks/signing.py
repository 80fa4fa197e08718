"""Secrets and signatures, by the Standard Webhooks specification."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from standardwebhooks.webhooks import Webhook

from vidcommerce.webhooks.policy import ROTATION

_BYTES: Final = 32
_MOST: Final = 3
"""Secrets that sign at once: each costs a line in the header."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret of an endpoint; signs up to ``until`` (milliseconds since 1970), None for ever."""

    secret: str
    until: int | None


def new_secret() -> str:
    """Return a new secret as receivers take it: "whsec_" and base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def rotated(kept: Sequence[Secret], new: str, now: int) -> list[Secret]:
    """Put a new secret before the others; these still sign for a day, so that nothing is lost."""
    ending = [Secret(old.secret, min(old.until or now + ROTATION, now + ROTATION)) for old in kept]
    return [Secret(new, None), *signing(ending, now)][:_MOST]


def signing(kept: Sequence[Secret], now: int) -> list[Secret]:
    """Return the secrets that sign now, newest first."""
    return [secret for secret in kept if secret.until is None or now < secret.until]


def headers(kept: Sequence[Secret], message_id: str, body: str, now: int) -> dict[str, str]:
    """Return the headers that prove a message; ``now`` is when it is sent, in milliseconds."""
    at = datetime.fromtimestamp(now // 1000, UTC)
    marks = [Webhook(one.secret).sign(message_id, at, body) for one in signing(kept, now)]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(now // 1000),
        "webhook-signature": " ".join(marks),
    }


def written(kept: Sequence[Secret]) -> list[dict[str, Any]]:
    """Return secrets as the table holds them."""
    return [asdict(secret) for secret in kept]


def read(rows: Sequence[dict[str, Any]]) -> list[Secret]:
    """Return the secrets that the table holds."""
    return [Secret(row["secret"], row["until"]) for row in rows]
