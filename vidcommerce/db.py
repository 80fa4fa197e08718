"""The database: connections, units of work, and what every table is made of.

Times are integer milliseconds since 1970 UTC, ids are 32 hex digits of chance, lists and records
are JSON. One unit of work is one transaction, opened at an edge (a request, a task, a command)
and committed there; nothing inside commits. What a unit of work wants to wake is woken after its
commit, and is only a hint: the rows are the truth.
"""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Engine, Integer, MetaData, create_engine, event, text
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import JSON, String

from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_

Id: Final = String(32)
"""The type of a primary key made by :func:`new_id`, and of what refers to it."""

Millis: Final = BigInteger()
"""Milliseconds since 1970 UTC, or of a clip's time where the name says so."""

Serial: Final = BigInteger().with_variant(Integer, "sqlite")
"""A number that grows with every row of a log; SQLite counts only plain integers up."""

_BUSY_SECONDS = 30
"""How long a writer of SQLite waits for the one before it."""

_CONNECT_SECONDS = 10
"""How long a server that does not answer is waited for."""

_WRITING = "vidcommerce_writing"
_WAKES = "vidcommerce_wakes"


class Base(DeclarativeBase):
    """What all tables come from; constraints have names, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 - SQLAlchemy's way


def new_id() -> str:
    """Return a new id; 122 bits of chance, so that nobody guesses one."""
    return uuid.uuid4().hex


def now_ms() -> int:
    """Return the time by this machine's clock, in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def wake(session: Session, queue: str) -> None:
    """Have the workers of ``queue`` woken after this unit of work is committed."""
    session.info.setdefault(_WAKES, set()).add(queue)


def _nobody(queue: str) -> None:
    """Wake nobody: the sweep finds the work."""


@dataclass(eq=False)
class KeysBroken(WorkFailed):
    """Changing the tables would leave rows of ``table`` that refer to rows that are not there."""

    table: str
    sentence = N_("Rows of “{table}” refer to what is not there, so nothing was changed.")


@dataclass(frozen=True)
class Database:
    """An engine, and who is to be woken after a commit."""

    engine: Engine
    waker: Callable[[str], None] = _nobody

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a unit of work that changes nothing; it sees one moment of the data."""
        engine = self.engine
        if engine.dialect.name == "postgresql":  # SQLite does so by itself
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with Session(engine, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a unit of work that may change rows; commits at the end, or rolls back."""
        writing = self.engine.execution_options(**{_WRITING: True})
        with Session(writing, expire_on_commit=False) as session:
            with session.begin():
                yield session
            for queue in sorted(session.info.pop(_WAKES, ())):
                self.waker(queue)

    @contextlib.contextmanager
    def reshaping(self) -> Iterator[Session]:
        """Open a unit of work that may change tables, after which no row refers to one that is not.

        SQLite changes a table by copying it and dropping the old one, which it refuses while it
        checks keys, and within a transaction it can't stop checking (sqlite.org/lang_altertable,
        7). So there all keys are checked at the end. Raises KeysBroken.
        """
        if self.engine.dialect.name != "sqlite":
            with self.writing() as session:
                yield session
            return
        writing = self.engine.execution_options(**{_WRITING: True})
        with writing.connect() as connection:
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA foreign_keys=OFF")
            try:
                with Session(connection, expire_on_commit=False) as session, session.begin():
                    yield session
                    astray = session.execute(text("PRAGMA foreign_key_check")).first()
                    if astray is not None:
                        raise KeysBroken(astray[0])
            finally:
                cursor.execute("PRAGMA foreign_keys=ON")
                cursor.close()


def open_database(url: str, waker: Callable[[str], None] = _nobody) -> Database:
    """Return the database at ``url`` (SQLAlchemy's form); nothing is connected yet.

    SQLite runs in WAL mode with foreign keys. A unit of work that writes takes its lock at the
    start: one that read first and then found another writer in the way could only fail. Errors
    don't repeat what was to be written: names and phones stay out of the log.
    """
    if not url.startswith("sqlite"):
        wait = {"connect_timeout": _CONNECT_SECONDS}
        engine = create_engine(url, connect_args=wait, pool_pre_ping=True, hide_parameters=True)
        return Database(engine, waker)
    wait = {"timeout": _BUSY_SECONDS}
    engine = create_engine(url, connect_args=wait, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine, waker)


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - sqlite3's, untyped here
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
