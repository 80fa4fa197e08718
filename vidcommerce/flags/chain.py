"""The chain that a log is: each entry is sealed together with all that came before. Pure.

An entry is a text, its digest the sha256 of that text in UTF-8, and its seal the sha256 of the
seal before and that digest, both as 64 lower-case hexadecimal digits one after the other. Before
the first entry the seal is 64 zeros. So whoever has a later seal can tell that nothing before it
was changed, taken out or put in, also where some entries are given by their digest alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

NOTHING: Final = "0" * 64
"""The seal before the first entry."""


@dataclass(eq=False)
class LogBroken(InputRejected):
    """An entry of a log is not what was sealed, is missing, or stands at the wrong place."""

    number: int
    sentence = N_("The log is not as it was written: entry {number} does not fit.")


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it is handed on: ``entry`` is None where it is not for whoever reads it."""

    number: int
    digest: str
    seal: str
    entry: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log ends: the number of the last entry and its seal."""

    number: int = 0
    seal: str = NOTHING


def digest_of(entry: str) -> str:
    """Return the digest of an entry."""
    return hashlib.sha256(entry.encode()).hexdigest()


def seal(before: str, digest: str) -> str:
    """Return the seal of the entry whose digest is given, after the seal ``before``."""
    return hashlib.sha256(f"{before}{digest}".encode()).hexdigest()


def follow(links: Iterable[Link], before: Head | None = None) -> Head:
    """Return where a chain ends that goes on from ``before``. Raises LogBroken."""
    head = before or Head()
    for link in links:
        head = _next(head, link)
    return head


def _next(head: Head, link: Link) -> Head:
    number = head.number + 1
    shown = link.entry is None or _fits(link.entry, link)
    if link.number != number or not shown or link.seal != seal(head.seal, link.digest):
        raise LogBroken(number)
    return Head(number, link.seal)


def _fits(entry: str, link: Link) -> bool:
    """Tell whether a text is the entry that its link names."""
    if digest_of(entry) != link.digest:
        return False
    try:
        said = json.loads(entry)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("number") == link.number
