"""Brings a database's tables to what this version needs, by Alembic, in one transaction.

A change of a ``tables.py`` needs a step: ``make migration m="what changes"`` writes it, a person
reads it. Steps only go forward; the way back is a backup.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from vidcommerce.db import Database, open_database
from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_
from vidcommerce.tables import all_tables

_LOCK: Final = 5648201
"""A number that nobody else locks on the same PostgreSQL server's database."""


@dataclass(eq=False)
class DatabaseNewer(InputRejected):
    """A newer version of the program has changed the database; this one would spoil it."""

    step: str
    sentence = N_("The database belongs to a newer vidcommerce (step {step}). Install that one.")


@dataclass(eq=False)
class DatabaseForeign(InputRejected):
    """Tables with our names are there, but no step made them."""

    table: str
    sentence = N_("The database has a table “{table}” that is not ours. Choose an empty one.")


@dataclass(eq=False)
class DatabaseBehind(WorkFailed):
    """The tables are not what this version needs."""

    sentence = N_("The database is not ready for this version. Run: vidcommerce migrate")


def migrate(database: Database) -> list[str]:
    """Bring the tables up to date and return the steps that were taken.

    Whoever comes second waits, and then finds nothing to do. Raises DatabaseNewer,
    DatabaseForeign or KeysBroken.
    """
    with database.reshaping() as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        taken = _missing(connection)
        if taken:
            command.upgrade(config(connection), "head")
        return taken


def require_current(session: Session) -> None:
    """Let nobody work on tables of another version. Raises DatabaseNewer or DatabaseBehind."""
    if _missing(session.connection()):
        raise DatabaseBehind


def require_current_at(url: str) -> None:
    """Look once, before a program starts, whether the tables at ``url`` are its version's.

    Raises as :func:`require_current`.
    """
    database = open_database(url)
    try:
        with database.reading() as session:
            require_current(session)
    finally:
        database.engine.dispose()


def config(connection: Connection) -> Config:
    """Return what Alembic needs to know, with the connection to work on."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.set_main_option("file_template", "m%%(rev)s_%%(slug)s")
    made.attributes["connection"] = connection
    return made


def _missing(connection: Connection) -> list[str]:
    """Return the steps that the database has not taken yet, in their order."""
    at = MigrationContext.configure(connection).get_current_heads()
    known = [step.revision for step in _steps().walk_revisions()][::-1]
    for step in at:
        if step not in known:
            raise DatabaseNewer(step)
    if not at:
        ours = set(all_tables().tables) & set(inspect(connection).get_table_names())
        if ours:
            raise DatabaseForeign(min(ours))
    return known[known.index(at[0]) + 1 :] if at else known


@cache
def _steps() -> ScriptDirectory:
    return ScriptDirectory(str(Path(__file__).parent))
