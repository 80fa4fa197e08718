"""A person's browser, as far as signing goes: a key, and statements signed with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vidcommerce.documents import canonical_json
from vidcommerce.flags.attestation import Known, Signed, Statement, packed


@dataclass(frozen=True)
class Signer:
    """A browser's key."""

    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def key(self) -> str:
        """The public half."""
        return packed(self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return the signature of a text."""
        return packed(self.private.sign(text.encode()))

    def statement(self, known: Known, now: int, **other: str) -> Statement:
        """Return what a browser would state; ``other`` are values that it has otherwise."""
        made = Statement(
            at=datetime.fromtimestamp(now / 1000, UTC).isoformat().replace("+00:00", "Z"),
            clip=known.clip,
            farmer=known.farmer,
            harvest="2026-05-20",
            helper=known.helper,
            key=self.key,
            plot="The upper orchard",
            product=known.product,
            station=known.station,
        )
        return replace(made, **other)  # type: ignore[arg-type]  # all are texts

    def signed(self, known: Known, now: int, **other: str) -> Signed:
        """Return a signed statement."""
        text = canonical_json(self.statement(known, now, **other))
        return Signed(text, self.sign(text), self.key)
