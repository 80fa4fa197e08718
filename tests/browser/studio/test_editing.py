"""A draft is put right in the studio: from the first word to the farmer's question."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from api.sessions import cookie_name
from tests.browser.farm.conftest import Live
from tests.stations import Village
from tests.web.tools import WebTools
from vidcommerce.accounts import sessions
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.documents import read_json
from vidcommerce.media.plan import EditPlan
from vidcommerce.reviews.tables import PlanRow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_TABLET = ViewportSize(width=820, height=1180)


def _plan(village: Village) -> EditPlan:
    with village.service.database.reading() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        return read_json(EditPlan, work.get_one(PlanRow, clip.plan_id).plan)


def _texts(village: Village) -> list[str]:
    return ["\n".join(cue.lines) for cue in _plan(village).cues]


def _lines(page: Page) -> list[str]:
    return [line.input_value() for line in page.locator("textarea.line").all()]


def _tell(page: Page, place: str) -> None:
    expect(page.locator("#studio-bar .where")).to_have_text(re.compile(place))


def _panel(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


@pytest.fixture
def second(browser: Browser, live: Live, film: Village) -> Iterator[Page]:
    """The same draft before another helper of the station."""
    with film.service.database.writing() as work:
        first = work.get_one(PersonRow, film.helper.id)
        other = PersonRow(
            id=new_id(), station_id=first.station_id, role=first.role, name="Helper Zhao",
            language="en", created_at=now_ms(),
        )  # fmt: skip
        work.add(other)
        work.flush()
        begun = sessions.begin(work, other, now_ms(), proved=True, device="a test")
    context = browser.new_context()
    name = cookie_name(film.service)
    context.add_cookies([{"name": name, "value": begun.secret, "url": live.address}])
    page = context.new_page()
    yield page
    context.close()


def test_lines_cuts_and_music_are_put_right_saved_compared_and_brought_back(
    studio: Page, film: Village
) -> None:
    """All of it by keys and named buttons; undo and redo go over all of it; nothing is lost."""
    page = studio
    line = page.get_by_label(re.compile("^Subtitle 2,"))
    line.click()
    page.keyboard.press("End")
    page.keyboard.type("s")
    expect(page.locator("#studio-timeline")).to_contain_text("from the hills")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+Enter")
    assert _lines(page) == ["Sweet oranges", "from the", "hills", "picked today"]
    page.keyboard.press("Control+z")
    assert _lines(page) == ["Sweet oranges", "from the hills", "picked today"]
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+z")

    _panel(page, "Cuts")
    cuts = page.get_by_role("button", name=re.compile("Bring back what is cut"))
    expect(cuts).to_have_count(4)
    cuts.nth(1).click()
    expect(cuts).to_have_count(3)
    _panel(page, "Music")
    page.get_by_label("No music").check()
    _tell(page, "kept for you")

    page.keyboard.press("Control+s")
    _tell(page, "^Saved$")
    plan = _plan(film)
    assert _texts(film) == ["Sweet oranges", "from the hills", "picked today"]
    assert (len(plan.segments), plan.music) == (2, None)

    _panel(page, "Versions")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("What is different in version 2 from version 1:")).to_be_visible()
    expect(page.locator("#panel [role=status] li")).not_to_have_count(0)
    page.get_by_role("button", name="Bring back version 1").click()
    expect(page.get_by_text("Version 1 is back, as a new version.")).to_be_visible()
    assert _lines(page) == ["Sweet oranges", "from the hill", "picked today"]
    assert len(_plan(film).segments) == 3


def test_words_are_found_replaced_and_measured_while_one_types(studio: Page) -> None:
    """Where it is too long is said at once; a line that is emptied is gone."""
    page = studio
    expect(page.locator("textarea.line")).to_have_count(3)
    page.keyboard.press("Control+f")
    page.keyboard.type("O")
    expect(page.get_by_role("search")).to_contain_text("1 of 3 places")
    page.get_by_label("Replace by").fill("0")
    page.get_by_role("button", name="Replace all").click()
    assert _lines(page) == ["Sweet 0ranges", "fr0m the hill", "picked t0day"]
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    first = page.get_by_label(re.compile("^Subtitle 1,"))
    first.fill("Sweet oranges that nobody has ever seen before, and more")
    expect(page.get_by_text("Line 1 is")).to_be_visible()
    first.fill("")
    page.keyboard.press("Tab")
    expect(page.locator("textarea.line")).to_have_count(2)


def test_a_line_is_emptied_and_input_methods_are_let_alone(studio: Page) -> None:
    """Emptied, a line comes back, or goes without taking along where one types next."""
    page, track = studio, studio.locator("#studio-timeline")
    first = page.get_by_label(re.compile("^Subtitle 1,"))
    second = page.get_by_label(re.compile("^Subtitle 2,"))
    second.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+z")
    assert _lines(page) == ["Sweet oranges", "from the hill", "picked today"]

    keyboard = page.context.new_cdp_session(page)
    page.keyboard.press("End")
    composing = {"text": "ni", "selectionStart": 2, "selectionEnd": 2}
    keyboard.send("Input.imeSetComposition", composing)
    page.keyboard.press("Alt+Enter")
    page.keyboard.press("Alt+Delete")
    assert _lines(page) == ["Sweet oranges", "from the hillni", "picked today"]
    expect(track).not_to_contain_text("hillni")
    keyboard.send("Input.insertText", {"text": "你"})
    expect(track).to_contain_text("from the hill你")

    first.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    second.click()
    expect(page.locator("textarea.line")).to_have_count(2)
    page.keyboard.press("End")
    page.keyboard.type("!")
    assert _lines(page) == ["from the hill你!", "picked today"]

    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Alt+Delete")
    assert _lines(page) == ["picked today"]

    page.keyboard.press("Control+f")
    page.keyboard.type("ab")
    page.keyboard.press("Control+z")
    assert _lines(page) == ["picked today"]
    escape = "new KeyboardEvent('keydown', {key: 'Escape', isComposing: true, bubbles: true})"
    page.get_by_role("search").locator("input").first.evaluate(
        f"field => field.dispatchEvent({escape})"
    )
    expect(page.get_by_role("search")).to_be_visible()


def test_without_a_network_work_goes_on_and_is_saved_when_it_is_back(
    studio: Page, film: Village
) -> None:
    """What one asked to save is saved then; leaving before asks."""
    page = studio
    page.context.set_offline(True)
    page.get_by_label(re.compile("^Subtitle 3,")).fill("picked at dawn")
    page.keyboard.press("Control+s")
    _tell(page, "No network")
    asked = page.evaluate("() => !dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    assert asked
    page.context.set_offline(False)
    _tell(page, "^Saved$")
    assert _texts(film)[2] == "picked at dawn"


def test_what_was_not_saved_is_there_again(studio: Page, film: Village) -> None:
    """The laptop was closed; nothing was drawn for it."""
    page = studio
    page.get_by_label(re.compile("^Subtitle 1,")).fill("Sour oranges")
    _tell(page, "kept for you")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("textarea.line").first).to_have_value("Sour oranges")
    assert _texts(film)[0] == "Sweet oranges"
    page.keyboard.press("Control+z")
    _tell(page, "^Saved$")


def test_two_helpers_on_one_draft_lose_nothing(
    studio: Page, second: Page, film: Village, live: Live
) -> None:
    """What they changed apart goes together; the same line is for the later one to choose."""
    second.goto(f"{live.address}/studio/{film.clip_id}")
    expect(second.locator("textarea.line")).to_have_count(3)
    expect(second.locator("#studio-told")).to_contain_text("Helper Wang has this draft open")
    expect(second.get_by_role("button", name="Approve and publish")).to_be_disabled()
    studio.get_by_label(re.compile("^Subtitle 1,")).fill("Sweetest oranges")
    studio.get_by_label(re.compile("^Subtitle 3,")).fill("picked by me")
    studio.keyboard.press("Control+s")
    _tell(studio, "^Saved$")
    second.get_by_label(re.compile("^Subtitle 1,")).fill("Big oranges")
    second.get_by_label(re.compile("^Subtitle 2,")).fill("from our hill")
    second.keyboard.press("Control+s")
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("Sweetest oranges")
    dialog.get_by_label(re.compile("Yours")).check()
    dialog.get_by_role("button", name="Go on with this").click()
    assert _lines(second) == ["Big oranges", "from our hill", "picked by me"]
    second.keyboard.press("Control+s")
    _tell(second, "^Saved$")
    assert _texts(film) == ["Big oranges", "from our hill", "picked by me"]
    expect(studio.locator("textarea.line").first).to_have_value("Big oranges")


def test_the_farmer_is_asked_about_the_second_that_is_shown(studio: Page, film: Village) -> None:
    """With a reason and plain words; the draft is the farmer's then."""
    page = studio
    page.get_by_role("button", name="Ask the farmer").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why?").select_option("other")
    dialog.get_by_role("button", name="Ask the farmer").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Please write in a few words")
    dialog.get_by_label("In your own words, for the farmer").fill("Which oranges are these?")
    dialog.get_by_role("button", name="Ask the farmer").click()
    page.wait_for_url(re.compile("/review"))
    with film.service.database.reading() as work:
        assert work.get_one(ClipRow, film.clip_id).state == State.SENT_BACK


