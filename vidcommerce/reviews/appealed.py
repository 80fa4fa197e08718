"""Finds what farmers said to flags that were upheld, and what another person answered.

An appeal about a flag is one more row among the answers to it, of the farmer: what a person said
to the flag after it answers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from vidcommerce.clips.tables import ClipRow
from vidcommerce.reviews.tables import FlagAnswerRow

APPEALED: Final = "appealed"
"""What stands as the answer in the row of an appeal; people who review never say it."""

_UPHELD: Final = "accepted"


@dataclass(frozen=True, slots=True)
class FlagAppeal:
    """A farmer's appeal about a flag; ``answer`` is None while nobody has answered.

    ``upholders`` are the people who said that the flag is so, and had not taken it back by then.
    """

    row: FlagAnswerRow
    upholders: frozenset[str]
    answer: FlagAnswerRow | None = None

    @property
    def won(self) -> bool:
        """Tell whether another person said that it is not so, or no longer so."""
        return self.answer is not None and self.answer.answer != _UPHELD


def appeals_among(rows: Iterable[FlagAnswerRow]) -> tuple[FlagAppeal, ...]:
    """Return the appeals among what was said to one flag, ``rows`` in the order of time. Pure."""
    made: list[FlagAppeal] = []
    said: dict[str, str] = {}
    for row in rows:
        if row.answer == APPEALED:
            upheld = frozenset(person for person, what in said.items() if what == _UPHELD)
            made.append(FlagAppeal(row, upheld))
            continue
        said[row.person_id] = row.answer
        if made and made[-1].answer is None:
            made[-1] = FlagAppeal(made[-1].row, made[-1].upholders, row)
    return tuple(made)


def of_clip(session: Session, clip_id: str) -> Mapping[str, FlagAppeal]:
    """Return by a flag's name the last appeal about it."""
    found = _grouped(session, FlagAnswerRow.clip_id == clip_id)
    return {digest: made[-1] for (_, digest), made in found.items()}


def of_clips(session: Session, mine: ColumnElement[bool]) -> Sequence[FlagAppeal]:
    """Return all appeals about flags of the clips that ``mine`` chooses, the oldest first."""
    appealed = select(FlagAnswerRow.clip_id).join(ClipRow, ClipRow.id == FlagAnswerRow.clip_id)
    chosen = appealed.where(mine, FlagAnswerRow.answer == APPEALED)
    found = _grouped(session, FlagAnswerRow.clip_id.in_(chosen))
    return sorted((one for made in found.values() for one in made), key=lambda one: one.row.at)


def _grouped(
    session: Session, chosen: ColumnElement[bool]
) -> Mapping[tuple[str, str], tuple[FlagAppeal, ...]]:
    """Return by clip and flag the appeals, of flags about which there are any."""
    asked = select(FlagAnswerRow).where(chosen).order_by(FlagAnswerRow.at, FlagAnswerRow.id)
    rows: dict[tuple[str, str], list[FlagAnswerRow]] = {}
    for row in session.scalars(asked):
        rows.setdefault((row.clip_id, row.digest), []).append(row)
    appeals = {key: appeals_among(said) for key, said in rows.items()}
    return {key: made for key, made in appeals.items() if made}
