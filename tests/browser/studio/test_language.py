"""A second language in the studio: typed beside the subtitles, saved with the plan."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.stations import Village
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import read_json
from vidcommerce.media.plan import EditPlan
from vidcommerce.reviews.tables import PlanRow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _saved(film: Village) -> EditPlan:
    with film.service.database.reading() as work:
        clip = work.get_one(ClipRow, film.clip_id)
        return read_json(EditPlan, work.get_one(PlanRow, clip.plan_id).plan)


def test_a_line_is_translated_beside_its_subtitle(studio: Page, film: Village) -> None:
    """In the same frames, from the keyboard; undo takes a letter's worth back, not the language."""
    studio.get_by_label("Second language").select_option("+zh")
    line = studio.get_by_label("Translation of subtitle 2,")
    line.click()
    studio.keyboard.type("来自山上")
    studio.keyboard.press("Control+s")
    bar = studio.locator("#studio-bar")
    expect(bar.get_by_text("Version 2")).to_be_visible()
    (translation,) = _saved(film).translations
    assert translation.language == "zh"
    assert [(cue.frames, cue.lines) for cue in translation.cues] == [
        (_saved(film).cues[1].frames, ("来自山上",))
    ]
    studio.get_by_role("button", name="Undo", exact=True).click()
    expect(line).to_have_value("")
