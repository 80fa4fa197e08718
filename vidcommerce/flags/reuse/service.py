"""Says which clips show again what was sent before, and whose that was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.flags.reuse.matching import Found, Likeness
from vidcommerce.media.time import Span

SOURCE: Final = "reuse"

_HEARD: Final = {True: "same", False: "other", None: "unknown"}


def flags_of(session: Session, clip: ClipRow, found: Iterable[Found[str]]) -> tuple[Flag, ...]:
    """Return the flags of a clip that shows what the clips ``found`` (by sha256) show.

    Only clips that came before it count, whoever filmed first; one flag for each of those files.
    The farmer's own reuse is a note. Another's is serious, or a question where nothing moves in
    the picture, since then nobody can tell it from a second take of the same place.
    """
    return tuple(flag for one in found for flag in _flags(session, clip, one))


def came_later(session: Session, clip: ClipRow, found: Iterable[Found[str]]) -> list[str]:
    """Return the ids of clips that came after ``clip`` and were checked before it, to check again.

    Two that come together may be checked in any order.
    """
    names = [one.name for one in found]
    asked = select(ClipRow).where(ClipRow.sha256.in_(names), ClipRow.checked_at.is_not(None))
    return [one.id for one in session.scalars(asked) if _place(one) > _place(clip)]


def _flags(session: Session, clip: ClipRow, found: Found[str]) -> Iterator[Flag]:
    asked = select(ClipRow).where(
        ClipRow.sha256 == found.name, ClipRow.id != clip.id, ClipRow.state != State.CANCELLED
    )
    before = [one for one in session.scalars(asked) if _place(one) < _place(clip)]
    if not before:
        return
    others = [one for one in before if one.farmer_id != clip.farmer_id]
    first = min(others or before, key=_place)
    kind = Kind.REUSED_OTHER if others else Kind.REUSED_OWN
    yield Flag(kind, _severity(kind, found.likeness), SOURCE, _evidence(first, found),
               Span(found.timing.later.start, found.timing.later.stop))  # fmt: skip


def _severity(kind: Kind, likeness: Likeness) -> Severity:
    if kind is Kind.REUSED_OWN:
        return Severity.NOTE
    return Severity.SERIOUS if likeness is Likeness.SAME else Severity.QUESTION


def _evidence(earlier: ClipRow, found: Found[str]) -> dict[str, Any]:
    """Return what shows it; ``start`` and ``stop`` are milliseconds of the earlier clip."""
    timing = found.timing
    return {
        "clip": earlier.id,
        "start": timing.earlier.start,
        "stop": timing.earlier.stop,
        "here": _seconds(timing.later),
        "there": _seconds(timing.earlier),
        "sure": found.likeness.value,
        "mirrored": found.mirrored,
        "percent": round(timing.speed * 100),
        "sound": _HEARD[found.sound],
        "places": found.pairs,
    }


def _seconds(span: Span) -> str:
    return f"{_clock(span.start)}\N{EN DASH}{_clock(span.stop)}"


def _clock(at: int) -> str:
    return f"{at // 60_000}:{at // 1000 % 60:02}"


def _place(clip: ClipRow) -> tuple[int, str]:
    return clip.created_at, clip.id
