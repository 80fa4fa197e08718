"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import text

from api.dependencies import UnitOfWork

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(work: UnitOfWork) -> dict[str, str]:
    """Say that the database answers too."""
    work.execute(text("SELECT 1"))
    return {"status": "ok"}
