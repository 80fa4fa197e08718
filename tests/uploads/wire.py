"""Requests message by message, on an app in this process: bodies that stall or break off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.types import Message

from api.app import create_app
from api.sessions import cookie_name
from tests.uploads.conftest import BYTES, TUS, agree, make_product, metadata
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.service import Service, open_service
from vidcommerce.settings import settings
from vidcommerce.tables import all_tables

Step = bytes | Callable[[], Awaitable[None]]
"""What comes over the line next, or what happens before it does."""


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Line:
    """A line over which one request goes; ``steps`` in turn, then it breaks where ``cut``."""

    steps: Sequence[Step]
    cut: bool = False
    given: int = 0
    sent: list[Message] = field(default_factory=list)

    async def receive(self) -> Message:
        """Give the next of the body."""
        while self.given < len(self.steps):
            step = self.steps[self.given]
            self.given += 1
            if not isinstance(step, bytes):
                await step()
                continue
            more = self.cut or self.given < len(self.steps)
            return {"type": "http.request", "body": step, "more_body": more}
        if self.cut:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: Message) -> None:
        """Take what the server says."""
        self.sent.append(message)

    def answer(self) -> Answer:
        """Return what the server said."""
        start = self.sent[0]
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], headers, b"".join(m.get("body", b"") for m in self.sent[1:]))


async def over(
    app: FastAPI, line: Line, method: str, path: str, headers: Mapping[str, str]
) -> Answer:
    """Send one request over ``line``."""
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "client": ("127.0.0.1", 1), "server": ("localhost", 8000),
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
    }  # fmt: skip
    await app(scope, line.receive, line.send)
    return line.answer()


@dataclass
class World:
    """A service in a folder with one farmer; it can be stopped and started again."""

    folder: Path
    service: Service
    app: FastAPI
    headers: Mapping[str, str]
    product_id: str
    environment: Mapping[str, str]

    def ask(
        self, method: str, path: str, steps: Sequence[Step] = (), *,
        cut: bool = False, sized: int | None = None, **headers: str,
    ) -> Answer:  # fmt: skip
        """Send one request; ``sized`` is its Content-Length, which it has none of without."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if sized is not None:
            given["Content-Length"] = str(sized)
        everything = {**self.headers, **TUS, **given}
        # In a thread of its own: where a browser is open, Playwright's loop runs in this one.
        with ThreadPoolExecutor(1) as thread:
            request = over(self.app, Line(steps, cut), method, path, everything)
            return thread.submit(asyncio.run, request).result()

    def begin(self, length: int) -> str:
        """Begin an upload and return its path."""
        said = metadata(filename="a.mp4", product=self.product_id)
        answer = self.ask("POST", "/api/uploads", Upload_Length=str(length), Upload_Metadata=said)
        assert answer.status == 201, answer
        return answer.headers["location"]

    def patch(
        self, path: str, offset: int, steps: Sequence[Step], *,
        cut: bool = False, sized: int | None = None, **headers: str,
    ) -> Answer:  # fmt: skip
        """Send bytes."""
        given = {"Content-Type": BYTES["Content-Type"], "Upload-Offset": str(offset), **headers}
        return self.ask("PATCH", path, steps, cut=cut, sized=sized, **given)

    def offset(self, path: str) -> int:
        """Ask how far an upload is."""
        answer = self.ask("HEAD", path)
        assert answer.status == 200, answer
        return int(answer.headers["upload-offset"])

    def restart(self) -> None:
        """Stop the service and start it again on what it left."""
        self.service.database.engine.dispose()
        self.service = _open(self.folder, self.environment)
        self.app = create_app(self.service)


def _open(folder: Path, environment: Mapping[str, str]) -> Service:
    return open_service(
        settings({"VIDCOMMERCE_DATA": str(folder), **environment}), lambda _queue: None
    )


def world(folder: Path, **environment: str) -> World:
    """Make a service with a farmer who is signed in, agreed to everything and sells something."""
    service = _open(folder, environment)
    all_tables().create_all(service.database.engine)
    now = now_ms()
    station = StationRow(id=new_id(), name="Hillside", village="Ganzhou", created_at=now)
    farmer = PersonRow(
        id=new_id(), station_id=station.id, role=Role.FARMER, name="F", language="en",
        created_at=now,
    )  # fmt: skip
    with service.database.writing() as work:
        work.add(station)
        work.flush()
        work.add(farmer)
        work.flush()
        begun = sessions.begin(work, farmer, now, proved=True, device="a test")
    headers = {
        "Host": "localhost:8000",
        "Cookie": f"{cookie_name(service)}={begun.secret}",
        "X-CSRF-Token": begun.row.csrf,
    }
    agree(service, farmer.id)
    product_id = make_product(service, farmer.id, station.id)
    return World(folder, service, create_app(service), headers, product_id, environment)


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    """Cut bytes as a line does."""
    for start in range(0, len(data), size):
        yield data[start : start + size]
