"""A helper's desk and a shopper's page in real browsers, on the whole service."""

from __future__ import annotations

import contextlib
import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlalchemy import select

from api.sessions import cookie_name
from tests.browser.conftest import CARD_FRAMES, Bundle, served
from tests.browser.farm.conftest import Live
from tests.factories import PRODUCT
from tests.stations import NOW, Village, settle
from vidcommerce.accounts import sessions
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State
from vidcommerce.clips.tables import ClipRow
from vidcommerce.comments import repository
from vidcommerce.comments import service as comments
from vidcommerce.comments.states import State as Standing
from vidcommerce.db import now_ms
from vidcommerce.documents import read_json
from vidcommerce.media.plan import EditPlan
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing import sweeping
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.reviews.tables import PlanRow
from vidcommerce.service import Service
from vidcommerce.storage import FolderStore

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_PHONE = ViewportSize(width=390, height=844)
_SMALL_PHONE = ViewportSize(width=360, height=640)
_DESK = ViewportSize(width=1366, height=768)

_PLAY = """async () => {
  const video = document.querySelector("video");
  video.muted = true;
  await video.play();
}"""


@pytest.fixture
def live(service: Service) -> Iterator[Live]:
    """The service, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        made = Live(service, free.getsockname()[1])
    made.start()
    yield made
    made.stop()


@pytest.fixture
def hamlet(service: Service, bundle: Bundle) -> Village:
    """A village whose draft is a real video: four green seconds with a red card."""
    card = bundle.plan.cards[0]

    def edit(picture: str) -> EditPlan:
        facts = replace(card, product=PRODUCT, image=picture)
        return replace(bundle.plan, cards=(facts,), language="en")

    village = settle(service, edit=edit)
    draw(village, bundle)
    return village


def draw(village: Village, bundle: Bundle) -> None:
    """Do what the worker does with the newest version: its files, then its row."""
    village.rendered()
    with village.service.database.reading() as work:
        clip = work.get_one(ClipRow, village.clip_id)
        prefix = work.get_one(PlanRow, clip.plan_id).bundle
    store = village.service.store
    for file in [path for path in bundle.folder.rglob("*") if path.is_file()]:
        with store.scratch() as folder:
            (folder / "file").write_bytes(file.read_bytes())
            store.put(f"{prefix}/{file.relative_to(bundle.folder).as_posix()}", folder / "file")


@contextlib.contextmanager
def _opened(browser: Browser, **options: Any) -> Iterator[tuple[BrowserContext, Page]]:  # noqa: ANN401 - Playwright's
    """Open a browser of one's own; whatever it complains about fails the test."""
    context = browser.new_context(**options)
    context.route(
        re.compile(r"https://shop\.example/"),
        lambda route: route.fulfill(body="cart", content_type="text/plain"),
    )
    page, faults = context.new_page(), list[str]()
    page.on("console", lambda m: faults.append(f"{m.type}: {m.text} {m.location['url']}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield context, page
    context.close()
    # The sweep lists the village's videos soon; until then a page stands alone.
    assert [fault for fault in faults if not fault.endswith("/videos.json")] == []


@contextlib.contextmanager
def _desk(browser: Browser, live: Live, village: Village, **options: Any) -> Iterator[Page]:  # noqa: ANN401 - Playwright's
    """Open the draft as the helper of the village."""
    with village.service.database.writing() as work:
        helper = work.get_one(PersonRow, village.helper.id)
        helper.language = "en"
        begun = sessions.begin(work, helper, now_ms(), proved=True, device="a test")
    with _opened(browser, viewport=_DESK, **options) as (context, page):
        name = cookie_name(village.service)
        context.add_cookies([{"name": name, "value": begun.secret, "url": live.address}])
        page.goto(f"{live.address}/review/{village.clip_id}")
        yield page


def _until(true: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _state(village: Village) -> str:
    with village.service.database.reading() as work:
        return work.get_one(ClipRow, village.clip_id).state


def test_a_helper_corrects_a_line_by_keyboard_watches_and_approves(
    browser: Browser, live: Live, hamlet: Village, bundle: Bundle
) -> None:
    """No pointer is needed; the page goes on by itself when the new video is there."""
    with _desk(browser, live, hamlet) as page:
        line = page.get_by_label("Subtitle 2, 0:02")
        line.focus()
        _until(lambda: page.evaluate("video.currentTime") > 1.9)
        page.keyboard.press("End")
        page.keyboard.type(" and crisp")
        expect(page.locator("#approve")).to_be_disabled()
        expect(page.get_by_role("status")).to_contain_text("You have changed something.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("It is being drawn again")).to_be_visible()
        assert _state(hamlet) == State.RENDERING
        draw(hamlet, bundle)
        expect(page.locator("#approve")).to_be_enabled(timeout=15_000)
        page.keyboard.press("Alt+p")
        _until(lambda: page.evaluate("video.currentTime") > 0.1)
        page.locator("#approve").press("Enter")
        expect(page).to_have_url(f"{live.address}/review")
    assert _state(hamlet) == State.PUBLISHING
    with hamlet.service.database.reading() as work:
        row = work.scalars(select(PlanRow).where(PlanRow.number == 2)).one()
    assert read_json(EditPlan, row.plan).cues[1].lines == ("脆 and crisp",)


def test_what_decides_is_in_view_beside_the_lines(
    browser: Browser, live: Live, hamlet: Village
) -> None:
    """At the size of a small notebook: video, first line, save and approve, without scrolling."""
    with _desk(browser, live, hamlet) as page:
        for selector in ("#video", "textarea[name=cue]", "#save", "#approve", ".refuse summary"):
            box = page.locator(selector).first.bounding_box()
            assert box is not None, selector
            assert box["y"] >= 0, selector
            assert box["y"] + box["height"] <= _DESK["height"], selector
        video = page.locator("#video").bounding_box()
        line = page.locator("textarea[name=cue]").first.bounding_box()
        assert video is not None
        assert line is not None
        assert video["x"] + video["width"] <= line["x"]


def test_all_of_it_works_without_scripts(browser: Browser, live: Live, hamlet: Village) -> None:
    """Correct, save, send back with a reason: forms alone."""
    with _desk(browser, live, hamlet, java_script_enabled=False) as page:
        page.get_by_label("Subtitle 1, 0:00").fill("Sweet")
        page.get_by_role("button", name="Save and draw again").click()
        expect(page.get_by_text("It is being drawn again")).to_be_visible()
        hamlet.rendered()
        page.get_by_role("link", name="Look again").click()
        page.locator(".refuse summary").click()
        page.get_by_label("Why not?").select_option("shaky")
        page.get_by_role("button", name="Ask the farmer", exact=True).click()
        expect(page).to_have_url(f"{live.address}/review")
    assert _state(hamlet) == State.SENT_BACK


@pytest.fixture
def row(hamlet: Village) -> PublicationRow:
    """The public page of the hamlet's clip."""
    hamlet.set_state(State.PUBLISHING)
    return publishing.publish(hamlet.service, hamlet.clip_id, NOW)


def _let_through(village: Village) -> None:
    with village.service.database.writing() as work:
        for held in repository.page(work, village.moderator, Standing.HELD, None, 10).rows:
            comments.let_through(work, village.moderator, held.id, held.version, NOW)


def test_a_shopper_taps_the_card_at_its_second_and_lands_in_the_cart(
    browser: Browser, live: Live, row: PublicationRow
) -> None:
    """The card is there in its frames alone, and the video waits."""
    with _opened(browser, viewport=_PHONE) as (context, page):
        page.goto(f"{live.address}/v/{row.slug}/")
        page.evaluate(_PLAY)
        card = page.locator(".card")
        expect(card).to_be_visible(timeout=15_000)
        with context.expect_page() as opened:
            card.click()
        opened.value.wait_for_url(re.compile(re.escape(PRODUCT.cart_url) + r"(\?.*)?$"))
        assert page.evaluate("document.querySelector('video').paused")
        frame = page.evaluate("Math.floor(document.querySelector('video').currentTime * 30 + 0.1)")
    assert CARD_FRAMES[0] <= frame < CARD_FRAMES[1]


def test_a_shopper_comments_and_sees_it_when_it_was_let_through(
    browser: Browser, live: Live, hamlet: Village, row: PublicationRow
) -> None:
    """First only for its writer, as waiting; then for everybody."""
    address = f"{live.address}/v/{row.slug}/"
    with _opened(browser, viewport=_PHONE) as (_, page), _opened(browser) as (_, other):
        page.goto(address)
        page.get_by_label("Your name").fill("小梅")
        page.get_by_label("Your comment").fill("很甜！<b>")
        page.get_by_role("button", name="Send").click()
        mine = page.locator(".comments li.own")
        expect(mine).to_contain_text("Waiting: somebody at the station reads it first.")
        page.reload()
        expect(mine).to_contain_text("很甜！<b>")
        other.goto(address)
        expect(other.get_by_text("No comments yet.")).to_be_visible()
        _let_through(hamlet)
        for each in (page, other):
            each.reload()
            expect(each.locator(".comments li")).to_have_count(1)
            expect(each.locator(".comments li")).to_contain_text("很甜！<b>")
        expect(mine).to_have_count(0)


def test_a_comment_without_scripts(
    browser: Browser, live: Live, hamlet: Village, row: PublicationRow
) -> None:
    """The form leads to a page of one's own that tells what became of it."""
    with _opened(browser, viewport=_PHONE, java_script_enabled=False) as (_, page):
        page.goto(f"{live.address}/v/{row.slug}/")
        page.get_by_label("Your name").fill("Mei")
        page.get_by_label("Your comment").fill("Sweet!")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status")).to_contain_text("Waiting")
        _let_through(hamlet)
        page.reload()
        expect(page.get_by_role("status")).to_contain_text("It is shown.")


def test_the_page_lives_when_the_service_does_not_answer(
    browser: Browser, live: Live, row: PublicationRow
) -> None:
    """What was loaded plays on; the comments say that nothing was sent, and keep what was typed."""
    with contextlib.ExitStack() as stack:
        context = browser.new_context(viewport=_PHONE)
        stack.callback(context.close)
        page = context.new_page()
        context.route(re.compile(r"/comments"), lambda route: route.abort())
        page.goto(f"{live.address}/v/{row.slug}/")
        page.get_by_label("Your name").fill("Mei")
        page.get_by_label("Your comment").fill("Sweet!")
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".comments .note")).to_contain_text("It could not be sent.")
        expect(page.get_by_label("Your comment")).to_have_value("Sweet!")
        expect(page.get_by_role("link", name="Read all comments")).to_be_visible()
        page.evaluate(_PLAY)
        _until(lambda: page.evaluate("document.querySelector('video').currentTime") > 0.1)


@pytest.mark.parametrize("size", [_PHONE, _SMALL_PHONE])
def test_nothing_is_wider_than_a_phone(
    browser: Browser, live: Live, row: PublicationRow, size: ViewportSize
) -> None:
    """Neither the page nor its comments can be pushed sideways."""
    with _opened(browser, viewport=size) as (_, page):
        for path in ("", "comments"):
            page.goto(f"{live.address}/v/{row.slug}/{path}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], path


def test_with_the_service_stopped_the_page_plays_and_sells(
    browser: Browser, hamlet: Village, row: PublicationRow, bundle: Bundle
) -> None:
    """From any server of files on the store's folder: video, card, next video, the village."""
    other = settle(hamlet.service, hamlet.station_id)
    draw(other, bundle)
    other.set_state(State.PUBLISHING)
    second = publishing.publish(other.service, other.clip_id, NOW + 1)
    sweeping.rebuild(hamlet.service, NOW + 2)
    store = hamlet.service.store
    assert isinstance(store, FolderStore)
    context = browser.new_context(viewport=_PHONE)
    context.route(re.compile(r"https://shop\.example/"), lambda route: route.fulfill(body="cart"))
    with served(store.folder / "site") as site:
        page = context.new_page()
        page.goto(f"{site}/v/{row.slug}/")
        card = page.locator(".card")
        expect(card).to_be_visible(timeout=15_000)
        with context.expect_page() as opened:
            card.click()
        assert opened.value.url.startswith(PRODUCT.cart_url)
        assert row.slug in opened.value.url
        page.locator(".next").click()
        page.wait_for_url(f"**/v/{second.slug}/")
        page.get_by_role("link", name="More from this village").click()
        expect(page.locator(f"a[href*='/v/{row.slug}/']").first).to_be_visible()
    context.close()


def test_a_page_that_was_taken_back_says_so(
    browser: Browser, live: Live, hamlet: Village, row: PublicationRow
) -> None:
    """At once, to people and to programs; its video is not sent any more."""
    address = f"{live.address}/v/{row.slug}/"
    context = browser.new_context(viewport=_PHONE)
    page = context.new_page()
    page.goto(address)
    video = page.evaluate("document.querySelector('video').currentSrc")
    with hamlet.service.database.writing() as work:
        publishing.withdraw(work, hamlet.actor, hamlet.clip_id, NOW + 1)
    time.sleep(1.1)  # for a second, the page may be shown as it was
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(page.get_by_text("This video was taken back.")).to_be_visible()
    expect(page.locator("video")).to_have_count(0)
    assert context.request.get(video).status == 410
    context.close()


def test_only_the_player_for_other_sites_may_stand_in_a_frame(
    browser: Browser, live: Live, row: PublicationRow, tmp_path: Path
) -> None:
    """It plays in a page of another origin; the page itself is refused there."""
    frames = "".join(
        f'<iframe id="{name}" src="{live.address}/v/{row.slug}/{path}"></iframe>'
        for name, path in (("whole", ""), ("player", "embed.html"))
    )
    (tmp_path / "index.html").write_text(f"<title>Another site</title>{frames}")
    context = browser.new_context(viewport=_DESK)
    with served(tmp_path) as site:
        page = context.new_page()
        page.goto(f"{site}/")
        expect(page.frame_locator("#player").locator("video")).to_be_visible()
        expect(page.frame_locator("#whole").locator("video")).to_have_count(0)
    context.close()
