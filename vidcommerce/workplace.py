"""The folder that results go to: what is kept between runs, and who works there now."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.storage import FolderStore

_KEPT = ".work"
_RENDERED = ("chunks/", "sound/", "cards/", "covers/")
_UNFINISHED = ".part-*"


@dataclass(eq=False)
class FolderBusy(InputRejected):
    """Another run is working on the same results."""

    folder: str
    sentence = N_(
        "Another vidcommerce is working in {folder}. Wait for it, or choose another --out."
    )


@dataclass(eq=False)
class FolderUnusable(InputRejected):
    """Results can't be written there."""

    folder: str
    sentence = N_("Results can't be written to {folder}: it is no folder that you may write to.")


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where results go, and the store of what a later run need not do again."""

    target: Path
    store: FolderStore

    def forget_all_but(self, names: Collection[str]) -> None:
        """Delete what was rendered for plans that are no more."""
        for prefix in _RENDERED:
            for name in list(self.store.names(prefix)):
                if name not in names:
                    self.store.remove(name)
        for folder in (self.store.folder / "chunks").glob("*"):
            with contextlib.suppress(OSError):  # not empty: still in use
                folder.rmdir()


@contextlib.contextmanager
def workplace(target: Path) -> Iterator[Workplace]:
    """Work in ``target``, alone; what a run that died left half-made is swept away.

    Raises FolderBusy or FolderUnusable.
    """
    kept = target / _KEPT
    try:
        kept.mkdir(parents=True, exist_ok=True)
        lock = (kept / "lock").open("w")
    except (FileExistsError, NotADirectoryError, PermissionError) as error:
        raise FolderUnusable(str(target)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderBusy(str(target)) from error
        for folder in (*target.glob(_UNFINISHED), *kept.glob(_UNFINISHED)):
            shutil.rmtree(folder, ignore_errors=True)
        yield Workplace(target, FolderStore(kept))
