"""Migrations: from an empty database to what the models say, on both kinds of database."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from vidcommerce.cli.command import main
from vidcommerce.db import Database, open_database
from vidcommerce.migrations import (
    DatabaseBehind,
    DatabaseForeign,
    DatabaseNewer,
    migrate,
    require_current,
)
from vidcommerce.migrations.write import write
from vidcommerce.tables import all_tables

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    url = f"sqlite:///{tmp_path}/empty.sqlite"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    made = open_database(url)
    yield made
    made.engine.dispose()


def _shape(engine: Engine) -> dict[str, Any]:
    """Return all that a database says of its tables, but for Alembic's own."""
    there = inspect(engine)

    def told(things: Any) -> list[str]:  # noqa: ANN401 - SQLAlchemy's typed dictionaries
        return sorted(json.dumps(dict(thing), default=str, sort_keys=True) for thing in things)

    return {
        name: (
            told(there.get_columns(name)),
            told(there.get_indexes(name)),
            told(there.get_unique_constraints(name)),
            told(there.get_foreign_keys(name)),
            told(there.get_check_constraints(name)),
            there.get_pk_constraint(name),
        )
        for name in there.get_table_names()
        if name != "alembic_version"
    }


def test_models_and_migrations_agree(database: Database) -> None:
    """After every step, Alembic finds nothing that a model has and the database lacks."""
    assert migrate(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, all_tables()) == []


def test_tables_made_at_once_are_those_made_by_steps(database: Database, tmp_path: Path) -> None:
    """So tests may make them at once: columns, indexes, conditions and names are the same."""
    migrate(database)
    stepped = _shape(database.engine)
    if database.engine.dialect.name == "sqlite":
        other = open_database(f"sqlite:///{tmp_path}/at-once.sqlite").engine
    else:
        other = database.engine
        with other.begin() as connection:
            all_tables().drop_all(connection)
        assert _shape(other) == {}
    all_tables().create_all(other)
    assert _shape(other) == stepped
    other.dispose()


def test_no_step_is_written_where_none_is_needed() -> None:
    """``make migration`` looks first."""
    assert write("nothing") is None


def test_a_second_run_finds_nothing_to_do(database: Database) -> None:
    """And changes nothing."""
    migrate(database)
    before = _shape(database.engine)
    assert migrate(database) == []
    assert _shape(database.engine) == before


def test_whoever_comes_second_waits(database: Database) -> None:
    """Several processes may start at once: one takes the steps, the others find them taken."""
    taken: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: taken.append(migrate(database)), daemon=True)
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(bool, taken)) == [False, False, False, True]


def test_steps_that_fail_leave_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps are one transaction: a database is never between two versions."""
    monkeypatch.setattr("alembic.op.create_table", _fail_at("webhook_deliveries"))
    with pytest.raises(ArithmeticError):
        migrate(database)
    monkeypatch.undo()
    assert inspect(database.engine).get_table_names() == []
    assert migrate(database)


def _fail_at(table: str) -> Any:  # noqa: ANN401 - Alembic's own signature
    make = op.create_table

    def create_table(name: str, *columns: Any, **options: Any) -> object:  # noqa: ANN401 - as above
        if name == table:
            raise ArithmeticError
        return make(name, *columns, **options)

    return create_table


def test_a_newer_database_is_refused(database: Database) -> None:
    """Nobody changes what a newer version made, nor works on it."""
    migrate(database)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseNewer, match="newer vidcommerce"):
        migrate(database)
    with database.reading() as session, pytest.raises(DatabaseNewer, match="9999"):
        require_current(session)


def test_an_older_database_must_be_migrated_first(database: Database) -> None:
    """Work on it is refused with the command that helps."""
    with database.reading() as session, pytest.raises(DatabaseBehind, match="vidcommerce migrate"):
        require_current(session)
    migrate(database)
    with database.reading() as session:
        require_current(session)


def test_tables_that_no_step_made_are_left_alone(database: Database) -> None:
    """Somebody else's database with a table of the same name is not touched."""
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE people (id INTEGER)"))
    with pytest.raises(DatabaseForeign, match="people"):
        migrate(database)
    assert inspect(database.engine).get_table_names() == ["people"]


def test_the_command_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once it takes the steps, then there is nothing to do."""
    monkeypatch.setenv("VIDCOMMERCE_DATA", str(tmp_path / "new" / "data"))
    monkeypatch.setenv("LANGUAGE", "en")
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "steps were taken" in first
    assert "nothing to do" in second
