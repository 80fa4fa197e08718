"""How strong a farmer's colours usually are: what their clips' own measures say of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags import repository
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.tables import FlagRow

SOURCE: Final = "yardstick"

OTHERS: Final = 3
"""Clips of the same farmer that it takes to say what is usual."""

STRONGER: Final = 1.6
"""Times the usual: a guess with room for sun and shade. There were no real clips of one farmer
to measure it on."""

_LATEST: Final = 20


def note(session: Session, clip: ClipRow, seen: Sequence[Flag], now: int) -> None:
    """Compare the colours in ``seen``, a clip's flags, with those of the farmer's other clips.

    Many clips of one product look alike; so only the latest twenty count, of whatever product.
    """
    strengths = [_strength(flag) for flag in seen if flag.kind is Kind.COLOURS_MEASURED]
    others = (
        select(FlagRow.evidence)
        .join(ClipRow, ClipRow.id == FlagRow.clip_id)
        .where(
            ClipRow.farmer_id == clip.farmer_id,
            ClipRow.sha256 != clip.sha256,
            FlagRow.kind == Kind.COLOURS_MEASURED.value,
        )
        .order_by(ClipRow.created_at.desc())
        .limit(_LATEST)
    )
    usual = [int(evidence["strength"]) for evidence in session.scalars(others)]
    found = [flag for strength in strengths for flag in unlike(strength, usual)]
    repository.replace(session, clip.id, SOURCE, found, now)


def unlike(now: int, others: Sequence[int]) -> tuple[Flag, ...]:
    """Return a note where colours are much stronger than is usual, and than any before.

    ``now`` and ``others`` are CIELAB chroma, from :func:`vidcommerce.flags.looks.strength`.
    """
    if len(others) < OTHERS:
        return ()
    usual = round(median(others))
    if now < STRONGER * usual or now <= max(others):
        return ()
    return (Flag(Kind.COLOURS_UNLIKE, Severity.NOTE, SOURCE, {"now": now, "usual": usual}),)


def _strength(flag: Flag) -> int:
    return int(flag.evidence["strength"])
