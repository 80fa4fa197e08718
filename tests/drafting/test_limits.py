"""What a person who edits should keep to is what drafting keeps to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.factories import CANVASES, plans
from tests.media.plans import plan
from vidcommerce.drafting.limits import limits
from vidcommerce.drafting.lines import Run, cues
from vidcommerce.media.layout import caption_box, card_size, safe_area
from vidcommerce.media.plan import Canvas, EditPlan, Word
from vidcommerce.media.time import FrameRange, FrameRate


def test_a_language_has_its_numbers() -> None:
    """Netflix's, for Chinese and Latin scripts; frames by the plan's rate, whole ones."""
    made = plan([(0, 300)], cues=[(0, 60, "sweet oranges")])
    latin = limits(made)
    assert (latin.characters, latin.speed, latin.lines) == (42, 20, 2)
    assert (latin.shortest, latin.longest, latin.gap) == (25, 210, 2)
    chinese = limits(plan([(0, 300)], cues=[(0, 60, "甜橙子")]))
    assert (chinese.characters, chinese.speed) == (16, 9)
    slow = replace(made, canvas=replace(made.canvas, rate=FrameRate(24, 1)))
    assert (limits(slow).shortest, limits(slow).longest) == (20, 168)


@given(plans())
def test_any_plan_has_limits(one: EditPlan) -> None:
    """Of positive numbers, and a room that lies on the canvas."""
    found = limits(one)
    assert min(found.characters, found.speed, found.lines, found.shortest) > 0
    assert found.card_room.inside(one.canvas.width, one.canvas.height)


@pytest.mark.parametrize("canvas", CANVASES)
def test_a_card_fits_its_room(canvas: Canvas) -> None:
    """Inside what players leave free, and never over the subtitles."""
    room = limits(plan([(0, 30)], canvas=canvas)).card_room
    width, height = card_size(canvas)
    area = safe_area(canvas)
    assert width <= room.width
    assert height <= room.height
    assert (room.left, room.top, room.width) == (area.left, area.top, area.width)
    assert not room.overlaps(caption_box(canvas))


def test_drafted_lines_keep_to_them() -> None:
    """Said at an easy pace, no line is longer, and no subtitle shorter."""
    words = [Word(" orange", FrameRange(n * 15, n * 15 + 12), 900) for n in range(40)]
    found = cues([Run(FrameRange(0, 620), tuple(words))], "en", FrameRate(30, 1))
    held = limits(plan([(0, 620)]).with_cues(found))
    assert len(found) > 1
    assert all(len(line) <= held.characters for cue in found for line in cue.lines)
    assert all(held.shortest <= len(cue.frames) <= held.longest for cue in found)
