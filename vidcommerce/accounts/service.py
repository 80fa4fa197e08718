"""Stations and people: who is invited, who may come in, who no longer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts import codes, invitations, limits, passkeys, repository
from vidcommerce.accounts import sessions as signed_in
from vidcommerce.accounts.invitations import Invited, Made
from vidcommerce.accounts.phones import e164
from vidcommerce.accounts.roles import (
    WITHOUT_STATION,
    Action,
    Actor,
    Reach,
    Role,
    reach,
    require,
    require_person,
)
from vidcommerce.accounts.tables import InvitationRow, PersonRow, StationRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import LANGUAGES, N_

_NAME: Final = 100
_OPERATOR: Final = "Operator"


@dataclass(eq=False)
class PersonWrong(InputRejected):
    """What was given about a person or a station can't be taken."""

    fault: str
    sentence = N_("This can't be saved: {fault}")


_NO_NAME = N_("a name has 1 to 100 characters.")
_LOGIN_WRONG = N_("a login has 2 to 100 characters and no spaces.")
_LOGIN_TAKEN = N_("somebody has this login already.")
_PHONE_TAKEN = N_("somebody has this phone number already.")
_NO_STATION = N_("choose a station.")
_NOT_ONESELF = N_("you can't do that to yourself.")


def invite(session: Session, actor: Actor, who: Invited, region: str, now: int) -> Made:
    """Make a link for a new person. Raises NotAllowed, PersonWrong, PhoneWrong, StationUnknown.

    ``who.phone`` as people write it; ``region`` is the country of numbers without one.
    """
    require_person(actor, who.role, who.station_id)
    return invite_unasked(session, who, region, actor.person_id, now)


def invite_unasked(
    session: Session, who: Invited, region: str, made_by: str | None, now: int
) -> Made:
    """Make a link as :func:`invite` does, for the command line, which may do anything."""
    phone = e164(who.phone, region) if who.phone else None
    login = checked_login(session, who.login, "") if who.login else None
    if phone is not None and repository.by_phone(session, phone) is not None:
        raise PersonWrong(_PHONE_TAKEN)
    station_id = None if who.role in WITHOUT_STATION else _station_id(session, who.station_id)
    checked = replace(who, name=_name(who.name), phone=phone, login=login, station_id=station_id)
    return invitations.make(session, checked, made_by, now)


def new_way_in(session: Session, actor: Actor, person_id: str, now: int) -> Made:
    """Make a link for a person who has lost the way in. Raises PersonUnknown, NotAllowed."""
    person = changeable(session, actor, person_id)
    return way_in_unasked(session, person, actor.person_id, now)


def way_in_unasked(session: Session, person: PersonRow, made_by: str | None, now: int) -> Made:
    """Make a link for a person as :func:`new_way_in` does, for the command line."""
    who = Invited(Role(person.role), person.name, person.station_id, person_id=person.id)
    return invitations.make(session, who, made_by, now)


def end_invitation(session: Session, actor: Actor, invitation_id: str, now: int) -> str:
    """Take a link back and return its station's id, or nothing; an unknown one is no error.

    Raises NotAllowed.
    """
    row = session.get(InvitationRow, invitation_id)
    if row is None:
        return ""
    require_person(actor, Role(row.role), row.station_id)
    invitations.end(session, invitation_id, now)
    return row.station_id or ""


def changeable(session: Session, actor: Actor, person_id: str) -> PersonRow:
    """Return a person whom ``actor`` may change. Raises PersonUnknown, NotAllowed."""
    person = visible(session, actor, person_id)
    require_person(actor, Role(person.role), person.station_id)
    return person


def visible(session: Session, actor: Actor, person_id: str) -> PersonRow:
    """Return a person whom ``actor`` may see; those of other stations are unknown to them.

    Raises PersonUnknown, NotAllowed.
    """
    everywhere = reach(actor, Action.SEE_PEOPLE) is Reach.ALL
    person = repository.person(session, person_id)
    if not everywhere and person.station_id != actor.station_id:
        raise repository.PersonUnknown(person_id)
    return person


