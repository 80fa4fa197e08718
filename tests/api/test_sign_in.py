"""Signing in over HTTP, as each kind of person does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pyotp
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.api.conftest import People
from vidcommerce.accounts import invitations, totp
from vidcommerce.accounts.invitations import Invited
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.service import first_operator
from vidcommerce.accounts.tables import PersonRow, SessionRow
from vidcommerce.db import now_ms
from vidcommerce.service import Service

pytestmark = pytest.mark.slow

_HTML = {"Accept": "text/html"}
_PASSWORD = "three green hills"  # noqa: S105 - of a test


@pytest.fixture
def browser(app: FastAPI) -> Iterator[TestClient]:
    """A browser that follows where it is led, and asks for pages in English."""
    headers = {**_HTML, "Accept-Language": "en"}
    with TestClient(app, "http://localhost:8000", headers=headers) as made:
        yield made


def _csrf(shown: Response) -> str:
    """Return the token that the page's own form carries, which stands last."""
    return str(re.findall(r'name="csrf" value="([^"]*)"', shown.text)[-1])


def _submit(browser: TestClient, shown: Response, address: str, **fields: str) -> Response:
    return browser.post(address, data={"csrf": _csrf(shown), **fields})


def _link(service: Service, role: Role, people: People) -> str:
    station = people(Role.HELPER).station_id
    with service.database.writing() as work:
        who = Invited(role, "Wang Fang", station, phone="+8613812345678")
        return invitations.make(work, who, None, now_ms()).path


def _newest_session(service: Service) -> SessionRow:
    with service.database.reading() as work:
        rows = work.query(SessionRow).filter_by(revoked_at=None)
        return rows.order_by(SessionRow.created_at.desc()).limit(1).one()


def test_a_farmer_comes_in_by_a_link_and_stays(
    browser: TestClient, service: Service, people: People
) -> None:
    """Looking at the link uses nothing up; going in does; the browser is then signed in."""
    link = _link(service, Role.FARMER, people)
    browser.get(link)
    shown = browser.get(link)
    assert "Hello, Wang Fang!" in shown.text
    inside = _submit(browser, shown, link)
    assert urlsplit(str(inside.url)).path.startswith("/farm")
    assert browser.get("/me").status_code == 200
    assert browser.get(link).status_code == 410
    again = browser.post(link, data={"csrf": _csrf(shown)})
    assert again.status_code == 410


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    client: TestClient, service: Service, people: People
) -> None:
    """HttpOnly, SameSite=Lax, for the whole site, and as long as the session."""
    link = _link(service, Role.FARMER, people)
    answer = client.post(link, data={"csrf": _csrf(client.get(link))})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("vidcommerce="))
    for part in ("HttpOnly", "SameSite=lax", "Path=/", f"Max-Age={180 * 24 * 60 * 60}"):
        assert part in cookie
    assert "Secure" not in cookie  # the test's public address is plain http


def _ask_for_code(browser: TestClient, phone: str) -> Response:
    return _submit(browser, browser.get("/sign-in"), "/sign-in/phone", phone=phone)


def _code(capsys: pytest.CaptureFixture[str]) -> str:
    found = re.search(r"\b(\d{6})\b", capsys.readouterr().err.replace("+8613812345678", ""))
    return found.group(1) if found else ""


def _with_phone(service: Service, people: People) -> PersonRow:
    farmer = people(Role.FARMER).person
    with service.database.writing() as work:
        row = work.get_one(PersonRow, farmer.id)
        row.phone = "+8613812345678"
        return row


