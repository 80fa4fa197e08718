"""What a page sends: a batch of what happened during one visit. Pure.

    {"slug": "navel-oranges-k3f7", "version": 2,
     "visit": "<24 hex digits>", "visitor": "<24 hex digits, or empty>",
     "events": [{"n": 0, "kind": "view", "frame": 95, "until": -1, "ago": 1200}]}

``n`` counts the visit's events. ``frame`` is where in the video, -1 where outside of it; ``until``
ends a stretch that was watched. ``ago`` is how many milliseconds before sending it happened, by the
browser's clock; what time that clock shows is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError, with_config

from vidcommerce.documents import STRICT
from vidcommerce.errors import InputRejected
from vidcommerce.insights.counting import Told
from vidcommerce.language import N_

LONGEST: Final = 16 << 10
"""Bytes of a batch; a browser takes four of these on leaving (Fetch 4.6: 64 KiB of keepalive)."""

MOST: Final = 50
"""Events of a batch."""

_VISIT_MOST: Final = 5000
"""Events of a visit: every second of an hour alone, and then some."""

_FRAMES: Final = 1 << 24
"""More than the longest video has."""

_Chance = Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]
_Frame = Annotated[int, Field(ge=-1, lt=_FRAMES)]


@dataclass(eq=False)
class EventsUnreadable(InputRejected):
    """What was sent is no batch of events."""

    sentence = N_("This is not a list of events.")


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""

    n: Annotated[int, Field(ge=0, lt=_VISIT_MOST)]
    kind: Told
    frame: _Frame = -1
    until: _Frame = -1
    ago: Annotated[int, Field(ge=0)] = 0


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Batch:
    """Some events of one visit of one version of a page."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
    version: Annotated[int, Field(ge=1, lt=1 << 31)]
    visit: _Chance
    visitor: Annotated[str, Field(pattern=r"^([0-9a-f]{24})?$")]
    events: Annotated[tuple[Event, ...], Field(max_length=MOST)]


_BATCH: Final = TypeAdapter(Batch)


def read_batch(body: bytes) -> Batch:
    """Return the batch that a request's body holds. Raises EventsUnreadable."""
    try:
        return _BATCH.validate_json(body)
    except ValidationError as wrong:
        raise EventsUnreadable from wrong
