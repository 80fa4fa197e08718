"""The parts of the service by themselves: what each command becomes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from vidcommerce import logs
from vidcommerce.cli import main
from vidcommerce.cli.exits import FAILED_IN_SERVICE, USAGE

pytestmark = pytest.mark.slow


@pytest.fixture
def became(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that this process would have become."""
    commands: list[list[str]] = []

    def execv(path: str, command: list[str]) -> None:
        assert path == command[0] == sys.executable
        commands.append(command[1:])

    monkeypatch.setattr("os.execv", execv)
    return commands


@pytest.fixture
def migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is ready, in a folder of its own."""
    monkeypatch.setenv("VIDCOMMERCE_DATA", str(tmp_path))
    assert main(["migrate"]) == 0


@pytest.mark.parametrize("part", [["api"], ["worker"], ["sweep", "--once"]])
def test_no_part_works_on_tables_of_another_version(
    part: list[str], became: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty database is behind; the sentence says what to run."""
    monkeypatch.setenv("VIDCOMMERCE_DATA", str(tmp_path))
    monkeypatch.setattr(logs, "set_up", lambda: None)  # pytest's own logging stays
    assert main(part) == FAILED_IN_SERVICE
    assert became == []


@pytest.mark.usefixtures("migrated")
def test_the_api_listens_where_it_is_told(became: list[list[str]]) -> None:
    """By default only on this machine; a proxy stands before it."""
    main(["api"])
    main(["api", "--host", "::1", "--port", "9000"])
    hosts = [(line[line.index("--host") + 1], line[line.index("--port") + 1]) for line in became]
    assert hosts == [("127.0.0.1", "8000"), ("::1", "9000")]
    assert became[0][:4] == ["-m", "uvicorn", "api.asgi:app", "--factory"]


@pytest.mark.usefixtures("migrated")
def test_a_worker_serves_the_queues_that_it_is_told(became: list[list[str]]) -> None:
    """All of them by default."""
    main(["worker"])
    main(["worker", "--queues", "render,publish", "--at-once", "5"])
    assert became == [
        ["-m", "workers", "--queues", "analysis,render,publish", "--concurrency", "2"],
        ["-m", "workers", "--queues", "render,publish", "--concurrency", "5"],
    ]


@pytest.mark.parametrize("wrong", ["--queues=cutting", "--at-once=0"])
def test_a_worker_refuses_what_there_is_not(wrong: str, became: list[list[str]]) -> None:
    """A queue without work would look like a worker that never gets any."""
    with pytest.raises(SystemExit) as refused:
        main(["worker", wrong])
    assert refused.value.code == USAGE
    assert became == []
