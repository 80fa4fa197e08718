"""Deletes the drawn files of plan versions that nobody shows any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session, aliased

from vidcommerce.clearing.parts import KEPT, OVER
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.jobs import OPEN
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews.tables import HoldRow, PlanRow
from vidcommerce.service import Service
from vidcommerce.storage import BlobStore

_MOST: Final = 100
"""Clips in a sweep."""

_WHOLE: Final = "/plan.json"
"""What tells that a bundle is whole goes first, so that one cut short is never taken for whole."""


def clear_drafts(service: Service, now: int) -> int:
    """Delete bundles of versions that nobody shows; returns of how many clips.

    A clip's newest version stays until the clip is over, and so does what its page shows. The
    others go when the clip has stood still for KEPT: nobody draws it, nobody has it open. They are
    deleted while the clip's row is held: to ask for a drawing needs the row, too, and a job that
    was asked for before keeps the clip out. So nobody finds a bundle half gone.
    """
    with service.database.reading() as session:
        clips = session.scalars(_idle(now).distinct().limit(_MOST)).all()
    return sum(_clear(service, clip_id, now) for clip_id in clips)


def _clear(service: Service, clip_id: str, now: int) -> bool:
    """Delete what nobody shows of a clip; tells whether there still was any."""
    with service.database.writing() as session:
        session.execute(select(ClipRow.id).where(ClipRow.id == clip_id).with_for_update())
        bundles = _unshown(session, clip_id, now)
        for bundle in bundles:
            _delete(service.store, bundle)
        gone = update(PlanRow).where(PlanRow.clip_id == clip_id, PlanRow.bundle.in_(bundles))
        session.execute(gone.values(bundle=""))
    return bool(bundles)


def _unshown(session: Session, clip_id: str, now: int) -> Sequence[str]:
    asked = _idle(now).with_only_columns(PlanRow.bundle).where(PlanRow.clip_id == clip_id)
    return session.scalars(asked.distinct()).all()


def _delete(store: BlobStore, bundle: str) -> None:
    names = store.names(f"{bundle}/")
    for name in sorted(names, key=lambda name: not name.endswith(_WHOLE)):
        store.remove(name)


def _idle(now: int) -> Select[str]:
    """Select the clips that stand still and have drawn versions that nobody shows."""
    job = select(JobRow.id).where(JobRow.clip_id == ClipRow.id, *OPEN)
    held = select(HoldRow.clip_id).where(HoldRow.clip_id == ClipRow.id, HoldRow.until > now)
    return (
        select(PlanRow.clip_id)
        .join(ClipRow, ClipRow.id == PlanRow.clip_id)
        .where(PlanRow.bundle != "", ClipRow.changed_at <= now - KEPT)
        .where(func.coalesce(PlanRow.rendered_at, PlanRow.created_at) <= now - KEPT)
        .where(~job.exists(), ~held.exists(), ~_shown())
    )


def _shown() -> ColumnElement[bool]:
    """Tell whether a bundle is shown: a version that came back shares it with the older one."""
    other = aliased(PlanRow)
    public = select(PublicationRow.plan_id).where(
        PublicationRow.clip_id == ClipRow.id, PublicationRow.withdrawn_at.is_(None)
    )
    newest = (other.id == ClipRow.plan_id) & ClipRow.state.not_in(OVER)
    return (
        select(other.id)
        .where(other.clip_id == ClipRow.id, other.bundle == PlanRow.bundle)
        .where(newest | other.id.in_(public))
        .correlate(PlanRow, ClipRow)
        .exists()
    )
