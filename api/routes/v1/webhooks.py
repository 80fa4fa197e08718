"""Endpoints of webhooks over JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.etags import SeenHere, etag_of, reply, shown_both
from api.idempotency import Created, OnceHere
from api.openapi import may, needs
from api.paging import PagingHere
from api.schemas import Answered, Asked, Id, IdHere, Page, Version, time_of, time_or_none
from api.sessions import ActorHere
from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.db import now_ms
from vidcommerce.webhooks import repository, service
from vidcommerce.webhooks.addresses import LONGEST
from vidcommerce.webhooks.events import Kind
from vidcommerce.webhooks.service import Wanted
from vidcommerce.webhooks.tables import DeliveryRow, EndpointRow

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

_HERE: Final = "/api/v1/webhooks"


class EndpointFields(Asked):
    """Where messages go, and which. Private networks and plain http are refused."""

    url: Annotated[str, Field(max_length=LONGEST, examples=["https://shop.example/hooks"])]
    events: Annotated[list[Kind], Field(min_length=1, max_length=len(Kind))]

    def wanted(self) -> Wanted:
        """Return them as the library has them."""
        return Wanted(self.url, [kind.value for kind in self.events])


class NewEndpoint(EndpointFields):
    """An endpoint, and whose messages it wants: the station, left out, is one's own."""

    station_id: Id | None = None


class Endpoint(Answered):
    """An address that wants to be told."""

    id: Id
    station_id: Id
    url: str
    events: list[Kind]
    version: Version
    created_at: datetime


class EndpointPage(Page[Endpoint]):
    """A part of a list of endpoints."""


class MadeEndpoint(Endpoint):
    """An endpoint with its new secret, shown this once; messages are signed with it."""

    secret: str


class Delivery(Answered):
    """A message to an endpoint, and what came of the last try."""

    id: Id
    message_id: str
    body: str
    attempts: int
    outcome: str
    created_at: datetime
    due_at: datetime
    ended_at: datetime | None


class DeliveryPage(Page[Delivery]):
    """A part of a list of deliveries."""


def shown(row: EndpointRow) -> Endpoint:
    """Return an endpoint as it is answered."""
    columns = {name: getattr(row, name) for name in Endpoint.model_fields}
    return Endpoint.model_validate(columns | {"created_at": time_of(row.created_at)})


@router.get("", response_model=EndpointPage, responses=may(304), **needs(Action.EDIT_WEBHOOKS))
def list_endpoints(actor: ActorHere, work: UnitOfWork, paging: PagingHere) -> Response:
    """List the endpoints of your station."""
    return paging.reply(repository.page(work, actor, paging.after, paging.limit), shown)


@router.post(
    "",
    status_code=201,
    response_model=MadeEndpoint,
    responses=may(404),
    **needs(Action.EDIT_WEBHOOKS),
)
def create_endpoint(
    asked: NewEndpoint, once: OnceHere, actor: ActorHere, work: UnitOfWork, here: ServiceHere
) -> Response:
    """Register an endpoint. Its secret is shown this once."""

    def make() -> Created:
        station = asked.station_id or actor.station_id or ""
        private = here.settings.webhooks_private
        row, secret = service.register(
            work, actor, station, asked.wanted(), now_ms(), private=private
        )
        body = MadeEndpoint(**shown(row).model_dump(), secret=secret)
        return Created(body, f"{_HERE}/{row.id}", etag_of(row.version))

    return once.reply(work, asked, make)


@router.get(
    "/{endpoint_id}",
    response_model=Endpoint,
    responses=may(304, 404),
    **needs(Action.EDIT_WEBHOOKS),
)
def get_endpoint(
    endpoint_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Return an endpoint."""
    row = service.get(work, actor, endpoint_id)
    return reply(request, shown(row), etag=etag_of(row.version))


@router.put(
    "/{endpoint_id}",
    response_model=Endpoint,
    responses=may(404, 409, 428),
    **needs(Action.EDIT_WEBHOOKS),
)
def change_endpoint(  # noqa: PLR0913, PLR0917 - what FastAPI hands in
    endpoint_id: IdHere,
    asked: EndpointFields,
    seen: SeenHere,
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    here: ServiceHere,
) -> Response:
    """Change where an endpoint is and what it wants."""
    private = here.settings.webhooks_private
    with shown_both(asked, lambda: _now(work, actor, endpoint_id)):
        row = service.change(
            work, actor, endpoint_id, asked.wanted(), seen.version, private=private
        )
    return reply(request, shown(row), etag=etag_of(row.version))


@router.delete(
    "/{endpoint_id}", status_code=204, responses=may(404, 409, 428), **needs(Action.EDIT_WEBHOOKS)
)
def end_endpoint(
    endpoint_id: IdHere, seen: SeenHere, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Tell an endpoint nothing more."""
    with shown_both(None, lambda: _now(work, actor, endpoint_id)):
        service.end(work, actor, endpoint_id, seen.version, now_ms())
    return Response(status_code=204)


@router.post(
    "/{endpoint_id}/secrets",
    status_code=201,
    response_model=MadeEndpoint,
    responses=may(404),
    **needs(Action.EDIT_WEBHOOKS),
)
def rotate_secret(
    endpoint_id: IdHere, once: OnceHere, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Give an endpoint a new secret; the one before signs beside it for another day."""

    def make() -> Created:
        row, secret = service.rotate(work, actor, endpoint_id, now_ms())
        body = MadeEndpoint(**shown(row).model_dump(), secret=secret)
        return Created(body, f"{_HERE}/{row.id}", etag_of(row.version))

    return once.reply(work, "", make)


@router.get(
    "/{endpoint_id}/deliveries",
    response_model=DeliveryPage,
    responses=may(304, 404),
    **needs(Action.EDIT_WEBHOOKS),
)
def list_deliveries(
    endpoint_id: IdHere, actor: ActorHere, work: UnitOfWork, paging: PagingHere
) -> Response:
    """List what was sent to an endpoint in the last 30 days, newest first."""
    service.get(work, actor, endpoint_id)
    found = repository.deliveries(work, endpoint_id, paging.after, paging.limit)
    return paging.reply(found, _delivery)


def _now(work: Session, actor: Actor, endpoint_id: str) -> tuple[Endpoint, str]:
    row = service.get(work, actor, endpoint_id)
    return shown(row), etag_of(row.version)


def _delivery(row: DeliveryRow) -> Delivery:
    columns = {name: getattr(row, name) for name in Delivery.model_fields}
    times = {
        "created_at": time_of(row.created_at),
        "due_at": time_of(row.due_at),
        "ended_at": time_or_none(row.ended_at),
    }
    return Delivery.model_validate(columns | times)
