"""Writes the step from the newest one to what the models say: ``make migration m="words"``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from alembic import command
from alembic.operations.ops import MigrationScript
from alembic.script import Script, ScriptDirectory

from vidcommerce.db import open_database
from vidcommerce.migrations import config, migrate


def write(message: str) -> Path | None:
    """Write the step and return its file, None where models and steps agree already.

    SQLite in a folder that goes away serves to compare.
    """
    steps = len(list(ScriptDirectory(str(Path(__file__).parent)).walk_revisions()))
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/empty.sqlite")
        migrate(database)
        with database.writing() as session:
            made = command.revision(
                config(session.connection()), message, autogenerate=True, rev_id=f"{steps + 1:04}",
                process_revision_directives=_none_where_nothing_changed,
            )  # fmt: skip
        database.engine.dispose()
    return Path(made.path) if isinstance(made, Script) else None


def _none_where_nothing_changed(
    _context: object, _revision: object, directives: list[MigrationScript]
) -> Any:  # noqa: ANN401 - Alembic asks for nothing
    upgrade = directives[0].upgrade_ops
    if upgrade is None or upgrade.is_empty():
        directives.clear()


if __name__ == "__main__":
    sys.stdout.write(f"{write(sys.argv[1]) or 'models and steps agree: nothing to write'}\n")
