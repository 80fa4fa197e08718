"""Takes what pages tell (POST /e, docs/events.md), before anything else of the application.

There is no account and no form, and a busy page tells often: so this stands where the public pages
do (:mod:`api.site`), and is not logged. While one group of batches is written by a process of its
own, the next gathers; each is answered when its group is safe.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import answer
from api.origin import SameOrigin
from vidcommerce.db import now_ms
from vidcommerce.errors import InputRejected, VidcommerceError, WorkFailed
from vidcommerce.insights.batches import LONGEST, EventsUnreadable
from vidcommerce.insights.bots import is_bot
from vidcommerce.insights.clerk import Clerk, EventsUnwritten, Told
from vidcommerce.language import N_
from vidcommerce.logs import logger
from vidcommerce.service import Service

PATH: Final = "/e"

_WAITING_MOST: Final = 2_000
"""Batches that may wait; where more come than can be written, the rest is told to come later."""

_GROUP: Final = 200
"""Batches of a group: they hold the lock of the database for about 50 ms."""

_log = logger(__name__)


@dataclass(eq=False)
class EventsTooMany(InputRejected):
    """A batch is longer than any that our page sends."""

    sentence = N_("These are too many events at once.")


@dataclass(eq=False)
class EventsWaiting(WorkFailed):
    """More batches wait to be written than can be; this one may be sent again."""

    sentence = N_("The events could not be kept just now.")


class Events:
    """Middleware: POST /e ends here; all else goes on."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        """Stand before ``app``; only our own pages are heard (:class:`SameOrigin`)."""
        self._app = app
        self._taking = SameOrigin(self._take, service.settings.public_url)
        self._clerk = Clerk(service.settings.database)
        self._groups = _Groups(self._clerk.keep)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a batch, or pass on what is none; when the application ends, nothing is left."""
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST":
            await self._taking(scope, receive, send)
            return
        await self._app(scope, receive, send)
        if scope["type"] == "lifespan":
            self._clerk.close()

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            headers = dict(reversed(scope["headers"]))  # of two of a name the first counts
            body = await _body(receive)
            if not is_bot(headers.get(b"user-agent", b"").decode("latin-1")):
                await self._groups.keep(body)
        except VidcommerceError as error:
            await answer(Request(scope), error)(scope, receive, send)
        else:
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})


async def _body(receive: Receive) -> bytes:
    """Return the whole body. Raises EventsTooMany, or EventsUnreadable for half of one."""
    blocks, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise EventsUnreadable
        blocks.append(message.get("body", b""))
        size += len(blocks[-1])
        if size > LONGEST:
            raise EventsTooMany
        more = message.get("more_body", False)
    return b"".join(blocks)


@dataclass
class _Groups:
    """Batches that wait to be written together, and who waits for each."""

    write: Callable[[Sequence[Told]], frozenset[int]]
    _waiting: list[tuple[Told, asyncio.Future[None]]] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None

    async def keep(self, body: bytes) -> None:
        """Return when a batch is safe on the disk.

        Raises EventsUnreadable for what is none, EventsWaiting or EventsUnwritten.
        """
        if len(self._waiting) >= _WAITING_MOST:
            raise EventsWaiting
        kept = asyncio.get_running_loop().create_future()
        self._waiting.append(((now_ms(), body), kept))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await kept

    async def _write(self) -> None:
        """Write group after group until nobody waits."""
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting[:_GROUP], self._waiting[_GROUP:]
            told = [one for one, _ in group]
            try:
                unreadable = await loop.run_in_executor(None, self.write, told)
                errors: dict[int, VidcommerceError] = {n: EventsUnreadable() for n in unreadable}
            except Exception as why:  # noqa: BLE001 - the edge: whoever waits must hear of it
                _log.error("events not kept", batches=len(group), exc_info=why)
                errors = {n: EventsUnwritten(type(why).__name__) for n in range(len(group))}
            _tell([kept for _, kept in group], errors)


def _tell(group: Sequence[asyncio.Future[None]], errors: Mapping[int, VidcommerceError]) -> None:
    for place, kept in enumerate(group):
        if kept.done():  # whoever waited has gone
            continue
        if place in errors:
            kept.set_exception(errors[place])
        else:
            kept.set_result(None)
