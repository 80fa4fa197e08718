"""The stage RENDER: draws a version of a clip's plan and keeps its files."""

from __future__ import annotations

from contextlib import ExitStack

from sqlalchemy.orm import Session

from vidcommerce import jobs, stages
from vidcommerce.clips.history import move
from vidcommerce.clips.states import Event
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.render import Material, Rendering
from vidcommerce.music import catalogue
from vidcommerce.products.service import blob_of
from vidcommerce.progress import Stage
from vidcommerce.reviews import redrawing
from vidcommerce.reviews.tables import PlanRow
from workers import proxy
from workers.work import Record, Work


def render(work: Work) -> Record:
    """Draw the newest version of a clip's plan. Raises what rendering and packaging raise."""
    with work.service.database.reading() as session:
        clip = session.get_one(ClipRow, work.lease.clip)
        version = session.get_one(PlanRow, clip.plan_id)
    plan = read_json(EditPlan, version.plan)
    bundle = f"drafts/{clip.id}/{version.digest}"
    rendering = _drawn(work, clip, plan)
    with work.desk.stage(Stage.PACKAGE):
        stages.bundled(work.desk, plan, rendering, bundle)
    report = {
        "milliseconds": plan.canvas.rate.milliseconds(plan.frames),
        "chunks": len(rendering.chunks),
        "rendered": rendering.made,
        "loudness": rendering.loudness.integrated,
    }

    def record(session: Session, clip: ClipRow, now: int) -> None:
        row = session.get_one(PlanRow, version.id)
        row.bundle, row.rendered_at = bundle, now
        row.report = {**row.report, **report}
        if clip.plan_id == version.id:
            move(session, clip, Event.RENDERED, person_id=None, now=now)
            redrawing.keep_word(session, clip, now, work.service.policies)
            proxy.ask(session, clip, now)
        else:  # corrected while this version was being drawn
            jobs.ask(session, clip.id, jobs.Stage.RENDER, work.lease.priority, now)

    return record


def _drawn(work: Work, clip: ClipRow, plan: EditPlan) -> Rendering:
    desk, store = work.desk, work.service.store
    with ExitStack() as kept:
        with desk.stage(Stage.PROBE):
            path = kept.enter_context(store.local(f"clips/{clip.sha256}"))
            facts = stages.usable(path, clip.name)
            file = kept.enter_context(stages.workable(path, facts, desk))
        images = {card.image for card in plan.cards}
        material = Material(
            clips={clip.sha256: file},
            images={image: kept.enter_context(store.local(blob_of(image))) for image in images},
            music=catalogue().files,
        )
        with desk.stage(Stage.RENDER):
            return stages.rendered(desk, plan, material)
