"""A station with a lead, in a service that may send to loopback; and a receiver there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from tests.webhooks.receiver import Receiver, receiving
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import StationRow
from vidcommerce.db import now_ms
from vidcommerce.service import Service
from vidcommerce.webhooks.events import Kind
from vidcommerce.webhooks.service import Wanted, deliver_due, register, tell
from vidcommerce.webhooks.tables import DeliveryRow, EndpointRow

ALL = tuple(kind.value for kind in Kind)


@dataclass
class Post:
    """A service with one endpoint, and its secret."""

    service: Service
    lead: Actor
    endpoint_id: str
    secret: str

    def tell(self, kind: Kind = Kind.CLIP_READY, **data: object) -> None:
        """Tell the station something."""
        with self.service.database.writing() as work:
            tell(work, "s1", kind, data, now_ms())

    def deliver(self, later: int = 0) -> int:
        """Send what is due ``later`` milliseconds from now."""
        return deliver_due(self.service, now_ms() + later, lambda: 0.5)

    def deliveries(self) -> list[DeliveryRow]:
        """What is known of every message."""
        with self.service.database.reading() as work:
            return work.query(DeliveryRow).order_by(DeliveryRow.created_at).all()

    def endpoint(self) -> EndpointRow:
        """The endpoint as it stands."""
        with self.service.database.reading() as work:
            return work.get_one(EndpointRow, self.endpoint_id)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on loopback."""
    with receiving() as made:
        yield made


@pytest.fixture
def stationed(service: Service) -> Service:
    """A service with two stations, which may not send to private networks."""
    with service.database.writing() as work:
        for name in ("s1", "s2"):
            work.add(StationRow(id=name, name=name, village="V", created_at=1))
    return service


@pytest.fixture
def post(stationed: Service, receiver: Receiver) -> Post:
    """An endpoint at the receiver that wants every event."""
    open_to_all = replace(stationed.settings, webhooks_private=True)
    made = replace(stationed, settings=open_to_all)
    lead = Actor("lead", Role.LEAD, "s1")
    with made.database.writing() as work:
        row, secret = register(work, lead, "s1", Wanted(receiver.url, ALL), 1, private=True)
    return Post(made, lead, row.id, secret)
