"""Browsers that are signed in: rows that begin, are seen, and end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Update, delete, or_, select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.secrets import hashed, new_secret
from vidcommerce.accounts.tables import PersonRow, SessionRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

_MINUTE: Final = 60_000
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR

SEEN_EVERY: Final = 5 * _MINUTE
"""How exactly ``seen_at`` is kept, so that not every page that is read writes a row."""


@dataclass(eq=False)
class NotSignedIn(InputRejected):
    """Whoever asks is not signed in, or no longer."""

    sentence = N_("Please sign in first.")


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts, in milliseconds: unused, and at all."""

    idle: int
    whole: int


FARMER: Final = Lifetime(60 * _DAY, 180 * _DAY)
"""A farmer's phone is the farmer's own, and signing in again may mean a way to the station."""
STAFF: Final = Lifetime(12 * _HOUR, 7 * _DAY)
UNPROVED: Final = Lifetime(15 * _MINUTE, 15 * _MINUTE)
"""Between the password and the second factor."""


def lifetime(role: Role, *, proved: bool) -> Lifetime:
    """Return how long a session of a person in ``role`` lasts."""
    if not proved:
        return UNPROVED
    return FARMER if role is Role.FARMER else STAFF


@dataclass(frozen=True, slots=True)
class Begun:
    """A new session, and the secret for the browser's cookie, which is kept nowhere else."""

    secret: str
    row: SessionRow


def begin(session: Session, person: PersonRow, now: int, *, proved: bool, device: str) -> Begun:
    """Begin a session of ``person``; ``proved`` once every factor was given."""
    secret = new_secret()
    row = SessionRow(
        id=hashed(secret),
        person_id=person.id,
        csrf=new_secret(),
        device=device,
        proved=proved,
        state="{}",
        created_at=now,
        seen_at=now,
        expires_at=now + lifetime(Role(person.role), proved=proved).whole,
    )
    session.add(row)
    session.flush()
    return Begun(secret, row)


def find(session: Session, secret: str, now: int) -> tuple[SessionRow, PersonRow]:
    """Return the session with this secret and whose it is, proved or not. Raises NotSignedIn."""
    row = session.get(SessionRow, hashed(secret))
    person = session.get(PersonRow, row.person_id) if row else None
    if row is None or person is None or person.disabled_at is not None:
        raise NotSignedIn
    idle = lifetime(Role(person.role), proved=row.proved).idle
    if row.revoked_at is not None or now >= min(row.expires_at, row.seen_at + idle):
        raise NotSignedIn
    return row, person


def seen(session: Session, session_id: str, now: int) -> None:
    """Take down that a session was used."""
    session.execute(update(SessionRow).where(SessionRow.id == session_id).values(seen_at=now))


def end(session: Session, person_id: str, session_id: str, now: int) -> None:
    """End one session of a person; one that is ended or somebody else's stays as it is."""
    session.execute(_open(person_id).where(SessionRow.id == session_id).values(revoked_at=now))


def end_secret(session: Session, secret: str, now: int) -> None:
    """End the session with this secret, if there is one."""
    open_one = (SessionRow.id == hashed(secret), SessionRow.revoked_at.is_(None))
    session.execute(update(SessionRow).where(*open_one).values(revoked_at=now))


def end_all(session: Session, person_id: str, now: int, *, but: str = "") -> None:
    """End every session of a person, except ``but``."""
    session.execute(_open(person_id).where(SessionRow.id != but).values(revoked_at=now))


def list_open(session: Session, person: PersonRow, now: int) -> list[SessionRow]:
    """Return the sessions with which ``person`` is signed in, the last used first."""
    idle = lifetime(Role(person.role), proved=True).idle
    wanted = select(SessionRow).where(
        SessionRow.person_id == person.id,
        SessionRow.proved,
        SessionRow.revoked_at.is_(None),
        SessionRow.expires_at > now,
        SessionRow.seen_at > now - idle,
    )
    return list(session.scalars(wanted.order_by(SessionRow.seen_at.desc())))


def forget_old(session: Session, now: int) -> None:
    """Delete the sessions that ended a month ago or earlier."""
    long_ago = now - 30 * _DAY
    ended = or_(SessionRow.revoked_at < long_ago, SessionRow.expires_at < long_ago)
    session.execute(delete(SessionRow).where(ended))


def _open(person_id: str) -> Update:
    return update(SessionRow).where(
        SessionRow.person_id == person_id, SessionRow.revoked_at.is_(None)
    )
