"""``vidcommerce comments statements`` and ``erase``, on a service's own data."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.comments.boards import RUDE, board
from tests.stations import NOW, Village
from vidcommerce.accounts.secrets import sealed
from vidcommerce.cli import main
from vidcommerce.comments import writers
from vidcommerce.comments.tables import CommentRow, WriterRow

pytestmark = pytest.mark.slow


@pytest.fixture
def rude(village: Village, monkeypatch: pytest.MonkeyPatch) -> str:
    """A comment of somebody with a proved number, in the service that commands work on."""
    here = board(village)
    settings = village.service.settings
    monkeypatch.setenv("VIDCOMMERCE_DATA", str(settings.data))
    monkeypatch.setenv("VIDCOMMERCE_DATABASE", settings.database)
    monkeypatch.setenv("VIDCOMMERCE_FILES", settings.files)
    monkeypatch.setenv("VIDCOMMERCE_SECRET", settings.secret)
    monkeypatch.setenv("LANGUAGE", "en")
    with village.service.database.writing() as work:
        mei, _ = writers.begin(work, village.service.secret, NOW, "Mei")
        mei.phone_hash = sealed(village.service.secret, "comment phone", "+8613800138000")
        here.write(work, "Sweet", mei)
        return here.write(work, RUDE, mei).id


def test_statements_are_written_as_table_or_json(
    rude: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """To a file or the screen; of a station that there is."""
    assert main(["comments", "statements", "--out", str(tmp_path / "s.csv")]) == 0
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        assert [row["comment"] for row in csv.DictReader(file)] == [rude]
    capsys.readouterr()
    assert main(["comments", "statements", "--json", "--station", "Hillside"]) == 0
    assert json.loads(capsys.readouterr().out)["ground"] == "abuse"
    assert main(["comments", "statements", "--station", "Nowhere"]) != 0


@pytest.mark.parametrize("by_phone", [True, False])
def test_a_person_is_erased(
    rude: str, village: Village, capsys: pytest.CaptureFixture[str], *, by_phone: bool
) -> None:
    """By a comment's id or the proved number, once; nobody else's is touched."""
    who = ["--phone", "138 0013 8000"] if by_phone else [rude]
    assert main(["comments", "erase", *who]) == 0
    assert "Erased: 2 comments" in capsys.readouterr().out
    with village.service.database.reading() as work:
        assert set(work.scalars(select(CommentRow.text))) == {""}
        assert work.scalars(select(WriterRow.phone_hash)).one() == ""
    if by_phone:
        assert main(["comments", "erase", *who]) != 0
    assert main(["comments", "erase", "0" * 32]) != 0
