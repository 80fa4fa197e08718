"""Sends one message: to the checked address and no other, once, within a time, no redirects."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from typing import Final

from vidcommerce.webhooks.addresses import AddressRefused, Target, resolve
from vidcommerce.webhooks.policy import Answer

SECONDS: Final = 15
"""For the whole exchange; the specification asks for 15 to 30."""

_LONGEST_WAIT: Final = 86_400


class Pinned(http.client.HTTPConnection):
    """A connection to the IP that was checked, whatever the name leads to by now."""

    def __init__(self, target: Target) -> None:
        """Prepare to connect to a checked address."""
        super().__init__(target.url.hostname or "", target.port, timeout=SECONDS)
        self._target = target
        self.wire: socket.socket | None = None  # also when the answer has taken over the socket
        self.default_port = 443 if target.url.scheme == "https" else 80  # not said in Host

    def connect(self) -> None:
        """Connect, and prove the server's name where the address is https."""
        self.sock = socket.create_connection((self._target.ip, self._target.port), self.timeout)
        if self._target.url.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        self.wire = self.sock


def post(url: str, body: bytes, headers: Mapping[str, str], *, private: bool) -> Answer:
    """Post a message and return what came of it; never raises for what the other side does."""
    try:
        target = resolve(url, private=private)
    except AddressRefused as error:
        return Answer(0, f"address refused: {error.fault}")
    except OSError:
        return Answer(0, "the name has no address")
    try:
        return _exchange(target, body, headers)
    except TimeoutError:
        return Answer(0, "no answer in time")
    except ssl.SSLError:
        return Answer(0, "its certificate is not good")
    except (OSError, http.client.HTTPException):
        return Answer(0, "no connection")


def _exchange(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    connection = Pinned(target)
    path = (target.url.path or "/") + (f"?{target.url.query}" if target.url.query else "")
    with deadline(connection) as late:
        try:
            connection.request("POST", path, body, dict(headers))
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            if late.is_set():
                raise TimeoutError from error
            raise
        return Answer(answer.status, wait=_wait(answer.getheader("retry-after") or ""))


@contextlib.contextmanager
def deadline(connection: Pinned) -> Iterator[threading.Event]:
    """Cut a connection when its time is over, however slowly the other side keeps it alive.

    The event is set when that happened; the connection is closed at the end of the with.
    """
    late = threading.Event()

    def cut() -> None:
        late.set()
        if connection.wire is not None:
            with contextlib.suppress(OSError):  # it has ended in this very moment
                connection.wire.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        connection.close()


def _wait(retry_after: str) -> int:
    """Return milliseconds of a Retry-After in seconds; dates are left to our own pauses."""
    return min(int(retry_after), _LONGEST_WAIT) * 1000 if retry_after.isdecimal() else 0
