"""The farmer's app where there is no network, and with what other apps hand it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.farm.conftest import SAMPLE, Farmer, Live, Phone
from tests.browser.farm.test_sending import bytes_of, choose, clips_of, installed, to_clips
from tests.shops import shop_row
from vidcommerce.accounts import sessions
from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips import consent, mine
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.db import now_ms
from vidcommerce.offers.selling import order_page
from vidcommerce.products.tables import ProductRow
from vidcommerce.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def type_a_product(page: Page) -> None:
    """Fill in the short form, the photo last: whoever is quick need not wait for it."""
    page.fill("#name", "Pomelo")
    page.fill("#price", "12,50")
    page.fill("#unit", "each")
    page.set_input_files("#photo", str(SAMPLE / "oranges.jpg"))


def test_everything_can_be_done_without_a_network(
    phone: Phone, farmer: Farmer, live: Live, clip: Path
) -> None:
    """Opened, typed, agreed, chosen and "sent" offline; it goes by itself once there is a line."""
    phone.sign_in(farmer)
    installed(phone.open())
    phone.close()
    live.stop()

    page = phone.open()
    page.click("#new")
    page.wait_for_selector("form[data-ready]")
    type_a_product(page)
    page.click("[data-next]")
    page.click("[data-agree]")
    choose(page, clip)
    page.click("#send")
    page.wait_for_url("**/farm")
    expect(page.locator("#sends .product")).to_have_text("Pomelo")
    assert clips_of(live.service) == []

    live.start()
    expect(page.locator("#videos .video .product")).to_have_text("Pomelo", timeout=60_000)
    (arrived,) = clips_of(live.service)
    assert bytes_of(live.service, arrived) == clip.read_bytes()
    with live.service.database.reading() as work:
        product = mine.video(work, farmer.actor, arrived.id).product
    assert (product.name, product.price, product.unit) == ("Pomelo", "12.50", "each")
    assert product.cart_url == "https://shop.example/hillside"


def test_a_farmer_without_a_shop_sells_by_telephone(
    phone: Phone, farmer: Farmer, service: Service
) -> None:
    """Where the station has a number for orders, the form goes on without any link."""
    with service.database.writing() as work:
        work.get_one(StationRow, farmer.station_id).shop_url = ""
        shop_row(work, farmer.station_id, kind="order", host="", phone="+8613800138000")
    phone.sign_in(farmer)
    page = phone.open("/farm/new")
    page.wait_for_selector("form[data-ready]")
    expect(page.get_by_text("+86 138 0013 8000")).to_be_visible()
    type_a_product(page)
    page.click("[data-next]")
    expect(page.locator("[data-agree]")).to_be_visible()
    with service.database.reading() as work:
        product = work.scalars(select(ProductRow)).one()
    assert product.cart_url.endswith(order_page(service, product.id))


def test_typed_words_outlive_the_app(phone: Phone, farmer: Farmer) -> None:
    """The battery dies in the middle of the form: words, photo and choice are there again."""
    phone.sign_in(farmer)
    page = phone.open("/farm/new")
    page.wait_for_selector("form[data-ready]")
    type_a_product(page)
    page.evaluate("() => farm.product.photo()")
    phone.close()
    page = phone.open("/farm/new")
    page.wait_for_selector("form[data-ready]")
    assert [page.input_value(f"#{name}") for name in ("name", "price", "unit")] == [
        "Pomelo", "12,50", "each",
    ]  # fmt: skip
    expect(page.locator("#photo-shown")).to_be_visible()


@pytest.mark.usefixtures("oranges")
def test_a_share_from_the_gallery_is_kept_until_the_product_is_known(
    phone: Phone, farmer: Farmer, live: Live, clip: Path
) -> None:
    """The gallery hands over a clip, the app dies, and the clip is still there to be sent."""
    phone.sign_in(farmer)
    page = phone.open()
    installed(page)
    page.evaluate(
        """() => {
          const form = document.createElement('form');
          form.method = 'post';
          form.action = '/farm/share';
          form.enctype = 'multipart/form-data';
          form.innerHTML = '<input type="file" name="clips" id="shared">';
          document.body.append(form);
        }"""
    )
    page.set_input_files("#shared", str(clip))
    page.evaluate("() => document.getElementById('shared').form.submit()")
    page.wait_for_url("**/farm/new")
    phone.close()

    page = phone.open()
    expect(page.locator("#unsent")).to_be_visible()
    to_clips(page)
    expect(page.locator("#chosen .coaching li")).to_have_text("Looks good.")
    page.click("#send")
    expect(page.locator("#videos .video")).to_have_count(1, timeout=30_000)
    (arrived,) = clips_of(live.service)
    assert bytes_of(live.service, arrived) == clip.read_bytes()


@pytest.mark.usefixtures("oranges")
def test_several_clips_wait_in_line_and_one_sent_before_says_so(
    phone: Phone, farmer: Farmer, live: Live, clip: Path, tmp_path: Path
) -> None:
    """Two clips go one after the other; the same bytes again are told to be there already."""
    phone.sign_in(farmer)
    page = phone.open()
    to_clips(page)
    other = tmp_path / "other.mp4"
    other.write_bytes((SAMPLE / "orchard.mp4").read_bytes())
    choose(page, clip, other)
    page.click("#send")
    expect(page.locator("#videos .video")).to_have_count(2, timeout=60_000)
    assert [row.name for row in clips_of(live.service)] == ["orchard.mp4", "other.mp4"]

    page.click("#new")
    page.wait_for_selector("form[data-ready]")
    page.click(".pick >> nth=0")
    page.click("[data-next]")
    choose(page, other)
    page.click("#send")
    expect(page.locator("#told")).to_have_text(
        "You sent this clip before. It is in the list already.", timeout=30_000
    )
    expect(page.locator("#videos .video")).to_have_count(2)


@pytest.mark.usefixtures("oranges")
def test_what_is_no_video_comes_back_with_a_reason(
    phone: Phone, farmer: Farmer, tmp_path: Path
) -> None:
    """A photo is stopped on the phone; a text that looks like a video comes back from afar."""
    phone.sign_in(farmer)
    page = phone.open()
    to_clips(page)
    page.set_input_files("#choose", str(SAMPLE / "oranges.jpg"))
    expect(page.locator("#chosen .coaching .stop")).to_have_text(
        "This is a photo, not a video. Choose a video."
    )
    expect(page.locator("#send")).to_be_hidden()
    page.click("#chosen [data-is=remove]")
    fake = tmp_path / "holiday.mp4"
    fake.write_text("no video at all, " * 200)
    choose(page, fake)
    page.click("#send")
    expect(page.locator("#sends .state")).to_have_text("Not sent", timeout=30_000)
    expect(page.locator("#sends .advice")).to_have_text(
        "This file is not a video. Choose a video from your phone."
    )
    page.click("#sends [data-is=remove]")
    expect(page.locator("#sending")).to_be_hidden()
    phone.said.clear()  # the browser's own line about the 4xx


@pytest.mark.usefixtures("oranges")
def test_progress_is_seen_without_touching_anything(
    phone: Phone, farmer: Farmer, live: Live, clip: Path
) -> None:
    """What workers do appears by itself, from listening to ready."""
    phone.sign_in(farmer)
    page = phone.open()
    to_clips(page)
    choose(page, clip)
    page.click("#send")
    state = page.locator("#videos .state")
    expect(state).to_have_text("Arrived", timeout=30_000)
    for becomes, stage, title in (
        (State.ANALYSING, "analyse", "Listening to what you say"),
        (State.RENDERING, "render", "Drawing your video"),
        (State.READY, "", "Your video is ready"),
    ):
        with live.service.database.writing() as work:
            row = work.get_one(ClipRow, clips_of(live.service)[0].id)
            row.state, row.stage, row.done = becomes, stage, 500
        expect(state).to_have_text(title, timeout=10_000)


@pytest.mark.usefixtures("oranges")
def test_the_browser_goes_on_after_the_page_is_closed(
    phone: Phone, farmer: Farmer, live: Live, clip: Path
) -> None:
    """With background sync the service worker sends the rest, with no page of the app open."""
    phone.sign_in(farmer)
    page = phone.open()
    installed(page)
    to_clips(page)
    choose(page, clip)
    with phone.uploading_at(500_000):
        page.click("#send")
        page.wait_for_url("**/farm")
        percent = page.locator("#sends .percent")
        expect(percent).to_have_text(re.compile("^[1-9][0-9]? %$"), timeout=30_000)
        page.goto("about:blank")
    for _ in range(300):
        if clips_of(live.service):
            break
        page.wait_for_timeout(100)
    (arrived,) = clips_of(live.service)
    assert bytes_of(live.service, arrived) == clip.read_bytes()


@pytest.mark.usefixtures("oranges")
def test_who_was_signed_out_is_asked_to_sign_in_and_loses_nothing(
    phone: Phone, farmer: Farmer, live: Live, clip: Path
) -> None:
    """The session ends while a clip waits: the page says so, and the clip is still there."""
    phone.sign_in(farmer)
    page = phone.open()
    installed(page)
    to_clips(page)
    choose(page, clip)
    with live.service.database.writing() as work:
        sessions.end_all(work, farmer.actor.person_id, now_ms())
    live.stop()
    page.click("#send")
    page.wait_for_url("**/farm")
    live.start()
    expect(page.locator("#sign-in")).to_be_visible(timeout=60_000)
    expect(page.locator("#sends .video")).to_have_count(1)
    phone.said.clear()  # the browser's own line about the 401


def test_a_product_that_comes_back_is_put_right_without_typing_it_again(
    phone: Phone, farmer: Farmer, live: Live, clip: Path
) -> None:
    """A price that the service refuses, typed offline: only the price is typed once more."""
    phone.sign_in(farmer)
    page = phone.open()
    installed(page)
    live.stop()
    page.click("#new")
    page.wait_for_selector("form[data-ready]")
    type_a_product(page)
    page.fill("#price", "12.505")
    page.click("[data-next]")
    page.click("[data-agree]")
    choose(page, clip)
    page.click("#send")
    page.wait_for_url("**/farm")
    live.start()
    expect(page.locator("#sends .state")).to_have_text("Not sent", timeout=60_000)
    expect(page.locator("#sends .advice")).to_contain_text("more decimals than the currency")

    page.click("[data-is=put-right]")
    page.wait_for_selector("form[data-ready]")
    assert page.input_value("#name") == "Pomelo"
    expect(page.locator("#photo-shown")).to_be_visible()
    page.click("[data-next]")
    expect(page.locator(".field #wrong")).to_contain_text("more decimals than the currency")
    page.fill("#price", "12.50")
    page.click("[data-next]")
    expect(page.locator("#chosen .chosen")).to_have_count(1)
    page.click("#send")
    expect(page.locator("#videos .product")).to_have_text("Pomelo", timeout=30_000)
    assert bytes_of(live.service, clips_of(live.service)[0]) == clip.read_bytes()
    phone.said.clear()  # the browser's own lines about the 4xx


@pytest.mark.usefixtures("oranges")
def test_consent_that_was_taken_back_is_asked_again(
    phone: Phone, farmer: Farmer, live: Live, clip: Path
) -> None:
    """The clip waits for the farmer's yes, and nothing else has to be done again."""
    phone.sign_in(farmer)
    page = phone.open()
    to_clips(page)
    choose(page, clip)
    page.evaluate("() => farm.store.keep('consent:' + farm.facts.person, '1999')")
    with live.service.database.writing() as work:
        consent.withdraw(work, farmer.actor.person_id, now_ms())
    page.click("#send")
    expect(page.locator("#sends .advice")).to_have_text(
        "Please read again what you agree to.", timeout=30_000
    )
    page.click("[data-is=put-right]")
    page.wait_for_selector("form[data-ready]")
    expect(page.locator(".pick input").first).to_be_checked()
    page.click("[data-next]")
    page.click("[data-agree]")
    page.click("#send")
    expect(page.locator("#videos .video")).to_have_count(1, timeout=30_000)
