"""Finds unsaved work, versions with who made them, and a station's glossary."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from vidcommerce.accounts.tables import PersonRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.studio.tables import TermRow, WorkingPlanRow


def versions(session: Session, clip_id: str, most: int) -> Sequence[Row[PlanRow, str | None]]:
    """Return the newest versions of a clip's plan with who made each (None: the machine)."""
    asked = (
        select(PlanRow, PersonRow.name)
        .join(PersonRow, PersonRow.id == PlanRow.made_by, isouter=True)
        .where(PlanRow.clip_id == clip_id)
        .order_by(PlanRow.number.desc())
        .limit(most)
    )
    return session.execute(asked).all()


def maker(session: Session, row: PlanRow) -> str:
    """Return the name of who made a version; empty for the machine."""
    asked = select(PersonRow.name).where(PersonRow.id == row.made_by)
    return session.scalar(asked) or ""


def working(session: Session, clip_id: str, person_id: str) -> WorkingPlanRow | None:
    """Return a person's unsaved copy of a clip's plan."""
    return session.get(WorkingPlanRow, (clip_id, person_id))


def forget(session: Session, clip_id: str, person_id: str) -> None:
    """Forget a person's unsaved copy; one that is not there is no error."""
    mine = (WorkingPlanRow.clip_id == clip_id, WorkingPlanRow.person_id == person_id)
    session.execute(delete(WorkingPlanRow).where(*mine))


def terms(session: Session, station_id: str) -> tuple[str, ...]:
    """Return a station's glossary, in order."""
    asked = select(TermRow.term).where(TermRow.station_id == station_id).order_by(TermRow.term)
    return tuple(session.scalars(asked))
