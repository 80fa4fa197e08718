"""What a product says below the video: who may say it, and what it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.stations import NOW, Village
from vidcommerce.clips.tables import ClipRow, JobRow
from vidcommerce.jobs import Stage
from vidcommerce.products import terms
from vidcommerce.products.models import ProductKeyWrong, Stock
from vidcommerce.products.service import ProductUnknown
from vidcommerce.products.tables import ProductRow
from vidcommerce.products.terms import Terms

LATER = NOW + 1000
SAID = Terms(
    Stock.LOW,
    "By parcel in 2 days",
    "Bad fruit is paid back",
    "138 0013 8000",
    "2026-11-01",
    "2026-12-20",
)


def _row(village: Village) -> ProductRow:
    with village.service.database.reading() as work:
        return work.get_one(ProductRow, village.product_id)


def test_terms_are_kept_tidied_and_count_the_version_up_once(village: Village) -> None:
    """Said again in other spaces they are the same version, but known to be right since."""
    for at, said in ((NOW, SAID), (LATER, replace(SAID, delivery=" By  parcel\nin 2 days "))):
        with village.service.database.writing() as work:
            terms.change(work, village.actor, village.product_id, said, at)
    row = _row(village)
    assert terms.terms_of(row) == SAID
    assert (row.version, row.checked_at) == (2, LATER)


def test_strangers_may_neither_read_nor_change_them(village: Village) -> None:
    """A helper of another station is told of no such product."""
    with pytest.raises(ProductUnknown), village.service.database.writing() as work:
        terms.change(work, village.stranger, village.product_id, SAID, NOW)
    assert terms.terms_of(_row(village)) == Terms()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("delivery", replace(SAID, delivery="x" * 201)),
        ("returns", replace(SAID, returns="a\x1bb")),
        ("contact", replace(SAID, contact="x" * 101)),
        ("harvest_start", replace(SAID, harvest_start="1 November")),
        ("harvest_start", replace(SAID, harvest_start="")),
        ("harvest_end", replace(SAID, harvest_end="2026-10-01")),
        ("harvest_end", replace(SAID, harvest_end="2028-01-01")),
    ],
)
def test_what_no_page_could_show_is_refused(village: Village, key: str, said: Terms) -> None:
    """Too long, or with signs that no line of text has: named by its key, nothing is changed."""
    with pytest.raises(ProductKeyWrong) as wrong, village.service.database.writing() as work:
        terms.change(work, village.actor, village.product_id, said, NOW)
    assert wrong.value.key == key
    assert terms.terms_of(_row(village)) == Terms()


def test_a_changed_harvest_is_compared_with_clips_again(village: Village) -> None:
    """Once, when it changed; a clip that was not checked yet will be anyway."""
    asked = select(func.count()).where(JobRow.stage == Stage.CHECK)
    for checked, said, jobs in (
        (None, SAID, 0),
        (NOW, replace(SAID, stock=Stock.OUT), 0),
        (NOW, replace(SAID, harvest_end="2026-12-31"), 1),
    ):
        with village.service.database.writing() as work:
            work.get_one(ClipRow, village.clip_id).checked_at = checked
            terms.change(work, village.actor, village.product_id, said, NOW)
            assert work.scalar(asked) == jobs
