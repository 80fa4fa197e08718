"""Bodies of requests that are taken block by block, from senders that may fall silent or vanish."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from fastapi import Request
from starlette.types import Message

PACE: Final = 2.0
"""Seconds after which a block is given out though it is not full: what has come gets safe soon."""

SILENCE: Final = 30.0
"""Seconds without a byte after which a sender is taken for gone."""


class Ending(Enum):
    """How a body ended."""

    WHOLE = "whole"
    GONE = "gone"
    SILENT = "silent"


@dataclass
class Body:
    """The body of ``request``; holds one block in memory, and lets the sender wait meanwhile.

    ``ending`` is known with the last message, ``over`` is true after the last block.
    """

    request: Request
    ending: Ending | None = None
    _left: bytearray = field(default_factory=bytearray)
    _next: asyncio.Task[Message] | None = None

    @property
    def over(self) -> bool:
        """Tell whether the last block was given out."""
        return self.ending is not None and not self._left

    async def block(self, room: int) -> bytearray:
        """Return the next bytes, ``room`` at most; none, or few, where there were none in time."""
        loop = asyncio.get_running_loop()
        block, self._left = self._left, bytearray()
        until = loop.time() + (PACE if block else SILENCE)
        while len(block) < room and self.ending is None:
            message = await self._receive(until - loop.time())
            if message is None:
                self.ending = None if block else Ending.SILENT
                break
            if not block and message.get("body"):
                until = loop.time() + PACE
            block += message.get("body", b"")
        self._left = block[room:]
        del block[room:]
        return block

    def close(self) -> None:
        """Wait for nothing more."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    async def _receive(self, seconds: float) -> Message | None:
        """Return the next message, None if there is none in time; then it is waited for on."""
        if self._next is None:
            self._next = asyncio.ensure_future(self.request.receive())
        await asyncio.wait({self._next}, timeout=max(seconds, 0))
        if not self._next.done():
            return None
        message = self._next.result()
        self._next = None
        if message["type"] == "http.disconnect":
            self.ending = Ending.GONE
        elif not message.get("more_body", False):
            self.ending = Ending.WHOLE
        return message
