"""People and the links that let new ones in, over JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.dependencies import ServiceHere, UnitOfWork
from api.etags import reply
from api.idempotency import Created, OnceHere
from api.openapi import may, needs
from api.paging import PagingHere
from api.schemas import Answered, Asked, Id, IdHere, Page, time_of, time_or_none
from api.sessions import ActorHere
from vidcommerce.accounts import invitations, repository, service
from vidcommerce.accounts.invitations import Invited, Made
from vidcommerce.accounts.roles import Action, Actor, NotAllowed, Reach, Role, reach
from vidcommerce.accounts.tables import InvitationRow, PersonRow
from vidcommerce.db import now_ms

router = APIRouter(tags=["people"])

_Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\u0000]*$")]


class Person(Answered):
    """A person with an account."""

    id: Id
    station_id: str | None
    role: Role
    name: str
    login: str | None
    phone: str | None
    language: str
    created_at: datetime
    disabled_at: datetime | None


class PersonPage(Page[Person]):
    """A part of a list of people."""


class Invitation(Answered):
    """A link that lets somebody in once. ``person_id`` is set where for who has an account."""

    id: Id
    station_id: str | None
    role: Role
    name: str
    person_id: str | None
    created_at: datetime
    expires_at: datetime


class MadeInvitation(Invitation):
    """A new invitation with its link, shown this once."""

    url: str


class Invitations(Answered):
    """Links that nobody has used yet, newest first."""

    items: list[Invitation]


class NewInvitation(Asked):
    """Whom a link is for; the station, left out, is one's own."""

    role: Role
    name: _Name
    station_id: Id | None = None
    login: _Name | None = None
    phone: Annotated[str | None, Field(max_length=40, pattern=r"^[^\u0000]*$")] = None


def shown(row: PersonRow) -> Person:
    """Return a person as they are answered."""
    columns = {name: getattr(row, name) for name in Person.model_fields}
    times = {"created_at": time_of(row.created_at), "disabled_at": time_or_none(row.disabled_at)}
    return Person.model_validate(columns | times)


@router.get("/people", response_model=PersonPage, responses=may(304), **needs(Action.SEE_PEOPLE))
def list_people(actor: ActorHere, work: UnitOfWork, paging: PagingHere) -> Response:
    """List the people of your station, the newest account first."""
    found = repository.people_page(work, actor, paging.after, paging.limit)
    return paging.reply(found, shown)


@router.get(
    "/people/{person_id}",
    response_model=Person,
    responses=may(304, 404),
    **needs(Action.SEE_PEOPLE),
)
def get_person(person_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork) -> Response:
    """Return a person."""
    return reply(request, shown(service.visible(work, actor, person_id)))


@router.post(
    "/people/{person_id}/disable",
    response_model=Person,
    responses=may(404),
    **needs(Action.EDIT_PEOPLE),
)
def disable_person(
    person_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Let a person in no longer, at once."""
    return reply(request, shown(service.disable(work, actor, person_id, now_ms())))


@router.post(
    "/people/{person_id}/enable",
    response_model=Person,
    responses=may(404),
    **needs(Action.EDIT_PEOPLE),
)
def enable_person(
    person_id: IdHere, request: Request, actor: ActorHere, work: UnitOfWork
) -> Response:
    """Let a person in again."""
    return reply(request, shown(service.enable(work, actor, person_id)))


@router.get(
    "/invitations",
    response_model=Invitations,
    responses=may(304),
    **needs(Action.INVITE_FARMERS),
)
def list_invitations(
    request: Request,
    actor: ActorHere,
    work: UnitOfWork,
    station_id: Annotated[
        str | None, Query(pattern=r"^[0-9a-f]{32}$", description="Left out: your own station.")
    ] = None,
) -> Response:
    """List the links that nobody has used yet."""
    rows = invitations.open_of(work, _station(actor, station_id), now_ms())
    return reply(request, Invitations(items=[_invitation(row) for row in rows]))


@router.post(
    "/invitations",
    status_code=201,
    response_model=MadeInvitation,
    responses=may(404),
    **needs(Action.INVITE_FARMERS),
)
def invite(
    asked: NewInvitation, once: OnceHere, actor: ActorHere, work: UnitOfWork, here: ServiceHere
) -> Response:
    """Make a link for a new person; show it as a QR code or send it."""

    def make() -> Created:
        station = asked.station_id or actor.station_id
        who = Invited(asked.role, asked.name, station, asked.login, asked.phone)
        made = service.invite(work, actor, who, here.settings.phone_region, now_ms())
        return Created(_made(made, here.settings.public_url), f"/api/v1/invitations/{made.row.id}")

    return once.reply(work, asked, make)


@router.delete("/invitations/{invitation_id}", status_code=204, **needs(Action.INVITE_FARMERS))
def end_invitation(invitation_id: IdHere, actor: ActorHere, work: UnitOfWork) -> Response:
    """Take a link back; one that is over is no error."""
    service.end_invitation(work, actor, invitation_id, now_ms())
    return Response(status_code=204)


def _station(actor: Actor, station_id: str | None) -> str | None:
    """Return the station whose links are asked for. Raises NotAllowed."""
    if reach(actor, Action.INVITE_FARMERS) is Reach.ALL:
        return station_id
    if station_id not in (None, actor.station_id):
        raise NotAllowed(Action.INVITE_FARMERS.value)
    return actor.station_id


def _invitation(row: InvitationRow) -> Invitation:
    columns = {name: getattr(row, name) for name in Invitation.model_fields}
    times = {"created_at": time_of(row.created_at), "expires_at": time_of(row.expires_at)}
    return Invitation.model_validate(columns | times)


def _made(made: Made, site: str) -> MadeInvitation:
    return MadeInvitation(**_invitation(made.row).model_dump(), url=site + made.path)
