"""``vidcommerce log``: what an authority gets, and what it can find out by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from vidcommerce.accounts import service as accounts
from vidcommerce.cli import main
from vidcommerce.cli.exits import REFUSED_BY_SERVICE
from vidcommerce.db import Database, open_database
from vidcommerce.flags import log
from vidcommerce.flags.log import What
from vidcommerce.settings import settings

pytestmark = pytest.mark.slow

NOW = 1_780_000_000_000


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Run the command on a database with two stations, and an entry of each, in English."""
    monkeypatch.setenv("VIDCOMMERCE_DATA", str(tmp_path))
    monkeypatch.setenv("LANGUAGE", "en")
    assert main(["migrate"]) == 0
    for name in ("Hillside", "Riverside"):
        _note(name)
    return lambda *arguments: main(["log", *arguments])


def _database() -> Database:
    return open_database(settings().database)


def _note(station: str) -> None:
    database = _database()
    with database.writing() as work:
        made = accounts.create_station_unasked(work, station, "", NOW)
        log.note(work, What.VERDICT, {"said": station}, NOW, station_id=made.id)
    database.engine.dispose()


def _harm(sentence: str) -> None:
    database = _database()
    with database.writing() as work:
        work.execute(text(sentence))
    database.engine.dispose()


def test_a_log_is_exported_and_checked(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is whole JSON with every entry; whoever gets it follows the chain to its end."""
    file = tmp_path / "log.json"
    assert command("export", "--out", str(file)) == 0
    found = json.loads(file.read_text())
    assert [json.loads(one["entry"])["data"]["said"] for one in found["entries"]] == [
        "Hillside", "Riverside",
    ]  # fmt: skip
    capsys.readouterr()
    assert command("check", str(file)) == 0
    assert f"2 entries, the last seal is {found['head']['seal']}" in capsys.readouterr().out
    assert command("check", "--json") == 0
    assert json.loads(capsys.readouterr().out)["seal"] == found["head"]["seal"]


def test_one_stations_log_holds_nothing_of_others(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Their entries are digests; the chain is followed all the same."""
    assert command("export", "--station", "Riverside") == 0
    said = capsys.readouterr().out
    assert "Hillside" not in said
    assert "Riverside" in said
    (tmp_path / "log.json").write_text(said)
    assert command("check", str(tmp_path / "log.json"), "--here") == 0
    assert command("export", "--station", "Nowhere") == REFUSED_BY_SERVICE


def test_a_file_that_was_changed_is_found(command: Callable[..., int], tmp_path: Path) -> None:
    """A word in an entry, an entry taken out, one cut off at the end; and no file at all."""
    file = tmp_path / "log.json"
    command("export", "--out", str(file))
    whole = file.read_text()
    lines = whole.splitlines()
    for harmed in (
        whole.replace("Hillside", "Lakeside"),
        "\n".join([lines[0], *lines[2:]]),
        "\n".join([lines[0], lines[1].rstrip(","), lines[3]]),
    ):
        file.write_text(harmed)
        assert command("check", str(file)) == REFUSED_BY_SERVICE
    file.unlink()
    assert command("check", str(file)) == 30


def test_a_log_that_was_written_anew_is_found_by_an_older_file(
    command: Callable[..., int], tmp_path: Path
) -> None:
    """Whoever can write the database can make a whole chain; not one that goes on from a file."""
    file = tmp_path / "log.json"
    command("export", "--out", str(file))
    _note("Lakeside")
    assert command("check", str(file), "--here") == 0
    for harm in ("DELETE FROM flag_log", "DELETE FROM flag_log_head"):
        _harm(harm)
    for name in ("Hill", "River", "Lake"):
        _note(name)
    assert command("check") == 0
    assert command("check", str(file), "--here") == REFUSED_BY_SERVICE


def test_harm_in_the_service_is_found(command: Callable[..., int]) -> None:
    """The service's own log is followed too."""
    _harm("UPDATE flag_log SET entry = replace(entry, 'River', 'Laker')")
    assert command("check") == REFUSED_BY_SERVICE


def test_an_empty_log_is_a_file_too(command: Callable[..., int], tmp_path: Path) -> None:
    """Nothing has happened yet: an export of nothing that can be checked, and gone on from."""
    for harm in ("DELETE FROM flag_log", "DELETE FROM flag_log_head"):
        _harm(harm)
    file = tmp_path / "log.json"
    assert command("export", "--out", str(file)) == 0
    assert command("check", str(file), "--here") == 0
