"""Who asks: found by cookie or token, and not made to ask by another site."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.sessions import ActorHere, PageActor
from tests.api.conftest import People
from vidcommerce.accounts import sessions, tokens
from vidcommerce.accounts.roles import Action, Role
from vidcommerce.accounts.tables import ApiTokenRow, SessionRow
from vidcommerce.db import now_ms
from vidcommerce.service import Service


@pytest.fixture
def app(app: FastAPI) -> FastAPI:
    """The application, and three routes that say who asks."""

    @app.get("/try/who")
    @app.post("/try/who")
    def who(actor: ActorHere) -> dict[str, Any]:
        return {"person": actor.person_id, "role": actor.role}

    @app.get("/try/page")
    @app.post("/try/page")
    def page(actor: PageActor) -> str:
        return actor.person_id

    return app


def test_a_cookie_says_who_asks(people: People) -> None:
    """A signed-in browser is its person."""
    helper = people(Role.HELPER)
    assert helper.client.get("/try/who").json() == {"person": helper.person.id, "role": "helper"}


def test_without_a_cookie_data_is_refused_and_pages_lead_to_the_sign_in(client: TestClient) -> None:
    """401 as a problem for programs; for people the page to sign in, and the way back."""
    refused = client.get("/try/who", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == "请先登录。"
    led = client.get("/try/page?a=1&b=2")
    assert led.status_code == 303
    assert led.headers["location"] == "/sign-in?next=/try/page%3Fa%3D1%26b%3D2"


def test_a_change_by_cookie_needs_the_token_of_the_session(people: People) -> None:
    """In a header or a form field; another session's is refused."""
    farmer, other = people(Role.FARMER), people(Role.FARMER)
    browser = farmer.client
    assert browser.post("/try/who").status_code == 200
    del browser.headers["X-CSRF-Token"]
    assert browser.post("/try/who").status_code == 403
    assert browser.post("/try/who", json={"csrf": farmer.csrf}).status_code == 403
    assert browser.post("/try/who", data={"csrf": other.csrf}).status_code == 403
    assert browser.post("/try/who", data={"csrf": farmer.csrf}).status_code == 200
    multipart = browser.post("/try/who", data={"csrf": farmer.csrf}, files={"f": b"x"})
    assert multipart.status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:8000"}, 200),
        ({}, 200),
    ],
)
def test_what_another_site_sends_is_refused(
    people: People, headers: dict[str, str], status: int
) -> None:
    """By the browser's own word, or its Origin, also where it somehow has the token."""
    assert people(Role.HELPER).client.post("/try/who", headers=headers).status_code == status


def test_a_token_acts_within_its_scopes(
    people: People, client: TestClient, service: Service
) -> None:
    """A program's token needs no CSRF token, opens no pages, and ends."""
    lead = people(Role.LEAD)
    with service.database.writing() as work:
        made = tokens.make(work, lead.actor, "till", {Action.SEE_CLIPS}, 1, now_ms())
    headers = {"Authorization": f"Bearer {made.secret}"}
    assert client.post("/try/who", headers=headers).json()["person"] == lead.person.id
    assert client.get("/try/page", headers=headers).status_code == 303
    with service.database.reading() as work:
        assert work.get_one(ApiTokenRow, made.row.id).used_at is not None
    with service.database.writing() as work:
        tokens.revoke(work, lead.person.id, made.row.id, now_ms())
    assert client.post("/try/who", headers=headers).status_code == 401


def test_a_session_that_is_ended_or_half_proved_is_nobody(people: People, service: Service) -> None:
    """Ending a session takes effect at the next request; a password alone opens nothing."""
    helper, other = people(Role.HELPER), people(Role.HELPER)
    with service.database.writing() as work:
        sessions.end_all(work, helper.person.id, now_ms())
        work.query(SessionRow).filter_by(person_id=other.person.id).update({"proved": False})
    for someone in (helper, other):
        assert someone.client.get("/try/who").status_code == 401
        assert someone.client.get("/try/page").status_code == 303


def test_being_here_is_taken_down_now_and_then(people: People, service: Service) -> None:
    """After the answer, and not for every request."""
    helper = people(Role.HELPER)
    long_ago = now_ms() - sessions.SEEN_EVERY - 1
    for seen_at, moves in ((long_ago, True), (now_ms() - 1000, False)):
        with service.database.writing() as work:
            work.query(SessionRow).update({"seen_at": seen_at})
        helper.client.post("/try/who")
        with service.database.reading() as work:
            assert (work.query(SessionRow).one().seen_at > seen_at) is moves
