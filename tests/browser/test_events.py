"""What the page's script tells, in a real browser, taken in by the real intake."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.browser.conftest import Bundle
from tests.insights.telling import Counted, counted, opened
from tests.publishing.lives import LIVE
from tests.stations import Village
from vidcommerce.db import now_ms
from vidcommerce.insights.batches import Batch, read_batch
from vidcommerce.insights.intake import Arrived, Intake
from vidcommerce.insights.kinds import Kind
from vidcommerce.publishing.addresses import Address
from vidcommerce.publishing.page import PageFiles, page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_PHONE = ViewportSize(width=360, height=740)
_SCRIPT = Path(__file__).parents[2] / "vidcommerce" / "publishing" / "templates" / "events.js"
_SHOP = "/shop?id=1&vc=oranges&attributes%5Bvc%5D=oranges#top"

_PAGE = """<!doctype html>
<meta name="viewport" content="width=device-width">
<body data-slug="oranges" data-version="1" style="margin: 0">
<video src="/video.mp4" muted style="display: block; width: 360px; height: 640px"></video>
<a id="card" data-cart="card" data-seen href="{shop}" target="_blank"
   style="position: absolute; top: 400px; left: 0; width: 200px; height: 90px" hidden>card</a>
<article data-seen style="height: 400px; margin-top: 900px">
  <a id="buy" data-cart="sheet" href="{shop}" target="_blank">buy</a>
</article>
<script type="application/json" id="timeline">{{"rate": [30, 1]}}</script>
<script>{script}</script>
"""


def _own_page(_site: _Site) -> str:
    """Return a page of nothing but what is told about."""
    return _PAGE.format(shop=_SHOP, script=_SCRIPT.read_text(encoding="utf-8"))


def _published(site: _Site) -> str:
    """Return the page as it is published, its files beside it."""
    shop = replace(LIVE.sheet, link=site.address.replace("/page", _SHOP))
    live = replace(LIVE, address=Address(site.address.removesuffix("/page"), "oranges"), sheet=shop)
    plan = site.bundle.plan
    photos = {card.image: "photo.jpg" for card in plan.cards}
    captions = {"zh": "captions.zh.vtt"}
    files = PageFiles("video.mp4", "hls/master.m3u8", "poster.jpg", captions, photos)
    return page(plan, files, "zh", live)


@dataclass
class _Site:
    """A page, a shop, and an ``/e`` that takes batches in, or answers ``status``."""

    village: Village
    bundle: Bundle
    status: int = 204
    batches: list[Batch] = field(default_factory=list)
    address: str = ""

    def take(self, body: bytes) -> None:
        """Take a batch in, as the service does."""
        batch = read_batch(body)
        if self.status == 204:
            Intake(self.village.service.database).take([Arrived(batch, now_ms())])
            self.batches.append(batch)

    @property
    def told(self) -> list[str]:
        """What the newest visit told, in its order, as far as nothing in between is missing."""
        if not self.batches:
            return []
        visit = self.batches[-1].visit
        found = {e.n: e.kind for one in self.batches if one.visit == visit for e in one.events}
        return [found[n].value for n in range(len(found))] if max(found) < len(found) else []

    @property
    def counted(self) -> Counted:
        """What is in the tables."""
        return counted(self.village.service)


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, site: _Site, *arguments: object) -> None:
        self._site = site
        super().__init__(*arguments, directory=str(site.bundle.folder))  # type: ignore[arg-type] # the server's three

    def do_GET(self) -> None:
        """Send the page, the shop, or a file of the bundle."""
        pages = {"/page": _own_page, "/published": _published}
        path = self.path.partition("?")[0]
        if path in pages:
            self._answer(200, pages[path](self._site).encode())
        elif path == "/shop":
            self._answer(200, b"<p>shop")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        """Take a batch."""
        self._site.take(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(self._site.status, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""

    def handle(self) -> None:
        """Take a browser that hangs up for what it is."""
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@pytest.fixture
def site(village: Village, bundle: Bundle) -> Iterator[_Site]:
    """A village's page on the web of this machine."""
    opened(village)
    made = _Site(village, bundle)
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, made)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        made.address = f"http://127.0.0.1:{server.server_port}/page"
        yield made
        server.shutdown()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with nothing in it, whose timers can be moved on."""
    context = browser.new_context(viewport=_PHONE)
    yield context
    context.close()


def _open(phone: BrowserContext, site: _Site) -> Page:
    page = phone.new_page()
    page.clock.install()
    page.goto(site.address)
    return page


def _play(page: Page, seconds: float) -> None:
    """Play up to a second, at twice the pace, and stay there."""
    page.evaluate(
        """async seconds => {
          const video = document.querySelector('video');
          video.playbackRate = 2;
          await video.play();
          await new Promise(done => video.addEventListener('timeupdate', () => {
            if (video.currentTime >= seconds) done();
          }));
          video.pause();
        }""",
        seconds,
    )


def _leave(page: Page, site: _Site, last: str = "left") -> None:
    """Go elsewhere as people do, and wait until all has come, up to an event of a kind."""
    page.goto("about:blank")
    _until(lambda: site.told[-1:] == [last])


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _hide(page: Page, *, hidden: bool) -> None:
    """Have the page be put aside, or come to the front again, as far as it can tell."""
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }""",
        hidden,
    )


