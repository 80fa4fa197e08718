"""The log as a file for an authority, and how anybody checks it.

The file holds where the log ended and all its entries; those of other stations are given by their
digest alone where it was made for one station, and the chain is followed all the same. An entry
is a JSON text within the JSON, since its digest is that of the text as it stands.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import IO, Literal

from pydantic import with_config
from sqlalchemy.orm import Session

from vidcommerce.documents import STRICT, read_json
from vidcommerce.flags import log
from vidcommerce.flags.chain import Head, Link, LogBroken, follow


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Exported:
    """A log as it is handed on; ``at`` is when (ISO 8601, UTC), ``station`` whose, or empty."""

    at: str
    station: str
    head: Head
    entries: tuple[Link, ...]
    version: Literal[1] = 1


def write(session: Session, to: IO[str], at: str, station_id: str | None = None) -> Head:
    """Write the log as JSON, an entry a line, and return where it ends.

    The unit of work sees one moment of the data, however long the log is.
    """
    end = log.head(session)
    facts = {"at": at, "station": station_id or "", "version": 1, "head": asdict(end)}
    to.write(json.dumps(facts, ensure_ascii=False)[:-1] + ', "entries": [')
    before = "\n"
    for link in log.links(session, station_id):
        to.write(before + json.dumps(asdict(link), ensure_ascii=False))
        before = ",\n"
    to.write("\n]}\n")
    return end


def check(text: str | bytes) -> Head:
    """Return where an exported log ends, once all of it is found as it was sealed.

    Raises LogBroken, or DocumentUnreadable for what is no exported log.
    """
    found = read_json(Exported, text)
    end = follow(found.entries)
    if end != found.head:
        raise LogBroken(min(end.number, found.head.number) + 1)
    return end


def check_continued(session: Session, earlier: Head) -> Head:
    """Return where the log ends now, once it is found to go on from where it once ended.

    Raises LogBroken.
    """
    end = log.verify_chain(session)
    if log.sealed(session, earlier.number) != earlier:
        raise LogBroken(earlier.number)
    return end
