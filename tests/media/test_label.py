"""The label that says that a computer made pictures: at the start, long and large enough."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media import clips
from tests.media.conftest import Clips
from tests.media.plans import plan
from tests.media.test_render import _Studio
from tests.media.watching import pictures
from vidcommerce.documents import canonical_json
from vidcommerce.media.chunks import Tools, chunks
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.layout import caption_box, label_box, label_size, safe_area
from vidcommerce.media.plan import Box, Canvas, PlanRejected
from vidcommerce.media.time import FrameRate

_TOOLS = Tools("ffmpeg", "fonts")
_RATE = FrameRate(30, 1)
_SIZES = st.integers(8, 1000).map(lambda half: 2 * half)


def test_a_plan_without_a_label_is_what_it_was() -> None:
    """Neither its text nor the names of its chunks tell of labels."""
    edit = plan([(0, 90)])
    assert "label" not in canonical_json(edit)
    assert all("label" not in canonical_json(one.content) for one in chunks(edit, {}, _TOOLS))


def test_a_label_changes_the_chunks_of_its_three_seconds_alone() -> None:
    """So that a label that comes later costs one chunk or two."""
    bare = plan([(0, 400)])
    marked = replace(bare, label="Made with AI")
    before, after = (chunks(edit, {}, _TOOLS) for edit in (bare, marked))
    changed = [a.frames.start for a, b in zip(before, after, strict=True) if a.name != b.name]
    assert changed == [one.frames.start for one in before if one.frames.start < 90]


@pytest.mark.parametrize("label", ["two\nlines", " padded", "x" * 41])
def test_a_label_is_one_short_line(label: str) -> None:
    """Anything else is no plan."""
    with pytest.raises(PlanRejected, match="label"):
        replace(plan([(0, 90)]), label=label)


@given(_SIZES, _SIZES)
def test_a_label_stands_in_the_safe_area_and_off_the_card(width: int, height: int) -> None:
    """At the top where that is free; its letters are as large as the rule asks for."""
    canvas = Canvas(width, height, _RATE)
    area, top = safe_area(canvas), label_box(canvas, ())
    assert (top.left, top.top, top.width) == (area.left, area.top, area.width)
    assert label_size(canvas) >= min(width, height) * 0.055
    lower = label_box(canvas, [Box(area.left, area.top, 4, 4)])
    assert lower.top + lower.height == caption_box(canvas).top


@pytest.mark.slow
def test_a_label_is_seen_from_the_first_frame_for_three_seconds(
    clip: Clips, tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    """Bright letters within its box, as high as a twentieth of the short side, and then gone."""
    studio = _Studio(clip(clips.long_gop), tmp_path, ffmpeg)
    bare = studio.plan([(0, 150)])
    marked = replace(bare, label="内容由AI生成")
    box = label_box(bare.canvas, ())
    with_it = [np.asarray(one, dtype=np.int16) for one in pictures(studio.video(marked))]
    without = [np.asarray(one, dtype=np.int16) for one in pictures(studio.video(bare))]
    changed = [
        np.abs(a - b)[box.top : box.top + box.height, box.left : box.left + box.width].max() > 80
        for a, b in zip(with_it, without, strict=True)
    ]
    assert changed == [True] * 90 + [False] * 60
    lit = np.abs(with_it[0] - without[0]).max(axis=2) > 80 if with_it[0].ndim == 3 else None
    assert lit is not None
    rows = np.flatnonzero(lit.any(axis=1))
    assert rows[-1] - rows[0] + 1 >= min(bare.canvas.width, bare.canvas.height) * 0.05
