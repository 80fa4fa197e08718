"""What people do with clips that are there: look for them, follow them, stop them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.accounts.roles import Action, Actor, NotAllowed, reach, require
from vidcommerce.clips.mine import ClipUnknown
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipEventRow, ClipRow
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.lists import Place, Slice, part, within
from vidcommerce.publishing import repository as publications
from vidcommerce.publishing.service import take_down
from vidcommerce.reviews.tables import PlanRow


@dataclass(eq=False)
class PlanUnknown(InputRejected):
    """A clip has no plan of this number."""

    clip_id: str
    number: int
    sentence = N_("There is no such version.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clips of a list are wanted; what is None is not asked for."""

    state: State | None = None
    farmer_id: str | None = None
    product_id: str | None = None


def page(
    session: Session, actor: Actor, wanted: Wanted, after: Place | None, limit: int
) -> Slice[ClipRow]:
    """Return the clips that ``actor`` sees, newest first. Raises NotAllowed."""
    asked = select(ClipRow).where(
        within(actor, Action.SEE_CLIPS, ClipRow.station_id, ClipRow.farmer_id)
    )
    if wanted.state is not None:
        asked = asked.where(ClipRow.state == wanted.state)
    if wanted.farmer_id is not None:
        asked = asked.where(ClipRow.farmer_id == wanted.farmer_id)
    if wanted.product_id is not None:
        asked = asked.where(ClipRow.product_id == wanted.product_id)
    return part(session, asked, ClipRow.created_at, ClipRow.id, after, limit)


def get(session: Session, actor: Actor, clip_id: str) -> ClipRow:
    """Return a clip that ``actor`` may see. Raises NotAllowed or ClipUnknown."""
    reach(actor, Action.SEE_CLIPS)
    row = session.get(ClipRow, clip_id)
    if row is None:
        raise ClipUnknown(clip_id)
    try:
        require(actor, Action.SEE_CLIPS, station_id=row.station_id, owner_id=row.farmer_id)
    except NotAllowed as error:
        raise ClipUnknown(clip_id) from error
    return row


def events(session: Session, actor: Actor, clip_id: str) -> Sequence[ClipEventRow]:
    """Return what happened to a clip, the first at first. Raises NotAllowed or ClipUnknown."""
    get(session, actor, clip_id)
    asked = select(ClipEventRow).where(ClipEventRow.clip_id == clip_id)
    return session.scalars(asked.order_by(ClipEventRow.id)).all()


def plans(session: Session, actor: Actor, clip_id: str) -> Sequence[PlanRow]:
    """Return the versions of a clip's plan, newest first. Raises NotAllowed or ClipUnknown."""
    get(session, actor, clip_id)
    asked = select(PlanRow).where(PlanRow.clip_id == clip_id)
    return session.scalars(asked.order_by(PlanRow.number.desc())).all()


def plan(session: Session, actor: Actor, clip_id: str, number: int) -> PlanRow:
    """Return one version of a clip's plan. Raises NotAllowed, ClipUnknown or PlanUnknown."""
    get(session, actor, clip_id)
    asked = select(PlanRow).where(PlanRow.clip_id == clip_id, PlanRow.number == number)
    row = session.scalar(asked)
    if row is None:
        raise PlanUnknown(clip_id, number)
    return row


def cancel(session: Session, actor: Actor, clip_id: str, now: int, why: str = "") -> ClipRow:
    """Stop a clip at whatever stage; a page that a correction was under way for goes with it.

    Raises NotAllowed, ClipUnknown or NotNow.
    """
    row = get(session, actor, clip_id)
    require(actor, Action.CANCEL_CLIPS, station_id=row.station_id, owner_id=row.farmer_id)
    jobs.cancel(session, row, person_id=actor.person_id, now=now, why=why)
    shown = publications.of_clip(session, clip_id, to_change=True)
    if shown is not None and shown.withdrawn_at is None:
        take_down(session, shown, now)
    return row
