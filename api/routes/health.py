"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from typing import Final

import anyio
from fastapi import APIRouter
from fastapi.responses import JSONResponse

from api.dependencies import ServiceHere
from vidcommerce.health import CHECKS, NEEDED, UNREACHABLE
from vidcommerce.logs import logger
from vidcommerce.service import Service

router = APIRouter(tags=["health"])

_PATIENCE: Final = 3.0
"""Seconds that each check has; they are made at the same time."""

_log = logger(__name__)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "What is needed can't be reached."}})
async def readyz(service: ServiceHere) -> JSONResponse:
    """Say of database, files and queue whether they can be reached.

    Without the queue the service is slower, but works: that alone is no 503.
    """
    found: dict[str, str] = {}
    async with anyio.create_task_group() as group:
        for name in CHECKS:
            group.start_soon(_look, name, service, found)
    ready = all(found[name] == "ok" for name in NEEDED)
    status = "ok" if ready else "down"
    return JSONResponse({"status": status, **found}, 200 if ready else 503)


async def _look(name: str, service: Service, found: dict[str, str]) -> None:
    """Note whether one thing can be reached; a check that hangs ends by itself, later."""
    found[name] = "down"
    with anyio.move_on_after(_PATIENCE):
        try:
            await anyio.to_thread.run_sync(CHECKS[name], service, abandon_on_cancel=True)
            found[name] = "ok"
        except UNREACHABLE as error:
            _log.warning("not reached", what=name, why=str(error))
