"""Real worker processes on real brokers, killed for real. The same on one machine and on many."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from tests.media import clips
from tests.rows import arrived
from tests.workers.conftest import Shop
from vidcommerce.clips.states import State
from vidcommerce.db import now_ms
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.queues import waker
from vidcommerce.service import open_service
from vidcommerce.settings import settings
from vidcommerce.sweeping import sweep
from vidcommerce.tables import all_tables

pytestmark = pytest.mark.slow

_ROOT = Path(__file__).parents[2]
_SOON = 90.0


@dataclass(frozen=True)
class Site:
    """A service with a broker, as its environment describes it."""

    environment: dict[str, str]
    shop: Shop

    @contextlib.contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker for all queues; none of its processes is left afterwards."""
        command = [sys.executable, "-m", "workers", "--queues", "analysis,render,publish",
                   "--concurrency", "2"]  # fmt: skip
        process = subprocess.Popen(
            command, cwd=_ROOT, env={**os.environ, **self.environment}, start_new_session=True
        )
        try:
            yield process
        finally:
            self.kill(process)

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        """End a worker and its children by SIGKILL."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def until(self, true: Callable[[], bool], *, sweeping: bool = False) -> None:
        """Wait, sweeping or not, until something is true."""
        end = time.monotonic() + _SOON
        while not true():
            assert time.monotonic() < end, vars(self.shop.row())
            if sweeping:
                sweep(self.shop.service, now_ms(), thorough=False)
            time.sleep(0.1)

    def ready(self) -> bool:
        """Tell whether the draft is."""
        return self.shop.stands() is State.READY

    def drawing(self) -> bool:
        """Tell whether frames are being drawn."""
        row = self.shop.row()
        return row.stage == "render" and row.done > 0


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds: long enough to be killed in."""
    return clips.long_gop(tmp_path_factory.mktemp("clips") / "long.mp4").path


@pytest.fixture
def clip(request: pytest.FixtureRequest, plain: Path) -> Path:
    """Two seconds; six for a test that is marked so."""
    long = getattr(request, "param", "") == "long"
    return cast("Path", request.getfixturevalue("long_clip")) if long else plain


_long = pytest.mark.parametrize("clip", ["long"], indirect=True)


@contextlib.contextmanager
def _site(folder: Path, clip: Path, urls: dict[str, str]) -> Iterator[Site]:
    """Give a service at ``urls`` in which a clip has arrived."""
    environment = {
        "VIDCOMMERCE_DATA": str(folder), "VIDCOMMERCE_MODEL": "none", "VIDCOMMERCE_WORKERS": "1",
        "VIDCOMMERCE_LEASE": "3", **urls,
    }  # fmt: skip
    here = settings(environment)
    service = open_service(here, waker(here))
    all_tables().create_all(service.database.engine)
    yield Site(environment, Shop(service, arrived(service, clip)))
    service.database.engine.dispose()


@pytest.fixture
def site(tmp_path: Path, clip: Path) -> Iterator[Site]:
    """SQLite, a folder, and a queue in a file."""
    with _site(tmp_path / "data", clip, {}) as made:
        yield made


@pytest.fixture(params=["embedded", "distributed"])
def any_site(request: pytest.FixtureRequest, tmp_path: Path, clip: Path) -> Iterator[Site]:
    """As ``site``; and PostgreSQL, S3 and Redis."""
    fixtures = {"DATABASE": "postgres_url", "FILES": "s3_url", "BROKER": "redis_url"}
    if request.param == "embedded":
        fixtures = {}
    urls = {
        f"VIDCOMMERCE_{name}": cast("str", request.getfixturevalue(fixture))
        for name, fixture in fixtures.items()
    }
    with _site(tmp_path / "data", clip, urls) as made:
        yield made


def test_messages_alone_carry_a_clip_through(any_site: Site) -> None:
    """From its arrival to the page, without the sweep."""
    with any_site.worker():
        any_site.until(any_site.ready)
        any_site.shop.approve()
        any_site.until(lambda: all(job.ended_at for job in any_site.shop.jobs()))
    assert any_site.shop.stands() is State.PUBLISHED
    assert [job.outcome for job in any_site.shop.jobs()] == ["done"] * 3
    assert len(any_site.shop.plans()) == len(any_site.shop.publications()) == 1


@_long
def test_a_worker_killed_while_it_draws_is_followed_by_another(any_site: Site) -> None:
    """The lease runs out, the sweep takes it back, and nothing is there twice."""
    raw = any_site.shop.files()
    with any_site.worker() as process:
        any_site.until(any_site.drawing)
        any_site.kill(process)
        assert any_site.shop.stands() is State.RENDERING
    with any_site.worker():
        any_site.until(any_site.ready, sweeping=True)
    assert len(any_site.shop.plans()) == 1
    assert any_site.shop.files().items() >= raw.items()
    render = any_site.shop.jobs()[-1]
    assert (render.outcome, render.attempts, render.leases_lost) == ("done", 2, 1)


@_long
def test_a_worker_that_is_asked_to_leave_does_so_within_seconds(site: Site) -> None:
    """It stops its ffmpeg and hands the job back, which counts as no try."""
    with site.worker() as process:
        site.until(site.drawing)
        process.terminate()
        process.wait(10)
    render = site.shop.jobs()[-1]
    assert (render.attempts, render.lease_by, render.leases_lost) == (0, None, 0)
    assert not _runs(site.shop.service.settings.ffmpeg, str(site.shop.service.settings.data))
    with site.worker():
        site.until(site.ready, sweeping=True)


def test_lost_messages_are_sent_again_by_the_sweep(site: Site) -> None:
    """All that were sent are gone before a worker is there; a minute later it is told."""
    with waker(site.shop.service.settings).app.connection_for_write() as connection:
        connection.default_channel.queue_purge("analysis")
    with site.worker():
        time.sleep(3)
        assert site.shop.stands() is State.RECEIVED
        sweep(site.shop.service, now_ms() + 61_000, thorough=False)
        site.until(lambda: site.shop.stands() is not State.RECEIVED)


def test_doubled_messages_change_nothing(site: Site) -> None:
    """Twenty for one clip, and two workers that take them."""
    wake = waker(site.shop.service.settings)
    for _ in range(20):
        wake("analysis")
        wake("render")
    with site.worker(), site.worker():
        site.until(site.ready)  # in the same unit of work as the end of the job
    assert [(job.outcome, job.attempts) for job in site.shop.jobs()] == [("done", 1)] * 2
    assert len(site.shop.plans()) == 1


def _runs(executable: str, mark: str) -> bool:
    """Tell whether a program runs in or on files of a folder."""
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            line = (process / "cmdline").read_bytes().decode("utf-8", "replace")
            folder = str((process / "cwd").readlink())
            if line.startswith(executable) and mark in line + folder:
                return True
    return False


@_long
def test_ffmpeg_does_not_outlive_a_killed_worker(site: Site, ffmpeg: Ffmpeg) -> None:
    """Whoever it reports to is gone, and it ends by itself."""
    data = str(site.shop.service.settings.data)
    with site.worker() as process:
        site.until(lambda: _runs(ffmpeg.executable, data) or site.ready())
        site.kill(process)
        site.until(lambda: not _runs(ffmpeg.executable, data))
