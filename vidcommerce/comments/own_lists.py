"""Words that a station's own people have put on its list, and suggestions of some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.comments.normal.plain import plain
from vidcommerce.comments.policy import Reason
from vidcommerce.comments.reading import OwnList
from vidcommerce.comments.signals import Decision
from vidcommerce.comments.states import State
from vidcommerce.comments.suggesting import Suggested, Text, suggested
from vidcommerce.comments.tables import CommentRow, WordRow
from vidcommerce.db import new_id
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.service import Service

LONGEST: Final = 60
MOST: Final = 500
"""Words on one station's list: each comment is searched for all of them."""

LOOKED_BACK: Final = 90 * 24 * 60 * 60 * 1000
"""Milliseconds of comments that suggestions are made from."""

_LATELY: Final = 2 * 60 * 60 * 1000
"""Milliseconds of decisions after which it is looked again; the sweep comes every hour."""

_MOST_READ: Final = 5000
_NAME: Final = "own"
_TELLING: Final = (Reason.ADVERTISING, Reason.INSULT, Reason.PRIVATE, Reason.INDECENT,
                   Reason.FORBIDDEN)  # fmt: skip
"""Reasons that lie in the words; what is off the topic or untrue no word tells."""


class Listing(StrEnum):
    """What a listed word is."""

    WORD = "word"
    SELLER = "seller"
    """The name of another seller: comments that send people there are read first."""


class Standing(StrEnum):
    """Where a word stands."""

    SUGGESTED = "suggested"
    TAKEN = "taken"
    REFUSED = "refused"
    """Also one that was taken off the list: it is not suggested again."""


DECISIONS: Final = (Decision.PUBLISH_LOOK, Decision.HOLD, Decision.WITHHOLD)
"""What a station may have done with a comment that holds a word of its list."""


@dataclass(eq=False)
class WordWrong(InputRejected):
    """No word, or one that is too long."""

    longest: int
    sentence = N_("Write a word or a few, at most {longest} characters, with a letter in it.")


@dataclass(eq=False)
class WordsTooMany(InputRejected):
    """The list is full."""

    most: int
    sentence = N_("The list is full: {most} words.")


