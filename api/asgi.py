"""What a server starts: ``uvicorn --factory api.asgi:app``."""

from __future__ import annotations

from fastapi import FastAPI

from api.app import create_app
from vidcommerce import logs
from vidcommerce.queues import waker
from vidcommerce.service import open_service
from vidcommerce.settings import settings


def app() -> FastAPI:
    """Return the application of the service that the environment's settings describe."""
    logs.set_up()
    here = settings()
    return create_app(open_service(here, waker(here)))
