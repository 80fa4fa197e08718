"""Long lists, a slice at a time: newest first, going on from a place instead of a number.

A place stays right while rows are added or go; page numbers don't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from vidcommerce.accounts.roles import Action, Actor, Reach, reach

T = TypeVar("T")

MOST: Final = 100
"""Rows in one slice."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: after the row with this time (milliseconds since 1970) and id."""

    at: int
    id: str


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """Some rows of a list, and where the next ones begin; ``rest`` is None at the end."""

    rows: Sequence[T]
    rest: Place | None


def part(
    session: Session,
    asked: Select[T],
    at: InstrumentedAttribute[int],
    key: InstrumentedAttribute[str],
    after: Place | None,
    limit: int,
) -> Slice[T]:
    """Return up to ``limit`` (bounded by MOST) rows of ``asked``, newest by ``at`` first."""
    limit = max(1, min(limit, MOST))
    if after is not None:
        # The first condition says nothing new: by it an index leads to the place at once.
        further = or_(at < after.at, and_(at == after.at, key < after.id))
        asked = asked.where(at <= after.at, further)
    rows = session.scalars(asked.order_by(at.desc(), key.desc()).limit(limit + 1)).all()
    if len(rows) <= limit:
        return Slice(rows, None)
    last = rows[limit - 1]
    return Slice(rows[:limit], Place(getattr(last, at.key), getattr(last, key.key)))


def within(
    actor: Actor,
    action: Action,
    station: InstrumentedAttribute[Any],
    owner: InstrumentedAttribute[Any] | None = None,
) -> ColumnElement[bool]:
    """Return the condition that keeps the rows which ``actor`` may do this to.

    ``station`` and ``owner`` are the columns that hold them; without an owner nothing is anybody's
    own. Raises NotAllowed where the table grants nothing.
    """
    granted = reach(actor, action)
    if granted is Reach.ALL:
        return true()
    if granted is Reach.STATION:
        return station == actor.station_id
    return false() if owner is None else owner == actor.person_id
