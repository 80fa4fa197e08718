"""A moderator's day by keyboard, and two moderators at once, in real browsers."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from sqlalchemy import update

from api.sessions import cookie_name
from tests.browser.conftest import Bundle
from tests.browser.farm.conftest import Live, live
from tests.browser.test_review import draw
from tests.comments.boards import KEY
from tests.stations import Village, colleague, settle
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import PersonRow
from vidcommerce.clips.states import State as ClipState
from vidcommerce.comments import writers, writing
from vidcommerce.comments.policy import Written
from vidcommerce.comments.tables import CommentRow, WriterRow
from vidcommerce.db import now_ms
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow

__all__ = ["live"]  # a fixture for this file too
pytestmark = [pytest.mark.browser, pytest.mark.slow]

_DESK = ViewportSize(width=1366, height=768)
_FLOOD = "Come to the great orchard festival on Sunday"
_MINUTE = 60_000


@pytest.fixture
def village(live: Live, bundle: Bundle) -> Village:
    """A village whose published video is four green seconds."""
    made = settle(live.service)
    draw(made, bundle)
    made.set_state(ClipState.PUBLISHING)
    publishing.publish(live.service, made.clip_id, now_ms())
    return made


def _write(village: Village, texts: dict[str, int | None]) -> dict[str, str]:
    """Write comments, each by somebody else and a minute after the one before; return their ids."""
    ids, now = {}, now_ms()
    with village.service.database.writing() as work:
        page = work.query(PublicationRow).filter_by(clip_id=village.clip_id).one()
        for number, (text, moment) in enumerate(texts.items()):
            by, _ = writers.begin(work, KEY, now, f"Writer {number}")
            written = Written(f"Writer {number}", text, moment=moment)
            at = now - (len(texts) - number) * _MINUTE
            ids[text] = writing.write(work, page, written, at, by).row.id
    return ids


def _row(village: Village, comment_id: str) -> CommentRow:
    with village.service.database.reading() as work:
        return work.get_one(CommentRow, comment_id)


@contextlib.contextmanager
def _desk(browser: Browser, live: Live, person_id: str) -> Iterator[Page]:
    """Open the desk as somebody; whatever the browser complains about fails the test."""
    with live.service.database.writing() as work:
        person = work.get_one(PersonRow, person_id)
        person.language = "en"
        begun = sessions.begin(work, person, now_ms(), proved=True, device="a test")
    context = browser.new_context(viewport=_DESK)
    name = cookie_name(live.service)
    context.add_cookies([{"name": name, "value": begun.secret, "url": live.address}])
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "warning" else None)
    page.goto(f"{live.address}/moderate")
    yield page
    context.close()
    assert faults == []


def _until(true: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@dataclass(frozen=True)
class _Day:
    """A moderator's keys, and what the village's comments became."""

    village: Village
    page: Page
    ids: dict[str, str]

    def find(self, comment_id: str) -> Locator:
        """Go to a comment by J and K alone."""
        self.press("Escape", *"k" * self.page.locator("li.comment").count())
        while self.now() != comment_id:
            before = self.now()
            self.press("j")
            assert self.now() != before
        return self.page.locator("li.comment.now")

    def now(self) -> str | None:
        """Return the id of the comment that the keys are about."""
        return self.page.locator("li.comment.now").get_attribute("data-id")

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def is_told(self, words: str) -> None:
        """The page says what was done."""
        expect(self.page.get_by_role("status")).to_contain_text(words)

    def states(self, *ids: str) -> set[str]:
        """Return how comments stand."""
        return {_row(self.village, comment_id).state for comment_id in ids}


def _a_trick_is_pointed_out(day: _Day, hidden: str) -> None:
    card = day.find(hidden)
    expect(card.locator("mark")).to_have_text("w e c h a t")
    expect(card).to_contain_text("means “wechat”")
    day.press("1")
    day.is_told("1 not shown.")
    assert _row(day.village, hidden).reason == "advertising"
    day.press("u")
    day.is_told("1 taken back.")
    assert day.states(hidden) == {"held"}


def _what_hurts_is_blurred_and_its_writer_stopped(day: _Day, rude: str) -> None:
    card = day.find(rude)
    expect(card.locator(".veil .text")).to_be_hidden()
    day.press("x")
    expect(card.locator(".veil .text")).to_be_visible()
    day.press("b", "Tab", "Tab", "Enter")
    expect(card.get_by_text("may not write until")).to_be_visible()
    day.press("2")
    expect(day.page.locator(f"#c-{rude}")).to_have_count(0)
    assert _row(day.village, rude).reason == "insult"
    with day.village.service.database.reading() as work:
        writer = work.get_one(WriterRow, _row(day.village, rude).writer_id)
        assert writer.banned_until > now_ms()


def _the_video_plays_the_second(day: _Day, question: str) -> None:
    day.find(question)
    video = day.page.locator("#video")
    _until(lambda: abs(video.evaluate("video => video.currentTime") - 2) < 0.3)
    day.press("p")
    _until(lambda: video.evaluate("video => video.currentTime") > 2.3)
    day.press("p", "h")
    expect(day.page.locator("#about")).to_contain_text("Who wrote it")
    day.press("Escape", "t")
    day.page.keyboard.type("sweetness, last year")
    day.press("Enter")
    tags = day.page.locator("li.comment.now .tag")
    expect(tags.filter(has_text="last year")).to_be_visible()
    day.press("a")
    day.is_told("1 shown.")
    assert day.states(question) == {"shown"}


def _a_flood_is_ended_at_once(day: _Day, flood: list[str]) -> None:
    for told, state in (("4 not shown.", "rejected"), ("4 taken back.", "held")):
        if state == "held":
            day.press("u")
        else:
            day.find(flood[0])
            day.press("f", "Tab", "Enter")
        day.is_told(told)
        assert day.states(*flood) == {state}
    day.find(flood[0])
    day.press("f", "Tab", "Enter")
    day.is_told("4 not shown.")


def test_a_whole_day_by_keyboard(browser: Browser, live: Live, village: Village) -> None:
    """Read, shown, kept back, taken back, tagged, a flood ended, a writer stopped: no pointer."""
    texts = {
        "Is it as sweet as last year?": 2000,
        "add my w e c h a t for half price": None,
        "you stupid idiot farmers": 1000,
        **{f"{_FLOOD}{' !' * number}": None for number in range(4)},
    }
    ids = _write(village, texts)
    question, hidden, rude, *flood = ids.values()
    with _desk(browser, live, village.helper.id) as page:
        day = _Day(village, page, ids)
        expect(page.get_by_text("next comment", exact=True)).to_be_visible()
        _a_trick_is_pointed_out(day, hidden)
        _what_hurts_is_blurred_and_its_writer_stopped(day, rude)
        _the_video_plays_the_second(day, question)
        _a_flood_is_ended_at_once(day, flood)
        day.find(hidden)
        day.press("1")
        expect(page.get_by_text("No comment waits for you.")).to_be_visible()


def test_two_moderators_at_once(browser: Browser, live: Live, village: Village) -> None:
    """Each has others; who comes back to what was decided meanwhile sees both."""
    ids = _write(village, {f"Number {n}: is it sweet?": None for n in range(12)})
    second = colleague(village, Role.MODERATOR, "Moderator Sun").person_id
    with _desk(browser, live, village.helper.id) as one, _desk(browser, live, second) as two:
        first = {c.get_attribute("data-id") for c in one.locator("li.comment").all()}
        others = {c.get_attribute("data-id") for c in two.locator("li.comment").all()}
        assert (len(first), len(others)) == (10, 2)
        assert first | others == set(ids.values())
        two.keyboard.press("a")
        expect(two.locator("li.comment")).to_have_count(1)

        # the first one was away for long, and another decided
        mine = one.locator("li.comment.now").get_attribute("data-id") or ""
        with village.service.database.writing() as work:
            work.execute(update(CommentRow).values(lease_by=None, lease_until=0))
        two.goto(f"{live.address}/moderate/{mine}")
        two.get_by_role("button", name="Untrue").click()
        two.wait_for_url("**/moderate?done=*")
        one.keyboard.press("a")
        clash = one.get_by_role("region", name="It is not as you read it")
        expect(clash).to_be_focused()
        expect(clash).to_contain_text("You wanted: Show it")
        expect(clash).to_contain_text("not shown · It says something about the product")
        expect(clash).to_contain_text("Moderator Sun")
        expect(one.locator(f"#c-{mine}")).to_have_count(0)
        assert _row(village, mine).state == "rejected"