def test_a_farmer_signs_in_with_a_code(
    browser: TestClient, service: Service, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    """The code comes by the sender; a wrong one is said in words and may be tried again."""
    _with_phone(service, people)
    shown = _ask_for_code(browser, "138 1234 5678")
    code = _code(capsys)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    refused = _submit(browser, shown, "/sign-in/code", phone="+8613812345678", code=wrong)
    assert refused.status_code == 422
    assert "This code is not right" in refused.text
    inside = _submit(browser, refused, "/sign-in/code", phone="+8613812345678", code=code)
    assert urlsplit(str(inside.url)).path.startswith("/farm")


def test_a_number_that_nobody_has_is_answered_alike(
    browser: TestClient, service: Service, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page doesn't tell whose numbers are known; nothing is sent, and no code fits."""
    _with_phone(service, people)
    known = _ask_for_code(browser, "+86 138 1234 5678").text
    assert _code(capsys) != ""
    unknown = _ask_for_code(browser, "+86 138 1234 5679")
    assert _code(capsys) == ""
    assert unknown.text.replace("5679", "5678") == known
    tried = _submit(browser, unknown, "/sign-in/code", phone="+8613812345679", code="123456")
    assert tried.status_code == 422


def test_codes_are_not_sent_without_end(
    browser: TestClient, service: Service, people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second one within the minute is refused; for a number that nobody has too."""
    _with_phone(service, people)
    for phone in ("13812345678", "13812345679"):
        _ask_for_code(browser, phone)
        capsys.readouterr()
        again = _ask_for_code(browser, phone)
        assert again.status_code == 429
        assert capsys.readouterr().err == ""


def _set_up_staff(browser: TestClient, link: str, login: str) -> str:
    """Go in by a link, set a password and an app; return the app's secret."""
    shown = _submit(browser, browser.get(link), link)
    assert urlsplit(str(shown.url)).path == "/sign-in/password"
    weak = _submit(browser, shown, "/sign-in/password", login=login, password="short")  # noqa: S106
    assert weak.status_code == 422
    assert f'value="{login}"' in weak.text  # what was typed is still there
    shown = _submit(browser, weak, "/sign-in/password", login=login, password=_PASSWORD)
    assert urlsplit(str(shown.url)).path == "/sign-in/factor"
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", shown.text)
    assert found is not None
    secret = found.group(1).replace(" ", "")
    wrong = _submit(browser, shown, "/sign-in/factor", code="")
    assert wrong.status_code == 422
    inside = _submit(browser, wrong, "/sign-in/factor", code=pyotp.TOTP(secret).now())
    assert inside.status_code == 200, inside.text
    return secret


def _later_code(service: Service, secret: str) -> str:
    """Return a code of a step that was not used; as if the half minute were over."""
    with service.database.writing() as work:
        work.query(PersonRow).update({PersonRow.totp_used_step: 0})
    return pyotp.TOTP(secret).now()


def test_staff_set_both_locks_and_then_sign_in_with_them(
    browser: TestClient, app: FastAPI, service: Service
) -> None:
    """The first operator, from the link of the first start; then from another browser."""
    with service.database.writing() as work:
        link = first_operator(work, now_ms())
    secret = _set_up_staff(browser, link or "", "Boss")
    assert browser.get("/people").status_code == 200
    with TestClient(app, "http://localhost:8000", headers=_HTML) as other:
        shown = _submit(
            other, other.get("/sign-in/staff?next=/me"), "/sign-in/staff",
            login="BOSS", password=_PASSWORD, next="/me",
        )  # fmt: skip
        assert urlsplit(str(shown.url)).path == "/sign-in/second"
        led = other.get("/people")
        assert urlsplit(str(led.url)).path == "/sign-in"  # the password alone opens nothing
        shown = other.get("/sign-in/second?next=/me")
        used = other.post("/sign-in/second", data={"csrf": _csrf(shown), "code": "000000"})
        assert used.status_code == 422
        code = _later_code(service, secret)
        inside = _submit(other, shown, "/sign-in/second", code=code, next="/me")
        assert urlsplit(str(inside.url)).path == "/me"


def test_a_code_that_was_used_is_refused(
    browser: TestClient, app: FastAPI, service: Service
) -> None:
    """Who looked over a shoulder is too late, also within the half minute."""
    with service.database.writing() as work:
        link = first_operator(work, now_ms())
    secret = _set_up_staff(browser, link or "", "boss")
    with service.database.reading() as work:
        step = work.query(PersonRow).filter_by(login="boss").one().totp_used_step
    with TestClient(app, "http://localhost:8000", headers=_HTML) as other:
        shown = _submit(
            other, other.get("/sign-in/staff"), "/sign-in/staff", login="boss", password=_PASSWORD
        )
        code = pyotp.TOTP(secret).generate_otp(step)
        assert _submit(other, shown, "/sign-in/second", code=code).status_code == 422
        inside = _submit(other, shown, "/sign-in/second", code=_later_code(service, secret))
        assert inside.status_code == 200


def test_the_password_alone_does_not_reach_the_set_up_of_a_new_lock(
    browser: TestClient, app: FastAPI, service: Service
) -> None:
    """Who has stolen a password can't put an app of their own in the place of the owner's."""
    with service.database.writing() as work:
        link = first_operator(work, now_ms())
    _set_up_staff(browser, link or "", "boss")
    with TestClient(app, "http://localhost:8000", headers=_HTML) as thief:
        shown = _submit(
            thief, thief.get("/sign-in/staff"), "/sign-in/staff", login="boss", password=_PASSWORD
        )
        for page in ("/sign-in/factor", "/sign-in/password"):
            assert urlsplit(str(thief.get(page).url)).path == "/sign-in/second"
        own = totp.secret_of(service.secret, _newest_session(service).id)
        code = pyotp.TOTP(own).now()
        thief.post("/sign-in/factor", data={"csrf": _csrf(shown), "code": code})
        fields = {"csrf": _csrf(shown), "login": "boss", "password": "another password"}
        thief.post("/sign-in/password", data=fields)
        thief.post("/sign-in/factor/passkey/options", headers={"X-CSRF-Token": _csrf(shown)})
        assert thief.get("/me", follow_redirects=False).status_code == 303
    with service.database.reading() as work:
        assert work.query(PersonRow).filter_by(login="boss").one().totp_secret != own


def test_unknown_login_and_wrong_password_are_answered_alike(
    browser: TestClient, service: Service, people: People
) -> None:
    """With the same words and status; and after too many tries with 429."""
    with service.database.writing() as work:
        row = work.get_one(PersonRow, people(Role.HELPER).person.id)
        row.login, row.password_hash = "lina", None
    answers = []
    for login in ("lina", "nobody"):
        shown = browser.get("/sign-in/staff")
        answers.append(_submit(browser, shown, "/sign-in/staff", login=login, password="x"))  # noqa: S106
    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].text.replace("lina", "nobody") == answers[1].text


def test_passwords_are_not_guessed_without_end(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twenty tries in a quarter of an hour, whoever's login it is."""
    monkeypatch.setattr("vidcommerce.accounts.passwords._decoy", lambda: "no hash")
    monkeypatch.setattr("pwdlib.PasswordHash.verify", lambda *_: False)
    shown = browser.get("/sign-in/staff")
    statuses = [
        _submit(browser, shown, "/sign-in/staff", login="lina", password="x").status_code  # noqa: S106
        for _ in range(21)
    ]
    assert statuses == [422] * 20 + [429]


def test_a_form_of_another_browser_is_refused(client: TestClient, app: FastAPI) -> None:
    """Nobody can be signed in to another's account by a form that was prepared elsewhere."""
    with TestClient(app, "http://localhost:8000") as other:
        token = _csrf(other.get("/sign-in"))
    assert client.post("/sign-in/phone", data={"phone": "1"}).status_code == 403
    client.get("/sign-in")
    assert client.post("/sign-in/phone", data={"phone": "1", "csrf": token}).status_code == 403


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "evil",
        "/a\r\nb",
        "javascript:x",
    ],
)
def test_nobody_is_led_to_another_site(people: People, wanted: str) -> None:
    """After the sign-in and after the choice of a language one stays here."""
    helper = people(Role.HELPER)
    led = helper.client.get("/sign-in", params={"next": wanted})
    assert led.headers["location"] == "/review"
    led = helper.client.post("/language", data={"to": "zh", "next": wanted})
    assert led.headers["location"] == "/"


def test_signing_out_ends_the_session(people: People, app: FastAPI) -> None:
    """Not only the cookie: a copy of it is worth nothing."""
    farmer = people(Role.FARMER)
    copied = dict(farmer.client.cookies)
    assert farmer.client.post("/sign-out").headers["location"] == "/sign-in"
    with TestClient(app, "http://localhost:8000", cookies=copied) as thief:
        assert thief.get("/me", follow_redirects=False).status_code == 303


def test_signing_in_again_changes_the_session(
    browser: TestClient, service: Service, people: People
) -> None:
    """A session that was there before the sign-in is not the one after it, and has ended."""
    first = _link(service, Role.FARMER, people)
    _submit(browser, browser.get(first), first)
    old = dict(browser.cookies)["vidcommerce"]
    station = people(Role.HELPER).station_id
    with service.database.writing() as work:
        second = invitations.make(work, Invited(Role.FARMER, "B", station), None, now_ms()).path
    token = browser.get(second)
    browser.post(second, data={"csrf": _csrf(token)})
    assert dict(browser.cookies)["vidcommerce"] != old
    with service.database.reading() as work:
        assert work.query(SessionRow).filter(SessionRow.revoked_at.is_not(None)).count() == 1


def test_the_language_that_was_chosen_sticks(client: TestClient, people: People) -> None:
    """By cookie before the sign-in, with the person after it; else as the browser prefers."""
    assert 'lang="zh"' in client.get("/sign-in", headers={"Accept-Language": "fr, zh;q=0.5"}).text
    assert 'lang="en"' in client.get("/sign-in", headers={"Accept-Language": "fr"}).text
    client.post("/language", data={"to": "zh", "next": "/sign-in"})
    assert 'lang="zh"' in client.get("/sign-in", headers={"Accept-Language": "en"}).text
    helper = people(Role.HELPER)
    helper.client.post("/language", data={"to": "zh", "next": "/me"})
    helper.client.cookies.delete("language")
    assert 'lang="zh"' in helper.client.get("/me").text


def test_a_link_that_is_no_good_says_so_in_words(browser: TestClient) -> None:
    """As a page, not as data."""
    shown = browser.get("/join/nonsense")
    assert shown.status_code == 410
    assert "This link was used already" in shown.text
    assert shown.headers["content-type"].startswith("text/html")
