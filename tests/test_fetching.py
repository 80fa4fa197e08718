"""Documents of other sites over real HTTP: bounded in bytes and time, from public addresses."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.certificates import server_context
from vidcommerce import fetching
from vidcommerce.fetching import FetchFailed, fetch
from vidcommerce.offers import discovery
from vidcommerce.webhooks import sending
from vidcommerce.webhooks.addresses import AddressRefused

pytestmark = pytest.mark.slow

_Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def _serving(answer: _Answer, certified: Path | None = None) -> Iterator[int]:
    """Serve one way of answering on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certified is not None:
        context = server_context(certified, "localhost")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _sending(body: bytes, status: int = 200, **headers: str) -> _Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_an_answer_comes_whole_and_a_redirect_is_not_followed() -> None:
    """Status, fields by lower-case name, and bytes; where it leads is not asked."""
    with _serving(_sending(b"moved", 302, Location="http://127.0.0.1:9/")) as port:
        found = fetch(f"http://127.0.0.1:{port}/x?y", 100, private=True)
    assert (found.status, found.body) == (302, b"moved")
    assert found.headers["location"] == "http://127.0.0.1:9/"


def test_no_more_is_read_than_was_allowed() -> None:
    """An answer that does not end is left."""

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(bytes(10_000))
        except OSError:
            return

    with _serving(endless) as port, pytest.raises(FetchFailed) as failed:
        fetch(f"http://127.0.0.1:{port}/", 200_000, private=True)
    assert failed.value.fault == "the answer is too large"


def test_who_answers_drop_by_drop_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole exchange has a time, however often something comes."""
    monkeypatch.setattr(sending, "SECONDS", 0.3)

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x")
                time.sleep(0.02)
        except OSError:
            return

    with _serving(dripping) as port, pytest.raises(FetchFailed) as failed:
        fetch(f"http://127.0.0.1:{port}/", 200_000, private=True)
    assert failed.value.fault == "no answer in time"


def test_private_addresses_are_asked_only_where_that_is_set() -> None:
    """Nobody uses us to read what only we can reach."""
    private = ("http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "https://[::1]/")
    for url in (*private, "https://["):
        with pytest.raises(AddressRefused):
            fetch(url, 100, private=False)


def test_who_does_not_answer_is_said() -> None:
    """No connection is no bug."""
    with _serving(_sending(b"")) as port:
        pass
    with pytest.raises(FetchFailed) as failed:
        fetching.fetch(f"http://127.0.0.1:{port}/", 100, private=True)
    assert failed.value.fault == "no connection"


def test_a_shop_is_asked_over_tls_at_the_well_known_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its profile leads to its permalinks; one that has none is an ordinary shop."""
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        port = handler.server.server_address[1]  # type: ignore[index]  # of TCP
        profile = (
            '{"ucp":{"version":"2026-08-25","capabilities":{"dev.ucp.shopping.permalink":'
            f'[{{"config":{{"endpoint":"https://localhost:{port}/buy"}}}}]}}}}}}'
        )
        _sending(profile.encode())(handler)

    with _serving(answer, tmp_path) as port:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        found = discovery.asked(f"localhost:{port}", private=True)
    assert found == {"permalink": f"https://localhost:{port}/buy"}
    assert asked == ["/.well-known/ucp"]
    (tmp_path / "other").mkdir()
    with _serving(_sending(b"nothing", 404), tmp_path / "other") as port:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other" / "cert.pem"))
        assert discovery.asked(f"localhost:{port}", private=True) == {}
