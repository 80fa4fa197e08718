"""Where blobs are kept, by name. A blob is whole or absent, and does not change once it is there.

The pages below ``site/`` are the exception: each is put whole over the one before, see
docs/decisions/0018. Nothing asks for a page by :meth:`BlobStore.local`, which may keep a copy.

A name is a relative path with forward slashes; no part of it is empty or begins with a dot, and no
blob's name is the folder of another. Where names may come from outside, the store refuses the rest.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_

BLOCK: Final = 1 << 18
"""Bytes that a reader gets at once, at most."""

_NANOSECONDS: Final = 1_000_000
"""In a millisecond."""

_PART_OF: Final = ".part-"
"""How the names of what is half-made begin; no blob's does."""

_TRIES = 20
"""How often a blob's folder is made before we believe that something else is wrong."""

_PART, _LONGEST = 250, 900
"""Bytes of UTF-8 that a part of a name and a name must stay below: disks take 255, S3 1,024."""


@dataclass(eq=False)
class BlobMissing(WorkFailed):
    """A blob that should be kept is not there."""

    name: str
    sentence = N_("A file of the service is missing: {name}")


@dataclass(eq=False)
class BlobNameWrong(InputRejected):
    """What was asked for can be no blob's name."""

    name: str
    sentence = N_("“{name}” names no file of the service.")


@dataclass(eq=False)
class StoreFailed(WorkFailed):
    """The place where files are kept did not do what it must; ``why`` is what it said."""

    why: str
    sentence = N_("The service's files can't be reached: {why}")


@dataclass(eq=False)
class StoreUnknown(InputRejected):
    """The setting for files names no kind of place that we know."""

    url: str
    sentence = N_("Files can't be kept at {url}; write file:///folder or s3://bucket.")


class BlobStore(Protocol):
    """Keeps files by name. Every method may raise BlobNameWrong or StoreFailed."""

    def has(self, name: str) -> bool:
        """Tell whether the blob is there, whole."""
        ...

    def put(self, name: str, file: Path) -> None:
        """Keep ``file`` under ``name``; the file itself is gone afterwards."""
        ...

    def copy(self, name: str, new_name: str) -> None:
        """Keep the blob under another name too; its bytes don't come here. Raises BlobMissing."""
        ...

    def local(self, name: str) -> AbstractContextManager[Path]:
        """Give a path to read the blob from, for the length of a ``with``. Raises BlobMissing."""
        ...

    def scratch(self) -> AbstractContextManager[Path]:
        """Give a new folder, gone afterwards, from which :meth:`put` costs no copying."""
        ...

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names that begin with ``prefix``, in the order of their code points."""
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

    def check(self) -> None:
        """Return soon where blobs can be reached. Raises StoreFailed."""
        ...

    def tidy(self, before: int) -> int:
        """Delete what killed runs left half-made before a moment (ms since 1970); return how much.

        What changed since then belongs to somebody who lives.
        """
        ...


def checked(name: str) -> str:
    """Return ``name`` where it may name a blob. Raises BlobNameWrong."""
    if not name.isprintable() or "\\" in name or len(name.encode()) >= _LONGEST:
        raise BlobNameWrong(name)
    for part in name.split("/"):
        if not part or part.startswith(".") or len(part.encode()) >= _PART:
            raise BlobNameWrong(name)
    return name


@dataclass(frozen=True)
class FolderStore:
    """Blobs as files below a folder. Written beside and moved into place."""

    folder: Path

    def has(self, name: str) -> bool:
        """Tell whether the blob is there; an empty file is what a full disk leaves, not a blob."""
        path = self.folder / checked(name)
        return path.is_file() and path.stat().st_size > 0

    def put(self, name: str, file: Path) -> None:
        """Move ``file`` into place, atomically also where it comes from another disk.

        It is on the disk before it is there, so that a power cut leaves no blob cut short.
        """
        target = self.folder / checked(name)
        _sync(file)
        _place(target, lambda: _move(file, target))
        _sync(target.parent)

    def copy(self, name: str, new_name: str) -> None:
        """Give the file a second name; nothing ever changes a blob, so they may share its bytes."""
        source, target = self._there(name), self.folder / checked(new_name)
        _place(target, lambda: _link(source, target))

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """Give the file itself."""
        yield self._there(name)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give a new folder beside the blobs; one that a killed run left is named ``.part-*``."""
        with scratch_in(self.folder) as folder:
            yield folder

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names that begin with ``prefix``, in order; looks into no other folder."""
        yield from self._below(prefix.rpartition("/")[0], prefix)

    def _below(self, folder: str, prefix: str) -> Iterator[str]:
        above = f"{folder}/" if folder else ""
        try:
            entries = list(os.scandir(self.folder / folder))
        except (FileNotFoundError, NotADirectoryError):
            return
        named = {f"{above}{e.name}{'/' * e.is_dir()}": e for e in entries if e.name[0] != "."}
        for name in sorted(name for name in named if name.startswith(prefix)):
            if name.endswith("/"):
                yield from self._below(name[:-1], prefix)
            elif _size(named[name]):
                yield name

    def size(self, name: str) -> int:
        """Return the file's size."""
        return self._there(name).stat().st_size

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """Read the file in blocks of 256 KiB at most."""
        with self._there(name).open("rb") as file:
            file.seek(start)
            while start < stop and (block := file.read(min(BLOCK, stop - start))):
                start += len(block)
                yield block

    def remove(self, name: str) -> None:
        """Delete the file, and the folders that are empty then."""
        path = self.folder / checked(name)
        path.unlink(missing_ok=True)
        with suppress(OSError):  # not empty: still in use
            for above in path.parents[: name.count("/")]:
                above.rmdir()

    def check(self) -> None:
        """Write a file and delete it. Raises StoreFailed."""
        try:
            with self.scratch() as folder:
                (folder / "check").write_bytes(b"written")
        except OSError as error:
            raise StoreFailed(str(error)) from error

    def tidy(self, before: int) -> int:
        """Delete folders of killed runs, and files that were on their way from another disk."""
        left = [
            file
            for file in self.folder.rglob(f"{_PART_OF}*")
            if file.is_file() and file.stat().st_mtime_ns < before * _NANOSECONDS
        ]
        for file in left:
            file.unlink(missing_ok=True)
        return tidy_folder(self.folder, before) + len(left)

    def _there(self, name: str) -> Path:
        if not self.has(name):
            raise BlobMissing(name)
        return self.folder / name


