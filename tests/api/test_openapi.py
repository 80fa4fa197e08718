"""The OpenAPI document: whole, and what it says is what happens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from schemathesis import GenerationMode

from tests.api.asking import ask_everything, make_world
from tests.api.conftest import People
from tests.stations import Village
from vidcommerce.accounts.roles import Role


def _operations(app: FastAPI) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in app.openapi()["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def test_only_the_interface_is_in_the_document(app: FastAPI) -> None:
    """No pages, no tus, and each operation is called by a name of its own."""
    paths = {path for _, path, _ in _operations(app)}
    assert {p for p in paths if not p.startswith("/api/v1/")} <= {"/healthz", "/readyz", "/metrics"}
    names = [operation["operationId"] for _, _, operation in _operations(app)]
    assert len(names) == len(set(names))
    assert [name for name in names if not name.isidentifier() or "api" in name] == []


def test_every_reference_leads_somewhere(app: FastAPI) -> None:
    """A generator stops at the first that does not; and names are such as classes have."""
    document = app.openapi()
    schemas = document["components"]["schemas"]

    def references(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            yield from ([part["$ref"]] if isinstance(part.get("$ref"), str) else [])
            yield from (ref for value in part.values() for ref in references(value))
        elif isinstance(part, list):
            yield from (ref for value in part for ref in references(value))

    names = {ref.removeprefix("#/components/schemas/") for ref in references(document)}
    assert names - set(schemas) == set()
    assert [name for name in schemas if not name.isalnum()] == []
    assert document["openapi"].startswith("3.1")
    assert "HTTPValidationError" not in json.dumps(document)


def test_every_operation_says_what_may_come(app: FastAPI) -> None:
    """Who may ask, a model or a type for what is good, problem details for what is not."""
    for method, path, operation in _operations(app):
        if not path.startswith("/api/v1/"):
            continue
        assert operation["security"], path
        assert operation["description"], path
        for status, told in operation["responses"].items():
            content = told.get("content", {})
            if int(status) >= 400:
                assert set(content) == {"application/problem+json"}, (method, path, status)
            elif int(status) not in (204, 304):
                assert all("schema" in one and one["schema"] for one in content.values()), path
                assert content, (method, path, status)
        assert {"401", "403", "422", "500"} <= set(operation["responses"])


@pytest.mark.slow
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("role", [Role.FARMER, Role.OPERATOR])
def test_nothing_is_answered_that_is_not_in_the_document(
    app: FastAPI, village: Village, people: People, role: Role, mode: GenerationMode
) -> None:
    """Whatever is sent: no 5xx, no status, type or shape that is not documented.

    And what the document forbids is refused.
    """
    ask_everything(make_world(app, village, people), role, mode)
