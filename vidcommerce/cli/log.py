"""``vidcommerce log``: hands the log of evidence and decisions to an authority, and checks it."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from vidcommerce.accounts import repository as accounts
from vidcommerce.accounts.repository import StationUnknown
from vidcommerce.cli import exits
from vidcommerce.cli.progress import JsonLines
from vidcommerce.commission import FileMissing
from vidcommerce.db import open_database
from vidcommerce.flags import log, logfile
from vidcommerce.language import N_, Words
from vidcommerce.settings import settings

_WHOLE = N_("The log is as it was written: {number} entries, the last seal is {seal}")


def run(given: argparse.Namespace, said: Words) -> int:
    """Write the log, or say whether it is as it was written.

    Raises StationUnknown, LogBroken or DocumentUnreadable.
    """
    return _export(given) if given.action == "export" else _check(given, said)


def _export(given: argparse.Namespace) -> int:
    database = open_database(settings().database)
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    with database.reading() as work:
        station = accounts.station_named(work, given.station) if given.station else None
        if given.station and station is None:
            raise StationUnknown(given.station)
        opened = (
            nullcontext(sys.stdout) if given.out is None else given.out.open("w", encoding="utf-8")
        )
        with opened as to:
            logfile.write(work, to, at, station.id if station else None)
    database.engine.dispose()
    return exits.OK


def _check(given: argparse.Namespace, said: Words) -> int:
    found = None if given.file is None else logfile.check(_read(given.file))
    if found is None or given.here:
        database = open_database(settings().database)
        with database.reading() as work:
            whole = log.verify_chain(work)
            found = logfile.check_continued(work, found) if found else whole
        database.engine.dispose()
    if given.json:
        JsonLines(said).write(event="log", number=found.number, seal=found.seal)
    else:
        print(said.say(_WHOLE, number=found.number, seal=found.seal))
    return exits.OK


def _read(file: Path) -> bytes:
    """Return the bytes of a file that a person gave; a log may be long. Raises FileMissing."""
    if not file.is_file():
        raise FileMissing(str(file))
    return file.read_bytes()
