"""The clients that people use: tuspy from the command line, tus-js-client in a browser."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tusclient.client import TusClient

from api.html import static_address
from tests.browser.conftest import browser
from tests.uploads.conftest import clip_bytes, look
from tests.uploads.server import Server, server_of
from tests.uploads.wire import World, world
from vidcommerce.accounts import tokens
from vidcommerce.accounts.roles import Action, Actor, Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.db import now_ms

__all__ = ["browser"]

pytestmark = pytest.mark.slow

DATA = clip_bytes(3 * (1 << 20) + 7)
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Place:
    """A running server, and the service that it serves."""

    server: Server
    world: World


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A running server of an empty service with one farmer."""
    here = world(tmp_path)
    server = server_of(tmp_path, here.headers)
    with server.running():
        yield Place(server, here)


def _tuspy(place: Place) -> TusClient:
    """Return tuspy with an API token of the farmer's."""
    with place.world.service.database.writing() as work:
        farmer = work.query(PersonRow).one()
        actor = Actor(farmer.id, Role.FARMER, farmer.station_id)
        made = tokens.make(work, actor, "a test", [Action.SEND_CLIPS], 1, now_ms())
    return TusClient(
        f"{place.server.address}/api/uploads", headers={"Authorization": f"Bearer {made.secret}"}
    )


@pytest.mark.parametrize("checksums", [False, True])
def test_tuspy_sends_a_clip(place: Place, checksums: bool) -> None:  # noqa: FBT001 - parametrized
    """In chunks, with and without checksums."""
    said = {"filename": "橙子.mp4", "product": place.world.product_id}
    uploader = _tuspy(place).uploader(
        file_stream=io.BytesIO(DATA), chunk_size=_MEGABYTE, metadata=said, upload_checksum=checksums
    )
    uploader.upload()
    assert look(place.world.service).one(DATA).name == "橙子.mp4"


def test_tuspy_goes_on(place: Place) -> None:
    """One that stopped is gone on with by another, from the address alone."""
    said = {"filename": "a.mp4", "product": place.world.product_id}
    first = _tuspy(place).uploader(
        file_stream=io.BytesIO(DATA), chunk_size=_MEGABYTE, metadata=said
    )
    first.upload_chunk()  # type: ignore[no-untyped-call]
    second = _tuspy(place).uploader(file_stream=io.BytesIO(DATA), url=first.url)
    assert second.offset == _MEGABYTE
    second.upload()
    look(place.world.service).one(DATA)


_SCRIPT = """
([data, product, csrf]) => {
  const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
  const file = new File([bytes], "a.mp4", { type: "video/mp4", lastModified: 1 });
  window.state = { done: false, error: null, sent: 0, tries: 0 };
  const upload = new tus.Upload(file, {
    endpoint: "/api/uploads",
    retryDelays: Array(60).fill(500),
    metadata: { filename: file.name, filetype: file.type, product },
    headers: { "X-CSRF-Token": csrf },
    onProgress: (sent) => { window.state.sent = sent; },
    onShouldRetry: () => { window.state.tries += 1; return true; },
    onSuccess: () => { window.state.done = true; },
    onError: (error) => { window.state.error = String(error); },
  });
  return upload.findPreviousUploads().then((earlier) => {
    window.state.earlier = earlier.length;
    if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
    upload.start();
  });
}
"""


@dataclass(frozen=True)
class _Phone:
    """A browser in which the farmer is signed in."""

    place: Place
    context: BrowserContext

    def open(self) -> Page:
        """Open a page with tus-js-client and have it send the clip, or go on."""
        page = self.context.new_page()
        page.goto(f"{self.place.server.address}/healthz")
        page.add_script_tag(url=static_address(self.place.world.app, "vendor/tus.min.js"))
        return page

    def send(self, page: Page) -> None:
        """Have the page send the clip, or go on with it."""
        csrf = self.place.world.headers["X-CSRF-Token"]
        data = base64.b64encode(DATA).decode()
        page.evaluate(_SCRIPT, [data, self.place.world.product_id, csrf])

    def slow(self, page: Page, kilobytes: int) -> None:
        """Let so many kilobytes a second through; none for 0, no limit for -1."""
        session = self.context.new_cdp_session(page)
        rate = kilobytes * 1000 if kilobytes > 0 else -1
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": kilobytes == 0,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": rate,
            },
        )


@pytest.fixture
def phone(place: Place, browser: Browser) -> Iterator[_Phone]:
    """A phone's browser."""
    context = browser.new_context(bypass_csp=True)
    name, _, value = place.world.headers["Cookie"].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": place.server.address}])
    yield _Phone(place, context)
    context.close()


def _offsets(place: Place) -> int:
    return sum(row.offset for row in look(place.world.service).uploads)


def _until_some_arrived(place: Place, least: int) -> None:
    until = time.monotonic() + 30
    while _offsets(place) < least:
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.browser
def test_tus_js_client_sends_a_clip(phone: _Phone) -> None:
    """A browser sends a clip in one go."""
    page = phone.open()
    phone.send(page)
    page.wait_for_function("window.state.done || window.state.error", timeout=30_000)
    assert page.evaluate("window.state.error") is None
    look(phone.place.world.service).one(DATA)


@pytest.mark.browser
def test_the_network_is_cut_off(phone: _Phone) -> None:
    """Cut in the middle and back: the browser goes on by itself, and the clip is whole."""
    page = phone.open()
    phone.slow(page, 400)
    phone.send(page)
    _until_some_arrived(phone.place, 1)
    phone.slow(page, 0)
    page.wait_for_function("window.state.tries > 0 || !navigator.onLine", timeout=30_000)
    before = _offsets(phone.place)
    assert 0 < before < len(DATA)
    phone.slow(page, -1)
    page.wait_for_function("window.state.done || window.state.error", timeout=60_000)
    assert page.evaluate("window.state.error") is None
    look(phone.place.world.service).one(DATA)


@pytest.mark.browser
def test_the_page_is_closed_and_opened_again(phone: _Phone) -> None:
    """Closed in the middle: opened again it finds its upload and goes on where it was."""
    page = phone.open()
    phone.slow(page, 400)
    phone.send(page)
    _until_some_arrived(phone.place, 500_000)
    page.close()
    page = phone.open()
    phone.send(page)
    page.wait_for_function("window.state.done || window.state.error", timeout=60_000)
    assert page.evaluate("window.state.earlier") == 1
    assert page.evaluate("window.state.error") is None
    look(phone.place.world.service).one(DATA)
    assert len(look(phone.place.world.service).uploads) == 1
