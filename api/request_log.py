"""Gives every request an id, and says in the log what became of it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vidcommerce.db import new_id
from vidcommerce.logs import bound, logger

HEADER: Final = "x-request-id"
_USUAL: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_OFTEN: Final = ("/healthz", "/readyz", "/metrics")
"""Asked every few seconds by machines: told only where it went wrong."""

_log = logger("api.request")


@dataclass(frozen=True)
class RequestLog:
    """Middleware around everything else.

    The id is the proxy's, where it gave one, and goes back in the answer; work that the request
    asks for carries it on (vidcommerce.logs). Of the address only the route is told: what stands
    in its place may be a secret. Of the person, the id.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _USUAL.fullmatch(given) else new_id()
        seen = _Seen()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with bound(request_id=request_id):
            try:
                await self.app(scope, receive, answer)
            except Exception:
                _log.exception("request failed", **_facts(scope, seen))
                raise
            if scope["path"] not in _OFTEN or seen.status >= 400:  # noqa: PLR2004 - HTTP's
                _log.info("request", **_facts(scope, seen))


class _Seen:
    """What is known of an answer: 0 until it began."""

    def __init__(self) -> None:
        self.status = 0
        self.began = time.monotonic()


def _facts(scope: Scope, seen: _Seen) -> dict[str, object]:
    """Return what is told of a request, after the application has looked at it."""
    facts: dict[str, object] = {
        "method": scope["method"],
        "route": getattr(scope.get("route"), "path", ""),
        "status": seen.status,
        "milliseconds": round((time.monotonic() - seen.began) * 1000),
    }
    signed_in = scope.get("state", {}).get("signed_in")
    if signed_in is not None:
        facts["person_id"] = signed_in.actor.person_id
    return facts
