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


def test_for_people(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line each."""
    assert main(["inspect", str(shared / "c2pa" / "C.jpg")]) == 0
    assert "signed, and unchanged since" in capsys.readouterr().out
