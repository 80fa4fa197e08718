"""What tests share: the pinned ffmpeg, and the folder of real clips where there is one."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import hypothesis
import pytest

from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.settings import settings

pytest_plugins = [
    "tests.service",
    "tests.services.fixtures",
    "tests.stations",
    "tests.web.fixtures",
]

# A slow machine is no wrong answer: no test here is about its own speed.
hypothesis.settings.register_profile("patient", deadline=None)
# As many as find most of what there is to find while one writes; `make test` tries more.
hypothesis.settings.register_profile("quick", deadline=None, max_examples=8)
hypothesis.settings.load_profile("patient")

_SHARED = Path(__file__).parents[2] / "shared"


def pytest_configure() -> None:
    """Let Ctrl-C be tested also where the tests were started with it ignored, as in background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take for slow whatever opens a service: each has a database of its own."""
    for item in items:
        if "service" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def ffmpeg() -> Ffmpeg:
    """The ffmpeg that the settings name."""
    return Ffmpeg(settings().ffmpeg)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real clips beside the checkout; absent on a fresh clone, but never in CI."""
    if not _SHARED.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have the real clips in {_SHARED}")
        pytest.skip("no folder of real clips beside the checkout")
    return _SHARED
