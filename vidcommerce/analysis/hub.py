"""Fetches a model from the Hugging Face hub, so that a broken line costs only what was missing.

huggingface_hub itself begins a broken file again from its first byte; a model is half a gigabyte
and the line may be a village's.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_

_STALL: Final = 30
_FILES: Final = ("config.json", "preprocessor_config.json", "model.bin", "tokenizer.json")
_VOCABULARY: Final = "vocabulary."
_NOTHING_THERE: Final = 404
_PARTIAL: Final = 206

UNREACHABLE: Final = N_("the model hub can't be reached.")
UNKNOWN_MODEL: Final = N_("the model hub has no model of that name.")
BROKE_OFF: Final = N_("the transfer broke off; the next one goes on from there.")
DAMAGED: Final = N_("what arrived is not what the hub announced; it was thrown away.")
NO_ROOM: Final = N_("it can't be written to the cache folder.")


@dataclass(eq=False)
class HubFailed(WorkFailed):
    """A model could not be fetched; ``reason`` is a sentence of its own."""

    repository: str
    reason: str
    sentence = N_("The model {repository} can't be fetched: {reason}")


@dataclass(frozen=True, slots=True)
class Hub:
    """Where models are fetched from; None is the hub that huggingface_hub is set to.

    A hub that does not answer for ``patience`` seconds is out of reach.
    """

    endpoint: str | None = None
    patience: int = 5


@dataclass(frozen=True, slots=True)
class Remote:
    """A file as the hub announces it: its size in bytes and, for large ones, its sha256."""

    name: str
    size: int
    sha256: str | None


def fetch(hub: Hub, repository: str, folder: Path, progress: Callable[[int], None]) -> None:
    """Fetch the files of a model into ``folder``, going on from what is there.

    ``progress`` is told the thousandths of all bytes. Raises HubFailed.
    """
    import httpx2  # noqa: PLC0415 - only needed when a model is fetched

    revision, files = _announced(hub, repository)
    total = max(1, sum(file.size for file in files))
    done = 0
    try:
        _begin(folder, revision)
        for file in files:
            for size in _file(hub, repository, revision, file, folder):
                progress((done + size) * 1000 // total)
            done += file.size
    except httpx2.HTTPError as broken:
        raise HubFailed(repository, BROKE_OFF) from broken
    except OSError as failed:
        raise HubFailed(repository, NO_ROOM) from failed


def _begin(folder: Path, revision: str) -> None:
    """Make the folder; what is there of another revision is thrown away."""
    mark = folder / "revision"
    if folder.exists() and not (mark.exists() and mark.read_text() == revision):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(revision)


def shared_cache(repository: str) -> Path | None:
    """Return the folder in which other programs on this machine keep this model, if they do."""
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - takes a second
    from huggingface_hub.errors import LocalEntryNotFoundError  # noqa: PLC0415 - as above

    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except LocalEntryNotFoundError:
        return None


def _announced(hub: Hub, repository: str) -> tuple[str, list[Remote]]:
    import httpx2  # noqa: PLC0415 - only needed when a model is fetched
    from huggingface_hub import HfApi  # noqa: PLC0415 - takes a second
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled  # noqa: PLC0415

    api = HfApi(endpoint=hub.endpoint, token=False)
    try:
        info = api.model_info(repository, files_metadata=True, timeout=hub.patience)
    except HfHubHTTPError as refused:
        # The hub answers 401 for names that it does not know when nobody is signed in.
        known = refused.response.status_code not in (401, 403, _NOTHING_THERE)
        raise HubFailed(repository, UNREACHABLE if known else UNKNOWN_MODEL) from refused
    except (httpx2.HTTPError, OfflineModeIsEnabled) as failed:
        raise HubFailed(repository, UNREACHABLE) from failed
    files = [
        Remote(file.rfilename, file.size or 0, file.lfs.sha256 if file.lfs else None)
        for file in info.siblings or ()
        if file.rfilename in _FILES or file.rfilename.startswith(_VOCABULARY)
    ]
    return info.sha or "main", files


def _file(hub: Hub, repository: str, revision: str, file: Remote, folder: Path) -> Iterator[int]:
    """Fetch what is missing of one file, yielding the bytes that are there. Raises HubFailed."""
    path = folder / file.name
    have = path.stat().st_size if path.exists() else 0
    if have > file.size:
        path.unlink()
        have = 0
    if have < file.size:
        yield from _append(_url(hub, repository, revision, file.name), path, have)
    if path.stat().st_size != file.size or not _sound(path, file.sha256):
        path.unlink()
        raise HubFailed(repository, DAMAGED)
    yield file.size


def _append(url: str, path: Path, have: int) -> Iterator[int]:
    from huggingface_hub import get_session  # noqa: PLC0415 - takes a second

    headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"}
    request: Any = get_session().stream(
        "GET", url, headers=headers, timeout=_STALL, follow_redirects=True
    )
    with request as response:
        response.raise_for_status()
        goes_on = response.status_code == _PARTIAL
        size = have if goes_on else 0
        with path.open("ab" if goes_on else "wb") as target:
            for block in response.iter_bytes():  # as they come: nothing waits to be written
                target.write(block)
                size += len(block)
                yield size


def _url(hub: Hub, repository: str, revision: str, name: str) -> str:
    from huggingface_hub import hf_hub_url  # noqa: PLC0415 - takes a second

    return str(hf_hub_url(repository, name, revision=revision, endpoint=hub.endpoint))


def _sound(path: Path, sha256: str | None) -> bool:
    if sha256 is None:
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256
