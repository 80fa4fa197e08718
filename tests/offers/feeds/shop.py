"""A shop that says its prices over HTTP on loopback, as it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Shop:
    """Where its list is and what it says.

    ``moved`` is how often it leads elsewhere first, ``there`` where to instead, if anywhere;
    ``before`` is what happens before it answers.
    ``asked`` has the header fields of every request for the list.
    """

    url: str = ""
    body: bytes = b""
    etag: str = ""
    status: int = 200
    moved: int = 0
    there: str = ""
    before: Callable[[], None] = lambda: None
    asked: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def open_shop() -> Iterator[Shop]:
    """Run a shop."""
    shop = Shop()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.count("/moved") < shop.moved:
                self._answer(302, b"", [("Location", shop.there or f"{self.path}/moved")])
                return
            shop.before()
            shop.asked.append(dict(self.headers.items()))
            if shop.etag and self.headers["If-None-Match"] == shop.etag:
                self._answer(304, b"", [])
                return
            self._answer(shop.status, shop.body, [("ETag", shop.etag)] if shop.etag else [])

        def _answer(self, status: int, body: bytes, fields: list[tuple[str, str]]) -> None:
            self.send_response(status)
            for name, value in fields:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    shop.url = f"http://127.0.0.1:{server.server_port}/feed"
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
