"""Everything that goes wrong is told in one shape, in the reader's language, and no more of it."""

from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api.conftest import People
from tests.api.v1.conftest import Place, fields
from vidcommerce.accounts.roles import Role
from vidcommerce.clips import service as clips

_TYPE = "application/problem+json"


def test_unknown_addresses_and_methods(client: TestClient) -> None:
    """404 and 405 with the methods that there are; a browser gets a page instead."""
    nothing = client.get("/api/v1/nothing")
    assert (nothing.status_code, nothing.headers["content-type"]) == (404, _TYPE)
    assert nothing.json()["type"] == "urn:vidcommerce:NothingHere"
    wrong = client.patch("/api/v1/products", headers={"Authorization": "Bearer x"})
    assert (wrong.status_code, wrong.headers["content-type"]) == (405, _TYPE)
    assert "GET" in wrong.headers["allow"]
    page = client.get("/nothing", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"][:9]) == (404, "text/html")


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer no"}, {"Authorization": "Basic x"}]
)
def test_who_is_not_signed_in_is_told_how(client: TestClient, headers: dict[str, str]) -> None:
    """401 with WWW-Authenticate."""
    answer = client.get("/api/v1/products", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (401, _TYPE)
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_what_does_not_fit_is_named_by_pointer(place: Place) -> None:
    """Every fault at once: in the body, in the query, in the address."""
    asked = fields(place.farmer) | {"price": "much", "unknown/x": 1}
    del asked["unit"]
    answer = place.farmer.post("/api/v1/products", json=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (422, _TYPE)
    found = {fault["pointer"]: fault["code"] for fault in answer.json()["errors"]}
    assert found == {
        "#/price": "string_pattern_mismatch",
        "#/unit": "missing",
        "#/unknown~1x": "extra_forbidden",
    }
    query = place.helper.client.get("/api/v1/products?limit=1000").json()["errors"]
    assert [(fault["parameter"], fault["detail"]) for fault in query] == [
        ("limit", "This is too large: 100 at most.")
    ]
    assert place.farmer.get("/api/v1/clips/..x").status_code == 422
    broken = place.farmer.post(
        "/api/v1/products", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert broken.json()["errors"][0]["code"] == "json_invalid"


def test_errors_speak_the_readers_language(people: People, client: TestClient) -> None:
    """The person's own, or that of Accept-Language; the name of the error stays."""
    chinese = people(Role.FARMER, language="zh").client.get("/api/v1/products?limit=0").json()
    assert chinese["title"] == "RequestInvalid"
    assert chinese["detail"] == "发来的内容有些无法使用。"
    assert chinese["errors"][0]["detail"] == "太小了：至少 1。"
    weighted = {"Accept-Language": "fr;q=0.9, zh-CN;q=0.8"}
    assert client.get("/api/v1/nothing", headers=weighted).json()["detail"] == "这个地址没有内容。"


def test_our_own_failures_tell_an_id_and_nothing_else(
    app: FastAPI, place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the whole story under the id."""

    def fail(*_: object) -> None:
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr(clips, "get", fail)
    with TestClient(app, "http://localhost:8000", raise_server_exceptions=False) as client:
        client.cookies = place.farmer.cookies
        with caplog.at_level(logging.ERROR):
            answer = client.get("/api/v1/clips/" + "0" * 32)
    assert (answer.status_code, answer.headers["content-type"]) == (500, _TYPE)
    assert "1234" not in answer.text
    told = [record for record in caplog.records if answer.json()["error_id"] in record.getMessage()]
    assert told


def test_a_change_by_cookie_needs_the_sessions_token(place: Place) -> None:
    """Another site can make a browser send the cookie, but not the header."""
    asked = fields(place.farmer)
    answer = place.farmer.post("/api/v1/products", json=asked, headers={"X-CSRF-Token": "no"})
    assert (answer.status_code, answer.json()["title"]) == (403, "FormExpired")


@pytest.mark.parametrize("pieces", [1, 2])
def test_what_is_too_large_is_refused_before_it_is_read(client: TestClient, pieces: int) -> None:
    """Announced or in pieces, from anybody; what is just small enough is looked at."""
    for size, status in ((1 << 20, 401), ((1 << 20) + 1, 413)):
        body = bytes(size)
        sent = body if pieces == 1 else iter([body[: 1 << 19], body[1 << 19 :]])
        kind = {"Content-Type": "text/plain"}
        answer = client.post("/api/v1/products", content=sent, headers=kind)
        assert (answer.status_code, answer.headers["content-type"]) == (status, _TYPE)
