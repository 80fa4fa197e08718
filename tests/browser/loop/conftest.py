"""The service on a port, workers beside it, and a browser for each of the three people."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.analysis.sphinx import SphinxRecogniser
from tests.browser.farm.conftest import Live, live
from vidcommerce import jobs, stages
from vidcommerce.analysis.models import Model
from vidcommerce.service import Service
from workers.app import STAGES
from workers.work import Crew, do_next

__all__ = ["live", "working"]  # the first is a fixture for this folder too


@pytest.fixture
def working(live: Live, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """The service with a worker that does all there is; PocketSphinx listens in Whisper's place.

    Weights of Whisper can't be had on the machines that test; what is here hears real words.
    """
    model = Model("sphinx", live.service.settings.cache, ())
    monkeypatch.setattr(stages, "listener", lambda *_args, **_options: model)
    monkeypatch.setattr(stages, "WhisperRecogniser", lambda _folder: SphinxRecogniser())
    over = threading.Event()
    worker = threading.Thread(target=_work, args=(live.service, over))
    worker.start()
    yield live
    over.set()
    worker.join()


def _work(service: Service, over: threading.Event) -> None:
    crew = Crew(STAGES, over.is_set)
    while not over.is_set():
        if not do_next(service, tuple(jobs.QUEUES.values()), crew):
            over.wait(0.1)
