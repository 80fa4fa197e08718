"""Refuses what other sites have a browser send to us."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from api.dependencies import SAFE
from api.errors import problem
from vidcommerce.language import N_, words

_FOREIGN = N_("This was sent from another website, so it was not done.")


def is_foreign(headers: Mapping[bytes, bytes], ours: str) -> bool:
    """Tell whether a browser says that a request comes from another site.

    By the browser's own word (Sec-Fetch-Site) where it gives one, else by Origin against Host and
    ``ours``, the host of our public address. A request with neither comes from no browser of today
    and has no cookie to abuse. The algorithm of Go's net/http.CrossOriginProtection.
    """
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in {b"same-origin", b"none"}
    origin = headers.get(b"origin")
    if origin is None:
        return False
    host = headers.get(b"host", b"").decode("latin-1")
    return urlsplit(origin.decode("latin-1")).netloc not in {host, ours}


class SameOrigin:
    """Middleware: what changes something must come from our own pages, or bring a token."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        """Stand before ``app``."""
        self._app = app
        self._ours = urlsplit(public_url).netloc

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and scope["method"] not in SAFE:
            headers = dict(reversed(scope["headers"]))  # of two of a name the first counts
            if b"authorization" not in headers and is_foreign(headers, self._ours):
                language = headers.get(b"accept-language", b"en").decode("latin-1")
                said = words(language.split(",")[0])
                answer = problem(403, "ForeignRequest", said.say(_FOREIGN))
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
