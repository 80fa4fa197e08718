"""The people of a station: who is here, who is invited, who may come in no longer."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere, UnitOfWork
from api.errors import status_of
from api.html import language_of, page
from api.qr import qr
from api.sessions import PageActor, allowed_page
from vidcommerce.accounts import invitations, repository, sessions
from vidcommerce.accounts import service as accounts
from vidcommerce.accounts.invitations import Invited, Made
from vidcommerce.accounts.phones import PhoneWrong, readable
from vidcommerce.accounts.roles import (
    GRANTS,
    WITHOUT_STATION,
    Action,
    Actor,
    Reach,
    Role,
    invitable,
    reach,
)
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.accounts.words import ROLES, ROLES_DO
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_, Words
from vidcommerce.moments import day, moment
from vidcommerce.service import Service

router = APIRouter(include_in_schema=False)

PEOPLE: Final = {
    "title": N_("People"),
    "invite": N_("Invite somebody"),
    "search": N_("Search by name or phone"),
    "find": N_("Search"),
    "station": N_("Station"),
    "no_station": N_("Without a station"),
    "show": N_("Show"),
    "nobody": N_("Nobody yet. Invite the first farmer."),
    "nothing": N_("Nobody is called that."),
    "disabled": N_("kept out"),
    "invited": N_("Invited, not here yet"),
    "until": N_("The link works until {when}"),
    "take_back": N_("Take back"),
    "earlier": N_("Before"),
    "later": N_("More"),
    "stations": N_("New station"),
    "station_name": N_("Name"),
    "village": N_("Village"),
    "make_station": N_("Add the station"),
}
INVITE: Final = {
    "title": N_("Invite somebody"),
    "role": N_("What will they do?"),
    "name": N_("Name"),
    "phone": N_("Phone number"),
    "phone_hint": N_("For farmers, so that they can also sign in by a code. Not needed."),
    "station": N_("Station"),
    "go": N_("Make the link"),
}
INVITED: Final = {
    "title": N_("Link for {name}"),
    "how": N_("Let {name} scan this, or send the link. It works once, until {when}."),
    "link": N_("Link"),
    "copy": N_("Copy"),
    "copied": N_("Copied"),
    "share": N_("Send"),
    "qr": N_("QR code of the link"),
    "again": N_("Invite another"),
    "people": N_("People"),
}
PERSON: Final = {
    "phone": N_("Phone number"),
    "login": N_("Login"),
    "save": N_("Save"),
    "since": N_("Here since {when}"),
    "signed_in": N_("Signed in"),
    "nowhere": N_("nowhere"),
    "last": N_("last used {when}"),
    "link": N_("New link"),
    "link_why": N_(
        "For a new phone, or who has forgotten the password. Staff set both locks anew."
    ),
    "end": N_("Sign out everywhere"),
    "disable": N_("Keep out"),
    "disable_why": N_("Signs them out at once. Their videos stay."),
    "enable": N_("Let in again"),
    "disabled": N_("kept out"),
    "back": N_("People"),
}


class InviteForm(BaseModel):
    """Who is invited."""

    role: str = ""
    name: str = ""
    phone: str = ""
    station: str = ""


class StationForm(BaseModel):
    """A new station."""

    name: str = ""
    village: str = ""


class PhoneForm(BaseModel):
    """A person's phone number."""

    phone: str = ""


def _shown_station(work: Session, actor: Actor, wanted: str) -> str | None:
    """Return whose people are shown: one's own station's, or those that an operator chose."""
    if reach(actor, Action.SEE_PEOPLE) is not Reach.ALL:
        return actor.station_id
    return repository.station(work, wanted).id if wanted else None


@router.get("/people", dependencies=[allowed_page(Action.SEE_PEOPLE)])
def people(
    request: Request, actor: PageActor, work: UnitOfWork,
    station: str = "", search: str = "", start: int = 0,
) -> Response:  # fmt: skip
    """List the people of a station."""
    return _people(request, actor, work, (station, search, max(0, start)))


