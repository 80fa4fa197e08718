"""How moderation does: what waits, what was decided, and who agrees with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.comments import queue
from vidcommerce.comments.actions import Act
from vidcommerce.comments.queue import Wanted
from vidcommerce.comments.signals import Kind
from vidcommerce.comments.states import State
from vidcommerce.comments.tables import CommentActionRow, CommentRow
from vidcommerce.lists import within

MONTHS: Final = 6
_MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two say the same of a comment: that it is bad, or that it is good.

    ``first`` is bad for the first one only, ``second`` for the second one only.
    """

    both: int = 0
    first: int = 0
    second: int = 0
    neither: int = 0

    @property
    def count(self) -> int:
        """How many comments both have said something about."""
        return self.both + self.first + self.second + self.neither

    @property
    def percent(self) -> int:
        """In how many of a hundred they say the same; 0 where there are none."""
        return round(100 * (self.both + self.neither) / self.count) if self.count else 0

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa: 1 for always, 0 for no more than by chance; None where that says nothing.

        J. Cohen, A coefficient of agreement for nominal scales, 1960.
        """
        if not self.count:
            return None
        bad = (self.both + self.first) * (self.both + self.second)
        good = (self.second + self.neither) * (self.first + self.neither)
        chance = (bad + good) / self.count**2
        seen = (self.both + self.neither) / self.count
        return None if chance == 1 else (seen - chance) / (1 - chance)


@dataclass(frozen=True, slots=True)
class Month:
    """A month (UTC) of comments that were written in it, as they stand now.

    ``by_rule`` were shown without a person, ``withheld`` kept back by a rule, ``let_through`` and
    ``rejected`` are decisions of people. ``minutes`` is how long those waited for theirs on
    average. ``model`` compares the model (first) with people (second).
    """

    start: int
    written: int
    by_rule: int
    withheld: int
    let_through: int
    rejected: int
    minutes: int
    model: Agreement
    people: Agreement


@dataclass(frozen=True, slots=True)
class Numbers:
    """What waits now, the moment the oldest of it was written (None for none), and the months."""

    waiting: int
    oldest: int | None
    months: Sequence[Month]
    differing: Sequence[CommentActionRow]


def numbers(session: Session, actor: Actor, now: int) -> Numbers:
    """Return how moderation does at one's stations, the last month first. Raises NotAllowed."""
    mine = within(actor, Action.MODERATE, CommentRow.station_id)
    edges = _months(now)
    found = queue.waiting(actor, Wanted()).with_only_columns(CommentRow.created_at).subquery()
    oldest = session.scalar(select(func.min(found.c.created_at)))
    return Numbers(
        queue.count(session, actor, Wanted()),
        oldest,
        [
            _month(session, actor, mine, (start, stop))
            for start, stop in zip(edges[1:], edges, strict=False)
        ],
        _differing(session, actor),
    )


def _months(now: int) -> list[int]:
    """Return ``now`` and the beginnings of this month and those before it, newest first."""
    day = datetime.fromtimestamp(now / 1000, UTC)
    starts = []
    for back in range(MONTHS):
        years, month = divmod(day.year * 12 + day.month - 1 - back, 12)
        starts.append(round(datetime(years, month + 1, 1, tzinfo=UTC).timestamp() * 1000))
    return [now + 1, *starts]


def _month(
    session: Session, actor: Actor, mine: ColumnElement[bool], span: tuple[int, int]
) -> Month:
    shown, decided = CommentRow.state == State.SHOWN.value, CommentRow.decided_by.is_not(None)
    rejected = and_(decided, CommentRow.state == State.REJECTED.value)
    let_through, warned = and_(decided, shown), _warned()
    waited = CommentRow.decided_at - CommentRow.created_at
    row = session.execute(
        select(
            func.count(),
            _sum(and_(shown, CommentRow.decided_by.is_(None))),
            _sum(CommentRow.state == State.WITHHELD.value),
            _sum(let_through),
            _sum(rejected),
            func.coalesce(func.avg(case((decided, waited))), 0),
            _sum(and_(rejected, warned)),
            _sum(and_(let_through, warned)),
        ).where(mine, CommentRow.created_at >= span[0], CommentRow.created_at < span[1])
    ).one()
    written, by_rule, withheld, good, bad, average, both, alone = (int(each) for each in row)
    model = Agreement(both, alone, bad - both, good - alone)
    people = _people(session, actor, span)
    return Month(
        span[0], written, by_rule, withheld, good, bad, average // 60_000, model, people
    )  # fmt: skip


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _warned() -> ColumnElement[bool]:
    """Return the condition that the model's score was a signal.

    Signals are JSON, in which a quotation mark within a text is escaped: nobody writes this.
    """
    text = cast(CommentRow.signals, String)
    kinds = (Kind.MODEL_ABUSE, Kind.MODEL_SPAM)
    return or_(*(text.contains(f'"{kind.value}"') for kind in kinds))


def _people(session: Session, actor: Actor, span: tuple[int, int]) -> Agreement:
    """Return how people agree where one read what another had decided, without knowing how."""
    mine = within(actor, Action.MODERATE, CommentActionRow.station_id)
    was_bad = CommentActionRow.before == State.REJECTED.value
    says_bad = CommentActionRow.reason != ""
    row = session.execute(
        select(
            _sum(and_(was_bad, says_bad)), _sum(and_(was_bad, ~says_bad)),
            _sum(and_(~was_bad, says_bad)), _sum(and_(~was_bad, ~says_bad)),
        ).where(
            mine, CommentActionRow.action == Act.SECONDED.value,
            CommentActionRow.at >= span[0], CommentActionRow.at < span[1],
        )
    ).one()  # fmt: skip
    return Agreement(*(int(each) for each in row))


def _differing(session: Session, actor: Actor) -> Sequence[CommentActionRow]:
    """Return the last second readings that differ from what was decided."""
    mine = within(actor, Action.MODERATE, CommentActionRow.station_id)
    was_bad = CommentActionRow.before == State.REJECTED.value
    return session.scalars(
        select(CommentActionRow)
        .where(
            mine, CommentActionRow.action == Act.SECONDED.value,
            or_(and_(was_bad, CommentActionRow.reason == ""),
                and_(~was_bad, CommentActionRow.reason != "")),
        )
        .order_by(CommentActionRow.number.desc())
        .limit(_MOST_TOLD)
    ).all()  # fmt: skip
