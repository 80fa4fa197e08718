"""Each screen of the farmer's app on a small phone: reachable, readable, read aloud."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.farm.conftest import SAMPLE, SMALL_PHONE, Farmer, Live, Phone
from tests.web.tools import WebTools
from vidcommerce.accounts import invitations
from vidcommerce.accounts.invitations import Invited
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import new_id, now_ms
from vidcommerce.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]
small = pytest.mark.parametrize("phone", [SMALL_PHONE], indirect=True)


def _fits(page: Page) -> bool:
    """Tell whether nothing makes the page wider than the phone."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))


def _every_state(service: Service, farmer: Farmer, product_id: str) -> None:
    problem = {"error": "ClipTooShort", "facts": {"clip": "VID_0001.mp4", "seconds": 0.4}}
    with service.database.writing() as work:
        for at, state in enumerate(State):
            work.add(
                ClipRow(
                    id=new_id(), station_id=farmer.station_id, farmer_id=farmer.actor.person_id,
                    product_id=product_id, sha256=str(at).zfill(64), bytes=1, name="VID_0001.mp4",
                    state=state, problem=problem if state is State.REFUSED else None,
                    stage="", done=0, created_at=now_ms() + at, changed_at=now_ms(),
                )
            )  # fmt: skip


@small
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_screen_fits_and_is_accessible(
    phone: Phone, farmer: Farmer, live: Live, oranges: str, web_tools: WebTools, language: str
) -> None:
    """On 360 pixels nothing is cut off, and axe finds nothing: names, contrast, order."""
    _every_state(live.service, farmer, oranges)
    with live.service.database.writing() as work:
        work.get_one(PersonRow, farmer.actor.person_id).language = language
    phone.sign_in(farmer)
    page = phone.open()
    seen = {}

    def look(name: str) -> None:
        assert _fits(page), name
        seen[name] = web_tools.access_faults(page)

    expect(page.locator("#videos .video")).to_have_count(len(State))
    look("home")
    page.click("#videos .trouble a")
    page.wait_for_selector("#one")
    look("video")
    page.click(".back")
    page.click("#new")
    page.wait_for_selector("form[data-ready]")
    look("product")
    page.click(".pick >> nth=1")
    page.click("[data-next]")
    page.click("#more summary")
    look("typed")
    page.click(".pick >> nth=0")
    page.click("[data-next]")
    look("consent")
    page.click("[data-agree]")
    page.set_input_files("#choose", str(SAMPLE / "orchard.mp4"))
    expect(page.locator("#chosen li.good")).to_have_count(1, timeout=20_000)
    look("clips")
    assert {name: faults for name, faults in seen.items() if faults} == {}


@small
def test_an_invitation_leads_to_the_first_video(phone: Phone, live: Live, farmer: Farmer) -> None:
    """The link from the helper, one press, and the farmer is where videos begin."""
    who = Invited(Role.FARMER, "Wang Fang", farmer.station_id)
    with live.service.database.writing() as work:
        path = invitations.make(work, who, None, now_ms()).path
    page = phone.open(path)
    page.click("main button")
    page.wait_for_url("**/farm")
    expect(page.locator("h1")).to_have_text("My videos")
    expect(page.locator("#none-yet")).to_be_visible()
    box = page.locator("#new").bounding_box()
    assert box is not None
    assert box["height"] >= 64
    phone.close()
    phone.open("/farm")
    assert phone.context is not None
    expect(phone.context.pages[0].locator("h1")).to_have_text("My videos")


_SPEECH = """
    window.spoken = [];
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    Object.defineProperty(window, 'speechSynthesis', { value: {
      speaking: false, getVoices: () => [], cancel: () => {},
      speak: (saying) => window.spoken.push([saying.lang, saying.text]),
    } });
"""
_NO_SPEECH = "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"


def test_the_screen_is_read_aloud(phone: Phone, farmer: Farmer) -> None:
    """The button reads the screen's words in order, in its language; without a voice it is gone."""
    phone.sign_in(farmer)
    page = phone.switch_on()
    page.add_init_script(_SPEECH)
    page.goto(phone.live.address + "/farm")
    page.click("[data-speak]")
    spoken = page.evaluate("() => window.spoken")
    assert spoken[0] == ["en", "My videos"]
    assert ["en", "New video"] in spoken
    assert not any("Listen" in text for _, text in spoken)
    phone.close()
    page = phone.switch_on()
    page.add_init_script(_NO_SPEECH)
    page.goto(phone.live.address + "/farm")
    expect(page.locator("[data-speak]")).to_be_hidden()


def test_without_scripts_there_is_an_ordinary_form(
    browser: Browser, farmer: Farmer, live: Live
) -> None:
    """A browser that runs no scripts at all still sends a clip, and sees it in the list."""
    name, secret = farmer.cookie
    context = browser.new_context(java_script_enabled=False, viewport=None)
    context.add_cookies([{"name": name, "value": secret, "url": live.address}])
    page = context.new_page()
    page.goto(live.address + "/farm/new")
    page.set_input_files("#photo", str(SAMPLE / "oranges.jpg"))
    page.fill("#name", "Pomelo")
    page.fill("#price", "12.50")
    page.fill("#unit", "each")
    page.check("[name=agreed]")
    page.set_input_files("#choose", str(SAMPLE / "orchard.mp4"))
    page.click("#send")
    page.wait_for_url("**/farm")
    expect(page.locator("#videos .video .product")).to_have_text("Pomelo")
    context.close()
