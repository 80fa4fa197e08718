"""The web application on an empty service, and people of every role who are signed in to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeAlias

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from api.app import create_app
from api.sessions import cookie_name
from tests.shops import shop_row
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.service import Service


@dataclass(frozen=True)
class Someone:
    """A person who is signed in; ``client`` sends the cookie, and the CSRF token as a header."""

    client: TestClient
    person: PersonRow
    station_id: str
    csrf: str

    @property
    def actor(self) -> Actor:
        """Who acts, for the functions of services."""
        return Actor(self.person.id, Role(self.person.role), self.person.station_id)


People: TypeAlias = Callable[..., Someone]
"""``people(Role.HELPER)``, or ``people(Role.FARMER, station_id=helper.station_id)``."""

_NOWHERE = (Role.OPERATOR, Role.AUDITOR)


@pytest.fixture
def app(service: Service) -> FastAPI:
    """The application."""
    return create_app(service)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A browser in which nobody is signed in; follows no redirects."""
    with TestClient(app, "http://localhost:8000", follow_redirects=False) as made:
        yield made


@pytest.fixture
def people(app: FastAPI, service: Service) -> Iterator[People]:
    """Make a station (or take one) and a person there, signed in with a browser of their own."""
    with ExitStack() as stack:

        def someone(role: Role, station_id: str = "", language: str = "en") -> Someone:
            now = now_ms()
            with service.database.writing() as work:
                here = station_id or _station(work, now)
                person = PersonRow(
                    id=new_id(), station_id=None if role in _NOWHERE else here, role=role,
                    name=f"A {role}", language=language, created_at=now,
                )  # fmt: skip
                work.add(person)
                work.flush()
                begun = sessions.begin(work, person, now, proved=True, device="a test")
            browser = TestClient(app, "http://localhost:8000", follow_redirects=False)
            browser.cookies.set(cookie_name(service), begun.secret)
            browser.headers["X-CSRF-Token"] = begun.row.csrf
            return Someone(stack.enter_context(browser), person, here, begun.row.csrf)

        yield someone


def _station(work: Session, now: int) -> str:
    station = StationRow(id=new_id(), name="Hillside", village="Ganzhou", created_at=now)
    work.add(station)
    work.flush()
    shop_row(work, station.id)
    return station.id
