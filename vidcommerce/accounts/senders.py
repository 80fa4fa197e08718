"""Sends short texts to phones: shown on the console, or through a gateway that speaks HTTP."""

from __future__ import annotations

import base64
import json
import sys
import urllib.request
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.error import URLError
from urllib.parse import unquote, urlsplit, urlunsplit

from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_

CONSOLE: Final = "console"

_SECONDS: Final = 10


@dataclass(eq=False)
class SenderUnknown(InputRejected):
    """The setting for the sender names no kind of sender that we know."""

    url: str
    sentence = N_("VIDCOMMERCE_SENDER is “{url}”; write console, or the gateway's https address.")


@dataclass(eq=False)
class SendingFailed(WorkFailed):
    """The gateway did not take a text."""

    reason: str
    sentence = N_("The message could not be sent: {reason}")


class Sender(Protocol):
    """Gets a short text to a phone."""

    def send(self, phone: str, text: str) -> None:
        """Send ``text`` to an E.164 number. Raises SendingFailed."""
        ...


@dataclass(frozen=True)
class ConsoleSender:
    """Shows texts on the console, for trying out and for stations that read codes out.

    Not in the log, which knows neither numbers nor codes.
    """

    def send(self, phone: str, text: str) -> None:
        """Show ``text``."""
        sys.stderr.write(f"{phone}: {text}\n")
        sys.stderr.flush()


@dataclass(frozen=True)
class HttpSender:
    """POSTs ``{"to": phone, "text": text}`` as JSON to a gateway; any 2xx is success.

    A name and password in the address are sent as Basic authentication.
    """

    url: str

    def send(self, phone: str, text: str) -> None:
        """Send ``text`` through the gateway, waiting ten seconds at most."""
        body = json.dumps({"to": phone, "text": text}).encode()
        request = urllib.request.Request(  # noqa: S310 - open_sender lets only http in
            self._address(), body, {"Content-Type": "application/json", **self._authorization()}
        )
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - as above
                answer.read()
        except (URLError, TimeoutError, ConnectionError) as failed:
            raise SendingFailed(str(failed)) from failed

    def _address(self) -> str:
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

    def _authorization(self) -> dict[str, str]:
        parts = urlsplit(self.url)
        if parts.username is None:
            return {}
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def open_sender(setting: str) -> Sender:
    """Return the sender that VIDCOMMERCE_SENDER names. Raises SenderUnknown."""
    if setting == CONSOLE:
        return ConsoleSender()
    parts = urlsplit(setting)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SenderUnknown(setting)
    return HttpSender(setting)
