"""A real web server in a process of its own, which tests may kill: ``python -m`` runs it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import uvicorn

from api.app import create_app
from tests.services.processes import free_ports, launched, listens, wait_for
from tests.uploads.conftest import BYTES, TUS
from vidcommerce.service import open_service
from vidcommerce.settings import settings


@dataclass(frozen=True)
class Heard:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Server:
    """A service's address, on the same port at every start; ``headers`` are who asks."""

    folder: Path
    port: int
    environment: Mapping[str, str]
    headers: Mapping[str, str]
    starts: int = 0

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://localhost:{self.port}"

    @contextlib.contextmanager
    def running(self) -> Iterator[int]:
        """Run it until the end of the ``with``; gives the process to kill."""
        self.starts += 1
        log = self.folder / f"server-{self.starts}.log"
        given = json.dumps(dict(self.environment))
        command = [sys.executable, "-m", "tests.uploads.server", str(self.port), given]
        with launched(command, log) as child:
            wait_for(child, log, lambda: listens(self.port))
            yield child.pid

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Heard:
        """Send one whole request."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        line = HTTPConnection("localhost", self.port, timeout=60)
        try:
            line.request(method, path, body or None, {**self.headers, **TUS, **named})
            answer = line.getresponse()
            heard = {name.lower(): value for name, value in answer.getheaders()}
            return Heard(answer.status, heard, answer.read())
        finally:
            line.close()

    def patch(self, path: str, offset: int, body: bytes) -> Heard:
        """Send bytes."""
        kind = BYTES["Content-Type"]
        return self.ask("PATCH", path, body, Content_Type=kind, Upload_Offset=str(offset))

    def send_part(self, path: str, offset: int, announced: int, body: bytes) -> HTTPConnection:
        """Announce more bytes than are sent, and leave the line open."""
        line = HTTPConnection("localhost", self.port, timeout=60)
        line.putrequest("PATCH", path, skip_accept_encoding=True)
        said = {"Upload-Offset": str(offset), "Content-Length": str(announced)}
        for name, value in {**self.headers, **TUS, **BYTES, **said}.items():
            if name != "Host":
                line.putheader(name, value)
        line.endheaders()
        line.send(body)
        return line


def server_of(folder: Path, headers: Mapping[str, str], **environment: str) -> Server:
    """Return a server for the service in ``folder``, not started yet."""
    (port,) = free_ports(1)
    ours = {
        "VIDCOMMERCE_DATA": str(folder),
        "VIDCOMMERCE_PUBLIC_URL": f"http://localhost:{port}",
        **environment,
    }
    return Server(folder, port, ours, {k: v for k, v in headers.items() if k != "Host"})


def _main(port: int, environment: Mapping[str, str]) -> None:
    service = open_service(settings({**os.environ, **environment}), lambda _queue: None)
    uvicorn.run(
        create_app(service),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    _main(int(sys.argv[1]), json.loads(sys.argv[2]))
