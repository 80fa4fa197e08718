"""Refuses what other sites have a browser send to us."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.dependencies import SAFE
from api.errors import problem
from vidcommerce.language import N_, words

_FOREIGN = N_("This was sent from another website, so it was not done.")


def is_foreign(headers: Headers, public_url: str) -> bool:
    """Tell whether a browser says that a request comes from another site.

    By the browser's own word (Sec-Fetch-Site) where it gives one, else by Origin against Host and
    our public address. A request with neither comes from no browser of today and has no cookie to
    abuse. The algorithm of Go's net/http.CrossOriginProtection.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return False
    ours = (headers.get("host", ""), urlsplit(public_url).netloc)
    return urlsplit(origin).netloc not in ours


class SameOrigin:
    """Middleware: what changes something must come from our own pages, or bring a token."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        """Stand before ``app``."""
        self._app = app
        self._public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and scope["method"] not in SAFE:
            headers = Headers(scope=scope)
            if "authorization" not in headers and is_foreign(headers, self._public_url):
                said = words(headers.get("accept-language", "en").split(",")[0])
                answer = problem(403, "ForeignRequest", said.say(_FOREIGN))
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
