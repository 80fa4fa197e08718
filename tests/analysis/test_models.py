"""Where a model is looked for, and fetching one over a line that breaks."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.analysis.hub_server import Shelf, serving
from vidcommerce.analysis import models
from vidcommerce.analysis.hub import (
    BROKE_OFF,
    DAMAGED,
    UNKNOWN_MODEL,
    UNREACHABLE,
    Hub,
    HubFailed,
    fetch,
)
from vidcommerce.analysis.models import ModelMissing, ModelNameWrong, find, installed, pull
from vidcommerce.settings import Settings, settings

pytestmark = pytest.mark.slow

_FILES = {
    "config.json": b"{}",
    "tokenizer.json": b'{"version": "1.0"}',
    "model.bin": bytes(range(256)) * 12_000,
    "vocabulary.txt": b"a\nb\n",
    "README.md": b"not needed",
}
_REPOSITORY = models.NAMES["small"]


@pytest.fixture(autouse=True)
def _own_caches(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the models of this machine."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub-cache"))


@pytest.fixture
def shelf() -> Shelf:
    """A hub's shelf with one model."""
    return Shelf(_REPOSITORY, dict(_FILES))


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """Settings with an empty cache."""
    return replace(settings({}), cache=tmp_path / "cache", model="small")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name is unknown, as on a machine without a network."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)


