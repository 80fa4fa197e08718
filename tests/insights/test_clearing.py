"""Old events go, counts stay, and nothing counts twice for it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.insights.counted import NOW
from tests.insights.telling import batch, counted, event, opened
from tests.stations import Village
from vidcommerce.insights import clearing
from vidcommerce.insights.batches import read_batch
from vidcommerce.insights.clearing import CLICKS_KEPT, EVENTS_KEPT, clear_events
from vidcommerce.insights.intake import OLDEST, Arrived, Intake
from vidcommerce.insights.tables import CartClickRow


def _clicks(village: Village) -> int:
    with village.service.database.reading() as work:
        return work.scalar(select(func.count()).select_from(CartClickRow)) or 0


def test_events_go_and_counts_stay(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slice by slice, those before the limit and no other; taps a month later."""
    opened(village)
    monkeypatch.setattr(clearing, "_SLICE", 4)
    intake = Intake(village.service.database)
    told = [event("view", 0, 90), event("tapped", 1, 90)]
    for at in [NOW] * 5 + [NOW + 1]:
        intake.take([Arrived(read_batch(batch(*told)), at)])
    before = counted(village.service)
    assert clear_events(village.service, NOW + EVENTS_KEPT + 1) == 10
    after = counted(village.service)
    assert (before.events, after.events) == (12, 2)
    assert (after.days, after.seconds) == (before.days, before.seconds)
    assert _clicks(village) == 6
    assert clear_events(village.service, NOW + CLICKS_KEPT + 1) == 2 + 5
    assert _clicks(village) == 1


def test_who_tells_again_for_a_week_is_counted_once(village: Village) -> None:
    """An event that came as late as it may is there for as long as it may be told again."""
    opened(village)
    intake = Intake(village.service.database)
    visit = "a" * 24

    def tell(late: int) -> int:
        body = batch(event("view", 0, 90, ago=late), visit=visit)
        return intake.take([Arrived(read_batch(body), NOW + late)])

    told = []
    for late in range(0, OLDEST + 1, OLDEST // 7):
        clear_events(village.service, NOW + late)
        told.append(tell(late))
    assert told == [1] + [0] * 7
    assert tell(OLDEST + 1) == 0
    assert counted(village.service).days == {"view": 1}
