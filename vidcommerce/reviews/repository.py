"""Finds drafts, their versions and what was decided about them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.products.tables import ProductRow
from vidcommerce.reviews.tables import DecisionRow, PlanRow


def clip(session: Session, clip_id: str, *, to_change: bool = False) -> ClipRow | None:
    """Return a clip; ``to_change`` keeps others from changing it in this unit of work.

    What this unit of work has read of it before is read again then: somebody may have been quicker.
    """
    return session.get(
        ClipRow, clip_id, with_for_update=to_change or None, populate_existing=to_change
    )


def drafts(
    session: Session,
    mine: ColumnElement[bool],
    states: Sequence[State],
    limit: int,
    *,
    newest: bool,
) -> Sequence[Row[ClipRow, PlanRow, ProductRow, PersonRow]]:
    """Return clips that have a plan, with it, what they sell and whose they are.

    The longest waiting first, or with ``newest`` those that changed last.
    """
    order = ClipRow.changed_at.desc() if newest else ClipRow.created_at.asc()
    asked = (
        select(ClipRow, PlanRow, ProductRow, PersonRow)
        .join(PlanRow, PlanRow.id == ClipRow.plan_id)
        .join(ProductRow, ProductRow.id == ClipRow.product_id)
        .join(PersonRow, PersonRow.id == ClipRow.farmer_id)
        .where(mine, ClipRow.state.in_(states))
        .order_by(order, ClipRow.id)
        .limit(limit)
    )
    return session.execute(asked).all()


def changes(session: Session, mine: ColumnElement[bool]) -> tuple[int, int]:
    """Return how many clips there are, and when the last of them changed (0 without any)."""
    asked = select(func.count(), func.max(ClipRow.changed_at)).where(mine)
    count, last = session.execute(asked).one()
    return count, last or 0


def plan(session: Session, clip_id: str, number: int) -> PlanRow | None:
    """Return a version of a clip's plan."""
    asked = select(PlanRow).where(PlanRow.clip_id == clip_id, PlanRow.number == number)
    return session.scalar(asked)


def decisions(session: Session, clip_id: str) -> Sequence[Row[DecisionRow, str]]:
    """Return what was decided about a clip and by whom, newest first."""
    asked = (
        select(DecisionRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == DecisionRow.person_id)
        .where(DecisionRow.clip_id == clip_id)
        .order_by(DecisionRow.at.desc(), DecisionRow.id)
    )
    return session.execute(asked).all()