def _model(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, body in _FILES.items():
        (folder / name).write_bytes(body)
    return folder


def _refused(endpoint: str, tmp_path: Path) -> str:
    with pytest.raises(HubFailed) as failed:
        pull("small", tmp_path, None, Hub(endpoint, patience=1))
    return failed.value.reason


def test_a_folder_comes_first(here: Settings, tmp_path: Path) -> None:
    """A folder given with --model is used, and the search ends there."""
    folder = _model(tmp_path / "mine")
    found = find(str(folder), here)
    assert found.folder == folder
    assert [(step.place, step.found) for step in found.steps] == [("--model", True)]


def test_the_setting_counts_when_nothing_is_given(here: Settings, tmp_path: Path) -> None:
    """Without --model the setting's folder is used."""
    folder = _model(tmp_path / "set")
    found = find(None, replace(here, model=str(folder)))
    assert [(step.place, step.found) for step in found.steps] == [("VIDCOMMERCE_MODEL", True)]


def test_the_cache_comes_before_the_hub(here: Settings) -> None:
    """A model that was fetched before is used without a network."""
    _model(here.cache / "models" / "small")
    found = find("small", here)
    assert found.folder == here.cache / "models" / "small"
    assert [(step.place, step.found) for step in found.steps] == [
        ("--model", False),
        ("cache", True),
    ]


@pytest.mark.usefixtures("no_network")
def test_without_a_network_it_says_so_at_once(here: Settings) -> None:
    """No model and no network: a plain sentence with the way out, within two seconds."""
    began = time.monotonic()
    with pytest.raises(ModelMissing) as missing:
        find("small", here)
    assert time.monotonic() - began < 2
    assert missing.value.reason == UNREACHABLE
    assert str(missing.value).endswith("vidcommerce models pull small")
    assert [step.place for step in missing.value.steps] == ["--model", "cache", "hub"]
    assert not any(step.found for step in missing.value.steps)


def test_offline_mode_is_no_network(here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """HF_HUB_OFFLINE keeps its promise: nothing is asked."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelMissing) as missing:
        find("small", here)
    assert missing.value.reason == UNREACHABLE


@pytest.mark.parametrize("name", ["smal", "../../etc", "a/b/c", "", "/nowhere/at/all"])
def test_a_name_that_can_be_none_is_refused(name: str, here: Settings) -> None:
    """What is neither a folder nor a name lists the names, and no hub is asked."""
    with pytest.raises(ModelNameWrong, match=r"tiny.*large-v3"):
        find(name or "?", here)


def test_a_model_is_fetched_whole(shelf: Shelf, tmp_path: Path) -> None:
    """All files that are needed arrive, nothing else, and the progress reaches the end."""
    told: list[int] = []
    with serving(shelf) as endpoint:
        folder = pull("small", tmp_path, told.append, Hub(endpoint))
    arrived = {file.name: file.read_bytes() for file in folder.iterdir()}
    arrived.pop("revision")
    assert arrived == {name: body for name, body in _FILES.items() if name != "README.md"}
    assert told == sorted(told)
    assert told[-1] == 1000
    assert [model.name for model in installed(tmp_path)] == ["small"]
    assert list((tmp_path / "models").iterdir()) == [folder]


def test_a_fetch_that_broke_off_goes_on(shelf: Shelf, here: Settings) -> None:
    """What arrived is kept but never used, and only the rest is asked for again."""
    shelf.breaks_after = 1_000_000
    with serving(shelf) as endpoint:
        assert _refused(endpoint, here.cache) == BROKE_OFF
        assert installed(here.cache) == ()
        assert not models.whole(here.cache / "models" / "small")
        shelf.breaks_after = None
        folder = pull("small", here.cache, None, Hub(endpoint))
    assert (folder / "model.bin").read_bytes() == _FILES["model.bin"]
    ranges = [asked for name, asked in shelf.asked if name == "model.bin"]
    assert ranges == ["bytes=0-", "bytes=1000000-"]
    assert [name for name, _ in shelf.asked].count("config.json") == 1


def test_a_model_that_changed_begins_again(shelf: Shelf, tmp_path: Path) -> None:
    """Halves of two revisions are never put together."""
    shelf.breaks_after = 1_000_000
    with serving(shelf) as endpoint:
        _refused(endpoint, tmp_path)
    newer = Shelf(_REPOSITORY, {**_FILES, "model.bin": b"new" * 800_000}, revision="f" * 40)
    with serving(newer) as endpoint:
        folder = pull("small", tmp_path, None, Hub(endpoint))
    assert (folder / "model.bin").read_bytes() == newer.files["model.bin"]


def test_what_arrives_damaged_is_thrown_away(shelf: Shelf, tmp_path: Path) -> None:
    """Bytes that are not those that the hub announced are not kept."""
    shelf.lies_about = "model.bin"
    with serving(shelf) as endpoint:
        assert _refused(endpoint, tmp_path) == DAMAGED
    assert not list(tmp_path.rglob("model.bin"))


def test_a_model_that_the_hub_does_not_have(shelf: Shelf, tmp_path: Path) -> None:
    """An unknown name is told from a hub that can't be reached."""
    shelf.repository = "somebody/else"
    with serving(shelf) as endpoint:
        assert _refused(endpoint, tmp_path) == UNKNOWN_MODEL


def test_a_hub_that_is_silent_is_out_of_reach(tmp_path: Path) -> None:
    """A hub that takes the call and never answers costs its patience, no more."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        reason = _refused(f"http://127.0.0.1:{silent.getsockname()[1]}", tmp_path)
    assert reason == UNREACHABLE
    assert time.monotonic() - began < 4


def test_a_cache_that_cant_be_written_is_named(shelf: Shelf, tmp_path: Path) -> None:
    """A file where the cache should be gives a reason and no traceback."""
    (tmp_path / "models").write_text("in the way")
    with serving(shelf) as endpoint, pytest.raises(HubFailed, match="cache folder"):
        fetch(Hub(endpoint), _REPOSITORY, tmp_path / "models" / "small.part", lambda _: None)


def test_two_who_want_the_same_model_fetch_it_once(shelf: Shelf, tmp_path: Path) -> None:
    """Workers that begin together: the second waits and finds it there, whole."""
    waited = threading.Event()
    found: list[Path] = []

    def second(source: Hub) -> None:
        found.append(pull("small", tmp_path, lambda _: waited.set(), source))

    with serving(shelf) as endpoint:
        source = Hub(endpoint)

        def first(done: int) -> None:
            if done and not other.is_alive() and not found:
                other.start()
                assert waited.wait(10)

        other = threading.Thread(target=second, args=[source])
        found.insert(0, pull("small", tmp_path, first, source))
        other.join()
    assert found == [found[0]] * 2
    assert models.whole(found[0])
