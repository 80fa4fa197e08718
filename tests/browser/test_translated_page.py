"""Subtitles in another language, in a real browser: the page shows them to those who read them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import Bundle
from vidcommerce.media.captions import tracks
from vidcommerce.media.plan import Cue, Translation
from vidcommerce.media.time import FrameRange
from vidcommerce.publishing.page import PageFiles, page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_PHONE = ViewportSize(width=390, height=844)
_LINES = ("Sweet, and crisp too:", "picked this morning")
_SHOWING = "[...document.querySelector('video').textTracks].map(track => track.mode)"
_ACTIVE = "document.querySelector('video').textTracks[1].activeCues?.[0]?.text"


@pytest.fixture(scope="module")
def address(bundle: Bundle) -> str:
    """The page of the same video with English under its Chinese."""
    said = Translation("en", (Cue(FrameRange(0, 90), _LINES, ()),))
    translated = replace(bundle.plan, translations=(said,))
    captions = {}
    for language, text in tracks(translated):
        captions[language] = f"captions.{language}.vtt"
        (bundle.folder / captions[language]).write_text(text, encoding="utf-8")
    photos = {card.image: "photo.jpg" for card in translated.cards}
    files = PageFiles("video.mp4", "hls/master.m3u8", "poster.jpg", captions, photos)
    name = bundle.folder / "translated.html"
    name.write_text(page(translated, files, "zh"), encoding="utf-8")
    return name.as_uri()


@pytest.mark.parametrize(
    ("reads", "modes", "after"),
    [
        ("en-GB", ["disabled", "showing"], ["disabled", "disabled"]),
        ("zh-CN", ["disabled", "disabled"], ["disabled", "showing"]),
    ],
)
def test_who_reads_it_sees_it_and_others_can(
    browser: Browser, address: str, reads: str, modes: list[str], after: list[str]
) -> None:
    """On from the start for English readers, a tap away for Chinese ones; said to both."""
    context = browser.new_context(viewport=_PHONE, locale=reads)
    shown = context.new_page()
    shown.goto(address)
    assert shown.evaluate(_SHOWING) == modes
    button = shown.get_by_role("button", name="其他语言字幕")
    expect(button).to_have_attribute("aria-pressed", str(modes[1] == "showing").lower())
    button.click()
    assert shown.evaluate(_SHOWING) == after
    told = "English" if after[1] == "showing" else "没有其他字幕"
    expect(shown.get_by_role("status").filter(has_text=told)).to_be_visible()
    context.close()


def test_its_lines_are_those_of_the_plan(browser: Browser, address: str) -> None:
    """The browser reads the track as it was meant."""
    context = browser.new_context(viewport=_PHONE, locale="en-US")
    shown = context.new_page()
    shown.goto(address)
    shown.evaluate("document.querySelector('video').currentTime = 1")
    for _ in range(200):
        if shown.evaluate(_ACTIVE):
            break
        shown.evaluate("new Promise(done => setTimeout(done, 25))")
    assert shown.evaluate(_ACTIVE) == "\n".join(_LINES)
    context.close()
