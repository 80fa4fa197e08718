"""The list of drafts, and having one, in real browsers: two people of one station."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from api.sessions import cookie_name
from tests.browser.farm.conftest import Live
from tests.browser.studio.conftest import DESK
from tests.browser.studio.numbered import hamlet
from tests.stations import NOW, Village, colleague
from tests.web.tools import WebTools
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Actor, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.flags import repository as flags
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.reviews import appeals, holds
from vidcommerce.reviews import service as reviews
from vidcommerce.reviews.reasons import Reason
from vidcommerce.reviews.service import Refusal
from vidcommerce.reviews.tables import DecisionRow, HoldRow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def pair(live: Live) -> tuple[Village, Village]:
    """Two drafts that wait, the older one first."""
    older = hamlet(live.service)
    newer = hamlet(live.service, older.station_id)
    with live.service.database.writing() as work:
        work.get_one(ClipRow, newer.clip_id).created_at = NOW + 1
    return older, newer


@contextlib.contextmanager
def _at(browser: Browser, live: Live, person_id: str, path: str) -> Iterator[Page]:
    """Open a page as a person, in a browser of their own."""
    with live.service.database.writing() as work:
        person = work.get_one(PersonRow, person_id)
        person.language = "en"
        begun = sessions.begin(work, person, now_ms(), proved=True, device="a test")
    context = browser.new_context(viewport=DESK)
    name = cookie_name(live.service)
    context.add_cookies([{"name": name, "value": begun.secret, "url": live.address}])
    page = context.new_page()
    page.goto(live.address + path)
    yield page
    context.close()


def _held(village: Village) -> str | None:
    with village.service.database.reading() as work:
        row = work.get(HoldRow, village.clip_id)
        return row.person_id if row else None


def _state(village: Village) -> str:
    with village.service.database.reading() as work:
        return work.get_one(ClipRow, village.clip_id).state


def test_from_draft_to_draft_by_keyboard(
    browser: Browser, live: Live, pair: tuple[Village, Village]
) -> None:
    """Down, up, into the oldest by N; the list is not thrown away under one's focus."""
    older, newer = pair
    with _at(browser, live, older.helper.id, "/review") as page:
        links = page.locator("#waiting a.draft")
        expect(links).to_have_count(2)
        page.keyboard.press("ArrowDown")
        expect(links.nth(0)).to_be_focused()
        page.keyboard.press("j")
        expect(links.nth(1)).to_be_focused()
        with live.service.database.writing() as work:
            work.get_one(ClipRow, newer.clip_id).changed_at += 1
        with page.expect_response(lambda answer: answer.url.endswith("/review")):
            pass  # the list comes anew by itself
        expect(links.nth(1)).to_be_focused()
        page.keyboard.press("/")
        expect(page.locator("#look")).to_be_focused()
        page.keyboard.type("nothing like that n")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Nothing that you look for waits here.")).to_be_visible()
        page.get_by_role("link", name="Show all").click()
        expect(links).to_have_count(2)
        page.get_by_label("With questions").check()
        expect(page.get_by_text("Nothing that you look for waits here.")).to_be_visible()
        page.go_back()
        page.keyboard.press("n")  # a letter that was meant for nothing does nothing
        page.keyboard.press("ArrowDown")
        expect(links.nth(0)).to_be_focused()
        page.keyboard.press("n")
        page.wait_for_url(f"**/{older.clip_id}")


def test_two_people_never_have_one_draft(
    browser: Browser, live: Live, pair: tuple[Village, Village]
) -> None:
    """On the plain page: told who has it, taken over by a lead, given back by leaving."""
    older, _ = pair
    path = f"/review/{older.clip_id}"
    lead = colleague(older, Role.LEAD, "Lead Sun")
    with (
        _at(browser, live, older.helper.id, path) as mine,
        _at(browser, live, lead.person_id, "/review") as theirs,
    ):
        expect(mine.locator("#approve")).to_be_enabled()
        expect(theirs.get_by_text("Helper Wang has it open")).to_be_visible(timeout=15_000)
        theirs.goto(live.address + path)
        expect(theirs.get_by_text("Helper Wang has this draft open now.")).to_be_visible()
        expect(theirs.locator("#approve")).to_have_attribute("inert", "")
        assert _held(older) == older.helper.id
        theirs.get_by_role("button", name="Take it over").click()
        expect(theirs.locator("#hold")).to_be_hidden()
        assert _held(older) == lead.person_id
        mine.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        expect(mine.get_by_text("Lead Sun has taken this draft over.")).to_be_visible()
        theirs.goto(f"{live.address}/review")
        deadline = time.monotonic() + 10
        while _held(older) is not None:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_decision_leads_to_the_next_draft(
    browser: Browser, live: Live, pair: tuple[Village, Village]
) -> None:
    """The moment at which the video stands is what the farmer is asked about; a flag is told."""
    older, _ = pair
    with _at(browser, live, older.helper.id, f"/review/{older.clip_id}") as page:
        page.evaluate("document.getElementById('video').currentTime = 0.3")
        page.wait_for_function("!document.getElementById('video').seeking")
        page.locator(".refuse summary").click()
        expect(page.locator("#refuse-at")).to_have_value("0:00.30")
        page.get_by_label("Why not?").select_option("too_dark")
        page.get_by_role("button", name="Ask the farmer").click()
        page.wait_for_url("**/review")
    assert _state(older) == State.SENT_BACK
    with live.service.database.reading() as work:
        decision = work.query(DecisionRow).filter_by(clip_id=older.clip_id).one()
        assert decision.frame == 9
        assert live.service.store.has(decision.picture)


def test_axe_finds_nothing_in_the_list_and_on_the_plain_page(
    browser: Browser, live: Live, pair: tuple[Village, Village], web_tools: WebTools
) -> None:
    """With a filter, who has it, a question, an appeal, open forms; at both sizes."""
    older, newer = pair
    question = Flag(Kind.TIME_AHEAD, Severity.QUESTION, "test", {"day": "2026-01-01"})
    farmer = Actor(newer.farmer.id, Role.FARMER, newer.station_id)
    why = Refusal(Reason.NOT_TRUE)
    with live.service.database.writing() as work:
        flags.replace(work, older.clip_id, "test", [question], NOW)
        holds.claim(work, newer.actor, work.get_one(ClipRow, older.clip_id), now_ms())
        reviews.reject(work, newer.actor, newer.clip_id, 1, why, NOW)
        appeals.appeal(work, farmer, newer.clip_id, "It is true", NOW + 1)
    with _at(browser, live, older.helper.id, "/review?words=oranges") as page:
        expect(page.get_by_text("Helper Wang has it open")).to_be_visible()
        for path in (
            "/review?words=oranges",
            f"/review/{older.clip_id}",
            f"/review/{newer.clip_id}",
        ):
            page.goto(live.address + path)
            for width, height in ((1366, 768), (820, 1180)):
                page.set_viewport_size({"width": width, "height": height})
                page.evaluate(
                    "document.querySelectorAll('details').forEach((d) => (d.open = true))"
                )
                assert web_tools.access_faults(page) == [], path
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, path
