"""Sending a clip from a phone in the countryside, in a real browser against the real service."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.farm.conftest import Farmer, Live, Phone
from vidcommerce.clips.tables import ClipRow, UploadRow
from vidcommerce.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def to_clips(page: Page) -> None:
    """Go through the new video's first screens with a product that is there already."""
    page.click("#new")
    page.wait_for_selector("form[data-ready]")
    page.click(".pick >> nth=0")
    page.click("[data-next]")
    page.click("[data-agree]")


def choose(page: Page, *clips: Path) -> None:
    """Choose clips from the phone's gallery and wait until they were looked at."""
    page.set_input_files("#choose", [str(clip) for clip in clips])
    expect(page.locator("#chosen .coaching li.wait")).to_have_count(0, timeout=20_000)
    expect(page.locator("#chosen .chosen")).to_have_count(len(clips))


def clips_of(service: Service) -> list[ClipRow]:
    """Return all clips that have arrived."""
    with service.database.reading() as work:
        return list(work.scalars(select(ClipRow).order_by(ClipRow.created_at)))


def installed(page: Page) -> None:
    """Wait until the service worker has all that it needs."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(
        """async () => {
          while (!(await caches.match('/farm')) || !(await caches.match('/farm/new'))) {
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        }"""
    )


def see_no_page_once(phone: Phone) -> None:
    """Let the service worker's next look fall between two pages, when none is open."""
    assert phone.context is not None
    phone.context.service_workers[0].evaluate(
        """() => {
          const look = self.clients.matchAll.bind(self.clients);
          self.clients.matchAll = async () => {
            self.clients.matchAll = look;
            return [];
          };
        }"""
    )


def upload_of(service: Service) -> UploadRow:
    """Return the only upload, once the service knows that bytes of it have come."""
    for _ in range(200):
        with service.database.reading() as work:
            (row,) = work.scalars(select(UploadRow))
        if row.offset:
            break
        time.sleep(0.1)
    return row


def bytes_of(service: Service, clip: ClipRow) -> bytes:
    """Return the clip as the store has it."""
    name = f"clips/{clip.sha256}"
    return b"".join(service.store.read(name, 0, service.store.size(name)))


@pytest.mark.usefixtures("oranges")
def test_a_clip_goes_from_the_gallery_to_the_list(
    phone: Phone, farmer: Farmer, live: Live, clip: Path
) -> None:
    """Product, consent, clip, send: it is in the list as arrived, byte for byte."""
    phone.sign_in(farmer)
    page = phone.open()
    to_clips(page)
    choose(page, clip)
    page.click("#send")
    page.wait_for_url("**/farm")
    expect(page.locator("#videos .video")).to_have_count(1, timeout=30_000)
    expect(page.locator("#videos .video .product")).to_have_text("Navel oranges")
    expect(page.locator("#sending")).to_be_hidden()
    (arrived,) = clips_of(live.service)
    assert bytes_of(live.service, arrived) == clip.read_bytes()


@pytest.mark.usefixtures("oranges")
def test_cut_off_closed_and_opened_again_it_is_finished(
    phone: Phone, farmer: Farmer, live: Live, clip: Path
) -> None:
    """The network goes in the middle, then the app; opened again, the rest goes, and only that.

    The page shows how far it is, because it sends itself: the service worker does not take the
    moment between two pages for the end of the app.
    """
    phone.sign_in(farmer)
    page = phone.open()
    installed(page)
    to_clips(page)
    choose(page, clip)
    see_no_page_once(phone)
    with phone.uploading_at(700_000) as cut:
        page.click("#send")
        page.wait_for_url("**/farm")
        percent = page.locator("#sends .percent")
        expect(percent).to_have_text(re.compile("^[2-7][0-9] %$"))
        cut()
        expect(page.locator("#sends .state")).to_have_text("Waits for the network")
        expect(page.locator("#offline")).to_be_visible()
    phone.close()
    before = upload_of(live.service)
    assert 0 < before.offset < before.length

    page = phone.open()
    expect(page.locator("#videos .video")).to_have_count(1, timeout=30_000)
    (arrived,) = clips_of(live.service)
    assert arrived.sha256 == hashlib.sha256(clip.read_bytes()).hexdigest()
    assert bytes_of(live.service, arrived) == clip.read_bytes()
    with live.service.database.reading() as work:
        assert [row.id for row in work.scalars(select(UploadRow))] == [before.id]
