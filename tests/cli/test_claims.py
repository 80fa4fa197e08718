"""``vidcommerce claims`` on a text, a file and a plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.media.plans import plan
from vidcommerce.cli import main
from vidcommerce.cli.exits import CODES, OK
from vidcommerce.documents import canonical_json


def _claims(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["claims", *arguments, "--json"]) == OK
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["claims"]
    return found


def test_a_text_and_a_file_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its kind, place, law and a wording that would do."""
    text = "家人们，这个能降血压"
    (tmp_path / "said.txt").write_text(text, encoding="utf-8")
    (claim,) = _claims(capsys, text)
    assert (claim["kind"], claim["text"], claim["span"]) == ("health", "降血压", [7, 10])
    assert "广告法" in str(claim["rule"])
    assert claim["instead"]
    assert _claims(capsys, str(tmp_path / "said.txt")) == [claim]


def test_a_plan_gives_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Milliseconds of the clip."""
    made = plan([(30, 90)], cues=[(0, 30, "It cures colds")])
    (tmp_path / "plan.json").write_text(canonical_json(made), encoding="utf-8")
    (claim,) = _claims(capsys, str(tmp_path / "plan.json"))
    assert (claim["kind"], claim["at"]) == ("health", [1000, 2000])


def test_people_read_a_line_a_claim(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And are told that finding none is no lawyer's word."""
    monkeypatch.setenv("LANGUAGE", "en")
    assert main(["claims", "We never spray."]) == OK
    assert capsys.readouterr().out.startswith("pesticide_free: “never spray”")
    assert main(["claims", "Picked today. " * 500]) == OK
    assert "lawyer" in capsys.readouterr().out


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """With the code of every such file."""
    (tmp_path / "clip.mp4").write_bytes(b"\xff\xfe\x00")
    assert main(["claims", str(tmp_path / "clip.mp4")]) == CODES["TextUnreadable"]
