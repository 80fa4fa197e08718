"""The log of what was done about comments, by rules and by people, and the statement of reasons.

It is only ever added to. It holds no word of any comment, so that it stays when a writer goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentActionRow, CommentRow
from vidcommerce.publishing import repository as publications


class Act(StrEnum):
    """What was done."""

    SHOWN = "shown"
    HELD = "held"
    WITHHELD = "withheld"
    REJECTED = "rejected"
    EDITED = "edited"
    DELETED = "deleted"
    REPORTED = "reported"
    BURST = "burst"
    BANNED = "banned"
    UNBANNED = "unbanned"
    TAGGED = "tagged"
    WANTED = "wanted"
    """Somebody wants to know the answer to a question, too."""
    PINNED = "pinned"
    UNPINNED = "unpinned"
    UNDONE = "undone"
    SECONDED = "seconded"
    """Read by another moderator, who did not know what was decided: for the numbers only."""
    APPEALED = "appealed"
    ANSWERED = "answered"
    ERASED = "erased"


BY_STATE: Final[Mapping[State, Act]] = {
    State.HELD: Act.HELD,
    State.SHOWN: Act.SHOWN,
    State.WITHHELD: Act.WITHHELD,
    State.REJECTED: Act.REJECTED,
    State.DELETED: Act.DELETED,
}
"""What is noted when a comment comes into a state."""

DECIDING: Final = frozenset({Act.HELD, Act.SHOWN, Act.WITHHELD, Act.REJECTED})
"""Acts that say where a comment stands."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something was done, and by whom; no person means a rule, or the writer.

    ``before`` is the state before it.
    """

    person_id: str | None = None
    reason: str = ""
    before: str = ""
    batch: str = ""
    statement: Mapping[str, Any] = field(default_factory=dict)


def statement(reason: str, *, automatic: bool, reported: bool = False) -> dict[str, Any]:
    """Return the statement of reasons for what is not shown, as plain values.

    Its parts are those of Regulation (EU) 2022/2065, article 17, 3: what is restricted, the facts
    (found by ourselves or reported), whether a program decided, the ground, and the redress.
    """
    return {
        "restriction": "not_shown",
        "found_by": "reports" if reported else "own_check",
        "automatic_decision": automatic,
        "automatic_detection": automatic,
        "ground": reason,
        "redress": "appeal",
    }


def note(session: Session, row: CommentRow, act: Act, now: int, cause: Cause) -> CommentActionRow:
    """Add to the log what was done about a comment.

    The page tells questions and answers as facts, so it is made anew when one comes or goes.
    """
    made = CommentActionRow(
        comment_id=row.id, writer_id=row.writer_id, station_id=row.station_id,
        person_id=cause.person_id, action=act.value, before=cause.before, reason=cause.reason,
        statement=dict(cause.statement), batch=cause.batch, at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    if row.kind != Kind.COMMENT and State.SHOWN in (cause.before, row.state):
        publications.mark(session, row.station_id, now)
    return made


def latest(session: Session, comment_id: str) -> CommentActionRow | None:
    """Return the action that has brought a comment to where it stands, if one was noted."""
    asked = (
        select(CommentActionRow)
        .where(
            CommentActionRow.comment_id == comment_id,
            CommentActionRow.action.in_([act.value for act in DECIDING]),
            CommentActionRow.undone_at.is_(None),
        )
        .order_by(CommentActionRow.number.desc())
        .limit(1)
    )
    return session.scalar(asked)
