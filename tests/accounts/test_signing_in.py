"""Signing in on both databases: what must hold when many come at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pyotp
import pytest

from tests.accounts.conftest import HOUR, NOW, a_person, a_station
from vidcommerce.accounts import invitations, limits, passwords, signing_in, totp
from vidcommerce.accounts.invitations import Invited
from vidcommerce.accounts.limits import Limit, TooManyTries
from vidcommerce.accounts.passwords import SignInRefused
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.sessions import Begun, NotSignedIn
from vidcommerce.accounts.signing_in import Step, Visit
from vidcommerce.accounts.tables import PersonRow, SessionRow
from vidcommerce.accounts.totp import CodeWrong
from vidcommerce.db import open_database
from vidcommerce.errors import InputRejected
from vidcommerce.service import Service
from vidcommerce.tables import all_tables

pytestmark = pytest.mark.slow

_PHONE = "+8613812345678"
_PASSWORD = "three green hills"  # noqa: S105 - of a test
_HERE = Visit("192.0.2.7", "Chrome, Android", NOW)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def service(service: Service, request: pytest.FixtureRequest) -> Iterator[Service]:
    """An empty service on either database."""
    if request.param == "sqlite":
        yield service
        return
    database = open_database(request.getfixturevalue("postgres_url"))
    all_tables().create_all(database.engine)
    yield replace(service, database=database)
    database.engine.dispose()


def _at_once(attempt: Callable[[], object], people: int = 6) -> int:
    """Let several threads try the same thing at once; return how many were not refused."""
    through: list[object] = []
    start = threading.Barrier(people)

    def one() -> None:
        start.wait()
        try:
            through.append(attempt())
        except InputRejected:
            return

    threads = [threading.Thread(target=one) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(through)


def _farmer(service: Service) -> None:
    with service.database.writing() as work:
        a_person(work, Role.FARMER, phone=_PHONE)


def _code(service: Service, visit: Visit = _HERE) -> str:
    _, letter = signing_in.ask_for_code(service, _PHONE, visit)
    assert letter is not None
    return letter.digits


def _staff(service: Service) -> Begun:
    """Return the half proved session of a lead with a password and an app."""
    with service.database.writing() as work:
        lead = a_person(work, Role.LEAD)
        lead.login, lead.password_hash = "lina", passwords.hash_of(_PASSWORD)
        lead.totp_secret = totp.secret_of(b"key", "lina")
    return signing_in.by_password(service, "lina", _PASSWORD, _HERE)


def test_a_link_lets_one_in_however_many_open_it_at_once(service: Service) -> None:
    """One account, one session."""
    with service.database.writing() as work:
        who = Invited(Role.FARMER, "Wang Fang", a_station(work).id)
        secret = invitations.make(work, who, None, NOW).path.removeprefix("/join/")

    def go_in() -> None:
        with service.database.writing() as work:
            invitations.accept(work, secret, "zh", "", NOW)

    assert _at_once(go_in) == 1
    with service.database.reading() as work:
        assert work.query(PersonRow).count() == work.query(SessionRow).count() == 1


def test_a_code_lets_one_in_however_many_give_it_at_once(service: Service) -> None:
    """The right code, by five browsers."""
    _farmer(service)
    digits = _code(service)
    assert _at_once(lambda: signing_in.by_code(service, _PHONE, digits, _HERE), 5) == 1


def test_wrong_codes_at_once_all_count(service: Service) -> None:
    """After five tries at the same moment the right one is worth nothing."""
    _farmer(service)
    digits = _code(service)
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    assert _at_once(lambda: signing_in.by_code(service, _PHONE, wrong, _HERE), 5) == 0
    with pytest.raises(CodeWrong):
        signing_in.by_code(service, _PHONE, digits, _HERE)


def test_an_apps_code_proves_once_however_many_give_it_at_once(service: Service) -> None:
    """The step is used up in the same unit of work that proves the session."""
    half = _staff(service)
    code = pyotp.TOTP(totp.secret_of(b"key", "lina")).generate_otp(NOW // 30_000)
    assert _at_once(lambda: signing_in.by_totp(service, half.row.id, code, _HERE)) == 1


def test_limits_hold_for_those_who_come_at_once(service: Service) -> None:
    """Also the first time, when no row is there yet."""
    three = Limit("three", 3, HOUR)

    def attempt() -> None:
        with service.database.writing() as work:
            limits.spend(work, three, "me", NOW)

    assert _at_once(attempt, 8) == 3


def test_a_half_proved_session_goes_one_way_only(service: Service) -> None:
    """The code ends it and begins another; its id is then worth nothing."""
    half = _staff(service)
    assert not half.row.proved
    code = pyotp.TOTP(totp.secret_of(b"key", "lina")).generate_otp(NOW // 30_000)
    whole = signing_in.by_totp(service, half.row.id, code, _HERE)
    assert whole.row.proved
    assert whole.secret != half.secret
    with pytest.raises(NotSignedIn):
        signing_in.by_totp(service, half.row.id, code, _HERE)
    with pytest.raises(NotSignedIn):
        signing_in.by_totp(service, whole.row.id, code, _HERE)


def test_the_locks_that_are_there_are_not_set_anew(service: Service) -> None:
    """With the password alone there is no way to another password, app or passkey."""
    half = _staff(service)
    with service.database.reading() as work:
        person = work.get_one(PersonRow, half.row.person_id)
        assert signing_in.step_of(work, person) is Step.GIVE_FACTOR
    secret = totp.secret_of(b"key", "a thief's")
    code = pyotp.TOTP(secret).generate_otp(NOW // 30_000)
    with pytest.raises(NotSignedIn):
        signing_in.by_new_totp(service, half.row.id, secret, code, _HERE)
    with pytest.raises(NotSignedIn):
        signing_in.set_password(service, half.row.id, "lina", "another password")


def test_tries_are_counted_although_they_were_refused(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a refusal rolls back is not that it was tried."""
    _staff(service)
    monkeypatch.setattr(limits, "PASSWORD_BY_LOGIN", Limit("password/login", 2, HOUR))
    for _ in range(2):
        with pytest.raises(SignInRefused):
            signing_in.by_password(service, "lina", "wrong", _HERE)
    with pytest.raises(TooManyTries):
        signing_in.by_password(service, "LINA ", _PASSWORD, _HERE)


def test_only_farmers_who_are_not_kept_out_get_a_code(service: Service) -> None:
    """A text on a phone is no second lock for staff, also before they have set one."""
    _farmer(service)
    digits = _code(service)
    changes: list[dict[Any, Any]] = [{"role": "helper"}, {"role": "farmer", "disabled_at": 1}]
    for number, change in enumerate(changes):
        with service.database.writing() as work:
            work.query(PersonRow).update(change)
        later = replace(_HERE, now=NOW + (number + 1) * HOUR)
        assert signing_in.ask_for_code(service, _PHONE, later)[1] is None
        with pytest.raises(CodeWrong):
            signing_in.by_code(service, _PHONE, digits, _HERE)
