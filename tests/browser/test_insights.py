"""The pages of numbers on a small phone: nothing cut off, nothing that some people can't use."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.sessions import cookie_name
from tests.browser.farm.conftest import SAMPLE, Live
from tests.insights.counted import count, count_seconds, public
from tests.stations import Village
from tests.web.tools import WebTools
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.insights.days import day_of
from vidcommerce.insights.kinds import Kind
from vidcommerce.publishing.tables import PublicationRow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


_OPEN = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture
def live(village: Village) -> Iterator[Live]:
    """The service of the village, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        made = Live(village.service, free.getsockname()[1])
    made.start()
    yield made
    made.stop()


def _counted(village: Village) -> str:
    """Have the village's page be watched for a while; returns the page's id."""
    with village.service.database.writing() as work:
        page, today = public(work, village.clip_id), day_of(now_ms())
        work.get_one(PublicationRow, page).published_at = now_ms()
        work.get_one(ClipRow, village.clip_id).state = State.PUBLISHED
        for day in range(20):
            count(work, page, today - day, {Kind.VIEW: 12_000 + day, Kind.CART: 345})
        seconds = {Kind.WATCHED: {0: 90, 1: 40}, Kind.LEFT: {0: 50}, Kind.TAPPED: {5: 6}}
        count_seconds(work, page, 1, seconds)
    _keep(village, SAMPLE / "orchard.mp4", "site/v/oranges/1/video.mp4")
    return page


def _keep(village: Village, file: Path, name: str) -> None:
    store = village.service.store
    with store.scratch() as folder:
        (folder / "file").write_bytes(file.read_bytes())
        store.put(name, folder / "file")


def _in(browser: Browser, live: Live, village: Village, role: Role, language: str) -> Page:
    """Open a small phone in which the farmer, or somebody else in a role, is signed in."""
    with village.service.database.writing() as work:
        person = work.get_one(PersonRow, village.farmer.id)
        if role is not Role.FARMER:
            person = PersonRow(
                id=new_id(), station_id=village.station_id, role=role, name="W", created_at=1
            )
            work.add(person)
            work.flush()
        person.language = language
        begun = sessions.begin(work, person, now_ms(), proved=True, device="a test")
    context = browser.new_context(viewport={"width": 360, "height": 740})
    name = cookie_name(village.service)
    context.add_cookies([{"name": name, "value": begun.secret, "url": live.address}])
    return context.new_page()


def _pages(browser: Browser, live: Live, village: Village, language: str) -> Iterator[Page]:
    """Open every page with numbers, as who may see it."""
    video = f"/insights/videos/{_counted(village)}"
    addresses = {
        Role.LEAD: ("/insights", video, "/station"),
        Role.FARMER: ("/farm", f"/farm/videos/{village.clip_id}"),
    }
    for role, paths in addresses.items():
        page = _in(browser, live, village, role, language)
        for path in paths:
            page.goto(live.address + path)
            page.evaluate(
                "() => document.querySelectorAll('details').forEach((d) => d.open = true)"
            )
            yield page
        page.context.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off(browser: Browser, live: Live, village: Village, language: str) -> None:
    """On 360 pixels no page is wider than the phone, and no number is wider than its place."""
    wide = """() => [...document.querySelectorAll("html, .figures li, .numbers .n")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML)"""
    for page in _pages(browser, live, village, language):
        assert page.evaluate(wide) == [], page.url


def test_everybody_can_read_the_numbers(
    browser: Browser, live: Live, village: Village, web_tools: WebTools
) -> None:
    """Axe finds nothing: names, contrast, tables, what is reached by keys."""
    for page in _pages(browser, live, village, "en"):
        assert web_tools.access_faults(page) == [], page.url


def test_the_pictures_lie_below_the_curve(browser: Browser, live: Live, village: Village) -> None:
    """As wide as it, so that a moment is below its number; a bar tells its own."""
    video = f"/insights/videos/{_counted(village)}"
    page = _in(browser, live, village, Role.HELPER, "en")
    page.goto(live.address + video)
    strip, curve = page.locator(".strip"), page.locator("svg[aria-labelledby^=played]")
    strip.scroll_into_view_if_needed()
    expect(strip).to_have_js_property("complete", True)
    assert page.evaluate("() => document.querySelector('.strip').naturalWidth") > 0
    above, below = curve.bounding_box(), strip.bounding_box()
    assert above is not None
    assert below is not None
    assert (round(above["x"]), round(above["width"])) == (round(below["x"]), round(below["width"]))
    assert page.locator(".tapped title").all_text_contents()[-5] == "0:05: 6"
    page.context.close()
