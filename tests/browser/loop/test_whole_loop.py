"""The whole loop: a farmer's clip, a helper's yes, a shopper's tap and words. Three browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.farm.conftest import PHONE, SAMPLE, Live
from tests.shops import shop_row
from vidcommerce.accounts import service as accounts
from vidcommerce.accounts.invitations import Invited
from vidcommerce.accounts.roles import Role
from vidcommerce.db import now_ms
from vidcommerce.media.ffmpeg import Ffmpeg

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.real]

_CART = "https://shop.example/cart/oranges"
_DESK = {"width": 1366, "height": 768}
_PATIENCE = 180_000
"""Milliseconds for what a worker has to do on a loaded machine."""


@contextmanager
def _someone(browser: Browser, size: dict[str, int], said: list[str]) -> Iterator[Page]:
    """A browser of somebody's own; what it complains of is an error."""
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        locale="en-GB",
        service_workers="allow",
    )
    context.route(
        re.compile(r"https://shop\.example/"),
        lambda route: route.fulfill(body="the cart", content_type="text/plain"),
    )
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()


def _filmed(ffmpeg: Ffmpeg, shared: Path, folder: Path) -> Path:
    """Return the first seconds of a real clip as they are: few prove the loop as well as many."""
    clip = folder / "talk.mp4"
    whole = shared / "media" / "talk_en_portrait.mp4"
    ffmpeg.run(["-i", str(whole), "-t", "12", "-c", "copy", str(clip)], job="cutting a clip")
    return clip


def _invited(live: Live) -> str:
    """Make a station and return the link for its first helper, as the command does."""
    now = now_ms()
    with live.service.database.writing() as work:
        station = accounts.create_station_unasked(work, "Hillside", "Ganzhou", now)
        shop_row(work, station.id)
        who = Invited(Role.HELPER, "Wang Fang", station.id)
        return accounts.invite_unasked(work, who, "CN", None, now).path


def _helper_comes_in(page: Page, live: Live) -> None:
    """The link, a password, an app for the second factor."""
    page.goto(live.address + _invited(live))
    page.get_by_role("button", name="Go in").click()
    page.fill("#login", "wang")
    page.fill("#password", "a hill of navel oranges")
    page.locator("form button.big").click()
    secret = page.locator(".key code").inner_text().replace(" ", "")
    page.fill("#code", pyotp.TOTP(secret).now())
    page.locator("form:has(#code) button").click()
    page.wait_for_url("**/review")


def _helper_invites(page: Page, live: Live) -> str:
    page.goto(live.address + "/people/invite")
    page.fill("#name", "Li Mei")
    page.locator("main form button.big").click()
    return page.locator("#link").input_value()


def _farmer_sends(page: Page, live: Live, link: str, clip: Path) -> None:
    """The invitation, a product, a yes to the three sentences, a clip."""
    page.goto(re.sub(r"^https?://[^/]+", live.address, link))
    page.get_by_role("button", name="Go in").click()
    page.wait_for_url("**/farm")
    page.click("#new")
    page.wait_for_selector("form[data-ready]")
    page.set_input_files("#photo", str(SAMPLE / "oranges.jpg"))
    page.fill("#name", "Navel oranges")
    page.fill("#price", "39.80")
    page.fill("#unit", "5 kg box")
    page.fill("#cart_url", _CART)
    page.click("[data-next]")
    page.click("[data-agree]")
    page.set_input_files("#choose", str(clip))
    expect(page.locator("#chosen .coaching li.wait")).to_have_count(0, timeout=30_000)
    page.click("#send")
    page.wait_for_url("**/farm")
    expect(page.locator("#videos .video")).to_have_count(1, timeout=60_000)


def _helper_corrects_and_approves(page: Page, live: Live) -> str:
    """Open the draft when it is ready, put a line right, watch it drawn, approve it."""
    page.goto(live.address + "/review")
    expect(page.locator("a.draft img")).to_be_visible(timeout=_PATIENCE)  # by itself
    plain = (page.locator("a.draft").get_attribute("href") or "").replace("/studio/", "/review/")
    page.goto(live.address + plain)
    page.locator("textarea[name=cue]").first.fill("The line that was put right")
    page.click("#save")
    expect(page.locator("#approve")).to_be_visible(timeout=_PATIENCE)
    expect(page.locator("textarea[name=cue]").first).to_have_value("The line that was put right")
    page.click("#approve")
    page.wait_for_url("**/review")
    page.goto(live.address + plain)
    link = page.locator(".public a").first
    for _ in range(_PATIENCE // 500):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    return live.address + (link.get_attribute("href") or "")


def _shopper_buys(page: Page, address: str) -> None:
    """The video plays, and the card's place at its second leads to the cart."""
    page.goto(address)
    page.evaluate("document.querySelector('video').muted = true")
    page.evaluate("document.querySelector('video').play()")
    for _ in range(_PATIENCE // 100):
        if page.evaluate("document.querySelector('video').currentTime") > 0.5:
            break
        page.wait_for_timeout(100)
    assert page.evaluate("document.querySelector('video').currentTime") > 0.5
    page.evaluate("document.querySelector('video').pause()")
    page.evaluate(
        """() => {
          const {rate, cards} = JSON.parse(document.getElementById('timeline').textContent);
          const [start, stop] = cards[0];
          document.querySelector('video').currentTime = (start + stop) / 2 * rate[1] / rate[0];
        }"""
    )
    card = page.locator("a.card").first
    expect(card).to_be_visible()
    with page.context.expect_page() as opened:
        card.click()
    opened.value.wait_for_url(re.compile(re.escape(_CART) + r"(\?.*)?$"))
    opened.value.close()


def _shopper_says(page: Page, words: str) -> None:
    page.fill("#comments input[name=name]", "Zhang")
    page.fill("#comments textarea", words)
    page.locator("#comments button[type=submit]").click()
    expect(page.locator("#comments li.own")).to_contain_text(words)


def _helper_lets_through(page: Page, live: Live, words: str) -> None:
    page.goto(live.address + "/moderate")
    expect(page.locator("ol.comments").first).to_contain_text(words)
    page.locator("button[name=do][value=show]").first.click()
    expect(page.locator("#undo")).to_be_visible()


def test_a_clip_goes_all_the_way_to_a_shopper_and_back(
    browser: Browser, working: Live, shared: Path, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    """What a farmer filmed is bought from and talked about, after a helper's yes to both."""
    said: list[str] = []
    clip = _filmed(ffmpeg, shared, tmp_path)
    words = "Are they as sweet as last year?"
    with (
        _someone(browser, _DESK, said) as helper,
        _someone(browser, PHONE, said) as farmer,
        _someone(browser, PHONE, said) as shopper,
    ):
        _helper_comes_in(helper, working)
        _farmer_sends(farmer, working, _helper_invites(helper, working), clip)
        address = _helper_corrects_and_approves(helper, working)
        farmer.reload()
        expect(farmer.locator("#videos .video")).to_contain_text("Online")
        _shopper_buys(shopper, address)
        _shopper_says(shopper, words)
        _helper_lets_through(helper, working, words)
        shopper.reload()
        expect(shopper.locator("#comments li:not(.own)")).to_contain_text(words)
    assert said == []
