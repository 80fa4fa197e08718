"""Bytes that are coming in, in files beside the blobs of a folder."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vidcommerce.clips.incoming import BytesLost, Record
from vidcommerce.storage import BlobStore, StoreFailed

_BLOCK: Final = 4 << 20
"""Bytes that the folder takes at once: large enough that making each block durable costs little."""

_PIECE: Final = 1 << 18


@dataclass(frozen=True)
class FolderIncoming:
    """A file for each upload in a hidden folder beside the blobs, so that keeping one is a move."""

    folder: Path
    store: BlobStore

    @contextlib.contextmanager
    def alone(self, upload_id: str) -> Iterator[None]:
        """Hold the lock of the upload; also against other processes of this machine."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{upload_id}.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def room(self, record: Record) -> int:  # noqa: ARG002 - a file has room for any block
        """Return the size at which making blocks durable costs little."""
        return _BLOCK

    def append(self, upload_id: str, record: Record, offset: int, block: bytearray) -> Record:
        """Cut off what was never promised, write, and wait until the disk has it."""
        try:
            with _opened(self._file(upload_id), os.O_RDWR | os.O_CREAT) as file:
                if os.fstat(file).st_size < offset:
                    raise BytesLost(upload_id)
                os.ftruncate(file, offset)
                _write(file, block, offset)
                os.fsync(file)
            if offset == 0:
                _sync_folder(self.folder)
        except OSError as error:  # a full disk, above all
            raise StoreFailed(str(error)) from error
        return record

    def settle(self, upload_id: str, before: Record, after: Record) -> None:
        """Do nothing: a file needs nothing beside itself."""

    def close(self, upload_id: str, record: Record, length: int) -> None:  # noqa: ARG002 - as it is
        """Cut off what came after the last byte and was never promised."""
        with contextlib.suppress(FileNotFoundError):
            os.truncate(self._file(upload_id), length)

    def read(self, upload_id: str) -> Iterator[bytes]:
        """Read the file."""
        try:
            with self._file(upload_id).open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        except FileNotFoundError:
            raise BytesLost(upload_id) from None

    def keep(self, upload_id: str, name: str) -> None:
        """Move the file to the blobs, and wait until the disk knows."""
        if not self._file(upload_id).exists():
            raise BytesLost(upload_id)
        self.store.put(name, self._file(upload_id))
        _sync_folder((self.folder.parent / name).parent)

    def forget(self, upload_id: str, record: Record) -> None:  # noqa: ARG002 - the names say it all
        """Delete the file and its lock."""
        self._file(upload_id).unlink(missing_ok=True)
        (self.folder / f"{upload_id}.lock").unlink(missing_ok=True)

    def left(self, before: int) -> Iterator[tuple[str, Record]]:
        """Look through the folder."""
        for path in self.folder.glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime_ns < before * 1_000_000:
                    yield path.stem, {}

    def _file(self, upload_id: str) -> Path:
        return self.folder / upload_id


@contextlib.contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags, 0o600)
    try:
        yield file
    finally:
        os.close(file)


def _write(file: int, block: bytearray, offset: int) -> None:
    written = 0
    while written < len(block):
        written += os.pwrite(file, memoryview(block)[written:], offset + written)


def _sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in ``folder``."""
    with _opened(folder, os.O_RDONLY) as names:
        os.fsync(names)
