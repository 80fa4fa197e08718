"""API tokens: secrets with which a program acts for a person, within scopes and for a time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import GRANTS, Action, Actor, Role
from vidcommerce.accounts.secrets import hashed, new_secret
from vidcommerce.accounts.sessions import NotSignedIn
from vidcommerce.accounts.tables import ApiTokenRow, PersonRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

PREFIX: Final = "vc_"
"""So that a token that lies about is recognised by people and by scanners."""

_DAY: Final = 24 * 60 * 60_000
MOST_DAYS: Final = 365


@dataclass(eq=False)
class TokenRefused(InputRejected):
    """A token can't be made as it was asked for."""

    fault: str
    sentence = N_("The token can't be made: {fault}")


_NO_SCOPE = N_("choose at least one thing that it may do.")
_TOO_WIDE = N_("it may do no more than you may.")
_TOO_LONG = N_("it lasts between 1 and 365 days.")
_NO_NAME = N_("it needs a name of up to 100 characters.")


@dataclass(frozen=True, slots=True)
class Made:
    """A new token: its row, and the secret that is shown once."""

    secret: str
    row: ApiTokenRow


def make(
    session: Session, actor: Actor, name: str, scopes: Collection[Action], days: int, now: int
) -> Made:
    """Make a token that acts for ``actor``. Raises TokenRefused."""
    fault = _fault(actor, name.strip(), scopes, days)
    if fault is not None:
        raise TokenRefused(fault)
    secret = PREFIX + new_secret()
    row = ApiTokenRow(
        id=new_id(),
        person_id=actor.person_id,
        name=name.strip(),
        token_hash=hashed(secret),
        scopes=" ".join(sorted(scopes)),
        created_at=now,
        expires_at=now + days * _DAY,
    )
    session.add(row)
    session.flush()
    return Made(secret, row)


def _fault(actor: Actor, name: str, scopes: Collection[Action], days: int) -> str | None:
    granted = {action for action in Action if actor.role in GRANTS[action]}
    if actor.scopes is not None:
        granted &= actor.scopes
    wrong = {
        _NO_NAME: not 0 < len(name) <= 100,  # noqa: PLR2004 - what the sentence says
        _NO_SCOPE: not scopes,
        _TOO_WIDE: not set(scopes) <= granted,
        _TOO_LONG: not 1 <= days <= MOST_DAYS,
    }
    return next((fault for fault, is_so in wrong.items() if is_so), None)


def find(session: Session, secret: str, now: int) -> tuple[ApiTokenRow, PersonRow]:
    """Return the token with this secret and whose it is. Raises NotSignedIn."""
    row = session.scalar(select(ApiTokenRow).where(ApiTokenRow.token_hash == hashed(secret)))
    person = session.get(PersonRow, row.person_id) if row else None
    if row is None or person is None or person.disabled_at is not None:
        raise NotSignedIn
    if row.revoked_at is not None or now >= row.expires_at:
        raise NotSignedIn
    return row, person


def actor_of(row: ApiTokenRow, person: PersonRow) -> Actor:
    """Return who acts by this token: its person, within its scopes."""
    known = {action.value for action in Action}
    scopes = frozenset(Action(scope) for scope in row.scopes.split() if scope in known)
    return Actor(person.id, Role(person.role), person.station_id, scopes)


def used(session: Session, token_id: str, now: int) -> None:
    """Take down that a token was used."""
    session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token_id).values(used_at=now))


def revoke(session: Session, person_id: str, token_id: str, now: int) -> None:
    """End a token of a person; one that has ended or is somebody else's stays as it is."""
    mine = ApiTokenRow.person_id == person_id
    alive = ApiTokenRow.revoked_at.is_(None)
    session.execute(
        update(ApiTokenRow).where(ApiTokenRow.id == token_id, mine, alive).values(revoked_at=now)
    )


def list_open(session: Session, person_id: str, now: int) -> list[ApiTokenRow]:
    """Return the tokens of a person that still work, the newest first."""
    wanted = select(ApiTokenRow).where(
        ApiTokenRow.person_id == person_id,
        ApiTokenRow.revoked_at.is_(None),
        ApiTokenRow.expires_at > now,
    )
    return list(session.scalars(wanted.order_by(ApiTokenRow.created_at.desc())))
