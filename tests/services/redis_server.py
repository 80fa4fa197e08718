"""Redis from Debian's package, on a free port; what it holds dies with it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import redis

from tests.services.processes import free_ports, program, running, server_folder


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """Run a server; gives its URL."""
    server = program("redis-server", "redis-server")
    (port,) = free_ports(1)
    url = f"redis://127.0.0.1:{port}/0"
    with server_folder() as folder:
        options = {"port": str(port), "bind": "127.0.0.1", "dir": str(folder), "save": ""}
        command = [server, *(word for name in options for word in (f"--{name}", options[name]))]
        with running(command, folder / "log", lambda: _answers(url)):
            yield url


def _answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url) as client:
            return bool(client.ping())
    except redis.ConnectionError:
        return False
