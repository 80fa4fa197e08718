"""Blobs that came over a network, kept for a while on this machine's disk."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vidcommerce.db import now_ms
from vidcommerce.storage import scratch_in, tidy_folder

_DAY: Final = 24 * 3600_000
"""Milliseconds after which scratch belongs to nobody who lives: no stage takes so long."""


@dataclass(frozen=True)
class BlobCache:
    """Files below ``folder``, about ``limit`` bytes of them; what was used longest ago goes first.

    Several processes may share a folder. A key names bytes that never change: it holds the blob's
    name and the store's tag of the bytes.
    """

    folder: Path
    limit: int

    @contextmanager
    def file(self, name: str, tag: str, fetch: Callable[[Path], None]) -> Iterator[Path]:
        """Give a path to the blob, called as the blob is; ``fetch`` writes it where it is not here.

        The path is a second name of the kept file, so that nobody takes it away while it is read.
        """
        kept = self._place(name, tag)
        with self.scratch() as folder:
            given = folder / name.rpartition("/")[2]
            try:
                os.link(kept, given)
                os.utime(given)  # used now
            except FileNotFoundError:
                fetch(given)
                self.keep(name, tag, given)
            yield given

    def keep(self, name: str, tag: str, file: Path) -> None:
        """Keep a file for the next time, where it can be kept without copying."""
        with contextlib.suppress(OSError):  # here already, or it comes from another disk
            os.link(file, self._place(name, tag))
            self._make_room()

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give a new folder on the cache's disk, gone afterwards."""
        with scratch_in(self.folder) as folder:
            yield folder

    def tidy(self, before: int) -> int:
        """Delete the folders that killed runs left before a moment; return how many there were."""
        return tidy_folder(self.folder, before)

    def _place(self, name: str, tag: str) -> Path:
        return self.folder / hashlib.sha256(f"{name}\n{tag}".encode()).hexdigest()

    def _make_room(self) -> None:
        """Forget what was used longest ago until the rest is within the limit.

        Scratch folders of runs that were killed go too: the sweep may be on another machine.
        """
        self.tidy(now_ms() - _DAY)
        files = []
        for entry in os.scandir(self.folder):
            with contextlib.suppress(FileNotFoundError):  # another process makes room too
                if entry.is_file():
                    facts = entry.stat()
                    files.append((facts.st_mtime_ns, facts.st_size, entry.path))
        held = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if held <= self.limit:
                return
            Path(path).unlink(missing_ok=True)
            held -= size
