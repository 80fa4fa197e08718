"""What was found out, in real browsers: the helper's panel and the farmer's page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from api.sessions import cookie_name
from tests.browser.farm.conftest import Live
from tests.browser.studio.conftest import DESK
from tests.stations import NOW, Village, colleague
from tests.web.tools import WebTools
from vidcommerce.accounts import sessions
from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.documents import read_json
from vidcommerce.flags import repository as flags
from vidcommerce.flags.farmer_words import for_farmer
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.language import words
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import Span
from vidcommerce.reviews.tables import PlanRow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = ViewportSize(width=360, height=740)


@pytest.fixture
def claimed(film: Village) -> Flag:
    """A claim in the first subtitle of the draft, at a station whose rules bar it when upheld."""
    with film.service.database.writing() as work:
        clip = work.get_one(ClipRow, film.clip_id)
        plan = read_json(EditPlan, work.get_one(PlanRow, clip.plan_id).plan)
        text = plan.cues[0].lines[0].split()[-1]
        evidence = {"text": text, "law": "the law", "instead": "say what it is"}
        flag = Flag(Kind.CLAIM_ABSOLUTE, Severity.QUESTION, "test", evidence, Span(100, 900))
        flags.replace(work, film.clip_id, "test", [flag], NOW)
        work.get_one(StationRow, film.station_id).region = "CN"
    return flag


@contextlib.contextmanager
def _at(
    browser: Browser, live: Live, person_id: str, path: str, size: ViewportSize = DESK
) -> Iterator[Page]:
    """Open a page as a person, in a browser of their own."""
    with live.service.database.writing() as work:
        person = work.get_one(PersonRow, person_id)
        person.language = "en"
        begun = sessions.begin(work, person, now_ms(), proved=True, device="a test")
    context = browser.new_context(viewport=size)
    name = cookie_name(live.service)
    context.add_cookies([{"name": name, "value": begun.secret, "url": live.address}])
    page = context.new_page()
    page.goto(live.address + path)
    yield page
    context.close()


def test_a_helper_goes_to_the_words_asks_about_them_and_answers(
    claimed: Flag, studio: Page
) -> None:
    """One press leads to the letters; another begins a question; upheld, it bars the video."""
    text = str(claimed.evidence["text"])
    expect(studio.locator("#verdict")).to_have_text(
        "It may be published; shoppers will read what was found."
    )
    studio.get_by_role("button", name="Change this line").click()
    studio.wait_for_function(
        "text => { const f = document.activeElement;"
        " return f.value?.slice(f.selectionStart, f.selectionEnd) === text; }",
        arg=text,
    )
    studio.get_by_role("button", name="Ask the farmer about this").click()
    window = studio.get_by_role("dialog")
    told = " ".join(for_farmer(claimed, words("zh")))  # the farmer's language, not the helper's
    expect(window.locator("textarea")).to_have_value(told)
    expect(window.locator("select")).to_have_value("unclear")
    window.get_by_role("button", name="Cancel").click()
    studio.get_by_role("button", name="It is so", exact=True).click()
    expect(studio.locator("#verdict")).to_contain_text("must be mended first")


def test_a_farmer_reads_what_was_upheld_and_asks_another_person(
    browser: Browser, live: Live, film: Village, claimed: Flag, web_tools: WebTools
) -> None:
    """On a small phone; the other person answers on the page that needs no scripts."""
    address = f"/review/{film.clip_id}"
    with _at(browser, live, film.helper.id, address) as page:
        page.get_by_text("Answer", exact=True).click()
        page.get_by_role("button", name="It is so", exact=True).click()
        expect(page.locator(".barred")).to_contain_text("must be mended")
    video = f"/farm/videos/{film.clip_id}"
    with _at(browser, live, film.farmer.id, video, PHONE) as page:
        expect(page.locator("#found")).to_contain_text(f"You say “{claimed.evidence['text']}”.")
        assert web_tools.access_faults(page) == []
        page.locator("#found").get_by_role("button").click()
        expect(page.locator("#found")).to_contain_text("Another person looks at it.")
    other = colleague(film)
    with _at(browser, live, other.person_id, "/review") as page:
        page.locator(f'a[href="{address}#found"]').click()
        page.get_by_label("Why? A few words").fill("It is the orchard's name")
        page.get_by_role("button", name="It is not so", exact=True).click()
        expect(page.locator("#approve")).to_be_visible()
    with _at(browser, live, film.farmer.id, video, PHONE) as page:
        expect(page.locator("#found")).to_contain_text("you are right. It is the orchard's name")