def _tap(page: Page, link: str) -> dict[str, str]:
    """Tap a link to the shop; returns with which parameters one lands there."""
    with page.context.expect_page() as shop:
        page.locator(link).click()
    landed = shop.value
    landed.wait_for_load_state()
    said = dict(parse_qsl(urlsplit(landed.url).query))
    landed.close()
    return said


def _kept(page: Page) -> list[str]:
    """Return the names under which the browser keeps anything."""
    names: list[str] = page.evaluate("Object.keys(localStorage).sort()")
    return names


def test_a_visit_is_told_and_counted(phone: BrowserContext, site: _Site) -> None:
    """Watch, see the card, tap it, share, leave: each is counted, with its second, once."""
    page = _open(phone, site)
    page.evaluate("document.getElementById('card').hidden = false")
    _play(page, 3.2)
    page.clock.fast_forward(1_100)
    said = _tap(page, "#card")
    page.evaluate("for (const _ of [1, 2]) document.dispatchEvent(new Event('shared'))")
    _leave(page, site)
    found = site.counted
    assert found.days == dict.fromkeys(("impression", "view", "card", "cart", "share"), 1)
    assert found.seconds == {
        **{(Kind.WATCHED, second): 1 for second in range(4)},
        (Kind.TAPPED, 3): 1,
        (Kind.LEFT, 3): 1,
    }
    visitor = site.batches[0].visitor
    assert {batch.visitor for batch in site.batches} == {visitor}
    assert (said["id"], said["vc"], said["attributes[vc]"]) == ("1", "oranges", "oranges")
    assert said["vcv"] == said["attributes[vcv]"] == visitor != ""


def test_what_could_not_be_told_is_told_by_the_next_visit(
    phone: BrowserContext, site: _Site
) -> None:
    """The service is away for a whole visit; then it counts once, though told again and again."""
    site.status = 503
    page = _open(phone, site)
    _play(page, 3.2)
    page.clock.fast_forward(6_000)
    page.goto("about:blank")
    assert site.counted.events == 0
    site.status = 204
    for _ in range(2):
        page.goto(site.address)
        page.clock.fast_forward(6_000)
        _until(lambda: site.counted.days["view"] == 1)
    assert len({batch.visitor for batch in site.batches}) == 1
    assert site.counted.seconds[Kind.WATCHED, 1] == 1
    assert _kept(page) == ["vc.visitor"]


