"""``vidcommerce inspect``: what is known of a clip, and where pictures and sounds come from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Commission
from vidcommerce.cli import main

pytestmark = pytest.mark.slow


def test_a_clip_has_provenance_and_flags(
    commission: Commission, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are there also where there is nothing to tell of."""
    assert main(["inspect", str(commission.clip), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["provenance"]["state"] == "none"
    kinds = {flag["kind"]: flag for flag in document["flags"]}
    assert kinds["provenance_none"]["source"] == "provenance"
    assert kinds["device_known"]["words"]
    fields = {"kind", "severity", "source", "evidence", "span", "words"}
    assert all(flag.keys() == fields for flag in document["flags"])


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("A.jpg", "none"),
        ("C.jpg", "valid"),
        ("E-sig-CA.jpg", "invalid"),
        ("cloud.jpg", "none"),
        ("sample1_signed.wav", "valid"),
    ],
)
def test_what_is_no_clip_has_an_origin_all_the_same(
    shared: Path, capsys: pytest.CaptureFixture[str], name: str, state: str
) -> None:
    """It says that no video can be made of it."""
    assert main(["inspect", str(shared / "c2pa" / name), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["provenance"]["state"] == state
    assert name in document["refused"]


def test_what_asks_most_comes_first_with_its_seconds(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a clip whose pictures are shown twice, and which has a cut; people read a line each."""
    clip = str(shared / "media" / "talk_zh_portrait.mp4")
    assert main(["inspect", clip, "--json"]) == 0
    flags = json.loads(capsys.readouterr().out)["flags"]
    assert (flags[0]["kind"], flags[0]["severity"]) == ("looped", "question")
    assert flags[0]["span"]["stop"] > flags[0]["span"]["start"]
    assert "has_cuts" in {flag["kind"] for flag in flags}
    assert main(["inspect", clip]) == 0
    (line,) = [row for row in capsys.readouterr().out.splitlines() if "shown twice" in row]
    assert line.startswith("Flags      question: 0.0-6.0 s: the same")


def test_for_people(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line each."""
    assert main(["inspect", str(shared / "c2pa" / "C.jpg")]) == 0
    assert "signed, and unchanged since" in capsys.readouterr().out
