"""Where a Whisper model is looked for, in order, and every step so that it can be explained.

``--model``, the setting, the cache, then the hub. A model in the cache is whole: it is fetched
beside and moved into place when every byte is there.
"""

from __future__ import annotations

import contextlib
import fcntl
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vidcommerce.analysis import hub
from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_
from vidcommerce.settings import Settings

NAMES: Final = {
    "tiny": "Systran/faster-whisper-tiny",
    "base": "Systran/faster-whisper-base",
    "small": "Systran/faster-whisper-small",
    "medium": "Systran/faster-whisper-medium",
    "large-v3": "Systran/faster-whisper-large-v3",
    "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
}
"""Models by their short names; any other repository on the hub goes by owner/name."""

_REPOSITORY: Final = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_GLANCE: Final = 0.5
_NEEDED: Final = ("config.json", "model.bin", "tokenizer.json")
"""Without tokenizer.json faster-whisper would ask the hub for one while it loads."""


@dataclass(eq=False)
class ModelMissing(WorkFailed):
    """No model is here and none could be fetched: ``reason`` says why, ``steps`` what was tried."""

    model: str
    reason: str
    steps: tuple[Step, ...]
    sentence = N_(
        "There is no speech model “{model}” on this machine, and it can't be fetched: {reason} "
        "Where there is a network, run: vidcommerce models pull {model}"
    )


@dataclass(eq=False)
class ModelNameWrong(InputRejected):
    """What was given is neither a folder with a model nor the name of one."""

    model: str
    names: str
    sentence = N_("“{model}” is neither a folder with a speech model nor one of: {names}.")


@dataclass(frozen=True, slots=True)
class Step:
    """A place that was looked in, and whether a model was there."""

    place: str
    found: bool


@dataclass(frozen=True, slots=True)
class Model:
    """A whole model in ``folder``; ``steps`` say how it was found."""

    name: str
    folder: Path
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Installed:
    """A model in the cache, and the bytes that it takes."""

    name: str
    folder: Path
    bytes: int


def find(
    given: str | None, settings: Settings, progress: Callable[[int], None] | None = None
) -> Model:
    """Return the model to use; ``given`` is what ``--model`` says, a name or a folder.

    ``progress`` is told thousandths while a model is fetched. Without a network the answer comes as
    soon as the network says so, or after a few seconds of silence.
    Raises ModelMissing or ModelNameWrong.
    """
    name = given or settings.model
    asked = "--model" if given else "VIDCOMMERCE_MODEL"
    steps: list[Step] = []
    for place, folder in _places(name, asked, settings.cache):
        steps.append(Step(place, whole(folder)))
        if steps[-1].found:
            return Model(name, folder, tuple(steps))
    repository(name)  # refuses what can be no name before the hub is asked
    try:
        folder = pull(name, settings.cache, progress)
    except hub.HubFailed as failed:
        steps.append(Step("hub", found=False))
        raise ModelMissing(name, failed.reason, tuple(steps)) from failed
    return Model(name, folder, (*steps, Step("hub", found=True)))


def pull(
    name: str,
    cache: Path,
    progress: Callable[[int], None] | None = None,
    source: hub.Hub | None = None,
) -> Path:
    """Fetch a model into the cache and return its folder; one that is there stays as it is.

    A fetch that broke off goes on where it stopped; while somebody else fetches the same, we wait.
    ``progress`` is told thousandths. Raises hub.HubFailed or ModelNameWrong.
    """
    target, told = _folder(cache, name), progress or _silent
    if whole(target):
        return target
    wanted = repository(name)
    with _alone(wanted, cache / "locks" / target.name, told):
        if whole(target):
            return target
        part = target.with_name(f"{target.name}.part")
        hub.fetch(source or hub.Hub(), wanted, part, told)
        if target.exists():
            shutil.rmtree(target)  # what was there is not whole
        part.replace(target)
    return target


@contextlib.contextmanager
def _alone(wanted: str, lock: Path, told: Callable[[int], None]) -> Iterator[None]:
    """Wait until nobody else holds the lock; two who append to one file would spoil it."""
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("w")
    except OSError as failed:
        raise hub.HubFailed(wanted, hub.NO_ROOM) from failed
    with file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                told(0)
                time.sleep(_GLANCE)
        yield


def installed(cache: Path) -> tuple[Installed, ...]:
    """Return the whole models in the cache, by name."""
    folders = [f for f in sorted((cache / "models").glob("*")) if f.suffix != ".part" and whole(f)]
    return tuple(
        Installed(
            folder.name.replace("--", "/"),
            folder,
            sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        )
        for folder in folders
    )


def whole(folder: Path) -> bool:
    """Tell whether a folder holds all the files of a model, none of them empty."""
    files = [folder / name for name in _NEEDED]
    return all(file.is_file() and file.stat().st_size > 0 for file in files)


def repository(name: str) -> str:
    """Return the hub's repository of a model; raises ModelNameWrong."""
    if name in NAMES:
        return NAMES[name]
    if _REPOSITORY.fullmatch(name):
        return name
    raise ModelNameWrong(name, ", ".join(NAMES))


def _places(name: str, asked: str, cache: Path) -> list[tuple[str, Path]]:
    places = [(asked, Path(name).expanduser())]
    if name in NAMES or _REPOSITORY.fullmatch(name):
        places.append(("cache", _folder(cache, name)))
        shared = hub.shared_cache(repository(name))
        if shared is not None:
            places.append(("hub cache", shared))
    return places


def _folder(cache: Path, name: str) -> Path:
    return cache / "models" / name.replace("/", "--")


def _silent(_thousandths: int) -> None:
    """Tell nobody."""
