"""Changes of clips that are told to other programs, in the same unit of work."""

from __future__ import annotations

import json

import pytest

from tests.webhooks.conftest import ALL
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.history import move
from vidcommerce.clips.states import Event, NotNow, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service
from vidcommerce.webhooks.service import Wanted, register
from vidcommerce.webhooks.tables import DeliveryRow


def _clip(service: Service, state: State) -> None:
    """Make a clip in a state, at a station whose endpoint wants everything."""
    with service.database.writing() as work:
        work.add(PersonRow(id="f", station_id="s1", role="farmer", name="F", created_at=1))
        work.flush()
        work.add(
            ProductRow(
                id="p", station_id="s1", farmer_id="f", name="N", price="1", currency="CNY",
                unit="u", origin="o", seller="s", cart_url="https://x.example/", picture="a" * 64,
                created_at=1,
            )
        )  # fmt: skip
        work.flush()
        work.add(
            ClipRow(
                id="c", station_id="s1", farmer_id="f", product_id="p", sha256="b" * 64, bytes=1,
                name="n", state=state, created_at=1, changed_at=1,
            )
        )  # fmt: skip
        work.flush()
        wanted = Wanted("https://shop.example/", ALL)
        register(work, Actor("l", Role.LEAD, "s1"), "s1", wanted, 1, private=False)


def _move(service: Service, *events: Event) -> list[tuple[str, str]]:
    """Move the clip and return what was told: the type and the state."""
    with service.database.writing() as work:
        for event in events:
            move(work, work.get_one(ClipRow, "c"), event, person_id=None, now=5)
            work.flush()
        rows = work.query(DeliveryRow).order_by(DeliveryRow.created_at, DeliveryRow.id)
        told = [json.loads(row.body) for row in rows]
    return [(one["type"], one["data"]["state"]) for one in told]


def test_a_clip_that_is_ready_is_told_with_the_change(stationed: Service) -> None:
    """One message for RENDERED, none for what comes before it."""
    _clip(stationed, State.RECEIVED)
    assert _move(stationed, Event.TAKEN_UP, Event.DRAFTED) == []
    assert _move(stationed, Event.RENDERED) == [("clip.ready", "ready")]


def test_a_change_that_is_undone_tells_nothing(stationed: Service) -> None:
    """The message is in the unit of work that failed."""
    _clip(stationed, State.RENDERING)
    with pytest.raises(NotNow):
        _move(stationed, Event.RENDERED, Event.DRAFTED)
    with stationed.database.reading() as work:
        assert work.query(DeliveryRow).all() == []


def test_a_page_that_goes_with_a_cancelled_correction_is_told(stationed: Service) -> None:
    """Shops must take the link down, whichever way the video went."""
    _clip(stationed, State.RENDERING)
    with stationed.database.writing() as work:
        plan = PlanRow(id="d", clip_id="c", number=1, digest="x", plan="{}", created_at=1)
        work.add(plan)
        work.flush()
        work.add(
            PublicationRow(
                id="v", slug="s", clip_id="c", station_id="s1", plan_id="d", bundle="b",
                cart_url="https://x.example/", published_at=1, changed_at=1,
            )
        )  # fmt: skip
    assert _move(stationed, Event.CANCELLED) == [("video.withdrawn", "cancelled")]