@dataclass(eq=False)
class WordUnknown(InputRejected):
    """There is no such word on the lists that this person may change."""

    sentence = N_("There is no such word on the list.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word for the list, and what is to be done with comments that hold it."""

    word: str
    kind: Listing = Listing.WORD
    decision: Decision = Decision.HOLD


def lists_of(session: Session, station_id: str) -> tuple[OwnList, ...]:
    """Return the lists of a station, one for each decision that has words."""
    by_decision = {
        decision: tuple(row.word for row in _taken(session, station_id, Listing.WORD)
                        if row.decision == decision)
        for decision in DECISIONS
    }  # fmt: skip
    return tuple(
        OwnList(_NAME, words, decision) for decision, words in by_decision.items() if words
    )


def sellers_of(session: Session, station_id: str) -> tuple[str, ...]:
    """Return the names of other sellers on a station's list."""
    return tuple(row.word for row in _taken(session, station_id, Listing.SELLER))


def listed(session: Session, actor: Actor, standing: Standing) -> Sequence[WordRow]:
    """Return the words in one standing at one's stations, what tells most first."""
    mine = within(actor, Action.MODERATE, WordRow.station_id)
    asked = select(WordRow).where(mine, WordRow.state == standing.value)
    return session.scalars(asked.order_by(WordRow.rejected.desc(), WordRow.word)).all()


def add(session: Session, actor: Actor, wanted: Wanted, now: int) -> WordRow:
    """Put a word on the list of ``actor``'s station, or change what is done about it.

    Raises NotAllowed, WordWrong or WordsTooMany.
    """
    reach(actor, Action.MODERATE)
    if actor.station_id is None:
        raise NotAllowed(Action.MODERATE.value)
    word = _checked(wanted.word)
    row = _find(session, actor.station_id, word)
    _check_room(session, actor.station_id, row)
    if row is None:
        row = WordRow(id=new_id(), station_id=actor.station_id, word=word, created_at=now)
        session.add(row)
    row.kind, row.decision = wanted.kind.value, _decision(wanted.decision).value
    return _decided(session, actor, row, Standing.TAKEN, now)


def settle(
    session: Session, actor: Actor, word_id: str, wanted: Wanted | None, now: int
) -> WordRow:
    """Take a suggested word, or, where nothing is wanted of it, refuse it or take it off the list.

    Raises WordUnknown, NotAllowed or WordsTooMany.
    """
    row = session.get(WordRow, word_id, with_for_update=True)
    if row is None:
        raise WordUnknown
    try:
        require(actor, Action.MODERATE, station_id=row.station_id, owner_id="")
    except NotAllowed as error:
        raise WordUnknown from error
    if wanted is None:
        return _decided(session, actor, row, Standing.REFUSED, now)
    _check_room(session, row.station_id, row)
    row.kind, row.decision = wanted.kind.value, _decision(wanted.decision).value
    return _decided(session, actor, row, Standing.TAKEN, now)


def learn(service: Service, now: int) -> int:
    """Make suggestions for stations where people decided of late; return how many there are.

    What is counted is counted between two units of work: nobody waits for it.
    """
    with service.database.reading() as session:
        asked = select(CommentRow.station_id).where(CommentRow.decided_at > now - _LATELY)
        stations = session.scalars(asked.distinct()).all()
    return sum(_learn(service, station_id, now) for station_id in stations)


def _learn(service: Service, station_id: str, now: int) -> int:
    with service.database.reading() as session:
        rejected, shown = (
            _rejected(session, station_id, now),
            _let_through(session, station_id, now),
        )
    found = suggested(rejected, shown)
    with service.database.writing() as session:
        return _keep(session, station_id, found, now)


def _keep(session: Session, station_id: str, found: Sequence[Suggested], now: int) -> int:
    """Put suggestions in place of those before; what was decided about is not asked again."""
    old = session.scalars(select(WordRow).where(WordRow.station_id == station_id)).all()
    decided = {row.word for row in old if row.state != Standing.SUGGESTED}
    for row in old:
        if row.state == Standing.SUGGESTED:
            session.delete(row)
    session.flush()
    new = [_row(station_id, one, now) for one in found if one.word not in decided]
    session.add_all(new)
    session.flush()
    return len(new)


def _rejected(session: Session, station_id: str, now: int) -> list[Text]:
    asked = (
        select(CommentRow.normal, func.coalesce(CommentRow.writer_id, CommentRow.id))
        .where(
            CommentRow.station_id == station_id,
            CommentRow.state == State.REJECTED.value,
            CommentRow.decided_by.is_not(None),
            CommentRow.reason.in_([reason.value for reason in _TELLING]),
            CommentRow.created_at > now - LOOKED_BACK,
        )
        .order_by(CommentRow.created_at.desc())
        .limit(_MOST_READ)
    )
    return [Text(normal, writer) for normal, writer in session.execute(asked)]


def _let_through(session: Session, station_id: str, now: int) -> Sequence[str]:
    return session.scalars(
        select(CommentRow.normal)
        .where(
            CommentRow.station_id == station_id,
            CommentRow.state == State.SHOWN.value,
            CommentRow.created_at > now - LOOKED_BACK,
        )
        .order_by(CommentRow.created_at.desc())
        .limit(2 * _MOST_READ)
    ).all()


def _row(station_id: str, one: Suggested, now: int) -> WordRow:
    return WordRow(
        id=new_id(), station_id=station_id, word=one.word, kind=Listing.WORD.value,
        state=Standing.SUGGESTED.value, rejected=one.rejected, shown=one.shown, created_at=now,
    )  # fmt: skip


def _decided(session: Session, actor: Actor, row: WordRow, standing: Standing, now: int) -> WordRow:
    row.state, row.decided_by, row.decided_at = standing.value, actor.person_id, now
    session.flush()
    return row


def _check_room(session: Session, station_id: str, row: WordRow | None) -> None:
    """Raise WordsTooMany where the list is full, and ``row`` is not on it."""
    there = row is not None and row.state == Standing.TAKEN
    if not there and len(_taken(session, station_id)) >= MOST:
        raise WordsTooMany(MOST)


def _taken(session: Session, station_id: str, kind: Listing | None = None) -> Sequence[WordRow]:
    asked = select(WordRow).where(
        WordRow.station_id == station_id, WordRow.state == Standing.TAKEN.value
    )
    if kind is not None:
        asked = asked.where(WordRow.kind == kind.value)
    return session.scalars(asked.order_by(WordRow.word)).all()


def _find(session: Session, station_id: str, word: str) -> WordRow | None:
    return session.scalar(
        select(WordRow).where(WordRow.station_id == station_id, WordRow.word == word)
    )


def _checked(word: str) -> str:
    """Return a word as lists have it: in normal form, with single spaces. Raises WordWrong."""
    form = " ".join(plain(word[: 2 * LONGEST]).text.split())
    if len(word) > LONGEST or not any(map(str.isalnum, form)):
        raise WordWrong(LONGEST)
    return form[:LONGEST]


def _decision(wanted: Decision) -> Decision:
    return wanted if wanted in DECISIONS else Decision.HOLD
