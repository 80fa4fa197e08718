"""Claims as flags in the database, as plans and certificates come."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.stations import NOW, Village
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id
from vidcommerce.documents import canonical_json, read_json
from vidcommerce.flags import service as flags
from vidcommerce.flags.claims.noting import note_claims
from vidcommerce.flags.kinds import Kind
from vidcommerce.flags.tables import CertificateRow
from vidcommerce.media.plan import EditPlan
from vidcommerce.products.tables import ProductRow
from vidcommerce.reviews.tables import PlanRow


def _noted(work: Session, village: Village) -> list[Kind]:
    note_claims(work, work.get_one(ClipRow, village.clip_id), NOW)
    return [flag.kind for flag in flags.of_clip(work, village.clip_id)]


def _say(work: Session, village: Village, text: str) -> None:
    row = work.get_one(PlanRow, work.get_one(ClipRow, village.clip_id).plan_id)
    plan = read_json(EditPlan, row.plan)
    first = plan.cues[0].__class__(plan.cues[0].frames, (text,), ())
    row.plan = canonical_json(plan.with_cues((first, *plan.cues[1:])))


def test_claims_come_and_go_with_what_is_said(village: Village) -> None:
    """Of the plan that counts, and of what the page says beside it."""
    with village.service.database.writing() as work:
        assert _noted(work, village) == []
        _say(work, village, "It cures colds")
        assert _noted(work, village) == _noted(work, village) == [Kind.CLAIM_HEALTH]
        _say(work, village, "Picked today")
        clip = work.get_one(ClipRow, village.clip_id)
        work.get_one(ProductRow, clip.product_id).delivery = "The fastest, and organic."
        assert _noted(work, village) == [Kind.CLAIM_ORGANIC]


def test_the_farmer_s_paper_proves_it_until_it_is_withdrawn(village: Village) -> None:
    """Of this product or of all; another farmer's proves nothing."""
    with village.service.database.writing() as work:
        _say(work, village, "Organic oranges")
        clip = work.get_one(ClipRow, village.clip_id)
        paper = CertificateRow(
            id=new_id(), station_id=clip.station_id, farmer_id=village.helper.id, kind="organic",
            number="123OP1", issuer="Institute", expires="2199-01-01", file="0" * 64,
            made_by=village.helper.id, created_at=NOW,
        )  # fmt: skip
        work.add(paper)
        work.flush()
        assert _noted(work, village) == [Kind.CLAIM_ORGANIC]
        paper.farmer_id = clip.farmer_id
        work.flush()
        assert _noted(work, village) == [Kind.CLAIM_PROVED]
        paper.withdrawn_at = NOW
        work.flush()
        assert _noted(work, village) == [Kind.CLAIM_ORGANIC]
