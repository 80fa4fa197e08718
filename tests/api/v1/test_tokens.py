"""Programs with tokens: what each scope opens, and that it ends."""

from __future__ import annotations

from collections import Counter

import pytest
from fastapi.testclient import TestClient

from tests.api.v1.conftest import Place
from vidcommerce.accounts.roles import Action, Role
from vidcommerce.accounts.scopes import SCOPES, Scope, actions_of, scope_of, scopes_of


def test_every_action_is_in_one_scope() -> None:
    """A new action must be put into one, or no token could do it."""
    held = Counter(action for actions in SCOPES.values() for action in actions)
    assert held == dict.fromkeys(Action, 1)
    assert all(action in SCOPES[scope_of(action)] for action in Action)


@pytest.mark.parametrize("role", Role)
def test_a_token_gets_no_more_than_its_person(role: Role) -> None:
    """Scopes hold actions that a role may not have; those are left out."""
    for scope in Scope:
        actions = actions_of([scope], role)
        assert actions <= SCOPES[scope]
        assert scopes_of(list(actions)) in ([], [scope])


def _client(place: Place, client: TestClient, *scopes: str) -> TestClient:
    made = place.lead.client.post("/api/v1/me/tokens", json={"name": "t", "scopes": list(scopes)})
    assert made.status_code == 201, made.text
    client.headers["Authorization"] = f"Bearer {made.json()['secret']}"
    return client


def test_reading_is_not_changing(place: Place, client: TestClient) -> None:
    """A token for reading needs no cookie and no CSRF token, and changes nothing."""
    program = _client(place, client, "read")
    assert program.get("/api/v1/products").status_code == 200
    clip = f"/api/v1/clips/{place.village.clip_id}"
    assert program.get(clip).status_code == 200
    assert program.post(f"{clip}/cancel", json={}).status_code == 403
    assert program.get("/api/v1/comments").status_code == 403
    assert program.get("/api/v1/webhooks").status_code == 403
    assert "cancel_clips" not in program.get("/api/v1/me").json()["may"]


def test_a_token_makes_no_token(place: Place, client: TestClient) -> None:
    """Whoever stole one could keep it for ever."""
    program = _client(place, client, "read", "write", "admin")
    answer = program.post("/api/v1/me/tokens", json={"name": "t", "scopes": ["read"]})
    assert answer.status_code == 403


def test_tokens_are_listed_without_secrets_and_revoked(place: Place, client: TestClient) -> None:
    """At once."""
    program = _client(place, client, "read")
    (listed,) = place.lead.client.get("/api/v1/me/tokens").json()["items"]
    assert listed["scopes"] == ["read"]
    assert "secret" not in listed
    gone = place.lead.client.delete(f"/api/v1/me/tokens/{listed['id']}")
    assert gone.status_code == 204
    assert program.get("/api/v1/me").status_code == 401
    assert place.lead.client.get("/api/v1/me/tokens").json()["items"] == []


def test_a_scope_that_is_empty_for_the_role_makes_no_token(place: Place) -> None:
    """A farmer moderates nothing."""
    answer = place.farmer.post("/api/v1/me/tokens", json={"name": "t", "scopes": ["moderate"]})
    assert (answer.status_code, answer.json()["title"]) == (422, "TokenRefused")
