"""PostgreSQL from Debian's package, on a free port, in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.services.processes import as_user, free_ports, program, running, server_folder

_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_NO_DISK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""What is lost with the machine is only a test's."""


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Run a server; gives the URL of its first database, in SQLAlchemy's form."""
    initdb = program("initdb", "postgresql", _PROGRAMS)
    server = program("postgres", "postgresql", _PROGRAMS)
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    (port,) = free_ports(1)
    with server_folder(user) as folder:
        options = ("--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8")
        data = folder / "data"
        subprocess.run(
            [*as_user(user), initdb, *options, "--locale=C.UTF-8", "-D", str(data)],
            check=True, capture_output=True, timeout=60, cwd=folder,
        )  # fmt: skip
        settings = [f"port={port}", "listen_addresses=127.0.0.1"]
        settings += [f"unix_socket_directories={folder}", *_NO_DISK]
        command = [server, "-D", str(data), *(word for one in settings for word in ("-c", one))]
        with running(command, folder / "log", lambda: _answers(port), user):
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"


def _answers(port: int) -> bool:
    try:
        psycopg.connect(f"host=127.0.0.1 port={port} user=postgres dbname=postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@contextlib.contextmanager
def new_database(url: str, name: str) -> Iterator[str]:
    """Make an empty database on the server at ``url``, and drop it afterwards."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        yield f"{url.rpartition('/')[0]}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
