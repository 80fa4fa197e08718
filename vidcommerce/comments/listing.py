"""What everybody sees under a video: newest first, a slice at a time, each with its first replies.

A slice costs the same wherever it begins and however many comments there are: each question here
walks along an index from a known place, and stops after a fixed number of rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import Select, or_, select, text
from sqlalchemy.orm import Session

from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentRow
from vidcommerce.lists import Place, part

SLICE: Final = 20
"""Comments in one slice."""

REPLIES: Final = 3
"""Replies that are shown with a comment; the others are on a page of their own."""

_MOST_PINNED: Final = 20


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and its first replies; ``more`` says that there are others."""

    row: CommentRow
    replies: Sequence[CommentRow] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """Some threads, and where the next ones begin; ``rest`` is None at the end."""

    threads: Sequence[Thread]
    rest: Place | None


@dataclass(frozen=True, slots=True)
class _Replies:
    """The first replies by the comment's id, and which comments have others behind them."""

    seen: Mapping[str, Sequence[CommentRow]]
    full: frozenset[str]


def under_video(
    session: Session, publication_id: str, hidden: frozenset[str], after: Place | None = None
) -> Listed:
    """Return what is said of a video: what is pinned on top, then the newest.

    ``hidden`` are writers whom the reader does not want to see.
    """
    pinned = _pinned(session, publication_id, hidden) if after is None else []
    asked = _shown(publication_id, hidden).where(
        CommentRow.reply_to.is_(None), CommentRow.pinned_at.is_(None)
    )
    found = part(session, asked, CommentRow.created_at, CommentRow.id, after, SLICE)
    rows = [*pinned, *found.rows]
    replies = _replies(session, publication_id, [row.id for row in rows], hidden)
    answers = _answers(session, publication_id, [row.id for row in rows])
    return Listed([_thread(row, replies, answers) for row in rows], found.rest)


def under_comment(
    session: Session, parent: CommentRow, hidden: frozenset[str], after: Place | None = None
) -> Listed:
    """Return the replies to a comment, newest first."""
    asked = _shown(parent.publication_id, hidden).where(CommentRow.reply_to == parent.id)
    found = part(session, asked, CommentRow.created_at, CommentRow.id, after, SLICE)
    return Listed([Thread(row) for row in found.rows], found.rest)


def _thread(row: CommentRow, replies: _Replies, answers: Sequence[CommentRow]) -> Thread:
    """Return a comment with its first replies; one that is pinned stands before many others."""
    first = [answer for answer in answers if answer.reply_to == row.id]
    others = [reply for reply in replies.seen.get(row.id, ()) if reply.pinned_at is None]
    found = [*first, *others]
    return Thread(row, found[:REPLIES], len(found) > REPLIES or row.id in replies.full)


def _shown(publication_id: str, hidden: frozenset[str]) -> Select[CommentRow]:
    asked = select(CommentRow).where(
        CommentRow.publication_id == publication_id, CommentRow.state == State.SHOWN.value
    )
    if not hidden:
        return asked
    seen = or_(CommentRow.writer_id.is_(None), CommentRow.writer_id.not_in(sorted(hidden)))
    return asked.where(seen)


def _pinned(session: Session, publication_id: str, hidden: frozenset[str]) -> list[CommentRow]:
    asked = _by_pin(publication_id).where(CommentRow.reply_to.is_(None))
    newest = asked.order_by(CommentRow.pinned_at.desc(), CommentRow.id).limit(_MOST_PINNED)
    return [row for row in _seen(session, newest) if row.writer_id not in hidden]


def _answers(session: Session, publication_id: str, parents: Sequence[str]) -> list[CommentRow]:
    """Return the answers of farmer and station to some questions: they are pinned, so few."""
    asked = _by_pin(publication_id).where(CommentRow.reply_to.in_(parents))
    return _seen(session, asked.order_by(CommentRow.created_at, CommentRow.id))


def _by_pin(publication_id: str) -> Select[CommentRow]:
    """Return the question for what is pinned.

    It says nothing of states, or SQLite takes the index of all that is shown and walks through it.
    """
    return select(CommentRow).where(
        CommentRow.publication_id == publication_id, CommentRow.pinned_at.is_not(None)
    )


def _seen(session: Session, asked: Select[CommentRow]) -> list[CommentRow]:
    return [row for row in session.scalars(asked) if row.state == State.SHOWN]


def _replies(
    session: Session, publication_id: str, parents: Sequence[str], hidden: frozenset[str]
) -> _Replies:
    """Return the first replies to each of some comments; of those whom one hides there are none."""
    if not parents:
        return _Replies({}, frozenset())
    given = {f"parent{number}": parent for number, parent in enumerate(parents)}
    asked = text(_first_replies(len(parents)))
    ids = session.scalars(asked, {"page": publication_id, **given}).all()
    rows = select(CommentRow).where(CommentRow.id.in_(ids))
    found: dict[str, list[CommentRow]] = defaultdict(list)
    for row in session.scalars(rows.order_by(CommentRow.created_at, CommentRow.id)):
        found[row.reply_to or ""].append(row)
    seen = {
        parent: [row for row in some if row.writer_id not in hidden]
        for parent, some in found.items()
    }
    return _Replies(seen, frozenset(key for key, some in found.items() if len(some) > REPLIES))


@cache
def _first_replies(parents: int) -> str:
    """Return the question for the ids of the first replies to a number of comments.

    As text, because making it anew from parts takes longer than the database needs to answer it.
    """
    first = (  # numbers and a word of our own alone are filled in
        "SELECT id FROM (SELECT id FROM comments WHERE publication_id = :page"
        " AND reply_to = :parent{number} AND state = '{state}'"
        " ORDER BY created_at, id LIMIT {most}) AS first{number}"
    )
    facts = {"state": State.SHOWN.value, "most": REPLIES + 1}
    parts = (first.format(number=number, **facts) for number in range(parents))
    return " UNION ALL ".join(parts)
