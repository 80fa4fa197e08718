"""Comments on a phone, in real browsers: a second, a reply, being refused, reporting, hiding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import update

from tests.browser.conftest import Bundle
from tests.browser.farm.conftest import Live, live
from tests.browser.test_review import draw
from tests.stations import settle
from tests.web.tools import WebTools
from vidcommerce.clips.states import State as ClipState
from vidcommerce.comments.tables import CommentRow, WriterRow
from vidcommerce.db import now_ms
from vidcommerce.publishing import service as publishing

__all__ = ["live"]  # a fixture for this file too
pytestmark = [pytest.mark.browser, pytest.mark.slow]

_PHONE = ViewportSize(width=360, height=740)


@pytest.fixture
def address(live: Live, bundle: Bundle) -> str:
    """The page of a published video."""
    made = settle(live.service)
    draw(made, bundle)
    made.set_state(ClipState.PUBLISHING)
    row = publishing.publish(live.service, made.clip_id, now_ms())
    return f"{live.address}/v/{row.slug}/"


@contextmanager
def _phone(browser: Browser, *, script: bool = True) -> Iterator[Page]:
    """Open a shopper's browser; what its scripts trip over fails the test."""
    context = browser.new_context(
        viewport=_PHONE, locale="en", java_script_enabled=script, bypass_csp=True
    )
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def _trust(live: Live) -> None:
    """Have what was written shown, and who wrote known as somebody whose comments are approved."""
    with live.service.database.writing() as work:
        work.execute(update(CommentRow).values(state="shown"))
        work.execute(update(WriterRow).values(approved=5))


def _write(page: Page, text: str, name: str = "Mei") -> None:
    page.get_by_label("Your name").fill(name)
    page.locator("#comments textarea").fill(text)
    page.get_by_role("button", name="Send").click()


def _fits(page: Page) -> bool:
    """Tell whether nothing can be pushed sideways."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= _PHONE["width"]


def test_a_second_a_question_and_a_reply(
    browser: Browser, live: Live, address: str, web_tools: WebTools
) -> None:
    """A tap names the second that is seen, another leads back there; a reply stands below."""
    with _phone(browser) as mei, _phone(browser) as li:
        mei.goto(address)
        _write(mei, "First!")
        expect(mei.locator("#comments .note")).to_contain_text("Waiting")
        _trust(live)
        mei.evaluate("() => { const v = document.querySelector('video'); v.pause(); }")
        mei.evaluate("document.querySelector('video').currentTime = 2.5")
        mei.get_by_role("button", name="Say something about this second").click()
        expect(mei.get_by_role("button", name="About 0:02 of the video")).to_be_visible()
        mei.get_by_label("This is a question to the farmer").check()
        _write(mei, "What is that?")
        expect(mei.locator("#comments .note")).to_contain_text("It is shown.")
        li.goto(address)
        asked = li.locator("#comments li").filter(has_text="What is that?")
        expect(asked).to_contain_text("question")
        li.evaluate("document.querySelector('video').pause()")
        asked.get_by_role("button", name="0:02").click()
        assert 2.4 <= li.evaluate("document.querySelector('video').currentTime") < 3.9
        asked.get_by_role("button", name="Reply").click()
        expect(li.locator("#comments .to")).to_contain_text("You answer Mei.")
        _write(li, "That is the leaf.", "Li")
        expect(li.locator("#comments .note")).to_contain_text("Waiting")
        _trust(live)
        mei.reload()
        expect(mei.locator("#comments li li")).to_contain_text("That is the leaf.")
        assert web_tools.access_faults(mei) == []
        assert _fits(mei)


def test_who_is_refused_keeps_the_words(browser: Browser, address: str) -> None:
    """The page says why, and what was typed still stands there."""
    with _phone(browser) as mei:
        mei.goto(address)
        for _ in range(6):
            _write(mei, "Oranges for everybody!")
            expect(mei.locator("#comments textarea")).to_have_value("")
        _write(mei, "Oranges for everybody!")
        expect(mei.locator("#comments .note")).to_contain_text("This was not sent. The same was")
        expect(mei.locator("#comments textarea")).to_have_value("Oranges for everybody!")
        expect(mei.locator("#comments li.own")).to_have_count(6)


def test_reporting_and_hiding(
    browser: Browser, live: Live, address: str, web_tools: WebTools
) -> None:
    """A reader says what is wrong, hides who wrote it, and sees them no more."""
    with _phone(browser) as mei, _phone(browser) as li:
        mei.goto(address)
        _write(mei, "Something rude")
        expect(mei.locator("#comments li.own")).to_have_count(1)
        _trust(live)
        li.goto(address)
        li.get_by_role("link", name="Report or hide").click()
        assert web_tools.access_faults(li) == []
        li.get_by_label("It insults or threatens somebody").check()
        li.get_by_role("button", name="Send").click()
        expect(li.get_by_role("status")).to_contain_text("Thank you.")
        li.get_by_role("button", name="Hide everything that this person writes").click()
        expect(li.get_by_text("Something rude")).to_have_count(0)
        li.goto(address)
        expect(li.get_by_text("No comments yet.")).to_be_visible()
        mei.reload()
        expect(mei.get_by_text("Something rude")).to_be_visible()


def test_all_of_it_without_scripts(
    browser: Browser, live: Live, address: str, web_tools: WebTools
) -> None:
    """Written, followed, changed, answered, found again on one's own page, and deleted."""
    with _phone(browser, script=False) as mei:
        mei.goto(f"{address}comments")
        mei.get_by_label("Your name").fill("Mei")
        mei.get_by_label("Your comment").fill("Sweet")
        mei.get_by_label("Second of the video").fill("0:02")
        mei.get_by_role("button", name="Send").click()
        expect(mei.get_by_role("status")).to_contain_text("Waiting")
        mei.get_by_label("Your comment").fill("Very sweet")
        mei.get_by_role("button", name="Change it").click()
        _trust(live)
        mei.reload()
        mei.get_by_role("link", name="See it on the page").click()
        expect(mei.get_by_role("link", name="0:02")).to_be_visible()
        mei.get_by_role("link", name="Reply").click()
        mei.get_by_label("Your name").fill("Mei")
        mei.get_by_label("Your reply").fill("And juicy")
        mei.get_by_role("button", name="Send").click()
        expect(mei.get_by_role("status")).to_contain_text("It is shown.")
        mei.goto(f"{address}comments")
        assert _fits_without_scripts(mei)
        mei.get_by_role("link", name="What you have written").click()
        mei.get_by_role("link", name="And juicy").click()
        mei.get_by_role("button", name="Delete it for ever").click()
        expect(mei.get_by_role("status")).to_contain_text("You have deleted it.")
    with _phone(browser) as li:
        for path in ("comments", "../../comments/you"):
            li.goto(f"{address}{path}")
            assert web_tools.access_faults(li) == []
            assert _fits(li)


def _fits_without_scripts(page: Page) -> bool:
    box = page.locator("main").bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= _PHONE["width"]
