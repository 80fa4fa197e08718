"""Questions about stations and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, Role
from vidcommerce.accounts.tables import PasskeyRow, PersonRow, StationRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import Place, Slice, part, within

PAGE: Final = 50


@dataclass(eq=False)
class PersonUnknown(InputRejected):
    """There is no such person, or not one that may be seen."""

    person_id: str
    sentence = N_("There is no such person here.")


@dataclass(eq=False)
class StationUnknown(InputRejected):
    """There is no such station, or not one that may be seen."""

    station_id: str
    sentence = N_("There is no such station.")


def person(session: Session, person_id: str) -> PersonRow:
    """Return a person. Raises PersonUnknown."""
    row = session.get(PersonRow, person_id)
    if row is None:
        raise PersonUnknown(person_id)
    return row


def station(session: Session, station_id: str) -> StationRow:
    """Return a station. Raises StationUnknown."""
    row = session.get(StationRow, station_id)
    if row is None:
        raise StationUnknown(station_id)
    return row


def stations(session: Session) -> list[StationRow]:
    """Return every station by name."""
    return list(session.scalars(select(StationRow).order_by(StationRow.name, StationRow.id)))


def station_named(session: Session, name: str) -> StationRow | None:
    """Return the first station of this name, if there is one."""
    wanted = select(StationRow).where(StationRow.name == name).order_by(StationRow.created_at)
    return session.scalar(wanted.limit(1))


def by_login(session: Session, login: str) -> PersonRow | None:
    """Return who has this login, written in any case."""
    return session.scalar(select(PersonRow).where(PersonRow.login == login.strip().casefold()))


def by_phone(session: Session, phone: str) -> PersonRow | None:
    """Return who has this E.164 number."""
    return session.scalar(select(PersonRow).where(PersonRow.phone == phone))


def people_at(session: Session, station_id: str | None, search: str, page: int) -> list[PersonRow]:
    """Return one page of the people of a station (None: of none) by name; one more than PAGE.

    The one more says that there is a next page. ``search`` is a part of a name or phone number.
    """
    wanted = _searched(select(PersonRow).where(PersonRow.station_id == station_id), search)
    ordered = wanted.order_by(PersonRow.role != Role.FARMER, PersonRow.name, PersonRow.id)
    return list(session.scalars(ordered.offset(page * PAGE).limit(PAGE + 1)))


def _searched(wanted: Select[PersonRow], search: str) -> Select[PersonRow]:
    if not search:
        return wanted
    name = PersonRow.name.icontains(search, autoescape=True)
    return wanted.where(or_(name, PersonRow.phone.contains(search, autoescape=True)))


def has_operator(session: Session) -> bool:
    """Tell whether some operator can sign in."""
    passkeys = select(PasskeyRow.id).where(PasskeyRow.person_id == PersonRow.id).exists()
    wanted = select(func.count()).where(
        PersonRow.role == Role.OPERATOR,
        PersonRow.disabled_at.is_(None),
        PersonRow.password_hash.is_not(None),
        or_(PersonRow.totp_secret.is_not(None), passkeys),
    )
    return bool(session.scalar(wanted))


def people_page(
    session: Session, actor: Actor, after: Place | None, limit: int
) -> Slice[PersonRow]:
    """Return the people whom ``actor`` sees, the newest account first. Raises NotAllowed."""
    mine = within(actor, Action.SEE_PEOPLE, PersonRow.station_id)
    return part(
        session, select(PersonRow).where(mine), PersonRow.created_at, PersonRow.id, after, limit
    )


def stations_page(
    session: Session, actor: Actor, after: Place | None, limit: int
) -> Slice[StationRow]:
    """Return the stations whose people ``actor`` sees, newest first. Raises NotAllowed."""
    mine = within(actor, Action.SEE_PEOPLE, StationRow.id)
    return part(
        session, select(StationRow).where(mine), StationRow.created_at, StationRow.id, after, limit
    )
