"""Stations over JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field

from api.dependencies import UnitOfWork
from api.idempotency import Created, OnceHere
from api.openapi import may, needs
from api.paging import PagingHere
from api.schemas import Answered, Asked, Id, Page, time_of
from api.sessions import ActorHere
from vidcommerce.accounts import repository, service
from vidcommerce.accounts.roles import Action
from vidcommerce.accounts.tables import StationRow
from vidcommerce.db import now_ms

router = APIRouter(prefix="/stations", tags=["stations"])

_Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\u0000]*$")]


class Station(Answered):
    """A village service station."""

    id: Id
    name: str
    village: str
    language: str
    created_at: datetime


class StationPage(Page[Station]):
    """A part of a list of stations."""


class NewStation(Asked):
    """What a station is called, and where it is."""

    name: _Name
    village: _Name


@router.get("", response_model=StationPage, responses=may(304), **needs(Action.SEE_PEOPLE))
def list_stations(actor: ActorHere, work: UnitOfWork, paging: PagingHere) -> Response:
    """List the stations that you see: all of them, or your own."""
    found = repository.stations_page(work, actor, paging.after, paging.limit)
    return paging.reply(found, _shown)


@router.post("", status_code=201, response_model=Station, **needs(Action.ADD_STATIONS))
def create_station(
    asked: NewStation, once: OnceHere, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Make a station; only operators can."""

    def make() -> Created:
        row = service.create_station(work, actor, asked.name, asked.village, now_ms())
        return Created(_shown(row), f"/api/v1/stations/{row.id}")

    return once.reply(work, asked, make)


def _shown(row: StationRow) -> Station:
    return Station(
        id=row.id,
        name=row.name,
        village=row.village,
        language=row.language,
        created_at=time_of(row.created_at),
    )
