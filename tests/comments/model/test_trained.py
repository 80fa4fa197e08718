"""The trained file, how it is read and made, and how good it is on what it never saw."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from vidcommerce.comments.model.linear import YES, Linear, Scale, load, save
from vidcommerce.comments.model.measuring import rates
from vidcommerce.comments.model.scorer import TRAINED, OwnScorer, own_model
from vidcommerce.comments.model.sources import corrections, digest_of, examples, own_lines
from vidcommerce.comments.model.train import main
from vidcommerce.comments.normal.plain import plain
from vidcommerce.comments.scoring import ScorerFailed

pytestmark = pytest.mark.slow

_MOST_BYTES = 8_000_000


@pytest.mark.parametrize(
    ("text", "abuse", "spam"),
    [
        ("这个橙子很甜，下次还买", False, False),
        ("收到全烂了，太失望了", False, False),
        ("lovely farm, greetings from wales", False, False),
        ("half of the apples were rotten, never again", False, False),
        ("傻逼主播去死吧", True, False),
        ("you are a stupid idiot", True, False),
        ("加微信888领红包，日入三百", False, True),
        ("check out my channel and subscribe", False, True),
    ],
)
def test_plain_cases_are_told_apart(text: str, *, abuse: bool, spam: bool) -> None:
    """What anybody would call abuse, advertising or neither, the trained file does as well."""
    (scores,) = OwnScorer().score([text])
    assert (scores.abuse >= YES, scores.spam >= YES) == (abuse, spam)


def test_the_trained_file_is_small_and_says_what_it_is() -> None:
    """It may be in the repository and the wheel, and tells its version and what it learned from."""
    assert TRAINED.stat().st_size < _MOST_BYTES
    assert own_model().told["version"] == 1
    assert own_model().told["examples"]["cold_zh_train"] > 0
    assert "cold_zh_dev" not in own_model().told["examples"]


def test_a_model_comes_back_from_its_file(tmp_path: Path) -> None:
    """What is saved is what is loaded, but for the last digits of weights."""
    model = Linear(
        np.array([3, 70, 4_000_000_000], np.uint32),
        np.array([[0.5, -1], [2, 0.25], [-3, 8]], np.float32),
        np.array([0.125, -0.5], np.float32),
        (Scale(0.5, 2.0), Scale(-1.0, 1.5)),
        {"version": 7},
    )
    save(model, tmp_path / "m.npz")
    again = load(tmp_path / "m.npz")
    assert again.keys.tolist() == model.keys.tolist()
    assert again.weights.tolist() == model.weights.tolist()
    assert (list(again.scales), again.told) == (list(model.scales), model.told)
    assert again.thousandths("苹果") == model.thousandths("苹果")


@pytest.mark.parametrize("said", [None, b"", b"no such format", b"PK\x03\x04broken"])
def test_a_broken_file_is_told_as_such(tmp_path: Path, said: bytes | None) -> None:
    """Without its file there are no scores, and the pipeline is told so."""
    if said is not None:
        (tmp_path / "m.npz").write_bytes(said)
    with pytest.raises(ScorerFailed):
        load(tmp_path / "m.npz")


def test_a_score_far_away_is_no_error() -> None:
    """Sums of any size give scores from 0 to 1000."""
    model = replace(own_model(), scales=(Scale(1e9, 50.0), Scale(-1e9, 50.0)))
    assert model.thousandths("苹果") == (0, 1000)


def test_training_makes_a_file_that_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a small folder of comments comes a model that tells its two sides apart."""
    monkeypatch.setattr("vidcommerce.comments.model.sources._FILLED", 1)
    for part in ("train", "dev"):
        with (tmp_path / f"cold_zh_{part}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(["", "split", "topic", "label", "TEXT"])
            for number in range(20):
                bad = number % 2
                text = f"第{number}个{'坏蛋骗人精' if bad else '好人卖好果'}"
                table.writerow([number, part, "region", bad, text])
    assert main(["--data", str(tmp_path), "--out", str(tmp_path / "m.npz")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["cold_zh_dev"]["f1_macro"] > 0.9
    model = load(tmp_path / "m.npz")
    assert model.sums("又一个坏蛋骗人精")[0] > model.sums("又一个好人卖好果")[0]


def test_own_sentences_are_filled_and_repeat() -> None:
    """Every pattern is filled, the same way each time, and no sentence is of two kinds."""
    made = list(own_lines())
    assert made == list(own_lines())
    assert not any("{" in one.text for one in made)
    assert not any(one.abuse and one.spam for one in made)


def test_rates_count_right() -> None:
    """Two hits, one missed, one wrong, two rightly left: as by hand."""
    meant = np.array([1, 1, 1, 0, 0, 0], bool)
    found = np.array([1, 1, 0, 1, 0, 0], bool)
    told = rates(meant, found)
    assert told.f1_macro == pytest.approx(2 / 3)
    assert (told.precision, told.passed, told.stopped) == pytest.approx((2 / 3, 1 / 3, 1 / 3))


@pytest.mark.real
def test_unseen_comments_are_judged_as_well_as_the_card_says(shared: Path) -> None:
    """On parts that training never saw, the figures of the card hold."""
    held = [one for one in examples(shared / "comments") if one.held]
    for source, question, least in (("cold_zh_dev", 0, 0.84), ("youtube", 1, 0.94)):
        some = [one for one in held if one.source == source][:1500]
        meant = np.array([one.spam if question else one.given for one in some]) > 0
        scores = [own_model().thousandths(plain(one.text).text)[question] for one in some]
        assert rates(meant, np.array(scores) >= YES).f1_macro >= least


@pytest.mark.real
def test_corrections_are_of_texts_that_exist(shared: Path) -> None:
    """What was read again by hand is found in the file that it corrects."""
    known = {digest_of(one.text) for one in examples(shared / "comments")}
    assert set(corrections()) <= known
