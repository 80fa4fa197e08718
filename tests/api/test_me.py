"""One's own account: another password."""

from __future__ import annotations

import pytest

from tests.api.conftest import People, Someone
from vidcommerce.accounts import limits, passwords, sessions, signing_in
from vidcommerce.accounts.limits import Limit
from vidcommerce.accounts.passwords import SignInRefused
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.signing_in import Visit
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.db import now_ms
from vidcommerce.service import Service

_OLD, _NEW = "three green hills", "four yellow suns"
_PAGE = {"Accept": "text/html"}


@pytest.fixture
def helper(people: People, service: Service) -> Someone:
    """A helper with a password, who is signed in here and elsewhere."""
    made = people(Role.HELPER)
    with service.database.writing() as work:
        row = work.get_one(PersonRow, made.person.id)
        row.login, row.password_hash = "lina", passwords.hash_of(_OLD)
        sessions.begin(work, row, now_ms(), proved=True, device="elsewhere")
    return made


def _works(service: Service, password: str) -> bool:
    try:
        signing_in.by_password(service, "lina", password, Visit("here", "a test", now_ms()))
    except SignInRefused:
        return False
    return True


def _devices(service: Service, someone: Someone) -> list[str]:
    with service.database.reading() as work:
        row = work.get_one(PersonRow, someone.person.id)
        return sorted(one.device for one in sessions.list_open(work, row, now_ms()))


def test_a_password_is_changed_by_its_owner(helper: Someone, service: Service) -> None:
    """Who gives the one of now; other sessions end, this one goes on, and the page says so."""
    assert 'action="/me/password"' in helper.client.get("/me").text
    answer = helper.client.post("/me/password", data={"now": _OLD, "new": _NEW})
    assert answer.status_code == 303
    assert "The password is changed." in helper.client.get(answer.headers["location"]).text
    assert _devices(service, helper) == ["a test"]
    assert (_works(service, _OLD), _works(service, _NEW)) == (False, True)


@pytest.mark.parametrize(
    ("now", "new", "said"),
    [
        ("wrong", _NEW, "The password that you have now is not right."),
        (_OLD, "short", "it needs 10 characters at least."),
        ("", "", "it needs 10 characters at least."),
    ],
)
def test_a_password_is_not_changed_otherwise(
    helper: Someone, service: Service, now: str, new: str, said: str
) -> None:
    """The page says why; the old one and all sessions stay."""
    answer = helper.client.post("/me/password", data={"now": now, "new": new}, headers=_PAGE)
    assert answer.status_code == 422
    assert said in answer.text
    assert _devices(service, helper) == ["a test", "elsewhere"]
    assert _works(service, _OLD)


def test_the_password_of_now_is_not_guessed_without_end(
    helper: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sits down at an open browser has few tries, and is told to wait."""
    monkeypatch.setattr(limits, "CHANGING_PASSWORD", Limit("password/change", 1, 60_000))
    monkeypatch.setattr("pwdlib.PasswordHash.verify", lambda *_: False)
    tries = [helper.client.post("/me/password", data={"now": "x", "new": _NEW}) for _ in range(2)]
    assert [answer.status_code for answer in tries] == [422, 429]
    assert tries[1].headers["retry-after"] == "60"


def test_who_has_no_password_is_offered_none(people: People) -> None:
    """Farmers sign in by phone; for them there is nothing to change."""
    farmer = people(Role.FARMER)
    assert "/me/password" not in farmer.client.get("/me").text
    refused = farmer.client.post("/me/password", data={"now": "", "new": _NEW})
    assert refused.status_code == 422
