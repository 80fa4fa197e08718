"""A station's glossary: names of places and products as they are to be written.

Recognisers are told to expect them in the clips that come next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.studio.tables import TermRow

LONGEST: Final = 40
"""Characters of a name; what is longer is a sentence."""

MOST: Final = 300
"""Names of one station: a page of them can still be read."""

EXPECTED: Final = 160
"""Characters that a recogniser is told to expect. Whisper hears with at most 223 tokens of them
(faster_whisper/transcribe.py: max_length // 2 - 1); a Chinese character may be more than one."""

_APART: Final = re.compile("[,，、;；\n\r]")


@dataclass(eq=False)
class TermWrong(InputRejected):
    """A name that can't stand in the glossary; ``fault`` says why."""

    fault: str
    sentence = N_("This can't be saved: {fault}.")


@dataclass(eq=False)
class TermUnknown(InputRejected):
    """There is no such name, or not in a glossary of this person's."""

    term_id: str
    sentence = N_("This name is not in the list any more.")


def terms(session: Session, actor: Actor) -> Sequence[Row[TermRow, str]]:
    """Return the glossary of ``actor``'s station with who added what, the newest first.

    Raises NotAllowed for who reviews nothing.
    """
    reach(actor, Action.REVIEW)
    asked = (
        select(TermRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == TermRow.person_id)
        .where(TermRow.station_id == actor.station_id)
        .order_by(TermRow.at.desc(), TermRow.term)
    )
    return session.execute(asked).all()


def add(session: Session, actor: Actor, text: str, now: int) -> tuple[str, ...]:
    """Add names, parted by commas or lines; returns those that were not there yet.

    Raises NotAllowed or TermWrong; then none is added.
    """
    station = actor.station_id or ""
    require(actor, Action.REVIEW, station_id=station, owner_id="")
    wanted = parted(text)
    there = set(session.scalars(select(TermRow.term).where(TermRow.station_id == station)))
    new = tuple(term for term in wanted if term not in there)
    if len(there) + len(new) > MOST:
        raise TermWrong(N_("the list is full; take out names that nobody says any more"))
    session.add_all(
        TermRow(id=new_id(), station_id=station, term=term, person_id=actor.person_id, at=now)
        for term in new
    )
    session.flush()
    return new


def remove(session: Session, actor: Actor, term_id: str) -> None:
    """Take a name out. Raises TermUnknown."""
    row = session.get(TermRow, term_id)
    if row is None:
        raise TermUnknown(term_id)
    try:
        require(actor, Action.REVIEW, station_id=row.station_id, owner_id="")
    except NotAllowed as error:
        raise TermUnknown(term_id) from error
    session.delete(row)


def parted(text: str) -> tuple[str, ...]:
    """Return the names in a text, each once, with single spaces. Raises TermWrong."""
    names = [" ".join(part.split()) for part in _APART.split(text)]
    kept = tuple(dict.fromkeys(name for name in names if name))
    if not kept:
        raise TermWrong(N_("write a name"))
    if any(len(name) > LONGEST or not name.isprintable() for name in kept):
        raise TermWrong(N_("a name has 40 letters at most"))
    return kept


def expected(session: Session, station_id: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return what a recogniser is told to expect: a clip's own ``names``, then the glossary.

    The newest names come first: what was put right last is what was heard wrong last.
    """
    asked = (
        select(TermRow.term)
        .where(TermRow.station_id == station_id)
        .order_by(TermRow.at.desc(), TermRow.term)
        .limit(MOST)
    )
    return fitting(names, session.scalars(asked))


def fitting(names: Iterable[str], glossary: Iterable[str]) -> tuple[str, ...]:
    """Return ``names`` and as many of the glossary, in its order, as EXPECTED has room for."""
    chosen = list(dict.fromkeys(names))
    room = EXPECTED - sum(map(len, chosen))
    for term in glossary:
        if len(term) <= room and term not in chosen:
            chosen.append(term)
            room -= len(term)
    return tuple(chosen)
