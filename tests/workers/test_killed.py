"""Workers killed by SIGKILL, at every boundary of a stage and in its middle: it ends right."""

from __future__ import annotations

import functools
import multiprocessing
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.rows import arrived
from tests.service import Woken
from tests.workers.conftest import Shop, small
from tests.workers.dying import work_until_death
from vidcommerce.clips.states import State
from vidcommerce.service import Service, open_service
from vidcommerce.tables import all_tables

pytestmark = pytest.mark.slow

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.workers.dying"])
"""Where processes come from: all of a worker is loaded in it once, not for every death."""


def _killed(shop: Shop, moment: str) -> None:
    """Run a worker that dies at ``moment``."""
    worker = _FORKS.Process(target=work_until_death, args=(shop.service.settings.data, moment))
    worker.start()
    worker.join(120)
    assert worker.exitcode == -signal.SIGKILL, f"nobody died: {moment} never came"


def _opened(data: Path) -> Service:
    return open_service(small(data), Woken())


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, plain: Path) -> Callable[[str], Shop]:
    """Where a clip stands before "analyse", "render" or "publish": each is made once."""

    @functools.cache
    def stand(stage: str) -> Shop:
        data = tmp_path_factory.mktemp(stage) / "data"
        if stage == "analyse":
            service = _opened(data)
            all_tables().create_all(service.database.engine)
            shop = Shop(service, arrived(service, plain))
        elif stage == "render":
            shop = _copied(stand("analyse"), data)
            shop.analyse()
        else:
            shop = _copied(stand("render"), data)
            shop.work_to_the_end()
            shop.approve()
        shop.service.database.engine.dispose()
        return shop

    return stand


def _copied(shop: Shop, data: Path) -> Shop:
    shutil.copytree(shop.service.settings.data, data)
    return Shop(_opened(data), shop.clip)


@pytest.fixture
def shop(
    before: Callable[[str], Shop], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Shop]:
    """A service in which a clip stands before the stage that the test names, else the first."""
    made = _copied(before(getattr(request, "param", "analyse")), tmp_path / "data")
    yield made
    made.service.database.engine.dispose()


@pytest.fixture(scope="module")
def first() -> dict[str, set[str]]:
    """The names of the files after the first of the tests, which those of the others must be."""
    return {}


def _finished(shop: Shop) -> None:
    """Work to the end, and see that everything is there once."""
    shop.work_to_the_end()
    assert shop.stands() is State.READY
    shop.approve()
    shop.work_to_the_end()
    assert shop.stands() is State.PUBLISHED
    assert len(shop.plans()) == len(shop.publications()) == 1
    assert [job.outcome for job in shop.jobs()].count("done") == 3


def _names(shop: Shop) -> set[str]:
    """Return the names of all files, without ids of chance."""
    (page,) = shop.publications()
    ids = (shop.clip, page.id, page.slug)
    names = set(shop.files())
    for chance in ids:
        names = {name.replace(chance, "") for name in names}
    return names


@pytest.mark.parametrize(
    ("shop", "moment"),
    [
        ("analyse", "analyse:begun"), ("analyse", "analyse:middle"), ("analyse", "analyse:done"),
        ("analyse", "analyse:recorded"), ("analyse", "analyse:committed"),
        ("analyse", "put:analysis/"), ("render", "render:begun"), ("render", "render:middle"),
        ("render", "render:packing"), ("render", "render:done"), ("render", "render:recorded"),
        ("render", "put:chunks/"), ("render", "put:drafts/"), ("render", "put:proxies/"),
        ("render", "proxy:recorded"),
    ],
    indirect=["shop"],
)  # fmt: skip
def test_a_worker_killed_at_any_moment_changes_nothing(
    shop: Shop, moment: str, first: dict[str, set[str]]
) -> None:
    """Another one ends it: the same files by name, one plan, one page, and no job left."""
    raw = shop.files()
    _killed(shop, moment)
    assert shop.files().items() >= raw.items(), "what was sent is whole, byte for byte"
    _finished(shop)
    assert shop.files().items() >= raw.items()
    assert first.setdefault("names", _names(shop)) == _names(shop)


@pytest.mark.parametrize("shop", ["publish"], indirect=True)
@pytest.mark.parametrize(
    "moment", ["publish:begun", "put:site/v/", "publish:done", "publish:recorded"]
)
def test_a_worker_killed_while_it_publishes_publishes_once(shop: Shop, moment: str) -> None:
    """Whether or not the page was reachable already."""
    _killed(shop, moment)
    shop.work_to_the_end()
    assert shop.stands() is State.PUBLISHED
    assert len(shop.publications()) == 1
    assert all(job.ended_at is not None for job in shop.jobs())


def test_a_worker_killed_again_and_again_gets_there(shop: Shop) -> None:
    """Each time a little further."""
    for moment in ("analyse:middle", "analyse:done", "render:middle", "render:done"):
        _killed(shop, moment)
        shop.hurry()
    _finished(shop)
