"""Asks a server as fast as it answers, over kept connections, and counts the answers.

Run in a process of its own, so that it takes nothing from the server but the other core:
``python -m benchmarks.load PORT SECONDS CONNECTIONS page|batch PATH`` prints requests a second.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

PHONE: Final = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
)

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def batch(visit: str) -> bytes:
    """Return a batch of a visit: five events, of which one is a stretch that was watched."""
    kinds = (("impression", -1, -1), ("view", 90, -1), ("watched", 0, 120), ("cart", 100, -1))
    events = [
        {"n": n, "kind": kind, "frame": frame, "until": until, "ago": 1000 - n}
        for n, (kind, frame, until) in enumerate((*kinds, ("left", 120, -1)))
    ]
    told = {"slug": "oranges", "version": 1, "visit": visit, "visitor": visit, "events": events}
    return json.dumps(told, separators=(",", ":")).encode()


def get(path: str) -> Callable[[], bytes]:
    """Return what makes the request of a page."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {PHONE}\r\n"
        "Accept-Encoding: gzip\r\n\r\n"
    ).encode()
    return lambda: request


def post(path: str) -> Callable[[], bytes]:
    """Return what makes the request of a batch, of a new visit each time."""
    mark = "0" * 24
    body = batch(mark)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {PHONE}\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()

    def request() -> bytes:
        visit = f"{time.time_ns() // 1_000_000:012x}{os.urandom(6).hex()}"  # as events.js has it
        return head + body.replace(mark.encode(), visit.encode())

    return request


@dataclass
class _Line(asyncio.Protocol):
    """A connection: asks again as soon as it has been answered whole."""

    request: Callable[[], bytes]
    answered: int = 0
    wrong: int = 0
    _got: bytes = b""
    _transport: asyncio.Transport = field(init=False)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport
            transport.write(self.request())

    def data_received(self, data: bytes) -> None:
        """Ask again, where this is the end of an answer."""
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not found or (length is not None and len(body) < int(length[1])):
            return
        self.answered += 1
        self.wrong += head[9:10] != b"2"
        self._got = b""
        self._transport.write(self.request())


async def rate(port: int, seconds: float, connections: int, request: Callable[[], bytes]) -> float:
    """Return answers a second; every one of them must be a 2xx."""
    loop = asyncio.get_running_loop()
    lines = [
        (await loop.create_connection(lambda: _Line(request), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.sleep(0.5)
    before, began = sum(line.answered for line in lines), time.perf_counter()
    await asyncio.sleep(seconds)
    answered, took = sum(line.answered for line in lines) - before, time.perf_counter() - began
    wrong = sum(line.wrong for line in lines)
    if wrong:
        raise SystemExit(f"{wrong} answers were no 2xx")
    return answered / took


def _main(arguments: list[str]) -> None:
    port, seconds, connections, kind, path = arguments
    request = post(path) if kind == "batch" else get(path)
    print(asyncio.run(rate(int(port), float(seconds), int(connections), request)))


if __name__ == "__main__":
    _main(sys.argv[1:])
