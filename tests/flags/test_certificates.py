"""Filing certificates, and what becomes of the claims that they prove."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.stations import NOW, Village, settle
from vidcommerce.accounts.roles import NotAllowed
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import canonical_json, read_json
from vidcommerce.flags import certificates, log
from vidcommerce.flags import service as flags
from vidcommerce.flags.certificates import (
    CertificateThere,
    CertificateUnknown,
    CertificateWrong,
    ScanTooHeavy,
    ScanUnusable,
    Standing,
)
from vidcommerce.flags.claims.certificates import Certificate
from vidcommerce.flags.claims.noting import note_claims
from vidcommerce.flags.claims.rules import Claims
from vidcommerce.flags.kinds import Kind
from vidcommerce.flags.tables import CertificateRow
from vidcommerce.media.plan import EditPlan
from vidcommerce.products.service import FarmerUnknown, ProductUnknown
from vidcommerce.publishing import repository as publications
from vidcommerce.reviews.tables import PlanRow

PDF = b"%PDF-1.7\n"
PAPER = Certificate(Claims.ORGANIC, "123OP1", "An institute", "2199-01-01")


def _organic(village: Village) -> None:
    """Have the draft say that it is organic."""
    with village.service.database.writing() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        row = work.get_one(PlanRow, clip.plan_id)
        plan = read_json(EditPlan, row.plan)
        first = plan.cues[0].__class__(plan.cues[0].frames, ("Organic oranges",), ())
        row.plan = canonical_json(plan.with_cues((first, *plan.cues[1:])))
        note_claims(work, clip, NOW)


def _kinds(village: Village) -> list[Kind]:
    with village.service.database.reading() as work:
        return [flag.kind for flag in flags.of_clip(work, village.clip_id)]


def _file(
    work: Session, village: Village, paper: Certificate = PAPER, product: str | None = None
) -> CertificateRow:
    return certificates.file_for(
        work, village.actor, village.farmer.id, product, paper, "0" * 64, NOW
    )


def test_a_filed_paper_quietens_the_draft_until_it_is_taken_back(village: Village) -> None:
    """Both at once, both in the log by ids alone; taking back twice is once."""
    _organic(village)
    assert _kinds(village) == [Kind.CLAIM_ORGANIC]
    with village.service.database.writing() as work:
        row = _file(work, village)
    assert _kinds(village) == [Kind.CLAIM_PROVED]
    for _ in range(2):
        with village.service.database.writing() as work:
            certificates.withdraw(work, village.actor, row.id, NOW + 1)
    assert _kinds(village) == [Kind.CLAIM_ORGANIC]
    with village.service.database.reading() as work:
        log.verify_chain(work)
        told = [json.loads(link.entry) for link in log.links(work) if link.entry]
        assert publications.site_of(work, village.station_id).changed_at > NOW
    mine = [one for one in told if one["what"].startswith("certificate_")]
    assert [one["what"] for one in mine] == ["certificate_filed", "certificate_withdrawn"]
    assert {one["person"] for one in mine} == {village.helper.id}
    assert mine[0]["data"] == {
        "certificate": row.id, "kind": "organic", "expires": "2199-01-01", "file": "0" * 64,
    }  # fmt: skip


@pytest.mark.parametrize("state", [State.REFUSED, State.CANCELLED, State.WITHDRAWN])
def test_what_is_over_is_left_as_it_was(village: Village, state: State) -> None:
    """Nobody sees any more what such a clip claims."""
    _organic(village)
    village.set_state(state)
    with village.service.database.writing() as work:
        _file(work, village)
    assert _kinds(village) == [Kind.CLAIM_ORGANIC]


def test_a_paper_proves_for_its_farmer_and_its_product_alone(village: Village) -> None:
    """Another farmer's product can't be named, and another's draft stays as it is."""
    other = settle(village.service, village.station_id)
    _organic(village)
    _organic(other)
    with village.service.database.writing() as work:
        with pytest.raises(ProductUnknown):
            _file(work, village, product=other.product_id)
        _file(work, village, product=village.product_id)
        found = certificates.of_station(work, village.actor, NOW)
    assert _kinds(village) == [Kind.CLAIM_PROVED]
    assert _kinds(other) == [Kind.CLAIM_ORGANIC]
    assert [one.row.product_id for one in found] == [village.product_id]


