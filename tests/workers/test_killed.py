"""Workers killed by SIGKILL, at every boundary of a stage and in its middle: it ends right."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workers.conftest import Shop
from vidcommerce.clips.states import State

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[2]


def _killed(shop: Shop, moment: str) -> None:
    """Run a worker that dies at ``moment``."""
    ended = subprocess.run(
        [sys.executable, "-m", "tests.workers.dying", str(shop.service.settings.data), moment],
        cwd=_ROOT, check=False, timeout=120,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, f"nobody died: {moment} never came"


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
    "moment",
    [
        "analyse:begun", "analyse:middle", "analyse:done", "analyse:recorded",
        "analyse:committed", "render:begun", "render:middle", "render:packing",
        "render:done", "render:recorded", "put:analysis/", "put:chunks/", "put:drafts/",
        "put:proxies/", "proxy:recorded",
    ],
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


@pytest.mark.parametrize(
    "moment", ["publish:begun", "put:site/v/", "publish:done", "publish:recorded"]
)
def test_a_worker_killed_while_it_publishes_publishes_once(shop: Shop, moment: str) -> None:
    """Whether or not the page was reachable already."""
    shop.work_to_the_end()
    shop.approve()
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
