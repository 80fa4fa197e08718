"""What waits for a moderator, and who reads what: leases, so that no comment goes to two people.

A comment waits that is held, that was shown at a rule's word and is to be looked at, or that
somebody reported. A moderator's page takes some and renews its leases; a laptop that was closed
lets them run out. A decision needs no lease of one's own, but none of somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union_all, update
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.comments.actions import Act
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentActionRow, CommentReportRow, CommentRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import within

LEASE: Final = 120_000
"""Milliseconds for which a comment is somebody's after their page was last heard of."""

RENEW: Final = 40_000
"""Milliseconds between two signs of life of a page: one that is lost costs nothing."""

BATCH: Final = 10
"""Comments on one desk at once: enough to work on without waiting, few enough to leave some."""

AHEAD: Final = 43_200
"""Milliseconds by which a point of the score moves a comment ahead: the worst (1000) comes as if
it had waited twelve hours longer. So what is bad comes early, and nothing waits for ever."""

REPORT: Final = 500
"""Points that a report is worth."""

SAMPLE: Final = "0"
"""What the ids (hexadecimal, by chance) of comments begin with that are read twice: one of 16."""

SAMPLED_FOR: Final = 7 * 24 * 60 * 60 * 1000
"""Milliseconds after a decision in which another person may read the comment again."""


class Sift(StrEnum):
    """Which comments a desk shows."""

    ALL = "all"
    """All that wait."""
    NEW = "new"
    """Held: nobody sees them yet."""
    REPORTED = "reported"
    LOOK = "look"
    """Shown at a rule's word, to be looked at."""
    WITHHELD = "withheld"
    """Kept back by a rule; nobody needs to read them, anybody may."""
    DECIDED = "decided"
    SECOND = "second"
    """Decided by somebody else, and to be read again without knowing how; a sample."""


@dataclass(eq=False)
class ReadByOther(InputRejected):
    """Somebody else is reading this comment now; ``until`` is when their lease ends by itself."""

    name: str
    until: int
    sentence = N_("{name} is reading this comment now.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a moderator wants to see: ``video`` is the id of a publication, empty for all."""

    sift: Sift = Sift.ALL
    video: str = ""


def take(
    session: Session, actor: Actor, now: int, wanted: Wanted, most: int = BATCH
) -> list[CommentRow]:
    """Return up to ``most`` comments that are ``actor``'s to read now, and lease them.

    Those that are theirs already come first. Of two who ask at once, the second gets others.
    Raises NotAllowed.
    """
    mine = and_(CommentRow.lease_by == actor.person_id, CommentRow.lease_until > now)
    asked = (
        waiting(actor, wanted, now)
        .where(or_(CommentRow.lease_until <= now, CommentRow.lease_by == actor.person_id))
        .order_by(case((mine, 0), else_=1), urgency(), CommentRow.id)
        .limit(most)
        .with_for_update(of=CommentRow, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    rows = list(session.scalars(asked))
    for row in rows:
        row.lease_by, row.lease_until = actor.person_id, now + LEASE
    session.flush()
    return rows


def renew(session: Session, actor: Actor, ids: Sequence[str], now: int) -> list[str]:
    """Have these comments longer, and return the ids of those that are still one's own."""
    kept = session.scalars(
        select(CommentRow.id).where(
            CommentRow.id.in_(ids),
            CommentRow.lease_by == actor.person_id,
            CommentRow.lease_until > now,
        )
    ).all()
    session.execute(
        update(CommentRow)
        .where(CommentRow.id.in_(kept), CommentRow.lease_by == actor.person_id)
        .values(lease_until=now + LEASE)
    )
    return list(kept)


def release(session: Session, actor: Actor) -> None:
    """Give back whatever one has. Never fails: the leases would run out anyway."""
    session.execute(
        update(CommentRow)
        .where(CommentRow.lease_by == actor.person_id)
        .values(lease_by=None, lease_until=0)
    )


def check_free(session: Session, actor: Actor, row: CommentRow, now: int) -> None:
    """Raise ReadByOther where somebody else is reading a comment."""
    if row.lease_by not in (None, actor.person_id) and row.lease_until > now:
        name = session.get_one(PersonRow, row.lease_by).name
        raise ReadByOther(name, row.lease_until)


def listed(session: Session, actor: Actor, wanted: Wanted, most: int) -> Sequence[CommentRow]:
    """Return comments to look at without a lease, the last decided or written first."""
    newest = func.coalesce(CommentRow.decided_at, CommentRow.created_at).desc()
    return session.scalars(waiting(actor, wanted).order_by(newest, CommentRow.id).limit(most)).all()


def count(session: Session, actor: Actor, wanted: Wanted, now: int = 0) -> int:
    """Return how many comments wait, whoever has them."""
    found = waiting(actor, wanted, now).with_only_columns(CommentRow.id).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def waiting(actor: Actor, wanted: Wanted, now: int = 0) -> Select[CommentRow]:
    """Return the question for what is wanted of what ``actor`` moderates. Raises NotAllowed.

    ``now`` is needed for a sample of what was decided.
    """
    mine = within(actor, Action.MODERATE, CommentRow.station_id)
    if wanted.sift is Sift.SECOND:
        condition = _sampled(actor, now)
    elif wanted.sift is Sift.ALL:
        # Parts that each have an index, rather than one condition that has none.
        parts = [
            select(CommentRow.id).where(mine, _condition(part))
            for part in (Sift.NEW, Sift.LOOK, Sift.REPORTED)
        ]
        condition = CommentRow.id.in_(union_all(*parts))
    else:
        condition = _condition(wanted.sift)
    asked: Select[CommentRow] = select(CommentRow).where(mine, condition)
    return asked.where(CommentRow.publication_id == wanted.video) if wanted.video else asked


def urgency() -> ColumnElement[int]:
    """Return by what comments are ordered: the moment of writing, moved ahead by what is bad."""
    reports = (
        select(func.count())
        .where(CommentReportRow.comment_id == CommentRow.id, CommentReportRow.answered_at.is_(None))
        .correlate(CommentRow)
        .scalar_subquery()
    )
    return CommentRow.created_at - (CommentRow.score + REPORT * reports) * AHEAD


def _condition(sift: Sift) -> ColumnElement[bool]:
    shown = CommentRow.state == State.SHOWN.value
    conditions: dict[Sift, tuple[ColumnElement[bool], ...]] = {
        Sift.NEW: (CommentRow.state == State.HELD.value,),
        Sift.LOOK: (shown, CommentRow.score > 0, CommentRow.decided_at.is_(None)),
        Sift.REPORTED: (
            shown,
            CommentRow.id.in_(
                select(CommentReportRow.comment_id).where(CommentReportRow.answered_at.is_(None))
            ),
        ),
        Sift.WITHHELD: (CommentRow.state == State.WITHHELD.value,),
        Sift.DECIDED: (CommentRow.decided_by.is_not(None), CommentRow.deleted_at.is_(None)),
    }
    return and_(*conditions[sift])


def _sampled(actor: Actor, now: int) -> ColumnElement[bool]:
    """Return the condition for a sample of what others decided and nobody has read again."""
    again = select(CommentActionRow.comment_id).where(
        CommentActionRow.action == Act.SECONDED.value, CommentActionRow.at > now - SAMPLED_FOR
    )
    return and_(
        CommentRow.decided_by.is_not(None),
        CommentRow.decided_by != actor.person_id,
        CommentRow.decided_at > now - SAMPLED_FOR,
        CommentRow.state.in_([State.SHOWN.value, State.REJECTED.value]),
        CommentRow.id.startswith(SAMPLE),
        CommentRow.id.not_in(again),
    )
