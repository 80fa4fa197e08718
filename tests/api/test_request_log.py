"""Every request has an id, which the log, the answer and the work that it asked for carry."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.request_log import RequestLog
from tests.api.conftest import People
from vidcommerce import logs
from vidcommerce.accounts.roles import Role


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """What the service says."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.set_up(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def _requests(said: io.StringIO) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    return [line for line in lines if line["logger"] == "api.request"]


def test_a_request_is_told_by_its_route(client: TestClient, said: io.StringIO) -> None:
    """Not by its address, in which a secret may stand."""
    answer = client.get("/join/a-very-secret-word")
    (line,) = _requests(said)
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["route"] == "/join/{secret}"
    assert line["status"] == answer.status_code
    assert "a-very-secret-word" not in json.dumps(line)


def test_a_person_stands_in_the_log_by_id(people: People, said: io.StringIO) -> None:
    """Never by name."""
    helper = people(Role.HELPER)
    said.truncate(0)
    said.seek(0)
    helper.client.get("/me")
    assert _requests(said)[-1]["person_id"] == helper.person.id
    assert helper.person.name not in said.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-123.DEF_4", True), ("a b\n", False), ("x", False)]
)
def test_the_id_of_a_proxy_is_kept(client: TestClient, given: str, kept: bool) -> None:  # noqa: FBT001
    """Where it looks like one."""
    answer = client.get("/healthz", headers={"X-Request-ID": given.replace("\n", "!")})
    assert (answer.headers["x-request-id"] == given) is kept


def test_health_is_asked_often_and_told_seldom(client: TestClient, said: io.StringIO) -> None:
    """Only when something is wrong."""
    client.get("/healthz")
    assert _requests(said) == []


def test_the_id_reaches_what_the_request_does(said: io.StringIO) -> None:
    """Also in the thread that a plain function runs in; and a bug is told with its request."""
    app = FastAPI()
    app.add_middleware(RequestLog)
    seen: list[str] = []

    @app.get("/work")
    def work() -> None:
        seen.append(logs.request_id())
        raise ArithmeticError

    client = TestClient(app, raise_server_exceptions=False)
    client.get("/work", headers={"X-Request-ID": "request-1"})
    (line,) = _requests(said)
    assert seen == ["request-1"]
    assert line.items() >= {"request_id": "request-1", "event": "request failed"}.items()
    assert "ArithmeticError" in line["exception"]
