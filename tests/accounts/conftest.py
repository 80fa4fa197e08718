"""Units of work on an empty service, and people in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import WITHOUT_STATION, Actor, Role
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.db import new_id
from vidcommerce.service import Service

NOW = 1_800_000_000_000
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

MakePerson: TypeAlias = Callable[..., PersonRow]


@pytest.fixture
def work(service: Service) -> Iterator[Session]:
    """A unit of work that may change rows."""
    with service.database.writing() as session:
        yield session


def a_station(session: Session, name: str = "Hillside") -> StationRow:
    """Return a new station."""
    row = StationRow(id=new_id(), name=name, village="Ganzhou", created_at=NOW)
    session.add(row)
    session.flush()
    return row


def a_person(
    session: Session,
    role: Role,
    station: StationRow | None = None,
    *,
    name: str = "",
    phone: str = "",
) -> PersonRow:
    """Return a new person, at a station where the role has one."""
    station_id = None if role in WITHOUT_STATION else (station or a_station(session)).id
    row = PersonRow(
        id=new_id(), station_id=station_id, role=role, name=name or f"A {role}",
        phone=phone or None, created_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def acting(person: PersonRow) -> Actor:
    """Return ``person`` as who acts."""
    return Actor(person.id, Role(person.role), person.station_id)
