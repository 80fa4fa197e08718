"""The stage PROXY: small copies of a clip, which the studio plays while somebody edits.

Asked for when the first draft is drawn, and done when no draft waits: people can watch the draft
before that.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from vidcommerce import jobs, stages
from vidcommerce.analysis.kept import kept_analysis
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.drafting.cover import suggestions
from vidcommerce.media.plan import Cover, EditPlan
from vidcommerce.media.proxy import Copier
from vidcommerce.reviews.tables import PlanRow
from workers.work import Record, Work

_LAST: Final = 10
"""After whatever farmers and helpers wait for."""

_COVERS: Final = 6
"""As many as fill a row of the studio."""


def proxy(work: Work) -> Record:
    """Copy a clip. Raises what probing and running ffmpeg raise."""
    with work.service.database.reading() as session:
        clip = session.get_one(ClipRow, work.lease.clip)
        plan = read_json(EditPlan, session.get_one(PlanRow, clip.plan_id).plan)
    number = [source.sha256 for source in plan.sources].index(clip.sha256)
    desk, store = work.desk, work.service.store
    copier = Copier(desk.ffmpeg, store, desk.settings.workers)
    covers = _covers(work, clip.analysis, plan, number)
    with store.local(f"clips/{clip.sha256}") as path:
        facts = stages.usable(path, clip.name)
        with stages.workable(path, facts, desk) as file:
            prefix = copier.copy(file, plan.sources[number], plan.canvas, covers)

    def record(_session: Session, clip: ClipRow, _now: int) -> None:
        clip.proxy = prefix

    return record


def ask(session: Session, clip: ClipRow, now: int) -> None:
    """Have a clip copied that is not yet."""
    if not clip.proxy:
        jobs.ask(session, clip.id, jobs.Stage.PROXY, _LAST, now)


def _covers(work: Work, analysis: str, plan: EditPlan, number: int) -> tuple[Cover, ...]:
    """Return the covers to suggest: none where nobody kept what was seen in the clip."""
    if not analysis or not work.service.store.has(analysis):
        return ()
    seen = kept_analysis(work.service.store, analysis)
    return suggestions(seen, plan.sources[number], number, plan.canvas, _COVERS)
