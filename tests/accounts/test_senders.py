"""Texts to phones, through a real gateway on this machine."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from vidcommerce.accounts.senders import (
    ConsoleSender,
    HttpSender,
    SenderUnknown,
    SendingFailed,
    open_sender,
)


class _Gateway(ThreadingHTTPServer):
    """Takes down what it is sent; answers 500 to a text that says so."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.taken: list[tuple[str | None, dict[str, str]]] = []


class _Desk(BaseHTTPRequestHandler):
    server: _Gateway

    def do_POST(self) -> None:
        """Take a text."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((self.headers["Authorization"], body))
        self.send_response(500 if body["text"] == "fail" else 202)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture
def gateway() -> Iterator[_Gateway]:
    """A gateway that listens."""
    with _Gateway() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_gateway_gets_number_and_text(gateway: _Gateway) -> None:
    """As JSON, with the name and password of the address as Basic authentication."""
    sender = open_sender(f"http://me:p%40ss@127.0.0.1:{gateway.server_port}/texts")
    sender.send("+8613812345678", "验证码 123456")
    expected = "Basic " + base64.b64encode(b"me:p@ss").decode()
    assert gateway.taken == [(expected, {"to": "+8613812345678", "text": "验证码 123456"})]


def test_a_gateway_that_fails_or_is_gone_is_said(gateway: _Gateway) -> None:
    """As work that failed, which may be tried again."""
    port = gateway.server_port
    with pytest.raises(SendingFailed):
        HttpSender(f"http://127.0.0.1:{port}/").send("+8613812345678", "fail")
    with pytest.raises(SendingFailed):
        HttpSender("http://127.0.0.1:9/").send("+8613812345678", "x")


def test_the_console_shows_number_and_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Outside the log, where whoever tries it out sees it."""
    open_sender("console").send("+8613812345678", "123456")
    assert capsys.readouterr().err == "+8613812345678: 123456\n"
    assert isinstance(open_sender("console"), ConsoleSender)


@pytest.mark.parametrize("setting", ["", "sms", "ftp://example.org", "https://", "file:///etc"])
def test_another_setting_is_refused(setting: str) -> None:
    """Only console, http and https."""
    with pytest.raises(SenderUnknown):
        open_sender(setting)
