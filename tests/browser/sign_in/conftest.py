"""The service on a port of this machine, and its first operator's link."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import uvicorn

from api.app import create_app
from vidcommerce.accounts.service import first_operator
from vidcommerce.db import now_ms
from vidcommerce.service import Service


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    """Where the service is; browsers trust localhost as they trust https."""
    app = create_app(service)
    config = uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    public = f"http://localhost:{port}"
    app.state.service = replace(service, settings=replace(service.settings, public_url=public))
    yield public
    server.should_exit = True
    thread.join()


@pytest.fixture
def operators_link(service: Service, address: str) -> str:
    """The address of the first sign-in."""
    with service.database.writing() as work:
        return f"{address}{first_operator(work, now_ms())}"
