"""The list of drafts as helpers work through it: sifted, with who has what, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.flags.kinds import Severity
from vidcommerce.flags.tables import FlagRow
from vidcommerce.lists import within
from vidcommerce.products.tables import ProductRow
from vidcommerce.reviews import answers, appeals, flag_appeals, holds, service
from vidcommerce.reviews.holds import Hold
from vidcommerce.reviews.service import Draft, Queue
from vidcommerce.reviews.tables import AppealRow, FlagAnswerRow, HoldRow

_ESCAPE: Final = "\\"


@dataclass(frozen=True, slots=True)
class Sift:
    """Which drafts are to be listed.

    Those of a farmer (an id), with words in the product's name or the farmer's, with questions that
    nobody has answered, and that nobody else has open.
    """

    farmer: str = ""
    words: str = ""
    asks: bool = False
    free: bool = False

    @property
    def sifts(self) -> bool:
        """Tell whether anything is left out."""
        return self != Sift()


@dataclass(frozen=True, slots=True)
class Listed:
    """What the list shows: the drafts, who has which clip, and appeals that wait.

    ``questions`` counts by clip those that nobody has answered; ``farmers`` are (id, name), to
    choose from.
    """

    queue: Queue
    holds: Mapping[str, Hold]
    questions: Mapping[str, int]
    farmers: Sequence[tuple[str, str]]
    appeals: Sequence[tuple[AppealRow | FlagAnswerRow, Draft]]


def listed(session: Session, actor: Actor, sift: Sift, now: int) -> Listed:
    """Return the list for ``actor``, the oldest promise first. Raises NotAllowed.

    A farmer is promised a video on the day on which the clip is sent, so the clip that came first
    was promised first, whatever was done to it since.
    """
    queue = service.queue(session, actor, _sifted(actor, sift, now))
    ids = [draft.clip.id for draft in (*queue.waiting, *queue.making)]
    said = answers.of_clips(session, ids)
    appealed: list[AppealRow | FlagAnswerRow] = [*appeals.open_ones(session, actor)]
    appealed += flag_appeals.open_ones(session, actor)
    return Listed(
        queue=queue,
        holds=holds.of_clips(session, ids, now),
        questions={
            draft.clip.id: len(answers.unanswered(draft.flags, said[draft.clip.id]))
            for draft in (*queue.waiting, *queue.making)
        },
        farmers=_farmers(session, actor),
        appeals=[(row, service.draft(session, actor, row.clip_id)) for row in appealed],
    )


def following(session: Session, actor: Actor, now: int, after: str = "") -> str | None:
    """Return the clip that ``actor`` works on next, None where nothing waits for them.

    It is the oldest promise that nobody else has open, and not their own clip; ``after`` a clip it
    is the next one of those, and after the last the first again. Raises NotAllowed.
    """
    mine = within(actor, Action.REVIEW, ClipRow.station_id, ClipRow.farmer_id)
    asked = (
        select(ClipRow.id)
        .where(mine, ClipRow.state == State.READY, ClipRow.farmer_id != actor.person_id)
        .where(ClipRow.id != after, _free(actor, now))
        .order_by(ClipRow.created_at, ClipRow.id)
        .limit(1)
    )
    last = session.get(ClipRow, after) if after else None
    if last is None:
        return session.scalar(asked)
    same = and_(ClipRow.created_at == last.created_at, ClipRow.id > last.id)
    later = session.scalar(asked.where(or_(ClipRow.created_at > last.created_at, same)))
    return later or session.scalar(asked)


def _sifted(actor: Actor, sift: Sift, now: int) -> ColumnElement[bool]:
    wanted: list[ColumnElement[bool]] = []
    if sift.farmer:
        wanted.append(ClipRow.farmer_id == sift.farmer)
    for word in sift.words.split():
        like = f"%{_plain(word)}%"
        names = (ProductRow.name, PersonRow.name)
        wanted.append(or_(*(name.ilike(like, escape=_ESCAPE) for name in names)))
    if sift.asks:
        wanted.append(_asks())
    if sift.free:
        wanted.append(_free(actor, now))
    return and_(true(), *wanted)


def _asks() -> ColumnElement[bool]:
    """Return the condition of :func:`vidcommerce.reviews.answers.unanswered`, for the database."""
    said = exists().where(
        FlagAnswerRow.clip_id == FlagRow.clip_id, FlagAnswerRow.digest == FlagRow.digest
    )
    asking = (FlagRow.clip_id == ClipRow.id, FlagRow.severity != Severity.NOTE)
    return exists().where(*asking, ~said)


def _free(actor: Actor, now: int) -> ColumnElement[bool]:
    others = (HoldRow.until > now, HoldRow.person_id != actor.person_id)
    return ~exists().where(HoldRow.clip_id == ClipRow.id, *others)


def _farmers(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Return whose drafts wait, by name."""
    mine = within(actor, Action.REVIEW, ClipRow.station_id, ClipRow.farmer_id)
    asked = (
        select(PersonRow.id, PersonRow.name)
        .join(ClipRow, ClipRow.farmer_id == PersonRow.id)
        .where(mine, ClipRow.state.in_((State.READY, State.RENDERING)))
        .distinct()
        .order_by(PersonRow.name, PersonRow.id)
    )
    return [(row[0], row[1]) for row in session.execute(asked)]


def _plain(word: str) -> str:
    """Return a word in which LIKE sees no wildcards."""
    for sign in (_ESCAPE, "%", "_"):
        word = word.replace(sign, _ESCAPE + sign)
    return word