def test_a_draft_is_approved_once_it_is_saved_and_drawn(studio: Page, film: Village) -> None:
    """Not before: what is published is what was watched; the page goes on by itself."""
    page = studio
    approve = page.get_by_role("button", name="Approve and publish")
    expect(approve).to_be_enabled()
    page.get_by_label(re.compile("^Subtitle 1,")).fill("Sweet big oranges")
    expect(approve).to_be_disabled()
    page.keyboard.press("Control+s")
    _tell(page, "^Saved$")
    expect(approve).to_be_disabled()
    film.rendered()
    expect(approve).to_be_enabled()
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_url(re.compile("/review"))
    with film.service.database.reading() as work:
        assert work.get_one(ClipRow, film.clip_id).state == State.PUBLISHING


def test_axe_finds_nothing_at_a_desk_and_on_a_tablet(studio: Page, web_tools: WebTools) -> None:
    """With a line in hand, the search open, and a window over the page."""
    page = studio
    page.get_by_label(re.compile("^Subtitle 1,")).click()
    page.keyboard.press("Control+f")
    for name in ("Cuts", "Music"):
        _panel(page, name)
        assert web_tools.access_faults(page) == [], name
    page.get_by_role("button", name="Keys").click()
    page.set_viewport_size(_TABLET)
    assert web_tools.access_faults(page) == []
