"""The papers that a farmer has, and which claims they prove. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from vidcommerce.flags.claims.rules import CERTIFIED, Claims


@dataclass(frozen=True, slots=True)
class Certificate:
    """A paper for one kind of claim: its number, who gave it, and the last day of it (ISO 8601)."""

    kind: Claims
    number: str
    issuer: str
    expires: str

    def valid(self, moment: int) -> bool:
        """Tell whether it holds at a moment (ms since 1970 UTC); its last day counts whole."""
        today = datetime.fromtimestamp(moment / 1000, UTC).date()
        return date.fromisoformat(self.expires) >= today


def proving(certificates: Iterable[Certificate], moment: int) -> Mapping[Claims, Certificate]:
    """Return for each kind of claim the valid certificate that holds longest."""
    found = [one for one in certificates if one.kind in CERTIFIED and one.valid(moment)]
    return {one.kind: one for one in sorted(found, key=lambda one: one.expires)}