@pytest.mark.parametrize(
    "asks",
    [
        "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })",
        "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })",
    ],
    ids=["Global Privacy Control", "Do Not Track"],
)
def test_who_asks_not_to_be_followed_is_not(phone: BrowserContext, site: _Site, asks: str) -> None:
    """Nothing is kept, what was kept is gone, the shop learns the page alone; visits count."""
    page = _open(phone, site)
    assert _kept(page) == ["vc.visitor"]
    phone.add_init_script(asks)
    page.goto(site.address)
    _play(page, 0.5)
    said = _tap(page, "#buy")
    _leave(page, site)
    page.goto(site.address)
    assert _kept(page) == []
    assert {batch.visitor for batch in site.batches} == {""}
    assert said == {"id": "1", "vc": "oranges", "attributes[vc]": "oranges"}
    tapped = [many for (kind, _), many in site.counted.seconds.items() if kind == Kind.TAPPED]
    assert (site.counted.days["cart"], sum(tapped)) == (1, 1)


def test_a_page_that_comes_back_was_not_left(phone: BrowserContext, site: _Site) -> None:
    """Put aside twice and closed: the visit ended once, where it really ended."""
    page = _open(phone, site)
    _play(page, 1.2)
    _hide(page, hidden=True)
    _until(lambda: site.counted.seconds[Kind.LEFT, 1] == 1)
    _hide(page, hidden=False)
    _play(page, 2.2)
    _hide(page, hidden=True)
    _leave(page, site)
    _until(lambda: site.counted.seconds[Kind.LEFT, 2] == 1)
    left = {key: many for key, many in site.counted.seconds.items() if key[0] == Kind.LEFT and many}
    assert left == {(Kind.LEFT, 2): 1}


def test_a_card_is_seen_after_a_second_of_half_of_it(phone: BrowserContext, site: _Site) -> None:
    """Below the edge, a quarter of it, for less than a second, behind another app: not seen."""
    page = _open(phone, site)
    for top, milliseconds in ((0, 6_000), (900, 6_000), (1_200, 900), (0, 6_000)):
        _scroll(page, top)
        page.clock.fast_forward(milliseconds)
    _scroll(page, 1_200)
    _hide(page, hidden=True)
    page.clock.fast_forward(6_000)
    assert site.counted.days == {}
    _hide(page, hidden=False)
    _scroll(page, 1_200)
    page.clock.fast_forward(1_100)
    _leave(page, site, "impression")
    assert site.counted.days == {"impression": 1}


def _scroll(page: Page, top: int) -> None:
    """Scroll, and wait until the browser has told its observers what is on the screen."""
    page.evaluate(
        """top => new Promise(done => {
          scrollTo(0, top);
          const card = document.querySelector('article');
          new IntersectionObserver((_, self) => { self.disconnect(); done(); }).observe(card);
        })""",
        top,
    )


def test_without_storage_the_page_tells_all_the_same(phone: BrowserContext, site: _Site) -> None:
    """A browser that forbids storage: the visit counts, and nothing breaks."""
    phone.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page = _open(phone, site)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    _play(page, 3.2)
    _leave(page, site)
    assert (site.counted.days, faults) == ({"view": 1}, [])


def test_the_published_page_tells_all_that_it_has(phone: BrowserContext, site: _Site) -> None:
    """The page itself, with its own policy for scripts: seen, watched, its card tapped, left."""
    shown = phone.new_page()
    faults: list[str] = []
    shown.on("pageerror", lambda fault: faults.append(str(fault)))
    shown.on("console", lambda said: faults.append(said.text) if "Policy" in said.text else None)
    shown.goto(site.address.replace("/page", "/published"))
    shown.locator("a.card").wait_for(state="visible")
    said = _tap(shown, "a.card")
    _play(shown, 3.4)
    _leave(shown, site)
    assert faults == []
    assert said["vcv"] == said["attributes[vcv]"] == site.batches[0].visitor
    found = site.counted
    assert found.days == dict.fromkeys(("impression", "view", "card", "cart"), 1)
    assert sum(found.seconds[Kind.TAPPED, second] for second in (1, 2)) == 1
    assert {second for kind, second in found.seconds if kind == Kind.WATCHED} == {0, 1, 2, 3}
