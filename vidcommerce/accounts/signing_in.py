"""Signing in, step by step. Each try is counted and committed before it is made.

These functions open their own units of work: a refusal rolls back what it refused, and must not
roll back that it was tried. A session that goes up (a password, then a second factor) is ended,
and another one begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeGuard

from sqlalchemy.orm import Session

from vidcommerce.accounts import codes, limits, passkeys, passwords, repository, sessions, totp
from vidcommerce.accounts.limits import Limit
from vidcommerce.accounts.passkeys import Ceremony, PasskeyRefused
from vidcommerce.accounts.phones import e164
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.service import checked_login
from vidcommerce.accounts.sessions import Begun
from vidcommerce.accounts.tables import PersonRow, SessionRow
from vidcommerce.accounts.totp import CodeWrong
from vidcommerce.service import Service


class Step(StrEnum):
    """What a session of staff that is not proved yet waits for."""

    SET_PASSWORD = "set_password"  # noqa: S105 - a step's name
    SET_FACTOR = "set_factor"
    GIVE_FACTOR = "give_factor"


@dataclass(frozen=True, slots=True)
class Visit:
    """Where somebody comes from: an address on the network, a browser, and the time."""

    place: str
    device: str
    now: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A code that is to be sent to a phone."""

    phone: str
    digits: str
    language: str


def step_of(session: Session, person: PersonRow) -> Step:
    """Return what a person who is not proved has to do next."""
    if person.password_hash is None:
        return Step.SET_PASSWORD
    has_factor = person.totp_secret is not None or passkeys.of(session, person.id)
    return Step.GIVE_FACTOR if has_factor else Step.SET_FACTOR


def ask_for_code(service: Service, phone: str, visit: Visit) -> tuple[str, Letter | None]:
    """Return the number as it is kept, and the code to send; None for one that nobody has.

    The caller answers both alike, and sends after it has answered. Raises PhoneWrong,
    TooManyTries.
    """
    number = e164(phone, service.settings.phone_region)
    _spend(service, visit, limits.SENDING_BY_PLACE, visit.place)
    _spend(service, visit, limits.SENDING_NOW, number)
    _spend(service, visit, limits.SENDING_BY_PHONE, number)
    with service.database.writing() as work:
        person = repository.by_phone(work, number)
        if not _may_have_code(person):
            return number, None
        digits = codes.make(work, service.secret, number, visit.now)
        return number, Letter(number, digits, person.language)


def by_code(service: Service, phone: str, digits: str, visit: Visit) -> Begun:
    """Sign in with a code that was sent to an E.164 number. Raises CodeWrong, TooManyTries."""
    _spend(service, visit, limits.CODE_BY_PLACE, visit.place)
    _spend(service, visit, limits.CODE_BY_PHONE, phone)
    with service.database.writing() as work:
        tried = codes.count_try(work, phone, visit.now)
    with service.database.writing() as work:
        codes.use(work, service.secret, tried, digits, visit.now)
        person = repository.by_phone(work, phone)
        if not _may_have_code(person):
            raise CodeWrong
        limits.give_back(work, limits.CODE_BY_PHONE, phone)
        return _begin(work, person, visit, proved=True)


def by_password(service: Service, login: str, password: str, visit: Visit) -> Begun:
    """Begin the session of staff that the second factor then proves.

    Raises SignInRefused, TooManyTries.
    """
    _spend(service, visit, limits.PASSWORD_BY_PLACE, visit.place)
    _spend(service, visit, limits.PASSWORD_BY_LOGIN, login.strip().casefold())
    with service.database.reading() as work:
        person = repository.by_login(work, login)
    # Outside any unit of work: a hash takes a tenth of a second, and SQLite has one writer.
    passwords.check(password, person.password_hash if person else None)
    if person is None or person.disabled_at is not None:
        raise passwords.SignInRefused
    with service.database.writing() as work:
        limits.give_back(work, limits.PASSWORD_BY_LOGIN, login.strip().casefold())
        return _begin(work, person, visit, proved=False)


def set_password(service: Service, session_id: str, login: str, password: str) -> None:
    """Set login and password of whoever came in by a link.

    Raises PersonWrong, PasswordWeak, NotSignedIn.
    """
    passwords.check_new(password, login)
    kept = passwords.hash_of(password)  # outside any unit of work, as in by_password
    with service.database.writing() as work:
        row = _waiting(work, session_id)
        person = work.get_one(PersonRow, row.person_id, with_for_update=True)
        _require_step(work, person, Step.SET_PASSWORD)
        person.login = checked_login(work, login, person.id)
        person.password_hash = kept


