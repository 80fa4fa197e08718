"""What pages tell, as tests write it."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from tests.insights.counted import public
from tests.stations import Village
from vidcommerce.insights.tables import DayCountRow, EventRow, SecondCountRow
from vidcommerce.service import Service


def event(kind: str, n: int = 0, frame: int = -1, until: int = -1, ago: int = 0) -> dict[str, Any]:
    """Return an event as a page tells it."""
    return {"n": n, "kind": kind, "frame": frame, "until": until, "ago": ago}


def batch(*events: dict[str, Any], **other: object) -> bytes:
    """Return a batch of a new visit of the first version of "oranges"."""
    usual = {
        "slug": "oranges",
        "version": 1,
        "visit": secrets.token_hex(12),
        "visitor": secrets.token_hex(12),
    }
    return json.dumps({**usual, **other, "events": events}).encode()


def opened(village: Village, slug: str = "oranges") -> str:
    """Have a page of ten seconds at 30 frames a second be public; returns its id."""
    with village.service.database.writing() as work:
        return public(work, village.clip_id, slug)


@dataclass(frozen=True)
class Counted:
    """All that was counted, over all days and pages, and how many events there are."""

    days: Counter[str]
    seconds: Counter[tuple[str, int]]
    events: int


def counted(service: Service) -> Counted:
    """Read all counts."""
    days: Counter[str] = Counter()
    seconds: Counter[tuple[str, int]] = Counter()
    with service.database.reading() as work:
        for day in work.scalars(select(DayCountRow)):
            days[day.kind] += day.count
        for row in work.scalars(select(SecondCountRow)):
            seconds[row.kind, row.second] += row.count
        events = work.scalar(select(func.count()).select_from(EventRow)) or 0
    return Counted(days, seconds, events)
