"""What routes ask for: the service, and a unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, TypeAlias

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from vidcommerce.service import Service

SAFE: Final = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing."""


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceHere: TypeAlias = Annotated[Service, Depends(_service)]


def _unit_of_work(request: Request, service: ServiceHere) -> Iterator[Session]:
    """Open the request's one unit of work; it commits when the route has returned."""
    database = service.database
    with database.reading() if request.method in SAFE else database.writing() as session:
        yield session


UnitOfWork: TypeAlias = Annotated[Session, Depends(_unit_of_work, scope="function")]
"""Scope "function": committed before the answer is sent, so that no answer says what may fail."""
