"""The page of what helpers change, and its table for spreadsheets."""

from __future__ import annotations

import csv
import io

from tests.api.conftest import People
from tests.stations import Village
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.db import now_ms
from vidcommerce.studio.differing import LABELS, Kind
from vidcommerce.studio.learning import DRAFTS, UNTOUCHED, month_of
from vidcommerce.studio.tables import ChangeCountRow


def _count(village: Village) -> None:
    counts = {DRAFTS: 4, UNTOUCHED: 1, Kind.LINE_CHANGED: 6, Kind.CUT_REMOVED: 1}
    with village.service.database.writing() as work:
        work.get_one(PersonRow, village.farmer.id).name = "=Li<b>"
        work.add_all(
            ChangeCountRow(
                farmer_id=village.farmer.id, station_id=village.station_id,
                month=month_of(now_ms()), kind=kind, count=many,
            )
            for kind, many in counts.items()
        )  # fmt: skip


def test_what_is_changed_most_stands_first(village: Village, people: People) -> None:
    """How often, for ten videos, and by farmer for each stage; names are text."""
    helper = people(Role.HELPER, village.station_id)
    assert "No video was approved" in helper.client.get("/insights/changes").text
    _count(village)
    html = helper.client.get("/insights/changes?months=1").text
    assert html.index("Words of a line changed") < html.index("Cut brought back")
    assert '<td class="n">6</td><td class="n">15</td>' in html
    assert "=Li&lt;b&gt;</th>" in html
    assert "<strong>6</strong>" in html
    assert "/insights/changes" in helper.client.get("/insights").text


def test_the_table_has_every_kind(village: Village, people: People) -> None:
    """One row a farmer; a name that is a formula stays a name."""
    _count(village)
    lead = people(Role.LEAD, village.station_id)
    sent = lead.client.get("/insights/changes/table.csv")
    assert sent.headers["content-disposition"] == 'attachment; filename="changes-3.csv"'
    header, row = csv.reader(io.StringIO(sent.content.decode("utf-8-sig"), newline=""))
    assert len(header) == 3 + len(set(Kind) - LABELS)
    assert row[:3] == ["'=Li<b>", "4", "1"]
    assert row[header.index("Cut brought back")] == "1"
    stranger = people(Role.HELPER)
    assert "=Li" not in stranger.client.get("/insights/changes/table.csv").text