def test_only_staff_of_the_station_file_and_take_back(village: Village) -> None:
    """Strangers learn nothing; who may not review may not file; helpers have no papers."""
    with village.service.database.writing() as work:
        row = _file(work, village)
        for actor, error in ((village.stranger, FarmerUnknown), (village.moderator, FarmerUnknown)):
            with pytest.raises(error):
                certificates.file_for(work, actor, village.farmer.id, None, PAPER, "", NOW)
            with pytest.raises(CertificateUnknown):
                certificates.withdraw(work, actor, row.id, NOW)
        with pytest.raises(FarmerUnknown):
            certificates.file_for(work, village.actor, village.helper.id, None, PAPER, "", NOW)
        assert certificates.of_station(work, village.stranger, NOW) == []
        with pytest.raises(NotAllowed):
            certificates.of_station(work, village.moderator, NOW)


def test_the_same_paper_is_filed_once(village: Village) -> None:
    """For the same product; a renewed one, and one that was taken back, are others."""
    with village.service.database.writing() as work:
        row = _file(work, village)
        with pytest.raises(CertificateThere):
            _file(work, village)
        _file(work, village, product=village.product_id)
        _file(work, village, Certificate(PAPER.kind, PAPER.number, PAPER.issuer, "2199-01-02"))
        certificates.withdraw(work, village.actor, row.id, NOW)
        _file(work, village)


def test_the_list_says_what_ends_soon(village: Village) -> None:
    """Thirty days before; what has run out stays in the list. The first to end is first."""
    days = ["2026-07-30", "2026-06-01", "2026-05-27"]  # NOW is 2026-05-28
    with village.service.database.writing() as work:
        for day in days:
            _file(work, village, Certificate(Claims.AWARD, day, "A fair", day))
        found = certificates.of_farmer(work, village.farmer.id, NOW)
        assert found == certificates.of_station(work, village.actor, NOW)
    assert [(one.row.expires, one.standing) for one in found] == [
        ("2026-05-27", Standing.OVER), ("2026-06-01", Standing.SOON), ("2026-07-30", Standing.HOLDS)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "number", "issuer", "expires"),
    [
        ("health", "1", "A", "2199-01-01"),
        ("", "1", "A", "2199-01-01"),
        ("organic", " \n", "A", "2199-01-01"),
        ("organic", "1" * 101, "A", "2199-01-01"),
        ("organic", "1", "\x00", "2199-01-01"),
        ("organic", "1", "A" * 201, "2199-01-01"),
        ("organic", "1", "A", "2199-02-30"),
        ("organic", "1", "A", ""),
        ("organic", "1", "A", "2026-05-27"),
    ],
)
def test_what_proves_nothing_is_refused(kind: str, number: str, issuer: str, expires: str) -> None:
    """No kind, no number, no issuer, no day, or a day that is past."""
    with pytest.raises(CertificateWrong):
        certificates.read(kind, number, issuer, expires, NOW)


@given(st.text(), st.text(), st.dates().map(str) | st.text())
def test_what_is_read_fits_its_columns(number: str, issuer: str, expires: str) -> None:
    """Whatever is typed: one line each, short enough, a day as we write days; or a named fault."""
    try:
        found = certificates.read("organic", number, issuer, expires, NOW)
    except CertificateWrong:
        return
    assert 0 < len(found.number) <= 100
    assert 0 < len(found.issuer) <= 200
    assert found.number.isprintable()
    assert found.issuer.isprintable()
    assert len(found.expires) == 10
    assert found.valid(NOW)


def test_a_scan_is_known_by_its_first_bytes(village: Village) -> None:
    """JPEG, PNG and PDF are kept under their digest, once; all else and 10 MB more are refused."""
    store = village.service.store
    kept = certificates.keep_scan(store, PDF)
    assert kept == certificates.keep_scan(store, PDF)
    assert list(store.names("certificates/")) == [certificates.blob_of(kept)]
    assert certificates.media_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert certificates.media_type(b"\x89PNG\r\n\x1a\n") == "image/png"
    for data in (b"", b"<svg>", b"GIF89a", b" %PDF-1.7"):
        with pytest.raises(ScanUnusable):
            certificates.keep_scan(store, data)
    with pytest.raises(ScanTooHeavy):
        certificates.keep_scan(store, PDF + bytes(certificates.MOST_BYTES))
