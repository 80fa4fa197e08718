"""Makes a new version of a clip's plan."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from vidcommerce import jobs
from vidcommerce.clips import history
from vidcommerce.clips.states import Event
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.documents import canonical_json, digest
from vidcommerce.flags.claims.noting import note_claims
from vidcommerce.media.plan import EditPlan
from vidcommerce.reviews.tables import PlanRow

PRIORITY: Final = -1
"""Of what a helper asks for: before what farmers sent, for a helper waits at the screen."""

_DRAFTED: Final = ("remarks", "cuts")
"""What the report of a plan tells of its drafting, true of every version of a draft."""


def add_version(
    session: Session,
    clip: ClipRow,
    before: PlanRow,
    plan: EditPlan,
    person_id: str | None,
    now: int,
) -> PlanRow:
    """Write ``plan`` down as the version after ``before``, the clip's newest; have it drawn.

    ``clip`` was found to be changed. Raises NotNow.
    """
    row = PlanRow(
        id=new_id(),
        clip_id=clip.id,
        number=before.number + 1,
        digest=digest(plan),
        plan=canonical_json(plan),
        made_by=person_id,
        created_at=now,
        report={name: before.report[name] for name in _DRAFTED if name in before.report},
    )
    session.add(row)
    session.flush()
    clip.plan_id = row.id
    note_claims(session, clip, now)
    history.move(session, clip, Event.CORRECTED, person_id=person_id, now=now)
    jobs.ask(session, clip.id, jobs.Stage.RENDER, PRIORITY, now)
    return row
