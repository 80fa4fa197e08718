"""The studio's timeline in a real browser: what is dragged, brought back and cut is the plan."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.studio.numbered import CANVAS, CARD, KEPT, LINES
from tests.browser.studio.test_player import READER, SHOWN, shows
from tests.web.tools import WebTools

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def timeline(studio: Page) -> Page:
    """The studio with its clip's pictures, at the first frame."""
    studio.evaluate(READER)
    shows(studio, SHOWN[0])
    return studio


def _head(page: Page) -> Locator:
    return page.get_by_role("slider", name="Place in the video")


def _length(page: Page) -> int:
    """Return the frames of the video, as the timeline knows them."""
    return int(_head(page).get_attribute("aria-valuemax") or "") + 1


def _until_length(page: Page, frames: int) -> None:
    expect(_head(page)).to_have_attribute("aria-valuemax", str(frames - 1))


def _drag(page: Page, what: Locator, at: float, by: float) -> None:
    """Press at a share of something's width and let go so many pixels to the right."""
    box = what.bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] * at, box["y"] + box["height"] / 2
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + by / 2, top)
    page.mouse.move(left + by, top)
    page.mouse.up()


def _scale(page: Page) -> float:
    """Return the pixels of a frame."""
    box = page.locator(".tl-item-cue").first.bounding_box()
    assert box is not None
    return box["width"] / (LINES[0][1] - LINES[0][0])


def test_what_was_cut_is_shown_and_comes_back_with_one_click(timeline: Page) -> None:
    """Each cut has its button with the reason; what came back is played, and can be undone."""
    backs = timeline.locator(".tl-back")
    expect(backs).to_have_count(4)
    expect(backs.nth(1)).to_have_attribute("title", re.compile(r"Bring back: .+, 1[.]0 s"))
    backs.nth(1).click()
    _until_length(timeline, len(SHOWN) + 30)
    shows(timeline, KEPT[0][1])
    expect(backs).to_have_count(3)
    timeline.keyboard.press("Control+z")
    _until_length(timeline, len(SHOWN))
    expect(backs).to_have_count(4)


def test_a_cut_that_is_chosen_is_looked_at_and_played_before_it_comes_back(timeline: Page) -> None:
    """The picture is the clip's there, and says that it is not in the video."""
    timeline.locator(".tl-cut").nth(2).click(position={"x": 3, "y": 60})
    expect(timeline.get_by_text("Not in the video")).to_be_visible()
    timeline.get_by_role("button", name="Play what was cut").click()
    shows(timeline, KEPT[2][0] - 1)
    timeline.keyboard.press("Home")
    expect(timeline.get_by_text("Not in the video")).to_be_hidden()
    shows(timeline, SHOWN[0])


def test_an_edge_is_dragged_over_what_was_cut(timeline: Page) -> None:
    """The frame at the edge is on the picture; Escape leaves everything as it was."""
    scale = _scale(timeline)
    edge = timeline.locator(".tl-edge-start").nth(1)
    _drag(timeline, edge, 0.3, -10 * scale)
    _until_length(timeline, len(SHOWN) + 10)
    shows(timeline, KEPT[1][0] - 10)
    edge = timeline.locator(".tl-edge-stop").nth(1)
    _drag(timeline, edge, 0.7, -20 * scale)
    _until_length(timeline, len(SHOWN) - 10)
    shows(timeline, KEPT[1][1] - 21)
    box = edge.bounding_box()
    assert box is not None
    timeline.mouse.move(box["x"] + 4, box["y"] + 40)
    timeline.mouse.down()
    timeline.mouse.move(box["x"] - 40, box["y"] + 40)
    timeline.keyboard.press("Escape")
    timeline.mouse.up()
    _until_length(timeline, len(SHOWN) - 10)


