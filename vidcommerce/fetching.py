"""Reads a document of another site: from the checked address and no other, bounded, no redirects.

The guards are those of webhooks: nobody uses us to reach what only we can reach.
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_
from vidcommerce.webhooks.addresses import Target, check_url, resolve
from vidcommerce.webhooks.sending import Pinned, deadline

_AGENT = "vidcommerce/1"
_BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its status, its header fields by lower-case name, and its bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(eq=False)
class FetchFailed(WorkFailed):
    """Another site gave no answer that can be read; ``fault`` says why, in plain words."""

    host: str
    fault: str
    sentence = N_("{host} could not be read: {fault}.")


def fetch(
    url: str, most: int, *, private: bool, headers: Mapping[str, str] | None = None
) -> Fetched:
    """Return what is at an address, of at most ``most`` bytes, within 15 seconds in all.

    ``private`` also allows http and private networks. An answer of any status is an answer, a
    redirect too. Raises AddressRefused for an address that may not be asked, and FetchFailed.
    """
    host = check_url(url, private=private).hostname or ""
    try:
        target = resolve(url, private=private)
        return _exchange(target, most, {"user-agent": _AGENT, **(headers or {})})
    except TimeoutError as error:
        raise FetchFailed(host, N_("no answer in time")) from error
    except ssl.SSLError as error:
        raise FetchFailed(host, N_("its certificate is not good")) from error
    except (OSError, http.client.HTTPException) as error:
        raise FetchFailed(host, N_("no connection")) from error


def _exchange(target: Target, most: int, headers: Mapping[str, str]) -> Fetched:
    connection = Pinned(target)
    path = (target.url.path or "/") + (f"?{target.url.query}" if target.url.query else "")
    with deadline(connection) as late:
        try:
            connection.request("GET", path, headers=dict(headers))
            with connection.getresponse() as answer:
                body = _read(answer, most, target.url.hostname or "")
        except (OSError, http.client.HTTPException) as error:
            if late.is_set():
                raise TimeoutError from error
            raise
        if late.is_set():  # what was cut off can look like the end
            raise TimeoutError
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Fetched(answer.status, named, body)


def _read(answer: http.client.HTTPResponse, most: int, host: str) -> bytes:
    body = bytearray()
    while block := answer.read(_BLOCK):
        body += block
        if len(body) > most:
            raise FetchFailed(host, N_("the answer is too large"))
    return bytes(body)
