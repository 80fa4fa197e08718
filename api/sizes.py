"""How large a request may be, before anybody is asked who they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from vidcommerce.language import N_, words

MOST: Final = 1 << 20
"""Bytes of a document; the longest that is documented, 500 subtitles, stays below it."""

_PREFIX: Final = "/api/v1/"
_PICTURES: Final = "/api/v1/pictures"
"""Takes its body block by block, and has a limit of its own."""

_TOO_LARGE: Final = N_("This request is too large.")


@dataclass(frozen=True)
class Sizes:
    """Middleware: documents are read whole, so they are not allowed to be long."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it as soon as it is seen to be too large."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith(_PREFIX) or path == _PICTURES:
            await self.app(scope, receive, send)
            return
        body = await _read(scope, receive)
        if body is None:
            said = words(Headers(scope=scope).get("accept-language", "en").split(",")[0])
            await problem(413, "RequestTooLarge", said.say(_TOO_LARGE))(scope, receive, send)
            return
        await self.app(scope, _again(body, receive), send)


async def _read(scope: Scope, receive: Receive) -> list[Message] | None:
    """Return all messages of a body, or None as soon as they are too long."""
    announced = Headers(scope=scope).get("content-length", "0")
    if announced.isdecimal() and int(announced) > MOST:
        return None
    messages, size = [await receive()], 0
    while True:
        size += len(messages[-1].get("body", b""))
        if size > MOST:
            return None
        if not messages[-1].get("more_body", False):
            return messages
        messages.append(await receive())


def _again(messages: list[Message], receive: Receive) -> Receive:
    """Return a ``receive`` that gives these messages first."""
    left = iter(messages)

    async def give() -> Message:
        message = next(left, None)
        return await receive() if message is None else message

    return give