def _people(
    request: Request, actor: Actor, work: Session, wanted: tuple[str, str, int],
    *, status: int = 200, fault: str = "",
) -> Response:  # fmt: skip
    """Show a station (an id, or "" for none), a search and a page of it."""
    station, search, number = wanted
    shown, now, speech = _shown_station(work, actor, station), now_ms(), language_of(request)
    found = repository.people_at(work, shown, search.strip(), number)
    everywhere = reach(actor, Action.SEE_PEOPLE) is Reach.ALL
    can_invite = bool(invitable(actor))
    return page(
        request,
        "people/list.html",
        status,
        say=PEOPLE,
        people=[_line(row, speech) for row in found[: repository.PAGE]],
        invitations=invitations.open_of(work, shown, now) if can_invite and not number else [],
        roles={role.value: speech.say(name) for role, name in ROLES.items()},
        stations=repository.stations(work) if everywhere else [],
        everywhere=everywhere,
        may_add=actor.role in GRANTS[Action.ADD_STATIONS],
        station=shown or "",
        search=search,
        number=number,
        more=len(found) > repository.PAGE,
        can_invite=can_invite,
        day=lambda at: day(at, speech),
        fault=fault,
    )


def _line(row: PersonRow, speech: Words) -> dict[str, Any]:
    """Return what a list shows of a person."""
    return {
        "id": row.id,
        "name": row.name,
        "role": speech.say(ROLES[Role(row.role)]),
        "reached": readable(row.phone) if row.phone else row.login or "",
        "is_out": row.disabled_at is not None,
    }


@router.post("/people/stations", dependencies=[allowed_page(Action.ADD_STATIONS)])
def add_station(
    request: Request, actor: PageActor, work: UnitOfWork, form: Annotated[StationForm, Form()]
) -> Response:
    """Make a station."""
    try:
        made = accounts.create_station(work, actor, form.name, form.village, now_ms())
    except accounts.PersonWrong as wrong:
        fault = language_of(request).explain(wrong)
        return _people(request, actor, work, ("", "", 0), status=status_of(wrong), fault=fault)
    return RedirectResponse(f"/people?station={made.id}", 303)


@router.get("/people/invite", dependencies=[allowed_page(Action.INVITE_FARMERS)])
def invite_page(
    request: Request, actor: PageActor, work: UnitOfWork, station: str = ""
) -> Response:
    """Ask who is invited."""
    return _invite(request, actor, work, InviteForm(role=Role.FARMER, station=station))


def _invite(
    request: Request, actor: Actor, work: Session, form: InviteForm,
    *, status: int = 200, fault: str = "",
) -> Response:  # fmt: skip
    speech = language_of(request)
    roles = [
        (role.value, speech.say(ROLES[role]), speech.say(ROLES_DO[role]))
        for role in invitable(actor)
    ]
    everywhere = reach(actor, Action.SEE_PEOPLE) is Reach.ALL
    stations = repository.stations(work) if everywhere else []
    return page(
        request, "people/invite.html", status, say=INVITE, roles=roles, form=form,
        stations=stations, everywhere=everywhere, fault=fault,
    )  # fmt: skip


@router.post("/people/invite", dependencies=[allowed_page(Action.INVITE_FARMERS)])
def invite(
    request: Request, service: ServiceHere, actor: PageActor, work: UnitOfWork,
    form: Annotated[InviteForm, Form()],
) -> Response:  # fmt: skip
    """Make a link and show it, once."""
    region = service.settings.phone_region
    role = Role(form.role) if form.role in ROLES else Role.FARMER
    everywhere = reach(actor, Action.SEE_PEOPLE) is Reach.ALL
    station_id = form.station if everywhere else actor.station_id
    who = Invited(
        role, form.name, None if role in WITHOUT_STATION else station_id, phone=form.phone.strip()
    )
    try:
        made = accounts.invite(work, actor, who, region, now_ms())
    except InputRejected as wrong:
        fault = language_of(request).explain(wrong)
        return _invite(request, actor, work, form, status=status_of(wrong), fault=fault)
    return _invited(request, service, made)


