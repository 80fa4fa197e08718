"""Two clips beside each other, from the second on where they show the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Actor
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags.kinds import Flag, Kind
from vidcommerce.media.proxy import VIDEO
from vidcommerce.reviews import service as reviews

_KINDS = (Kind.REUSED_OWN, Kind.REUSED_OTHER)


@dataclass(frozen=True, slots=True)
class Beside:
    """Addresses of both small copies at their seconds; empty while there is none.

    ``mine`` is False where the earlier clip belongs to another station, which keeps it to itself.
    """

    here: str = ""
    there: str = ""
    mine: bool = True


def beside(work: Session, actor: Actor, found: reviews.Draft) -> Mapping[str, Beside]:
    """Return what to show of each flag of reuse, by the flag's digest."""
    return {
        flag.name(): _beside(work, actor, found.clip, flag)
        for flag in found.flags
        if flag.kind in _KINDS
    }


def _beside(work: Session, actor: Actor, clip: ClipRow, flag: Flag) -> Beside:
    try:
        earlier = reviews.draft(work, actor, str(flag.evidence["clip"])).clip
    except reviews.DraftUnknown:
        return Beside(mine=False)
    if flag.span is None or not (clip.proxy and earlier.proxy):
        return Beside()
    return Beside(
        _copy(clip, flag.span.start, flag.span.stop),
        _copy(earlier, int(flag.evidence["start"]), int(flag.evidence["stop"])),
    )


def _copy(clip: ClipRow, start: int, stop: int) -> str:
    """Return the address of a clip's small copy, played from ``start`` to ``stop`` only."""
    folder = f"/studio/{clip.id}/media/{clip.proxy.rpartition('/')[2]}"
    return f"{folder}/{VIDEO}#t={start / 1000:.2f},{stop / 1000:.2f}"
