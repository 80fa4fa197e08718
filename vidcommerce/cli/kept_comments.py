"""``vidcommerce comments statements`` and ``erase``: why comments are kept back; who is erased."""

from __future__ import annotations

import argparse
import sys
from contextlib import nullcontext
from typing import Final

from sqlalchemy.orm import Session

from vidcommerce.accounts import repository as accounts
from vidcommerce.accounts.phones import e164
from vidcommerce.accounts.repository import StationUnknown
from vidcommerce.cli import exits
from vidcommerce.comments import keeping, proving, repository, statements
from vidcommerce.comments.states import CommentUnknown
from vidcommerce.db import now_ms, open_database
from vidcommerce.language import N_, Words
from vidcommerce.queues import waker
from vidcommerce.service import open_service
from vidcommerce.settings import settings

_ERASED: Final = N_("Erased: {count} comments, and who wrote them.")


def write_statements(given: argparse.Namespace, said: Words) -> int:
    """Write all statements of reasons, as a table or as JSON. Raises StationUnknown."""
    database = open_database(settings().database)
    with database.reading() as work:
        station = accounts.station_named(work, given.station) if given.station else None
        if given.station and station is None:
            raise StationUnknown(given.station)
        found = statements.every(work, said, station_id=station.id if station else "")
        to = given.out.open("w", encoding="utf-8", newline="") if given.out else sys.stdout
        with to if given.out else nullcontext():
            (statements.write_json if given.json else statements.write_csv)(found, to)
    database.engine.dispose()
    return exits.OK


def erase(given: argparse.Namespace, said: Words) -> int:
    """Erase who wrote a comment, or who proved a number, with all that they wrote.

    Raises CommentUnknown where there is none, or PhoneWrong.
    """
    here = settings()
    service = open_service(here, waker(here))
    with service.database.writing() as work:
        count = _erase(work, service.secret, given)
    service.database.engine.dispose()
    print(said.say(_ERASED, count=count))
    return exits.OK


def _erase(work: Session, key: bytes, given: argparse.Namespace) -> int:
    if given.phone:
        writer = proving.of_number(work, key, e164(given.phone, settings().phone_region))
        if writer is None:
            raise CommentUnknown
        return keeping.erase_writer(work, writer, now_ms())
    row = repository.find(work, given.comment or "")
    if row is None:
        raise CommentUnknown
    return keeping.erase_by_comment(work, row, now_ms())