def _invited(request: Request, service: Service, made: Made) -> Response:
    """Show a new link, for scanning and for sending."""
    speech, link = language_of(request), service.settings.public_url + made.path
    return page(
        request, "people/invited.html", say=INVITED, name=made.row.name, link=link, code=qr(link),
        when=day(made.row.expires_at, speech), station=made.row.station_id or "",
    )  # fmt: skip


@router.post(
    "/people/invitations/{invitation_id}/end", dependencies=[allowed_page(Action.INVITE_FARMERS)]
)
def end_invitation(actor: PageActor, work: UnitOfWork, invitation_id: str) -> Response:
    """Take a link back."""
    station = accounts.end_invitation(work, actor, invitation_id, now_ms())
    return RedirectResponse(f"/people?station={station}", 303)


@router.get("/people/{person_id}", dependencies=[allowed_page(Action.SEE_PEOPLE)])
def person(request: Request, actor: PageActor, work: UnitOfWork, person_id: str) -> Response:
    """Show a person."""
    return _person(request, actor, work, person_id)


def _person(
    request: Request, actor: Actor, work: Session, person_id: str,
    *, status: int = 200, fault: str = "",
) -> Response:  # fmt: skip
    row = accounts.visible(work, actor, person_id)
    now, speech = now_ms(), language_of(request)
    return page(
        request,
        "people/person.html",
        status,
        say=PERSON,
        row=row,
        role=speech.say(ROLES[Role(row.role)]),
        phone=readable(row.phone) if row.phone else "",
        sessions=sessions.list_open(work, row, now),
        may_link=Role(row.role) in invitable(actor),
        may_edit=actor.role in GRANTS[Action.EDIT_PEOPLE] and row.id != actor.person_id,
        when=lambda at: moment(at, now, speech),
        day=lambda at: day(at, speech),
        fault=fault,
    )


@router.post("/people/{person_id}/link", dependencies=[allowed_page(Action.INVITE_FARMERS)])
def new_link(
    request: Request, service: ServiceHere, actor: PageActor, work: UnitOfWork, person_id: str
) -> Response:
    """Make a link for who has lost the way in, and show it, once."""
    return _invited(request, service, accounts.new_way_in(work, actor, person_id, now_ms()))


@router.post("/people/{person_id}/phone", dependencies=[allowed_page(Action.INVITE_FARMERS)])
def set_phone(
    request: Request, service: ServiceHere, actor: PageActor, work: UnitOfWork, person_id: str,
    form: Annotated[PhoneForm, Form()],
) -> Response:  # fmt: skip
    """Set or clear a person's phone number."""
    region = service.settings.phone_region
    try:
        accounts.set_phone(work, actor, person_id, form.phone, region)
    except (accounts.PersonWrong, PhoneWrong) as wrong:
        fault = language_of(request).explain(wrong)
        status = status_of(wrong)
        return _person(request, actor, work, person_id, status=status, fault=fault)
    return RedirectResponse(f"/people/{person_id}", 303)


@router.post("/people/{person_id}/disable", dependencies=[allowed_page(Action.EDIT_PEOPLE)])
def disable(actor: PageActor, work: UnitOfWork, person_id: str) -> Response:
    """Keep a person out."""
    accounts.disable(work, actor, person_id, now_ms())
    return RedirectResponse(f"/people/{person_id}", 303)


@router.post("/people/{person_id}/enable", dependencies=[allowed_page(Action.EDIT_PEOPLE)])
def enable(actor: PageActor, work: UnitOfWork, person_id: str) -> Response:
    """Let a person in again."""
    accounts.enable(work, actor, person_id)
    return RedirectResponse(f"/people/{person_id}", 303)


@router.post("/people/{person_id}/sessions/end", dependencies=[allowed_page(Action.EDIT_PEOPLE)])
def end_sessions(actor: PageActor, work: UnitOfWork, person_id: str) -> Response:
    """Sign a person out everywhere."""
    accounts.end_sessions(work, actor, person_id, now_ms())
    return RedirectResponse(f"/people/{person_id}", 303)