def change_password(
    service: Service, at: tuple[str, str], given: tuple[str, str], visit: Visit
) -> None:
    """Give a person another password and end their sessions elsewhere.

    ``at`` is who is signed in and by which session, which goes on; ``given`` are the password of
    now and the new one. Raises PasswordWrong, PasswordWeak or TooManyTries.
    """
    (person_id, session_id), (current, new) = at, given
    with service.database.reading() as work:
        person = work.get_one(PersonRow, person_id)
    passwords.check_new(new, person.login or "")
    _spend(service, visit, limits.CHANGING_PASSWORD, person_id)
    before = person.password_hash
    passwords.check_now(current, before)
    kept = passwords.hash_of(new)  # outside any unit of work, as in by_password
    with service.database.writing() as work:
        person = work.get_one(PersonRow, person_id, with_for_update=True)
        if person.password_hash != before:  # somebody was quicker, elsewhere
            raise passwords.PasswordWrong
        person.password_hash = kept
        limits.give_back(work, limits.CHANGING_PASSWORD, person_id)
        sessions.end_all(work, person_id, visit.now, but=session_id)


def by_totp(service: Service, session_id: str, code: str, visit: Visit) -> Begun:
    """Prove a session with the code of an app. Raises CodeWrong, TooManyTries, NotSignedIn."""
    with service.database.reading() as work:
        person_id = _waiting(work, session_id).person_id
    _spend(service, visit, limits.FACTOR_BY_PERSON, person_id)
    with service.database.writing() as work:
        person = work.get_one(PersonRow, person_id, with_for_update=True)
        if person.totp_secret is None:
            raise CodeWrong
        after = person.totp_used_step
        person.totp_used_step = totp.step_of(person.totp_secret, code, after, visit.now)
        limits.give_back(work, limits.FACTOR_BY_PERSON, person_id)
        return _prove(work, _waiting(work, session_id), person, visit)


def by_new_totp(service: Service, session_id: str, secret: str, code: str, visit: Visit) -> Begun:
    """Keep the secret of an app that has shown the right code, and prove the session.

    Only where there was no second factor yet. Raises CodeWrong, TooManyTries, NotSignedIn.
    """
    with service.database.reading() as work:
        person_id = _waiting(work, session_id).person_id
    _spend(service, visit, limits.FACTOR_BY_PERSON, person_id)
    with service.database.writing() as work:
        row = _waiting(work, session_id)
        person = work.get_one(PersonRow, person_id, with_for_update=True)
        _require_step(work, person, Step.SET_FACTOR)
        person.totp_used_step = totp.step_of(secret, code, 0, visit.now)
        person.totp_secret = secret
        return _prove(work, row, person, visit)


def by_new_passkey(
    service: Service, at: Ceremony, session_id: str, answer: dict[str, Any], visit: Visit
) -> Begun:
    """Keep a passkey as the first second factor, and prove the session.

    Raises PasskeyRefused, NotSignedIn.
    """
    with service.database.writing() as work:
        row = _waiting(work, session_id)
        person = work.get_one(PersonRow, row.person_id, with_for_update=True)
        _require_step(work, person, Step.SET_FACTOR)
        passkeys.register(work, at, person, answer, visit.device)
        return _prove(work, row, person, visit)


def by_passkey(service: Service, at: Ceremony, answer: dict[str, Any], visit: Visit) -> Begun:
    """Sign in with a passkey, which is two factors in one. Raises PasskeyRefused, TooManyTries."""
    _spend(service, visit, limits.PASSKEY_BY_PLACE, visit.place)
    with service.database.writing() as work:
        passkey = passkeys.sign_in(work, at, answer)
        person = work.get_one(PersonRow, passkey.person_id)
        if person.disabled_at is not None:
            raise PasskeyRefused("disabled")
        return _begin(work, person, visit, proved=True)


def _may_have_code(person: PersonRow | None) -> TypeGuard[PersonRow]:
    """Tell whether a text on the phone is enough: for farmers who are not kept out."""
    return person is not None and person.role == Role.FARMER and person.disabled_at is None


def _spend(service: Service, visit: Visit, limit: Limit, who: str) -> None:
    with service.database.writing() as work:
        limits.spend(work, limit, who, visit.now)


def _begin(work: Session, person: PersonRow, visit: Visit, *, proved: bool) -> Begun:
    return sessions.begin(work, person, visit.now, proved=proved, device=visit.device)


def _waiting(work: Session, session_id: str) -> SessionRow:
    """Return a session that waits for its second factor. Raises NotSignedIn."""
    row = work.get(SessionRow, session_id)
    if row is None or row.proved or row.revoked_at is not None:
        raise sessions.NotSignedIn
    return row


def _require_step(work: Session, person: PersonRow, step: Step) -> None:
    if step_of(work, person) is not step:
        raise sessions.NotSignedIn


def _prove(work: Session, row: SessionRow, person: PersonRow, visit: Visit) -> Begun:
    row.revoked_at = visit.now
    return _begin(work, person, visit, proved=True)
