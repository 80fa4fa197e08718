"""The page behind an invitation's link or QR code."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from api.html import language_of
from api.visits import DoorHere, after_sign_in, further
from vidcommerce.accounts import invitations, limits
from vidcommerce.accounts.repository import station
from vidcommerce.accounts.roles import Role
from vidcommerce.language import N_

router = APIRouter(include_in_schema=False)

JOIN: Final = {
    "title": N_("Welcome"),
    "hello": N_("Hello, {name}!"),
    "farmer": N_("This is the way in to your videos. It works on this phone from now on."),
    "staff": N_("Choose a password, and then a second lock. It takes two minutes."),
    "station": N_("Station: {station}"),
    "go": N_("Go in"),
}


@router.get("/join/{secret}")
def join_page(door: DoorHere, secret: str) -> Response:
    """Greet whom a link is for. Nothing is used up: programs look at links too."""
    now = door.visit.now
    with door.service.database.writing() as work:
        limits.spend(work, limits.JOINING_BY_PLACE, door.visit.place, now)
    with door.service.database.reading() as work:
        row = invitations.look(work, secret, now)
        where = station(work, row.station_id).name if row.station_id else ""
    is_farmer = row.role == Role.FARMER
    return door.show(
        "sign_in/join.html", say=JOIN, name=row.name, is_farmer=is_farmer, station=where
    )


@router.post("/join/{secret}")
def join(door: DoorHere, secret: str) -> Response:
    """Use the link up: a farmer is in, staff set their password next."""
    now, language = door.visit.now, language_of(door.request).language
    with door.service.database.writing() as work:
        limits.spend(work, limits.JOINING_BY_PLACE, door.visit.place, now)
    with door.service.database.writing() as work:
        begun = invitations.accept(work, secret, language, door.visit.device, now)
    is_farmer = begun.row.proved
    return door.let_in(begun, after_sign_in(Role.FARMER, "/") if is_farmer else further("/"))
