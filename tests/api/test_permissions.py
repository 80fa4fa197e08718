"""Every route by every role: who gets in, who is refused, and that no route was forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.routing import Mount

from tests.api.conftest import People
from tests.api.permissions_table import HALF_IN, PUBLIC, ROUTES, Needs
from vidcommerce.accounts.roles import GRANTS, Action, Role

_NOBODYS = "0" * 32
_MOUNTS = {"static"}
"""By name: what is served to everybody from a folder."""


def _routes(app: FastAPI) -> Iterator[str]:
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, Mount):
            assert route.original_route.name in _MOUNTS
            continue
        methods = route.methods or set()
        for method in methods - ({"HEAD"} if "GET" in methods else set()):
            yield f"{method} {route.path}"


def _ask(client: TestClient, route: str) -> Response:
    method, _, path = route.partition(" ")
    return client.request(method, re.sub(r"\{[^}]*\}", _NOBODYS, path))


class Outcome(Enum):
    """How a route answered."""

    IN = "in"
    SIGN_IN_FIRST = "sign in first"
    REFUSED = "refused"
    BROKEN = "broken"


def _outcome(answer: Response) -> Outcome:
    led = answer.headers.get("location", "").startswith(("/sign-in?next=", "/sign-in/"))
    if answer.status_code == 401 or (answer.status_code == 303 and led):
        return Outcome.SIGN_IN_FIRST
    if answer.status_code == 403 and _title(answer) == "NotAllowed":
        return Outcome.REFUSED
    return Outcome.BROKEN if answer.status_code >= 500 else Outcome.IN


def _title(answer: Response) -> str:
    """Return which error an answer tells of; the answer to a HEAD tells nothing."""
    return str(answer.json()["title"]) if answer.content else "NotAllowed"


def _expected(needs: Needs, role: Role) -> Outcome:
    if needs is HALF_IN:
        return Outcome.SIGN_IN_FIRST
    may = not isinstance(needs, Action) or role in GRANTS[needs]
    return Outcome.IN if may else Outcome.REFUSED


def test_the_table_has_every_route_and_no_other(app: FastAPI) -> None:
    """A new route must say who may ask for it."""
    found = sorted(_routes(app))
    assert [route for route in found if route not in ROUTES] == []
    assert [route for route in ROUTES if route not in found] == []


def test_strangers_get_in_only_where_it_is_public(client: TestClient) -> None:
    """Who is not signed in gets 401, or the page to sign in."""
    answers = {route: _ask(client, route) for route in ROUTES}
    wrong = {
        route: answer.status_code
        for route, answer in answers.items()
        if _outcome(answer)
        is not (Outcome.IN if ROUTES[route] is PUBLIC else Outcome.SIGN_IN_FIRST)
    }
    assert wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("role", Role)
def test_a_role_gets_in_exactly_where_its_actions_let_it(people: People, role: Role) -> None:
    """403 without the action, whatever is asked; with it anything but that, 401 and 5xx."""
    wrong, someone = {}, people(role)
    for route, needs in ROUTES.items():
        answer = _ask(someone.client, route)
        if route == "POST /sign-out":
            someone = people(role)
        if _outcome(answer) is not _expected(needs, role):
            wrong[route] = (answer.status_code, answer.text[:200])
    assert wrong == {}
