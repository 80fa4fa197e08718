"""Which model reads comments; one behind an address that fails leaves the lists in force."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from vidcommerce.comments.model.scorer import OwnScorer
from vidcommerce.comments.pipeline import Given, judge
from vidcommerce.comments.scorer_http import PAUSE, HttpScorer
from vidcommerce.comments.scorers import scorer_of
from vidcommerce.comments.scoring import ScorerFailed, Scores
from vidcommerce.comments.signals import Decision, Kind
from vidcommerce.service import Service

pytestmark = pytest.mark.slow


class _Model(BaseHTTPRequestHandler):
    """Answers as it is told; keeps what it was asked."""

    answer: Any = None
    asked: list[Any] = []  # noqa: RUF012 - the test's own

    def do_POST(self) -> None:
        """Answer."""
        size = int(self.headers["content-length"])
        self.asked.append(json.loads(self.rfile.read(size)))
        body = json.dumps(self.answer).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """Where a model answers."""
    _Model.asked.clear()
    with HTTPServer(("127.0.0.1", 0), _Model) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_service_has_one_model(service: Service) -> None:
    """The project's own by default, the same one each time; none or another by the setting."""
    assert isinstance(scorer_of(service), OwnScorer)
    assert scorer_of(service) is scorer_of(service)

    def named(model: str) -> Service:
        return replace(service, settings=replace(service.settings, comment_model=model))

    assert scorer_of(named("none")) is None
    assert isinstance(scorer_of(named("http://127.0.0.1:9/")), HttpScorer)


def test_another_model_is_asked_once_for_all(address: str) -> None:
    """Its scores come in the order of the texts."""
    _Model.answer = {"scores": [{"abuse": 12, "spam": 999.6}, {"abuse": 0, "spam": 0}]}
    assert HttpScorer(address).score(["a", "b"]) == [Scores(12, 1000), Scores(0, 0)]
    assert _Model.asked == [{"texts": ["a", "b"]}]


@pytest.mark.parametrize(
    "answer",
    [
        None, [], {"scores": []}, {"scores": [{"abuse": 1}]},
        {"scores": [{"abuse": 1, "spam": 1001}]}, {"scores": [{"abuse": "x", "spam": 0}]},
        {"scores": [{"abuse": float("nan"), "spam": 0}]},
    ],
)  # fmt: skip
def test_an_answer_without_sense_is_no_answer(address: str, answer: object) -> None:
    """The lists judge alone, and say so; for a while nobody waits for the model again."""
    _Model.answer, seconds = answer, [0.0]
    scorer = HttpScorer(address, lambda: seconds[0])
    judged = judge(Given("fuck you, you piece of shit"), scorer)
    assert judged.decision is Decision.WITHHOLD
    assert Kind.MODEL_SILENT in {one.kind for one in judged.signals}
    with pytest.raises(ScorerFailed):
        scorer.score(["a"])
    assert len(_Model.asked) == 1
    _Model.answer, seconds[0] = {"scores": [{"abuse": 1, "spam": 2}]}, PAUSE
    assert scorer.score(["a"]) == [Scores(1, 2)]


def test_nobody_there_is_no_answer() -> None:
    """A refused connection is not an error of the comment's writer."""
    with pytest.raises(ScorerFailed):
        HttpScorer("http://127.0.0.1:9/").score(["a"])
