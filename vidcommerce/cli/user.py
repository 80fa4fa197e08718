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
            known = repository.station_named(work, getattr(given, "station", None) or "")
            made = _link(work, given) if given.action == "link" else _add(work, given, here)
    finally:
        database.engine.dispose()
    # What is said is true only now.
    if made.row.station_id is not None and given.action == "add" and known is None:
        print(said.say(_STATION, name=given.station))
    when = day(made.row.expires_at, said)
    print(said.say(_LINK, name=made.row.name, when=when, url=here.public_url + made.path))
    return exits.OK


def _add(work: Session, given: argparse.Namespace, here: Settings) -> Made:
    role, now = Role(given.role), now_ms()
    station_id = None
    if role not in WITHOUT_STATION and given.station:
        station = repository.station_named(work, given.station)
        station = station or service.create_station_unasked(work, given.station, "", now)
        station_id = station.id
    who = Invited(role, given.name, station_id, login=given.login, phone=given.phone)
    return service.invite_unasked(work, who, here.phone_region, None, now)


def _link(work: Session, given: argparse.Namespace) -> Made:
    person = repository.by_login(work, given.login)
    if person is None:
        raise PersonUnknown(given.login)
    return service.way_in_unasked(work, person, None, now_ms())
