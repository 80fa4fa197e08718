"""Writes the step from the newest one to what the models say: ``make migration m="words"``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from vidcommerce.db import open_database
from vidcommerce.migrations import config, migrate


def write(message: str) -> Path:
    """Write the step and return its file; SQLite in a folder that goes away serves to compare."""
    steps = len(list(ScriptDirectory(str(Path(__file__).parent)).walk_revisions()))
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/empty.sqlite")
        migrate(database)
        with database.writing() as session:
            made = command.revision(
                config(session.connection()), message, autogenerate=True, rev_id=f"{steps + 1:04}"
            )
        database.engine.dispose()
    if made is None or isinstance(made, list):
        raise SystemExit("nothing was written")
    return Path(made.path)


if __name__ == "__main__":
    sys.stdout.write(f"{write(sys.argv[1])}\n")