def disable(session: Session, actor: Actor, person_id: str, now: int) -> PersonRow:
    """Let a person in no longer, at once. Raises PersonUnknown, NotAllowed, PersonWrong."""
    person = _edited(session, actor, person_id)
    person.disabled_at = now
    signed_in.end_all(session, person.id, now)
    invitations.end_of(session, person.id, now)
    return person


def enable(session: Session, actor: Actor, person_id: str) -> PersonRow:
    """Let a person in again. Raises PersonUnknown, NotAllowed, PersonWrong."""
    person = _edited(session, actor, person_id)
    person.disabled_at = None
    return person


def end_sessions(session: Session, actor: Actor, person_id: str, now: int) -> PersonRow:
    """Sign a person out everywhere. Raises PersonUnknown, NotAllowed, PersonWrong."""
    person = _edited(session, actor, person_id)
    signed_in.end_all(session, person.id, now)
    return person


def set_phone(session: Session, actor: Actor, person_id: str, phone: str, region: str) -> None:
    """Set or clear ("") a person's phone number. Raises PhoneWrong and what the others raise."""
    person = changeable(session, actor, person_id)
    number = e164(phone, region) if phone.strip() else None
    other = repository.by_phone(session, number) if number else None
    if other is not None and other.id != person.id:
        raise PersonWrong(_PHONE_TAKEN)
    person.phone = number


def set_language(session: Session, person_id: str, language: str) -> None:
    """Have the pages of a person speak a language; one that we don't have changes nothing."""
    if language in LANGUAGES:
        repository.person(session, person_id).language = language


def create_station(session: Session, actor: Actor, name: str, village: str, now: int) -> StationRow:
    """Make a station. Raises NotAllowed, PersonWrong."""
    reach(actor, Action.ADD_STATIONS)
    return create_station_unasked(session, name, village, now)


def create_station_unasked(session: Session, name: str, village: str, now: int) -> StationRow:
    """Make a station as :func:`create_station` does, for the command line."""
    station = StationRow(
        id=new_id(), name=_name(name), village=village.strip()[:200], created_at=now
    )
    session.add(station)
    session.flush()
    return station


def first_operator(session: Session, now: int) -> str | None:
    """Return the path of a link that lets the first operator in; None when one can sign in.

    Each call makes a new link and ends the one before. The caller puts the public address before
    the path ("/join/...").
    """
    if repository.has_operator(session):
        return None
    invitations.end_unmade(session, Role.OPERATOR, now)
    wanted = select(PersonRow).where(
        PersonRow.role == Role.OPERATOR, PersonRow.disabled_at.is_(None)
    )
    begun = session.scalar(wanted.order_by(PersonRow.created_at).limit(1))
    if begun is not None:
        return way_in_unasked(session, begun, None, now).path
    return invitations.make(session, Invited(Role.OPERATOR, _OPERATOR, None), None, now).path


def forget_old(session: Session, now: int) -> None:
    """Delete what is over and of no use any more: for the sweep, once an hour or so."""
    for part in (signed_in, codes, limits, passkeys, invitations):
        part.forget_old(session, now)


def checked_login(session: Session, login: str, own_id: str) -> str:
    """Return a login as it is kept. Raises PersonWrong, also where another has it."""
    plain = login.strip().casefold()
    if not 2 <= len(plain) <= _NAME or any(c.isspace() for c in plain):  # noqa: PLR2004 - as said
        raise PersonWrong(_LOGIN_WRONG)
    other = repository.by_login(session, plain)
    if other is not None and other.id != own_id:
        raise PersonWrong(_LOGIN_TAKEN)
    return plain


def _edited(session: Session, actor: Actor, person_id: str) -> PersonRow:
    """Return a person whose being here at all ``actor`` may decide."""
    person = visible(session, actor, person_id)
    require(actor, Action.EDIT_PEOPLE, station_id=person.station_id or "", owner_id="")
    if person.id == actor.person_id:
        raise PersonWrong(_NOT_ONESELF)
    return person


def _station_id(session: Session, station_id: str | None) -> str:
    if not station_id:
        raise PersonWrong(_NO_STATION)
    return repository.station(session, station_id).id


def _name(name: str) -> str:
    plain = " ".join(name.split())
    if not 0 < len(plain) <= _NAME:
        raise PersonWrong(_NO_NAME)
    return plain
