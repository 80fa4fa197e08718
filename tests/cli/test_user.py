"""``vidcommerce user``: links from the command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from vidcommerce.accounts import invitations
from vidcommerce.accounts.tables import InvitationRow, PersonRow, StationRow
from vidcommerce.cli import main
from vidcommerce.db import Database, now_ms, open_database
from vidcommerce.settings import settings


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """Run the command on an empty database, in English."""
    monkeypatch.setenv("VIDCOMMERCE_DATA", str(tmp_path))
    monkeypatch.setenv("VIDCOMMERCE_PUBLIC_URL", "https://video.example")
    monkeypatch.setenv("LANGUAGE", "en")
    assert main(["migrate"]) == 0
    return lambda *arguments: main(["user", *arguments])


def _database() -> Database:
    return open_database(settings().database)


def test_a_link_lets_a_new_person_in(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A station that is named twice is made once; the link leads to the public address."""
    for name in ("Li Na", "Wang Fang"):
        assert command("add", "--role", "lead", "--name", name, "--station", "Hillside") == 0
    said = capsys.readouterr().out
    assert said.count("The station Hillside is new.") == 1
    found = re.findall(r"https://video\.example/join/(\S+)", said)
    database = _database()
    with database.writing() as work:
        assert work.query(StationRow).count() == 1
        invitations.accept(work, found[1], "en", "", now_ms())
        assert work.query(PersonRow).one().name == "Wang Fang"
    database.engine.dispose()


def test_staff_without_a_way_in_get_a_new_link(command: Callable[..., int]) -> None:
    """The last operator too; a login that nobody has is said."""
    database = _database()
    with database.writing() as work:
        work.add(PersonRow(id="1" * 32, role="operator", name="Boss", login="boss", created_at=1))
    assert command("link", "--login", "Boss") == 0
    assert command("link", "--login", "nobody") != 0
    with database.reading() as work:
        assert work.query(InvitationRow).one().person_id == "1" * 32
    database.engine.dispose()


def test_what_can_not_be_is_one_sentence(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A helper without a station; a phone number that is none."""
    assert command("add", "--role", "helper", "--name", "X") != 0
    assert "choose a station" in capsys.readouterr().err
    assert command("add", "--role", "farmer", "--name", "X", "--station", "S", "--phone", "1") != 0
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    database = _database()
    with database.reading() as work:
        assert work.query(StationRow).count() == 0  # nothing of what was refused is left
    database.engine.dispose()
