"""The OpenAPI document: what programs are told of the interface, whole enough to be generated from.

FastAPI writes what it knows; here it learns what every operation has: problems for answers that
are errors, the ways to sign in with the scope that is needed, and headers that must be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.errors import PROBLEM
from api.schemas import Problem
from api.sessions import allowed
from vidcommerce.accounts.roles import Action
from vidcommerce.accounts.scopes import SCOPES, scope_of

_ALWAYS: Final = (401, 403, 422, 500)
"""What every operation of version 1 may answer."""

_METHODS: Final = ("get", "put", "post", "delete", "patch")
_NEEDS: Final = "x-scope"
_CHALLENGE: Final = ("WWW-Authenticate",)
_REF: Final = {"$ref": "#/components/schemas/Problem"}

_MEANINGS: Final = {
    304: "You have it already",
    400: "What was sent can't be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not there, or not yours to know of",
    409: "Somebody was quicker, or it is not possible now",
    410: "It was there and is gone",
    413: "Too large",
    422: "What was sent can't be used",
    428: "If-Match is missing",
    429: "Too much in too short a time",
    500: "Our fault",
}

_SCHEMES: Final = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API token, made under /me or by POST /api/v1/me/tokens. Scopes: "
        + "; ".join(f"{s}: {', '.join(sorted(held))}" for s, held in SCOPES.items()),
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-vidcommerce",
        "description": "The cookie of who is signed in; called `vidcommerce` without https.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "The session's token, beside the cookie, for whatever changes something.",
    },
}

_ABOUT: Final = """\
Farmers' clips on their way to shoppable videos. Errors are problem details (RFC 9457), their
`detail` in the language of Accept-Language. Lists go on at `next`. What can be edited has an ETag;
a change names it in If-Match, and a lost race is a 409 with `yours` and `theirs`. Creations take an
Idempotency-Key. Clips themselves are sent by tus 1.0 to /api/uploads.
"""


def operation_id(route: APIRoute) -> str:
    """Name operations as the functions are named: generated clients call them so."""
    return route.name


def needs(action: Action) -> dict[str, Any]:
    """Return what a route's decorator takes so that only who may do ``action`` gets in."""
    return {
        "dependencies": [allowed(action)],
        "openapi_extra": {_NEEDS: scope_of(action).value},
    }


def may(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return a route's ``responses`` for the statuses that it may answer beside the usual ones."""
    return {status: {"description": _MEANINGS[status]} for status in statuses}


def install(app: FastAPI) -> None:
    """Have ``app`` serve the whole document."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title, version=app.version, description=_ABOUT, routes=app.routes,
        openapi_version="3.1.0",
    )  # fmt: skip
    for method, operation in _operations(made):
        _add_ways_in(operation, changes=method != "get")
        _make_problems(operation)
        _add_headers(operation, method)
        _demand_versions(operation)
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= _problem_schemas()
    components["securitySchemes"] = _SCHEMES
    return made


def _operations(made: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the method and the description of every operation of version 1."""
    for path, item in made["paths"].items():
        if path.startswith("/api/v1/"):
            yield from ((method, item[method]) for method in _METHODS if method in item)


def _add_ways_in(operation: dict[str, Any], *, changes: bool) -> None:
    """Say how to sign in for an operation, and with which scope of a token."""
    scope = operation.pop(_NEEDS, None)
    cookie: dict[str, list[str]] = {"session": []}
    if changes:
        cookie["csrf"] = []
    operation["security"] = [{"token": [] if scope is None else [scope]}, cookie]


def _make_problems(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    statuses = (400, 413, *_ALWAYS) if "requestBody" in operation else _ALWAYS
    for status in statuses:
        responses[str(status)] = {"description": _MEANINGS[status]}
    for status, told in responses.items():
        if int(status) >= 400:  # noqa: PLR2004 - where errors begin
            told["content"] = {PROBLEM: {"schema": _REF}}


def _add_headers(operation: dict[str, Any], method: str) -> None:
    """Say which headers answers have."""
    for status, told in operation["responses"].items():
        names = {"200": ("ETag",), "201": ("Location",), "304": ("ETag",), "401": _CHALLENGE}
        found = dict.fromkeys(names.get(status, ()) if method != "delete" else ())
        if found:
            told["headers"] = {name: {"schema": {"type": "string"}} for name in found}


def _demand_versions(operation: dict[str, Any]) -> None:
    """Say that If-Match must be sent: without it the answer is 428, not 422."""
    for parameter in operation.get("parameters", ()):
        if parameter["name"].lower() == "if-match":
            parameter["required"] = True
            parameter["schema"] = {"type": "string", "pattern": r'^"[0-9]+(-[0-9]+)*"$'}


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs", {}), "Problem": schema}
