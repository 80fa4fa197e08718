"""Where blobs are kept, by name. A blob is whole or absent, and never changes once it is there."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_

_BLOCK = 1 << 18


@dataclass(eq=False)
class BlobMissing(WorkFailed):
    """A blob that should be kept is not there."""

    name: str
    sentence = N_("A file of the service is missing: {name}")


@dataclass(eq=False)
class StoreUnknown(InputRejected):
    """The setting for files names no kind of place that we know."""

    url: str
    sentence = N_("Files can't be kept at {url}; write file:///folder or s3://bucket.")


class BlobStore(Protocol):
    """Keeps files by name; names are relative paths with forward slashes."""

    def has(self, name: str) -> bool:
        """Tell whether the blob is there, whole."""
        ...

    def put(self, name: str, file: Path) -> None:
        """Keep ``file`` under ``name``; the file itself is gone afterwards."""
        ...

    def local(self, name: str) -> AbstractContextManager[Path]:
        """Give a path to read the blob from, for the length of a ``with``."""
        ...

    def scratch(self) -> AbstractContextManager[Path]:
        """Give a new folder, gone afterwards, from which :meth:`put` costs no copying."""
        ...

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names that begin with ``prefix``."""
        ...

    def size(self, name: str) -> int:
        """Return the bytes of a blob. Raises BlobMissing."""
        ...

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from ``start`` up to ``stop`` in blocks. Raises BlobMissing."""
        ...

    def remove(self, name: str) -> None:
        """Forget the blob; one that is not there is no error."""
        ...


@dataclass(frozen=True)
class FolderStore:
    """Blobs as files below a folder. Written beside and moved into place."""

    folder: Path

    def has(self, name: str) -> bool:
        """Tell whether the blob is there; an empty file is what a full disk leaves, not a blob."""
        path = self.folder / name
        return path.is_file() and path.stat().st_size > 0

    def put(self, name: str, file: Path) -> None:
        """Move ``file`` into place, atomically also where it comes from another disk."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            file.replace(target)
        except OSError:
            beside = target.with_name(f".{uuid.uuid4().hex}.part")
            shutil.move(file, beside)
            beside.replace(target)

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """Give the file itself."""
        yield self.folder / name

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give a new folder beside the blobs; one that a killed run left is named ``.part-*``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=self.folder) as folder:
            yield Path(folder).resolve()

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names that begin with ``prefix``, in order."""
        for root, folders, files in os.walk(self.folder):
            folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
            for file in sorted(files):
                name = (Path(root) / file).relative_to(self.folder).as_posix()
                if name.startswith(prefix) and not file.startswith("."):
                    yield name

    def size(self, name: str) -> int:
        """Return the file's size."""
        if not self.has(name):
            raise BlobMissing(name)
        return (self.folder / name).stat().st_size

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """Read the file in blocks of 256 KiB at most."""
        if not self.has(name):
            raise BlobMissing(name)
        with (self.folder / name).open("rb") as file:
            file.seek(start)
            while start < stop and (block := file.read(min(_BLOCK, stop - start))):
                start += len(block)
                yield block

    def remove(self, name: str) -> None:
        """Delete the file."""
        (self.folder / name).unlink(missing_ok=True)


def open_store(url: str) -> BlobStore:
    """Return the store at ``url``: ``file:///folder``. Raises StoreUnknown."""
    parts = urlsplit(url)
    if parts.scheme != "file" or not parts.path:
        raise StoreUnknown(url)
    return FolderStore(Path(unquote(parts.path)))
