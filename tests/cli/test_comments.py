"""``vidcommerce comments check``: one JSON object a text, in the order of the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vidcommerce.cli import exits, main


def test_a_file_is_judged_row_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """More rows than are judged at once, with quotes and line breaks: as many objects, in order."""
    file = tmp_path / "comments.csv"
    rows = ['"f.u.c.k, you\nman"' if number % 7 == 0 else f"很甜{number}" for number in range(600)]
    file.write_text("id,text\n" + "".join(f"{i},{row}\n" for i, row in enumerate(rows)), "utf-8")
    assert main(["comments", "check", "--json", "--csv", str(file)]) == exits.OK
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(said) == len(rows)
    for number, one in enumerate(said):
        assert one["decision"] == ("publish" if number % 7 else "withhold")
    assert said[0]["normal_form"] == "fuck, you\nman"
    assert said[0]["signals"][0]["meant"] == "fuck"
    assert said[8]["normal_form"] == "很甜8"


def test_a_text_is_judged_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json a person reads what would become of it and why."""
    assert main(["comments", "check", "call 138 0013 8000"]) == exits.OK
    said = capsys.readouterr().out
    assert "would not be shown" in said
    assert "13800138000" in said


def test_a_file_without_texts_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, or one without the column, is the caller's to mend."""
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", "utf-8")
    for given in (file, tmp_path / "missing.csv"):
        assert main(["comments", "check", "--csv", str(given)]) == exits.REFUSED_BY_SERVICE
        assert "column named text" in capsys.readouterr().err
