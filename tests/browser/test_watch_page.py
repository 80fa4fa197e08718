"""The page in a real browser, from a disk and from a server."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import CANVAS, CARD, CARD_FRAMES, Bundle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_PHONE = ViewportSize(width=390, height=844)
_SMALL_PHONE = ViewportSize(width=360, height=640)
_DESKTOP = ViewportSize(width=1366, height=768)

_FOLLOW = """
() => {
  const video = document.querySelector("video"), link = document.querySelector(".card");
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  window.seen = [];
  const note = (_now, frame) => {
    canvas.drawImage(video, 0, 0, 90, 160);
    const [red, green] = canvas.getImageData(45, 106, 1, 1).data;
    window.seen.push([Math.round(frame.mediaTime * 30), red > green, !link.hidden]);
    video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
}
"""
"""Notes of every frame that is presented: its number, whether the picture has the card, and
whether the link is there. Runs after the page's own callback."""


@dataclass
class _Watched:
    """A page that is open, and all that went wrong or out of it."""

    page: Page
    faults: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def play(self) -> None:
        """Start to play, muted, and wait until pictures move."""
        self.page.evaluate(
            "async () => { const v = document.querySelector('video'); v.muted = true; "
            "await v.play(); }"
        )
        self.until("video.currentTime > 0.1")

    def until(self, condition: str, seconds: float = 20) -> None:
        """Wait until a condition holds; the page's policy forbids Playwright's own waiting."""
        deadline = time.monotonic() + seconds
        while not self.value(condition):
            assert time.monotonic() < deadline, condition
            time.sleep(0.02)

    def show(self, frame: int) -> None:
        """Rest at a frame."""
        seconds = (frame + 0.5) / 30
        self.page.evaluate(
            """async seconds => {
              const v = document.querySelector('video');
              v.pause();
              // The very first frame may still be on its way: wait for the one that was asked for.
              const presented = new Promise(done => {
                const look = (_, frame) =>
                  Math.abs(frame.mediaTime - seconds) < 1 / 30
                    ? done() : v.requestVideoFrameCallback(look);
                v.requestVideoFrameCallback(look);
              });
              v.currentTime = seconds;
              await presented;
              await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            }""",
            seconds,
        )

    def value(self, expression: str) -> Any:  # noqa: ANN401 - JSON of any shape
        """Return what an expression about ``video`` and ``link`` is."""
        return self.page.evaluate(
            f"() => {{ const video = document.querySelector('video'), "
            f"link = document.querySelector('.card'); return {expression}; }}"
        )


@contextlib.contextmanager
def _open(
    browser: Browser,
    address: str,
    size: ViewportSize,
    **options: Any,  # noqa: ANN401 - Playwright's own
) -> Iterator[_Watched]:
    context = browser.new_context(viewport=size, **options)
    context.route(
        re.compile(r"https://shop\.example/"),
        lambda route: route.fulfill(body="cart", content_type="text/plain"),
    )
    watched = _Watched(context.new_page())
    watched.page.on("console", lambda m: watched.faults.append(f"{m.type}: {m.text}"))
    watched.page.on("pageerror", lambda error: watched.faults.append(str(error)))
    watched.page.on("request", lambda request: _note(watched, request.url, address))
    watched.page.goto(address)
    watched.until("video.readyState > 0")
    yield watched
    assert watched.faults == []
    assert watched.outside == []
    context.close()


def _note(watched: _Watched, url: str, address: str) -> None:
    """Remember a request that leaves the folder of the page."""
    if not url.startswith((address.rpartition("/")[0], "data:", "blob:")):
        watched.outside.append(url)


@pytest.fixture(params=["file", "http"])
def address(request: pytest.FixtureRequest, bundle: Bundle) -> str:
    """The page on a disk, then the same on a server."""
    if request.param == "file":
        return bundle.file_address
    served: str = request.getfixturevalue("http_address")
    return served


def test_it_plays(browser: Browser, address: str) -> None:
    """The one file, which starts soonest, with its sound."""
    with _open(browser, address, _PHONE) as watched:
        watched.play()
        assert watched.value("video.currentSrc").endswith("video.mp4")
        assert watched.value("[video.videoWidth, video.videoHeight]") == [360, 640]
        assert watched.value("video.duration") == pytest.approx(4, abs=0.1)
        watched.until("video.webkitAudioDecodedByteCount > 0")


@pytest.mark.parametrize("lost", ["video.mp4", "{video.mp4,hls/**}"])
def test_where_the_file_does_not_come_something_lighter_plays(
    browser: Browser, http_address: str, lost: str
) -> None:
    """The adaptive stream; where that can't be had either, the small file."""
    context = browser.new_context(viewport=_PHONE)
    context.route(f"**/{lost}", lambda route: route.abort() if "hls" in route.request.url else None)
    watched = _Watched(context.new_page())
    watched.page.goto(http_address, wait_until="commit")
    watched.until("video?.currentTime > 0.1")
    expected = "master.m3u8" if lost == "video.mp4" else "video-small.mp4"
    assert watched.value("video.currentSrc").endswith(expected)
    context.close()


@pytest.mark.parametrize("source", ["hls", "mp4"])
def test_the_link_is_there_exactly_while_the_card_is(
    browser: Browser, http_address: str, source: str
) -> None:
    """For every frame that is shown, the link is there if and only if the picture has the card."""
    with _open(browser, http_address, _PHONE) as watched:
        if source == "hls":
            watched.page.evaluate("document.querySelector('video').src = 'hls/master.m3u8'")
        watched.page.evaluate(_FOLLOW)
        watched.page.evaluate("document.querySelector('video').currentTime = 0")
        watched.play()
        watched.until("window.seen.at(-1)?.[0] > 100")
        seen = watched.page.evaluate("window.seen")
    assert [frame for frame, card, link in seen if card != link] == []
    assert {card for _, card, _ in seen} == {True, False}
    assert all(link == (CARD_FRAMES[0] <= frame < CARD_FRAMES[1]) for frame, _, link in seen)


def test_the_link_comes_and_goes_with_seeking(browser: Browser, address: str) -> None:
    """Hidden before its frames, there from the first to the last of them, hidden after."""
    start, stop = CARD_FRAMES
    with _open(browser, address, _PHONE) as watched:
        assert watched.value("link.hidden")
        for frame, shown in (
            (start - 1, False), (start, True), (stop - 1, True), (stop, False), (start + 9, True)
        ):  # fmt: skip
            watched.show(frame)
            assert watched.value("!link.hidden") == shown, frame


@pytest.mark.parametrize(
    "size", [_PHONE, _SMALL_PHONE, _DESKTOP], ids=["phone", "small", "desktop"]
)
def test_the_link_lies_on_the_card(browser: Browser, address: str, size: ViewportSize) -> None:
    """Within two pixels of the card's box in the picture, letterboxed or not."""
    with _open(browser, address, size) as watched:
        watched.show(CARD_FRAMES[0] + 5)
        _assert_on_the_card(watched)


def test_the_link_lies_on_the_card_on_the_whole_screen(browser: Browser, http_address: str) -> None:
    """The page's own button fills the screen with the stage, and the card stays a link."""
    with _open(browser, http_address, _DESKTOP) as watched:
        watched.show(CARD_FRAMES[0] + 5)
        watched.page.get_by_role("button", name="全屏").click()
        watched.until("document.fullscreenElement !== null")
        _assert_on_the_card(watched)
        assert watched.value("video.getBoundingClientRect().height") == pytest.approx(768, abs=1)
        watched.page.get_by_role("button", name="全屏").click()
        watched.until("document.fullscreenElement === null")


def _assert_on_the_card(watched: _Watched) -> None:
    element = watched.value("video.getBoundingClientRect().toJSON()")
    link = watched.value("link.getBoundingClientRect().toJSON()")
    scale = min(element["width"] / CANVAS.width, element["height"] / CANVAS.height)
    left = element["x"] + (element["width"] - CANVAS.width * scale) / 2
    top = element["y"] + (element["height"] - CANVAS.height * scale) / 2
    assert link["x"] == pytest.approx(left + CARD.left * scale, abs=2)
    assert link["y"] == pytest.approx(top + CARD.top * scale, abs=2)
    assert link["width"] == pytest.approx(CARD.width * scale, abs=2)
    assert link["height"] == pytest.approx(CARD.height * scale, abs=2)


def test_a_tap_on_the_card_opens_the_cart(browser: Browser, address: str, bundle: Bundle) -> None:
    """The tap leads to the cart's address in a new tab, and the video waits."""
    with _open(browser, address, _PHONE) as watched:
        watched.show(CARD_FRAMES[0] + 5)
        with watched.page.context.expect_page() as opened:
            watched.page.mouse.click(*_middle(watched))
        assert opened.value.url == bundle.plan.cards[0].product.cart_url
        assert opened.value.evaluate("window.opener") is None
        assert watched.value("video.paused")


def _middle(watched: _Watched) -> tuple[float, float]:
    box = watched.value("link.getBoundingClientRect().toJSON()")
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_card_can_be_used_without_a_pointer(browser: Browser, http_address: str) -> None:
    """It can be reached with the tab key and has a name; when it goes, the focus is not lost."""
    with _open(browser, http_address, _PHONE) as watched:
        watched.show(CARD_FRAMES[0] + 5)
        link = watched.page.get_by_role("link", name=re.compile("立即购买：赣南脐橙，¥39.80"))
        expect(link).to_be_visible()
        for _ in range(20):
            watched.page.keyboard.press("Tab")
            if watched.value("document.activeElement === link"):
                break
        assert watched.value("document.activeElement === link")
        watched.show(CARD_FRAMES[1] + 5)
        assert watched.value("document.activeElement.matches('.toggle')")


def test_captions_are_there_and_off(browser: Browser, address: str, bundle: Bundle) -> None:
    """They are burned in already, so no track shows by itself; turned on, all cues are there."""
    with _open(browser, address, _PHONE) as watched:
        assert watched.value("[...video.textTracks].map(t => [t.language, t.mode])") == [
            ["zh", "disabled"]
        ]
        watched.page.evaluate("document.querySelector('video').textTracks[0].mode = 'hidden'")
        watched.until("video.textTracks[0].cues?.length > 0")
        cues = watched.value("[...video.textTracks[0].cues].map(c => [c.startTime, c.text])")
    assert cues == [[cue.frames.start / 30, "\n".join(cue.lines)] for cue in bundle.plan.cues]


def test_a_link_to_a_moment_starts_there(browser: Browser, http_address: str) -> None:
    """The address that search engines get for the card begins with the card."""
    with _open(browser, http_address + "#t=1.5", _PHONE) as watched:
        watched.until("video.currentTime >= 1.5")
        watched.until("!link.hidden")


def test_it_works_without_scripts(browser: Browser, address: str, bundle: Bundle) -> None:
    """The video has its controls, the product is told, and its button leads to the cart."""
    context = browser.new_context(viewport=_PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    product = bundle.plan.cards[0].product
    expect(page.get_by_role("heading", name=product.name)).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("立即购买"))).to_have_attribute(
        "href", product.cart_url
    )
    expect(page.get_by_text("¥49.80")).to_be_visible()
    expect(page.locator("video")).to_have_attribute("controls", "")
    expect(page.locator(".card")).to_be_hidden()
    expect(page.get_by_role("button", name="全屏")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(
    "size", [_PHONE, _SMALL_PHONE, _DESKTOP], ids=["phone", "small", "desktop"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_price_and_the_button_are_seen_at_once(
    browser: Browser, bundle: Bundle, size: ViewportSize, scheme: str, tmp_path: Path
) -> None:
    """Without scrolling, and nothing is wider than the screen."""
    with _open(browser, bundle.file_address, size, color_scheme=scheme) as watched:
        for part in (".price", ".buy", "h1"):
            expect(watched.page.locator(part)).to_be_in_viewport(ratio=1)
        assert watched.value("document.documentElement.scrollWidth") <= size["width"]
        watched.page.screenshot(path=tmp_path / "page.png")


def test_fingers_hit_what_they_aim_at(browser: Browser, bundle: Bundle) -> None:
    """Everything to tap is at least 44 pixels high and wide."""
    with _open(browser, bundle.file_address, _PHONE) as watched:
        watched.show(CARD_FRAMES[0] + 5)
        sizes = watched.value(
            "[...document.querySelectorAll('.card, .buy, .whole-screen')]"
            ".map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
        )
    assert len(sizes) == 3
    assert min(sizes) >= 44
