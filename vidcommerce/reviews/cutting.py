"""Which stretches of the clips a draft keeps, as people look at them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vidcommerce.media.plan import EditPlan


@dataclass(frozen=True, slots=True)
class Stretch:
    """Milliseconds of a clip, in the order of the clip; ``kept`` tells whether they are shown."""

    start: int
    stop: int
    kept: bool


def stretches(plan: EditPlan, source: int) -> tuple[Stretch, ...]:
    """Return the whole of a plan's source, parted into what is shown and what was cut."""
    rate = plan.canvas.rate
    shown = sorted(s.source_range for s in plan.segments if s.source == source)
    found: list[tuple[int, int, bool]] = []
    at = 0
    for part in shown:
        if part.start > at:
            found.append((at, part.start, False))
        start = max(at, part.start)
        if part.stop > start:
            found.append((start, part.stop, True))
            at = part.stop
    if plan.sources[source].frames > at:
        found.append((at, plan.sources[source].frames, False))
    return tuple(
        Stretch(rate.milliseconds(start), rate.milliseconds(stop), kept)
        for start, stop, kept in _joined(found)
    )


def _joined(parts: Sequence[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Join neighbours that are both shown: a change of framing is no cut."""
    joined: list[tuple[int, int, bool]] = []
    for start, stop, kept in parts:
        if joined and joined[-1][1] == start and joined[-1][2] == kept:
            joined[-1] = (joined[-1][0], stop, kept)
        else:
            joined.append((start, stop, kept))
    return joined
