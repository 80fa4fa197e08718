"""A model hub on this machine: real HTTP, ranges, and lines that break."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REVISION = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Shelf:
    """What the hub has, how it behaves, and what it was asked for.

    ``breaks_after`` is the number of bytes of model.bin after which each transfer breaks off.
    """

    repository: str
    files: dict[str, bytes]
    breaks_after: int | None = None
    lies_about: str | None = None
    revision: str = REVISION
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@contextmanager
def serving(shelf: Shelf) -> Iterator[str]:
    """Serve the shelf and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(shelf))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(shelf: Shelf) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.close_connection = True
            path = self.path.partition("?")[0]
            if path.startswith(f"/api/models/{shelf.repository}"):
                self._send(json.dumps(_info(shelf)).encode())
            elif path.startswith(f"/{shelf.repository}/resolve/{shelf.revision}/"):
                self._send_file(path.rpartition("/")[2])
            else:
                self.send_error(404)

        def _send(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _send_file(self, name: str) -> None:
            asked = self.headers.get("Range")
            shelf.asked.append((name, asked))
            whole = shelf.files[name]
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
            body = whole[start:]
            self.send_response(206 if asked else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if name == "model.bin" and shelf.breaks_after is not None:
                body = body[: shelf.breaks_after]
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def _info(shelf: Shelf) -> dict[str, object]:
    siblings = []
    for name, body in shelf.files.items():
        digest = hashlib.sha256(body + (b"?" if name == shelf.lies_about else b"")).hexdigest()
        entry: dict[str, object] = {"rfilename": name, "size": len(body)}
        if name == "model.bin":
            entry["lfs"] = {"sha256": digest, "size": len(body), "pointerSize": 134}
        siblings.append(entry)
    return {"_id": "1", "id": shelf.repository, "sha": shelf.revision, "siblings": siblings}