def test_a_line_and_a_card_are_moved_by_hand_and_by_single_frames(timeline: Page) -> None:
    """All of it, one of its ends, or by buttons; what it would run into stops it."""
    scale = _scale(timeline)
    line = timeline.locator(".tl-item-cue").first
    _drag(timeline, line, 0.5, 4 * scale)
    inhand = timeline.locator(".inhand")
    expect(inhand).to_contain_text("Line 1")
    expect(inhand.locator(".inhand-time")).to_have_text(["0:00.3", "0:01.4"])
    _drag(timeline, line, 0.98, 30 * scale)
    expect(inhand.locator(".inhand-time").nth(1)).to_have_text("0:01.6")
    ends = inhand.get_by_role("group", name="Ends")
    ends.get_by_role("button", name="One frame earlier").click()
    ends.get_by_role("button", name="One frame earlier").click()
    expect(inhand.locator(".inhand-time").nth(1)).to_have_text("0:01.6")
    ends.get_by_role("button", name="One frame earlier").click()
    expect(inhand.locator(".inhand-time").nth(1)).to_have_text("0:01.5")
    _drag(timeline, timeline.locator(".tl-item-card"), 0.5, 15 * scale)
    expect(inhand.locator(".inhand-time")).to_have_text(["0:02.5", "0:05.1"])


def test_a_card_is_dragged_on_the_picture_as_far_as_players_leave_room(timeline: Page) -> None:
    """It is drawn where it is dropped, within the safe area."""
    timeline.locator(".tl-item-card").click()
    shows(timeline, SHOWN[60])
    picture = timeline.locator(".player-over")
    box = picture.bounding_box()
    assert box is not None
    per = box["width"] / CANVAS.width
    left, top = box["x"] + (CARD.left + 40) * per, box["y"] + (CARD.top + 40) * per
    timeline.mouse.move(left, top)
    timeline.mouse.down()
    timeline.mouse.move(left, top - 30 * per)
    timeline.mouse.move(left, top - 4000 * per)
    timeline.mouse.up()
    expect(timeline.get_by_role("button", name="Undo")).to_have_attribute(
        "title", re.compile("The card elsewhere")
    )


def test_what_is_marked_is_cut_out_by_keys_alone(timeline: Page) -> None:
    """I and O mark, X cuts; C takes the next cut in hand, and a button brings it back."""
    _head(timeline).focus()
    for key in ("Home", "Shift+ArrowRight", "i", "ArrowRight", "ArrowRight", "o", "x"):
        timeline.keyboard.press(key)
    _until_length(timeline, len(SHOWN) - 3)
    shows(timeline, SHOWN[33])
    expect(timeline.locator(".tl-cut")).to_have_count(5)
    _head(timeline).focus()
    timeline.keyboard.press("Home")
    timeline.keyboard.press("c")
    timeline.keyboard.press("c")
    timeline.locator(".inhand").get_by_role("button", name="Bring back").click()
    _until_length(timeline, len(SHOWN))


def test_cuts_fold_and_the_ribbon_comes_closer(timeline: Page) -> None:
    """Folded, a cut is as wide as its button; closer, a frame is wider and the place stays."""
    before = _scale(timeline)
    timeline.get_by_role("button", name="Fold cuts").click()
    box = timeline.locator(".tl-cut").nth(2).bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(24, abs=0.5)
    assert _scale(timeline) > before
    near = _scale(timeline)
    timeline.get_by_role("button", name="Closer").click()
    timeline.get_by_role("button", name="Closer").click()
    assert _scale(timeline) > 2 * near
    timeline.get_by_role("button", name="Show all").click()
    assert _scale(timeline) == pytest.approx(near, rel=0.02)


def test_axe_finds_nothing_with_a_cut_or_a_line_in_hand(
    timeline: Page, web_tools: WebTools
) -> None:
    """At a desk and on a tablet, where the lights are out too."""
    timeline.locator(".tl-cut").nth(2).click(position={"x": 3, "y": 60})
    assert web_tools.access_faults(timeline) == []
    timeline.set_viewport_size({"width": 820, "height": 1180})
    timeline.emulate_media(color_scheme="dark")
    timeline.locator(".tl-item-cue").first.click()
    assert web_tools.access_faults(timeline) == []


def test_the_picture_has_the_height_and_the_panels_names_one_row(timeline: Page) -> None:
    """On a small laptop the picture is a quarter of the width, and no row of buttons wraps."""
    timeline.locator("textarea.line").first.click()
    stage = timeline.locator(".player-stage").bounding_box()
    assert stage is not None
    assert stage["width"] > 320
    for row in (".tabs > button", ".timeline-tools > div"):
        places = timeline.locator(row).evaluate_all(
            "all => all.map((one) => Math.round(one.getBoundingClientRect().bottom / 8))"
        )
        assert len(set(places)) == 1, row
    cut_off = timeline.locator(".tabs, .inhand").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth).length"
    )
    assert cut_off == 0
