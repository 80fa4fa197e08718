"""What helpers change in drafts, counted by farmer and month: it teaches drafting, and filming.

A clip is counted once, when it is approved for the first time: what is different then from what
was drafted by itself. What somebody tried in between and took back says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import Final, cast

from sqlalchemy import Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.insights.days import date_of, day_of
from vidcommerce.lists import within
from vidcommerce.media.plan import EditPlan
from vidcommerce.offers.prices import with_price
from vidcommerce.reviews.policy import Decision
from vidcommerce.reviews.tables import DecisionRow, PlanRow
from vidcommerce.studio.comparing import differences
from vidcommerce.studio.differing import Kind
from vidcommerce.studio.tables import ChangeCountRow

DRAFTS: Final = "drafts"
"""The kind under which approved drafts themselves are counted."""

UNTOUCHED: Final = "untouched"
"""And those of them that were approved as they were drafted."""

_TABLE: Final = cast("Table", ChangeCountRow.__table__)


class Stage(StrEnum):
    """A stage of the automatic draft: who changes what it made is its teacher."""

    CUTTING = "cutting"
    FRAMING = "framing"
    WORDS = "words"
    LINES = "lines"
    CARD = "card"
    SOUND = "sound"
    COVER = "cover"


STAGES: Final[Mapping[Kind, Stage]] = {
    Kind.CUT_REMOVED: Stage.CUTTING,
    Kind.CUT_ADDED: Stage.CUTTING,
    Kind.CUT_MOVED: Stage.CUTTING,
    Kind.ORDER: Stage.CUTTING,
    Kind.FRAMING: Stage.FRAMING,
    Kind.LINE_CHANGED: Stage.WORDS,
    Kind.LINE_ADDED: Stage.WORDS,
    Kind.LINE_REMOVED: Stage.WORDS,
    Kind.LINE_SPLIT: Stage.LINES,
    Kind.LINES_JOINED: Stage.LINES,
    Kind.LINE_MOVED: Stage.LINES,
    Kind.CARD_MOVED: Stage.CARD,
    Kind.CARD_LENGTH: Stage.CARD,
    Kind.CARD_PLACED: Stage.CARD,
    Kind.CARD_TEXT: Stage.CARD,
    Kind.CARD_PICTURE: Stage.CARD,
    Kind.CARD_ADDED: Stage.CARD,
    Kind.CARD_REMOVED: Stage.CARD,
    Kind.MUSIC_CHANGED: Stage.SOUND,
    Kind.MUSIC_REMOVED: Stage.SOUND,
    Kind.MUSIC_GAIN: Stage.SOUND,
    Kind.MUSIC_DUCK: Stage.SOUND,
    Kind.SOUND_GAIN: Stage.SOUND,
    Kind.COVER: Stage.COVER,
}
"""Whose work a change mends; what no stage made (a translation) is nobody's mistake."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was changed in the drafts of a farmer, or of all: how many drafts, and each kind."""

    name: str
    drafts: int
    untouched: int
    kinds: Mapping[Kind, int]

    def of(self, stage: Stage) -> int:
        """Return how many changes mend what a stage made."""
        return sum(many for kind, many in self.kinds.items() if STAGES.get(kind) is stage)

    @property
    def changes(self) -> int:
        """How many changes there were."""
        return sum(self.kinds.values())


def month_of(at: int) -> int:
    """Return the month of a moment (ms since 1970 UTC), counted from January 1970."""
    day = date_of(day_of(at))
    return (day.year - 1970) * 12 + day.month - 1


def note(session: Session, clip: ClipRow, approved: EditPlan, now: int) -> None:
    """Count a clip that is being approved; one that was approved before is not counted again."""
    asked = select(func.count()).select_from(DecisionRow).where(
        DecisionRow.clip_id == clip.id, DecisionRow.decision == Decision.APPROVED.value
    )  # fmt: skip
    if session.scalar(asked):
        return
    counts = counted(_drafted(session, clip.id), approved)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = insert(_TABLE)
    more = {"count": _TABLE.c["count"] + new.excluded["count"]}
    session.execute(
        new.on_conflict_do_update(index_elements=list(_TABLE.primary_key), set_=more),
        [
            {"farmer_id": clip.farmer_id, "station_id": clip.station_id, "month": month_of(now),
             "kind": kind, "count": many}
            for kind, many in sorted(counts.items())
        ],
    )  # fmt: skip


def _drafted(session: Session, clip_id: str) -> EditPlan:
    """Return the last version that the machine made before a person made one."""
    asked = select(PlanRow).where(PlanRow.clip_id == clip_id).order_by(PlanRow.number)
    rows = list(session.scalars(asked))
    ours = list(takewhile(lambda row: row.made_by is None, rows))
    return read_json(EditPlan, (ours or rows)[-1 if ours else 0].plan)


def counted(drafted: EditPlan, approved: EditPlan) -> Counter[str]:
    """Return what is counted of a draft: itself, and each difference by its kind.

    What it costs, and where it is sold, is the farmer's to change: no draft was wrong there. Nor
    is it where a label came or went with what was found out and what people said to it.
    """
    drafted = replace(_sold_as(drafted, approved), label=approved.label)
    found = Counter(difference.kind.value for difference in differences(drafted, approved))
    return found + Counter({DRAFTS: 1, UNTOUCHED: 0 if found else 1})


def _sold_as(drafted: EditPlan, approved: EditPlan) -> EditPlan:
    """Return a draft with the prices and the shop of another version."""
    if not approved.cards:
        return drafted
    now = approved.cards[0].product
    cards = tuple(
        replace(card, product=with_price(replace(card.product, cart_url=now.cart_url), now))
        for card in drafted.cards
    )
    return replace(drafted, cards=cards)


def learned(
    session: Session, actor: Actor, months: range, station: str = ""
) -> tuple[Learned, tuple[Learned, ...]]:
    """Return what was changed in all drafts that ``actor`` sees, and by farmer, most changes first.

    ``months`` count as :func:`month_of` does; without a ``station`` it is all that one may see.
    Raises NotAllowed.
    """
    row = ChangeCountRow
    mine = within(actor, Action.SEE_INSIGHTS, row.station_id, row.farmer_id)
    asked = (
        select(row.farmer_id, PersonRow.name, row.kind, func.sum(row.count))
        .join(PersonRow, PersonRow.id == row.farmer_id)
        .where(mine, row.month >= months.start, row.month < months.stop)
        .group_by(row.farmer_id, PersonRow.name, row.kind)
    )
    if station:
        asked = asked.where(row.station_id == station)
    found: dict[tuple[str, str], Counter[str]] = {}
    for farmer, name, kind, many in session.execute(asked):
        found.setdefault((name, farmer), Counter())[kind] = int(many)
    rows = [_learned(name, counts) for (name, _), counts in sorted(found.items())]
    return _all(found.values()), tuple(sorted(rows, key=lambda one: -one.changes))


def _all(found: Iterable[Counter[str]]) -> Learned:
    whole: Counter[str] = Counter()
    for counts in found:
        whole += counts
    return _learned("", whole)


def _learned(name: str, counts: Counter[str]) -> Learned:
    kinds = {kind: counts[kind.value] for kind in Kind if counts[kind.value]}
    return Learned(name, counts[DRAFTS], counts[UNTOUCHED], kinds)


def most(found: Learned) -> Sequence[tuple[Kind, int]]:
    """Return the kinds of changes, the most frequent first."""
    return Counter(found.kinds).most_common()
