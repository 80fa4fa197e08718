"""From a comment that is kept back to another person's answer, in real browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from api.sessions import cookie_name
from tests.browser.conftest import Bundle
from tests.browser.farm.conftest import Live, live
from tests.browser.test_review import draw
from tests.comments.boards import RUDE
from tests.stations import Village, settle
from vidcommerce.accounts import sessions
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State as ClipState
from vidcommerce.comments import service as comments
from vidcommerce.comments.actions import Cause
from vidcommerce.comments.kinds import Kind
from vidcommerce.comments.states import Event
from vidcommerce.comments.tables import CommentRow
from vidcommerce.db import now_ms
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow

__all__ = ["live"]  # a fixture for this file too
pytestmark = [pytest.mark.browser, pytest.mark.slow]

_PHONE = ViewportSize(width=360, height=740)


@pytest.fixture
def page_here(live: Live, bundle: Bundle) -> tuple[Village, PublicationRow]:
    """A village and the page of its published video."""
    made = settle(live.service)
    draw(made, bundle)
    made.set_state(ClipState.PUBLISHING)
    return made, publishing.publish(live.service, made.clip_id, now_ms())


@contextmanager
def _open(browser: Browser, live: Live, person_id: str = "") -> Iterator[Page]:
    """Open a browser on a phone, as somebody or as a shopper; what it complains about fails."""
    context = browser.new_context(viewport=_PHONE, locale="en")
    if person_id:
        with live.service.database.writing() as work:
            person = work.get_one(PersonRow, person_id)
            person.language = "en"
            begun = sessions.begin(work, person, now_ms(), proved=True, device="a test")
        name = cookie_name(live.service)
        context.add_cookies([{"name": name, "value": begun.secret, "url": live.address}])
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def test_kept_back_told_asked_and_answered(
    browser: Browser, live: Live, page_here: tuple[Village, PublicationRow]
) -> None:
    """The writer is told at once and why, asks, and reads another person's answer: it is shown."""
    village, publication = page_here
    with _open(browser, live) as shopper, _open(browser, live, village.helper.id) as moderator:
        shopper.goto(f"{live.address}/v/{publication.slug}/")
        form = shopper.locator("#comments form")
        form.locator("[name=name]").fill("Mei")
        form.locator("[name=text]").fill(RUDE)
        form.locator("[type=submit]").click()
        expect(form.locator(".note")).to_contain_text("A program keeps it back")
        shopper.locator("#comments .own a").first.click()
        expect(shopper.get_by_text("It insults or threatens somebody.").first).to_be_visible()
        shopper.get_by_label("What should they know?").fill("We always talk like that.")
        shopper.get_by_role("button", name="Ask for another person to look").click()
        expect(shopper.get_by_text("Nobody has answered yet.")).to_be_visible()
        moderator.goto(f"{live.address}/moderate")
        moderator.get_by_role("link", name="Asked to look again: 1").click()
        expect(moderator.get_by_text("We always talk like that.")).to_be_visible()
        moderator.get_by_label("Your answer to the writer").fill("Fair enough.")
        moderator.get_by_role("button", name="Show it").click()
        expect(moderator.get_by_text("Nobody has asked.")).to_be_visible()
        shopper.reload()
        expect(shopper.get_by_text("it is shown again")).to_contain_text("Fair enough.")
        expect(shopper.locator("#bought")).to_be_visible()


def test_a_question_is_answered_on_the_phone(
    browser: Browser, live: Live, page_here: tuple[Village, PublicationRow]
) -> None:
    """Asked on the page, let through, answered by the farmer, read below the question."""
    village, publication = page_here
    with _open(browser, live) as shopper, _open(browser, live, village.farmer.id) as farmer:
        shopper.goto(f"{live.address}/v/{publication.slug}/")
        form = shopper.locator("#comments form")
        form.locator("[name=name]").fill("Mei")
        form.locator("[name=text]").fill("When do you pick them?")
        form.locator("[name=kind]").check()
        form.locator("[type=submit]").click()
        expect(form.locator(".note")).to_contain_text("Waiting")
        with live.service.database.writing() as work:
            row = work.scalars(select(CommentRow).where(CommentRow.kind == Kind.QUESTION)).one()
            comments.decide(work, row, Event.LET_THROUGH, now_ms(), Cause(village.helper.id))
        farmer.goto(f"{live.address}/farm")
        farmer.get_by_role("link", name="Questions for you: 1").click()
        expect(farmer.get_by_text("When do you pick them?")).to_be_visible()
        expect(farmer.locator("[data-speak]")).to_be_visible()
        farmer.get_by_label("Your answer").fill("In November.")
        farmer.get_by_role("button", name="Answer").click()
        expect(farmer.get_by_text("Nobody is waiting for an answer.")).to_be_visible()
        shopper.goto(f"{live.address}/v/{publication.slug}/comments")
        expect(shopper.locator(".replies")).to_contain_text("In November.")
        shopper.get_by_role("button", name=re.compile("I want to know that")).click()
        expect(shopper.locator(".replies")).to_be_visible()
