"""The stage ANALYSE: looks into a clip, listens, looks, and drafts the first plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce import jobs, stages
from vidcommerce.clips.history import move
from vidcommerce.clips.states import Event
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.documents import canonical_json, digest
from vidcommerce.drafting.draft import Draft
from vidcommerce.drafting.takes import Take, Wishes
from vidcommerce.flags.claims.noting import note_claims
from vidcommerce.flags.service import note_probe
from vidcommerce.media.clip import ClipFacts
from vidcommerce.music import catalogue
from vidcommerce.products.service import facts_of
from vidcommerce.products.tables import ProductRow
from vidcommerce.progress import Notice, Stage
from vidcommerce.reviews import labelling
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.studio import glossary
from workers import check
from workers.work import Record, Work, plain


def analyse(work: Work) -> Record:
    """Draft a clip. Raises what probing, refusing and analysing raise."""
    with work.service.database.reading() as session:
        clip = session.get_one(ClipRow, work.lease.clip)
        product = session.get_one(ProductRow, clip.product_id)
        names = glossary.expected(session, clip.station_id, (product.name, product.origin))
    facts, take, analysis = _looked_at(work, clip, names)
    with work.desk.stage(Stage.DRAFT):
        wishes = Wishes(beds=catalogue().beds)
        draft = stages.drafted([take], facts_of(product), product.picture, wishes)
    remarks = (*work.notices, *draft.remarks)
    report = {"remarks": list(_remarks(remarks)), "cuts": list(_cuts(draft))}

    def record(session: Session, clip: ClipRow, now: int) -> None:
        note_probe(session, clip.id, facts, now)
        clip.analysis = analysis
        clip.plan_id = _plan(session, clip, draft, report, now)
        note_claims(session, clip, now)
        move(session, clip, Event.DRAFTED, person_id=None, now=now)
        jobs.ask(session, clip.id, jobs.Stage.RENDER, work.lease.priority, now)
        check.ask(session, clip, work.lease.priority, now)

    return record


def _looked_at(work: Work, clip: ClipRow, names: tuple[str, ...]) -> tuple[ClipFacts, Take, str]:
    """Return what the probe says of the clip, all that is known of what is worked on, its blob.

    ``names`` are likely to be said in it.
    """
    desk = work.desk
    with work.service.store.local(f"clips/{clip.sha256}") as path:
        with desk.stage(Stage.PROBE):
            facts = stages.usable(path, clip.name)
        with stages.workable(path, facts, desk) as file:
            model = stages.listener(desk, None) if facts.sound else None
            listening = stages.Listening(model, None, names)
            with desk.stage(Stage.ANALYSE):
                analysis = stages.analysed(desk, file, clip.name, listening)
            return facts, Take(file.facts, analysis), listening.blob(file.facts.sha256)


def _plan(session: Session, clip: ClipRow, draft: Draft, report: dict[str, Any], now: int) -> str:
    """Return the id of the plan to draw: the draft, unless a person has already made a version.

    The same draft again is the same version.
    """
    plan = labelling.labelled(session, clip.id, draft.plan)
    versions = select(PlanRow).where(PlanRow.clip_id == clip.id).order_by(PlanRow.number.desc())
    newest = session.scalars(versions).first()
    name = digest(plan)
    if newest is not None and (newest.made_by is not None or newest.digest == name):
        return newest.id
    row = PlanRow(
        id=new_id(),
        clip_id=clip.id,
        number=1 if newest is None else newest.number + 1,
        digest=name,
        plan=canonical_json(plan),
        created_at=now,
        report=report,
    )
    session.add(row)
    session.flush()
    return row.id


def _remarks(notices: Sequence[Notice]) -> Iterator[dict[str, Any]]:
    for notice in notices:
        facts = {name: plain(fact) for name, fact in notice.facts}
        yield {"sentence": notice.sentence, "facts": facts}


def _cuts(draft: Draft) -> Iterator[dict[str, Any]]:
    for cut in draft.cuts:
        yield {"start": cut.span.start, "stop": cut.span.stop, "reason": cut.reason.value}
