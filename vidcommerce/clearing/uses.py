"""Notes which parts a job uses, before it looks whether they are there.

A part is what can be made again from clips, pictures and plans: its files are named by all that
decides them. Whoever is at work sees the store through :class:`NotedStore`, so there is no way to
a part that is not noted. Clearing looks at the notes while nobody can write one, and deletes files
before it lets go (see :mod:`vidcommerce.clearing.parts`). So either a note comes first and the part
stays, or the note comes after, and the part is found missing and made again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from vidcommerce.clearing.tables import PartRow
from vidcommerce.db import Database, now_ms
from vidcommerce.storage import BlobStore

FOLDERS: Final = ("analysis", "cards", "chunks", "covers", "proxies", "rewrapped", "sound")
"""Where the store keeps what can be made again; no other name is ever a part's."""

FRESH: Final = 24 * 3600_000
"""Milliseconds for which a note need not be written again: far less than parts are kept."""


def part_of(name: str) -> str:
    """Return the part to which a blob belongs; "" for what can't be made again. Pure.

    ``chunks/12ab/540.mp4`` is of ``chunks/12ab``, ``sound/34cd.m4a`` of ``sound/34cd``.
    """
    folder, _, rest = name.partition("/")
    stem = rest.partition("/")[0].partition(".")[0]
    return f"{folder}/{stem}" if folder in FOLDERS and stem else ""


@dataclass(frozen=True)
class Uses:
    """Notes what is used for a clip, each part once. Safe to share between threads."""

    database: Database
    clip_id: str
    _noted: set[str] = field(default_factory=set, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def note(self, name: str) -> None:
        """Note that the part of the blob ``name`` is used now."""
        part = part_of(name)
        if not part:
            return
        with self._lock:
            if part not in self._noted:
                self._write(part, now_ms())
                self._noted.add(part)

    def _write(self, part: str, now: int) -> None:
        with self.database.reading() as session:
            row = session.get(PartRow, (part, self.clip_id))
        if row is None or row.used_at < now - FRESH:
            with self.database.writing() as session:
                put_note(session, part, self.clip_id, now)


def put_note(session: Session, part: str, clip_id: str, now: int) -> None:
    """Write that a part is used for a clip; an older note is renewed."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = insert(PartRow).values(name=part, clip_id=clip_id, used_at=now)
    session.execute(
        new.on_conflict_do_update(index_elements=["name", "clip_id"], set_={"used_at": now})
    )


@dataclass(frozen=True)
class NotedStore:
    """A store that says which blobs are looked for or put, before it does so."""

    store: BlobStore
    note: Callable[[str], None]

    def has(self, name: str) -> bool:
        """Tell whether the blob is there, whole."""
        self.note(name)
        return self.store.has(name)

    def put(self, name: str, file: Path) -> None:
        """Keep ``file`` under ``name``."""
        self.note(name)
        self.store.put(name, file)

    def copy(self, name: str, new_name: str) -> None:
        """Keep the blob under another name too."""
        self.note(name)
        self.note(new_name)
        self.store.copy(name, new_name)

    def local(self, name: str) -> AbstractContextManager[Path]:
        """Give a path to read the blob from."""
        self.note(name)
        return self.store.local(name)

    def scratch(self) -> AbstractContextManager[Path]:
        """Give a new folder."""
        return self.store.scratch()

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names that begin with ``prefix``."""
        return self.store.names(prefix)

    def size(self, name: str) -> int:
        """Return the bytes of a blob."""
        self.note(name)
        return self.store.size(name)

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from ``start`` up to ``stop``."""
        self.note(name)
        return self.store.read(name, start, stop)

    def remove(self, name: str) -> None:
        """Forget the blob."""
        self.store.remove(name)

    def check(self) -> None:
        """Return soon where blobs can be reached."""
        self.store.check()

    def tidy(self, before: int) -> int:
        """Delete what killed runs left half-made."""
        return self.store.tidy(before)
