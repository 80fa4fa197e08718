"""``vidcommerce user``: lets people in from the command line, which may do anything."""

from __future__ import annotations

import argparse

from sqlalchemy.orm import Session

from vidcommerce.accounts import repository, service
from vidcommerce.accounts.invitations import Invited, Made
from vidcommerce.accounts.repository import PersonUnknown
from vidcommerce.accounts.roles import WITHOUT_STATION, Role
from vidcommerce.cli import exits
from vidcommerce.db import now_ms, open_database
from vidcommerce.language import N_, Words
from vidcommerce.moments import day
from vidcommerce.settings import Settings, settings

_LINK = N_("The link for {name}, good once until {when}:\n  {url}")
_STATION = N_("The station {name} is new.")


def run(given: argparse.Namespace, said: Words) -> int:
    """Make a link for a new person, or a new one for a person who has lost the way in."""
    here = settings()
    database = open_database(here.database)
    try:
        with database.writing() as work:
            made = _link(work, given) if given.action == "link" else _add(work, given, here, said)
        _show(made, here, said)  # only now is it good
    finally:
        database.engine.dispose()
    return exits.OK


def _add(work: Session, given: argparse.Namespace, here: Settings, said: Words) -> Made:
    role, now = Role(given.role), now_ms()
    station_id = None
    if role not in WITHOUT_STATION and given.station:
        station = repository.station_named(work, given.station)
        if station is None:
            station = service.create_station_unasked(work, given.station, "", now)
            print(said.say(_STATION, name=station.name))
        station_id = station.id
    who = Invited(role, given.name, station_id, login=given.login, phone=given.phone)
    return service.invite_unasked(work, who, here.phone_region, None, now)


def _link(work: Session, given: argparse.Namespace) -> Made:
    person = repository.by_login(work, given.login)
    if person is None:
        raise PersonUnknown(given.login)
    return service.way_in_unasked(work, person, None, now_ms())


def _show(made: Made, here: Settings, said: Words) -> None:
    when = day(made.row.expires_at, said)
    print(said.say(_LINK, name=made.row.name, when=when, url=here.public_url + made.path))
