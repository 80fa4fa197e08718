"""Where bytes wait that are still coming in: durable piece by piece, unlike blobs.

A place keeps no count of its own that anybody may trust: how far an upload has come is its row's
``offset``, and the row's ``parts`` is the place's record of where those bytes are. What lies
beyond was never promised to anyone and is written over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_

Record: TypeAlias = Mapping[str, Any]
"""What a place writes down of an upload, as JSON; empty at the start."""


@dataclass(eq=False)
class BytesLost(WorkFailed):
    """Bytes that were promised to be kept are not there: a disk was lost or changed."""

    upload_id: str
    sentence = N_("What had arrived of this clip was lost. Please send it again.")


class Incoming(Protocol):
    """A place for bytes that are still coming in."""

    def alone(self, upload_id: str) -> AbstractContextManager[None]:
        """Keep others from the bytes of one upload, for the length of a ``with``."""
        ...

    def room(self, record: Record) -> int:
        """Return how many bytes the next block should have at most; a smaller one is taken too."""
        ...

    def append(self, upload_id: str, record: Record, offset: int, block: bytearray) -> Record:
        """Make ``block`` durable after the first ``offset`` bytes; return the new record.

        The block belongs to the place from then on. Raises BytesLost.
        """
        ...

    def settle(self, upload_id: str, before: Record, after: Record) -> None:
        """Free what ``before`` needed and ``after``, which the row holds now, does not."""
        ...

    def close(self, upload_id: str, record: Record, length: int) -> None:
        """Make all bytes readable as one, now that they are all there; may be done again."""
        ...

    def read(self, upload_id: str) -> Iterator[bytes]:
        """Yield the bytes of a closed upload, in pieces. Raises BytesLost."""
        ...

    def keep(self, upload_id: str, name: str) -> None:
        """Make a closed upload the blob ``name``. Raises BytesLost."""
        ...

    def forget(self, upload_id: str, record: Record) -> None:
        """Free all that is left of an upload; may be done again."""
        ...

    def left(self, before: int) -> Iterator[tuple[str, Record]]:
        """Yield uploads of which something is here that last changed before a moment.

        With each a record that :meth:`forget` needs. The moment is in milliseconds since 1970.
        """
        ...
