"""What is known of a draft beside its plan: its analysis, why things were cut, what music is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.analysis.kept import kept_analysis
from vidcommerce.clips.tables import ClipRow
from vidcommerce.drafting.marks import CutReason
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import FrameRange
from vidcommerce.music import catalogue
from vidcommerce.products.service import facts_of
from vidcommerce.reviews.service import Draft
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.storage import BlobMissing, BlobStore
from vidcommerce.studio.mapping import Edges
from vidcommerce.studio.saving import Ground


def analyses_of(store: BlobStore, clip: ClipRow, plan: EditPlan) -> tuple[ClipAnalysis, ...]:
    """Return what was heard and seen of the plan's sources; nothing where it was not kept."""
    if not clip.analysis or [source.sha256 for source in plan.sources] != [clip.sha256]:
        return ()
    try:
        return (kept_analysis(store, clip.analysis),)
    except BlobMissing:
        return ()


def ground_of(store: BlobStore, found: Draft) -> Ground:
    """Return what a draft's next plan must agree with."""
    analyses = analyses_of(store, found.clip, found.plan)
    return Ground(facts_of(found.product), found.product.picture, _titles(), analyses)


@cache
def _titles() -> dict[str, str]:
    return {bed.sha256: bed.title for bed in catalogue().beds}


def cut_frames(row: PlanRow, plan: EditPlan) -> Iterator[tuple[FrameRange, CutReason]]:
    """Yield what the draft left out of its one source, and why."""
    rate = plan.canvas.rate
    for cut in row.report.get("cuts", ()):
        start, stop = rate.frame_at(cut["start"]), rate.frame_at(cut["stop"])
        yield FrameRange(start, stop), CutReason(cut["reason"])


def edges_of(row: PlanRow, plan: EditPlan) -> Edges:
    """Return where one of the draft's cuts ends and the next begins."""
    return [(0, at) for frames, _ in cut_frames(row, plan) for at in (frames.start, frames.stop)]
