"""Who has a draft open: a lease, so that two people never work on the same one.

The page that shows the draft renews its lease; a laptop that was closed lets it run out. While
somebody has a draft, others look at it and decide nothing. Saving needs no lease: it names the
version that it comes from, so that what somebody typed before the network went is not lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.roles import Action, Actor, NotAllowed, require
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import within
from vidcommerce.reviews.tables import HoldRow

LEASE: Final = 120_000
"""Milliseconds for which a draft is somebody's after their page was last heard of."""

RENEW: Final = 40_000
"""Milliseconds between two signs of life of a page: one that is lost costs nothing."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Who has a draft, since when and, if nothing is heard of them, until when."""

    person_id: str
    name: str
    since: int
    until: int


@dataclass(eq=False)
class HeldByOther(InputRejected):
    """Somebody else has this draft open; ``until`` is when their lease ends by itself."""

    name: str
    until: int
    sentence = N_("{name} has this draft open now.")


def of_clips(session: Session, clip_ids: Sequence[str], now: int) -> Mapping[str, Hold]:
    """Return who has which of these clips; leases that ran out are nobody's."""
    asked = (
        select(HoldRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == HoldRow.person_id)
        .where(HoldRow.clip_id.in_(clip_ids), HoldRow.until > now)
    )
    return {
        row.clip_id: Hold(row.person_id, name, row.since, row.until)
        for row, name in session.execute(asked)
    }


def of_clip(session: Session, clip_id: str, now: int) -> Hold | None:
    """Return who has a clip, None where nobody has."""
    return of_clips(session, [clip_id], now).get(clip_id)


def claim(
    session: Session, actor: Actor, clip: ClipRow, now: int, *, take_over: bool = False
) -> Hold:
    """Have a draft, or have it longer; ``take_over`` takes it from whoever has it.

    ``clip`` was found by :func:`vidcommerce.reviews.service.draft` for ``actor``, to be changed: so
    of two who ask at once one is later. Raises HeldByOther, or NotAllowed for who may not take
    over.
    """
    row = session.get(HoldRow, clip.id, populate_existing=True)
    mine = row is not None and row.person_id == actor.person_id and row.until > now
    if not mine:
        _check_taking(session, actor, clip, now, take_over=take_over)
    if row is None:
        row = HoldRow(clip_id=clip.id)
        session.add(row)
    row.person_id, row.until = actor.person_id, now + LEASE
    row.since = row.since if mine else now
    session.flush()
    name = session.get_one(PersonRow, actor.person_id).name
    return Hold(row.person_id, name, row.since, row.until)


def release(session: Session, actor: Actor, clip_id: str) -> None:
    """Give a draft back, if one has it. Never fails: the lease would run out anyway."""
    mine = (HoldRow.clip_id == clip_id, HoldRow.person_id == actor.person_id)
    session.execute(delete(HoldRow).where(*mine))


def check_free(session: Session, actor: Actor, clip_id: str, now: int) -> None:
    """Raise HeldByOther where somebody else has the draft."""
    hold = of_clip(session, clip_id, now)
    if hold is not None and hold.person_id != actor.person_id:
        raise HeldByOther(hold.name, hold.until)


def may_take_over(actor: Actor, clip: ClipRow) -> bool:
    """Tell whether ``actor`` may take a draft from whoever has it."""
    try:
        _require_taking(actor, clip)
    except NotAllowed:
        return False
    return True


def news(session: Session, actor: Actor, now: int) -> str:
    """Return what is another text whenever somebody takes a draft or gives it back."""
    mine = within(actor, Action.REVIEW, ClipRow.station_id, ClipRow.farmer_id)
    asked = (
        select(HoldRow.clip_id, HoldRow.since)
        .join(ClipRow, ClipRow.id == HoldRow.clip_id)
        .where(mine, HoldRow.until > now)
    )
    held = session.execute(asked).all()
    return f"{len(held)}-{sum(since for _, since in held)}"


def _check_taking(
    session: Session, actor: Actor, clip: ClipRow, now: int, *, take_over: bool
) -> None:
    if take_over:
        _require_taking(actor, clip)
    else:
        check_free(session, actor, clip.id, now)


def _require_taking(actor: Actor, clip: ClipRow) -> None:
    require(actor, Action.TAKE_OVER, station_id=clip.station_id, owner_id=clip.farmer_id)
