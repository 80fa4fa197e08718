"""Keeps the label of a draft's video what its flags, and the answers to them, ask for."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from vidcommerce.clips.states import TRANSITIONS, Event, State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.flags import generated
from vidcommerce.flags import repository as flags
from vidcommerce.media.plan import EditPlan
from vidcommerce.reviews import answers
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.reviews.versions import add_version


def labelled(session: Session, clip_id: str, plan: EditPlan) -> EditPlan:
    """Return a clip's plan with the label that its video must bear, if any."""
    found = answers.weighed(session, clip_id, flags.of_clips(session, [clip_id])[clip_id])
    return replace(plan, label=generated.label(found, plan.language))


def put_right(session: Session, clip: ClipRow, person_id: str | None, now: int) -> None:
    """Have a draft drawn again whose video bears another label than it must.

    One that is just being published, or that has ended, is left as it is.
    """
    if clip.plan_id is None or (State(clip.state), Event.CORRECTED) not in TRANSITIONS:
        return
    row = session.get_one(PlanRow, clip.plan_id)
    before = read_json(EditPlan, row.plan)
    after = labelled(session, clip.id, before)
    if after != before:
        add_version(session, clip, row, after, person_id, now)
