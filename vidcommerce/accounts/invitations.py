"""Links that let somebody in: made by staff or the command line, good once and for days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.secrets import hashed, new_secret
from vidcommerce.accounts.tables import InvitationRow, PasskeyRow, PersonRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

_DAY: Final = 24 * 60 * 60_000
FARMER_DAYS: Final = 14
STAFF_DAYS: Final = 3


@dataclass(eq=False)
class InvitationOver(InputRejected):
    """A link was used, is too old, was taken back, or never was."""

    sentence = N_("This link was used already, or it is too old. Please ask for a new one.")


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link lets in; ``person_id`` of who has an account already, else a new one is made."""

    role: Role
    name: str
    station_id: str | None
    login: str | None = None
    phone: str | None = None
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new invitation; ``path`` is its address on our site and is kept nowhere else."""

    path: str
    row: InvitationRow


def make(session: Session, who: Invited, made_by: str | None, now: int) -> Made:
    """Make a link; an older one for the same person ends."""
    if who.person_id is not None:
        end_of(session, who.person_id, now)
    secret = new_secret()
    days = FARMER_DAYS if who.role is Role.FARMER else STAFF_DAYS
    row = InvitationRow(
        id=new_id(),
        token_hash=hashed(secret),
        station_id=who.station_id,
        role=who.role,
        name=who.name,
        login=who.login,
        phone=who.phone,
        person_id=who.person_id,
        made_by=made_by,
        created_at=now,
        expires_at=now + days * _DAY,
    )
    session.add(row)
    session.flush()
    return Made(f"/join/{secret}", row)


def look(session: Session, secret: str, now: int) -> InvitationRow:
    """Return the open invitation with this secret, without using it. Raises InvitationOver."""
    wanted = select(InvitationRow).where(InvitationRow.token_hash == hashed(secret))
    row = session.scalar(wanted.with_for_update())
    if row is None or row.used_at is not None or now >= row.expires_at:
        raise InvitationOver
    return row


def accept(session: Session, secret: str, language: str, device: str, now: int) -> sessions.Begun:
    """Let in whom a link is for: make the account if it is new, and begin a session.

    A farmer is signed in; staff have given no password and no second factor yet, and what they
    had before is gone. Raises InvitationOver.
    """
    row = look(session, secret, now)
    person = _known(session, row) if row.person_id else _new(session, row, language, now)
    row.used_at, row.used_by = now, person.id
    is_farmer = person.role == Role.FARMER
    if not is_farmer:
        _forget_factors(session, person, now)
    return sessions.begin(session, person, now, proved=is_farmer, device=device)


def end(session: Session, invitation_id: str, now: int) -> None:
    """Take a link back."""
    _end(session, InvitationRow.id == invitation_id, now)


def end_of(session: Session, person_id: str, now: int) -> None:
    """Take back the links for a person."""
    _end(session, InvitationRow.person_id == person_id, now)


def end_unmade(session: Session, role: Role, now: int) -> None:
    """Take back the links for a role that no person has made."""
    _end(session, and_(InvitationRow.made_by.is_(None), InvitationRow.role == role), now)


def open_of(session: Session, station_id: str | None, now: int) -> list[InvitationRow]:
    """Return the links of a station that nobody has used yet, the newest first."""
    wanted = select(InvitationRow).where(
        InvitationRow.station_id == station_id,
        InvitationRow.used_at.is_(None),
        InvitationRow.expires_at > now,
    )
    return list(session.scalars(wanted.order_by(InvitationRow.created_at.desc())))


def forget_old(session: Session, now: int) -> None:
    """Delete invitations that ended a month ago or earlier."""
    session.execute(delete(InvitationRow).where(InvitationRow.expires_at < now - 30 * _DAY))


def _end(session: Session, which: ColumnElement[bool], now: int) -> None:
    unused = InvitationRow.used_at.is_(None)
    session.execute(update(InvitationRow).where(which, unused).values(expires_at=now))


def _known(session: Session, row: InvitationRow) -> PersonRow:
    person = session.get_one(PersonRow, row.person_id)
    if person.disabled_at is not None:
        raise InvitationOver
    return person


def _new(session: Session, row: InvitationRow, language: str, now: int) -> PersonRow:
    """Make the account; a phone number that somebody else has got meanwhile is left out."""
    taken = select(PersonRow.id).where(PersonRow.phone == row.phone)
    is_taken = row.phone is None or session.scalar(taken) is not None
    person = PersonRow(
        id=new_id(),
        station_id=row.station_id,
        role=row.role,
        name=row.name,
        phone=None if is_taken else row.phone,
        language=language,
        created_at=now,
    )
    session.add(person)
    session.flush()
    return person


def _forget_factors(session: Session, person: PersonRow, now: int) -> None:
    person.password_hash = person.totp_secret = None
    session.execute(delete(PasskeyRow).where(PasskeyRow.person_id == person.id))
    sessions.end_all(session, person.id, now)
