"""Every route by every role: who gets in, who is refused, and that no route was forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.routing import Mount

from tests.api.conftest import People
from tests.api.permissions_table import PUBLIC, ROUTES, SIGNED_IN, Needs
from vidcommerce.accounts.roles import GRANTS, Role

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


def _refused_stranger(answer: Response) -> bool:
    led = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?next=")
    return answer.status_code == 401 or led


def _let_in(needs: Needs, role: Role) -> bool:
    return needs in (PUBLIC, SIGNED_IN) or role in GRANTS.get(needs, {})


def test_the_table_has_every_route_and_no_other(app: FastAPI) -> None:
    """A new route must say who may ask for it."""
    found = sorted(_routes(app))
    assert [route for route in found if route not in ROUTES] == []
    assert [route for route in ROUTES if route not in found] == []


def test_strangers_get_in_only_where_it_is_public(client: TestClient) -> None:
    """Who is not signed in gets 401, or the page to sign in."""
    wrong = {
        route: answer.status_code
        for route, needs in ROUTES.items()
        for answer in (_ask(client, route),)
        if _refused_stranger(answer) is (needs is PUBLIC) or answer.status_code >= 500
    }
    assert wrong == {}


@pytest.mark.parametrize("role", Role)
def test_a_role_gets_in_exactly_where_its_actions_let_it(people: People, role: Role) -> None:
    """403 without the action, whatever is asked; with it anything but 401, 403 and 5xx."""
    wrong = {}
    for route, needs in ROUTES.items():
        answer = _ask(people(role).client, route)
        good = answer.status_code not in (401, 403) and answer.status_code < 500
        if (answer.status_code == 403, good) != (
            (False, True) if _let_in(needs, role) else (True, False)
        ):
            wrong[route] = answer.status_code
    assert wrong == {}
