"""Who writes comments in this browser: a cookie that is given when somebody first writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from fastapi import Depends, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.dependencies import ServiceHere
from api.sessions import is_secure
from vidcommerce.comments import writers
from vidcommerce.comments.tables import WriterRow
from vidcommerce.service import Service

_LASTS: Final = 365 * 24 * 60 * 60
"""Seconds for which a browser keeps the cookie after somebody wrote."""


def cookie_of(service: Service) -> str:
    """Return the name of the cookie; the prefix has browsers insist on its safety."""
    return "__Host-writer" if is_secure(service) else "writer"


def _secret(request: Request, service: ServiceHere) -> str:
    return request.cookies.get(cookie_of(service), "")


SecretHere: TypeAlias = Annotated[str, Depends(_secret)]
"""The secret that this browser keeps; empty where nobody has written with it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who looks at comments, and may have written some."""

    request: Request
    service: Service
    secret: str


def _reader(request: Request, service: ServiceHere, secret: SecretHere) -> Reader:
    return Reader(request, service, secret)


ReaderHere: TypeAlias = Annotated[Reader, Depends(_reader)]


def met(work: Session, service: Service, secret: str, now: int) -> tuple[WriterRow, str]:
    """Return the writer in this browser, made now where there is none, and the secret to keep."""
    known = writers.find(work, secret)
    return (known, secret) if known else writers.begin(work, service.secret, now)


def keep(response: Response, service: Service, secret: str) -> Response:
    """Have the browser keep a writer's secret."""
    response.set_cookie(
        cookie_of(service), secret, max_age=_LASTS, path="/",
        secure=is_secure(service), httponly=True, samesite="lax",
    )  # fmt: skip
    return response