def _place(target: Path, put: Callable[[], None]) -> None:
    """Do ``put`` while the target's folder is there: who removes blobs removes empty folders."""
    for left in reversed(range(_TRIES)):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            put()
        except (FileNotFoundError, FileExistsError):
            if not left:
                raise
        else:
            return


def _move(file: Path, target: Path) -> None:
    """Move a file to its place; one from another disk is written beside it first."""
    try:
        file.replace(target)
    except FileNotFoundError:
        raise
    except OSError:
        beside = target.with_name(f"{_PART_OF}{uuid.uuid4().hex}")
        shutil.move(file, beside)
        _sync(beside)
        beside.replace(target)


def _link(source: Path, target: Path) -> None:
    """Give a file a second name, or a second life where the disk has no links."""
    beside = target.with_name(f"{_PART_OF}{uuid.uuid4().hex}")
    try:
        os.link(source, beside)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, beside)
    beside.replace(target)
    beside.unlink(missing_ok=True)  # replacing a file by another name of itself does nothing


def _size(entry: os.DirEntry[str]) -> int:
    """Return a file's size; 0 where somebody has just removed it."""
    try:
        return entry.stat().st_size
    except FileNotFoundError:
        return 0


def _sync(path: Path) -> None:
    """Have the disk hold what was written to a file, or which names a folder holds."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def scratch_in(parent: Path) -> Iterator[Path]:
    """Give a new folder below ``parent``, gone afterwards."""
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_PART_OF, dir=parent) as folder:
        yield Path(folder).resolve()


def tidy_folder(parent: Path, before: int) -> int:
    """Delete the folders of :func:`scratch_in` in which nothing changed since; return how many."""
    left = [
        folder
        for folder in parent.glob(f"{_PART_OF}*")
        if folder.is_dir() and _changed(folder) < before * _NANOSECONDS
    ]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _changed(folder: Path) -> int:
    """Return when anything in a folder last changed, in nanoseconds since 1970."""
    changes = [folder.stat().st_mtime_ns]
    for file in folder.rglob("*"):
        with suppress(FileNotFoundError):  # somebody lives there
            changes.append(file.stat().st_mtime_ns)
    return max(changes)
