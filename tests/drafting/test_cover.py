"""The cover: the sharpest, best-lit frame, with a face or the product where there is one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import CLIP, analyses, analysis, look
from tests.media.plans import plan
from vidcommerce.analysis.facts import ClipAnalysis, Look, Region
from vidcommerce.drafting.cardplace import Seen
from vidcommerce.drafting.cover import cover, suggestions
from vidcommerce.drafting.placing import Shown
from vidcommerce.media.plan import Canvas, Cover, Crop, CropPoint, Segment, Source
from vidcommerce.media.time import FrameRange, FrameRate

CANVAS = Canvas(1080, 1920, FrameRate(30, 1))
SOURCES = (Source(CLIP, 300, 1920, 1080),)
WINDOW = Crop(608, 1080, (CropPoint(100, 0, 0), CropPoint(200, 200, 0)))
SEGMENT = Segment(0, FrameRange(100, 200), WINDOW)
PART = Shown(FrameRange(0, 100), SEGMENT)


def _chosen(*looks: Look, mention: FrameRange | None = None) -> Cover:
    """Return the cover of looks that are shown at frames 0, 10, 20 and so on."""
    seen = [Seen(10 * number, PART, one) for number, one in enumerate(looks)]
    return cover([SEGMENT], seen, mention, SOURCES, CANVAS)


def test_the_sharpest_frame_is_chosen() -> None:
    """And it is counted in the source's frames."""
    assert _chosen(look(0), look(0, sharpness=900), look(0)).frame == 110


def test_the_best_lit_frame_is_chosen() -> None:
    """Neither dark nor pale, and nothing blown out."""
    assert _chosen(look(0, brightness=100), look(0), look(0, clipped=400)).frame == 110


def test_a_face_is_worth_a_little_sharpness() -> None:
    """People look at people, as long as they are in the window."""
    face, outside = Region(50, 200, 100, 200), Region(900, 200, 100, 200)
    assert _chosen(look(0, sharpness=800), look(0, faces=[face])).frame == 110
    assert _chosen(look(0, sharpness=800), look(0, faces=[outside])).frame == 100


def test_a_blurred_face_is_no_cover() -> None:
    """A face makes up for some blur, not for any."""
    face = Region(50, 200, 100, 200)
    assert _chosen(look(0, sharpness=900), look(0, faces=[face], sharpness=50)).frame == 100


def test_while_the_product_is_named_it_is_probably_shown() -> None:
    """Of equal frames the one at the mention is taken."""
    assert _chosen(look(0), look(0), look(0), mention=FrameRange(15, 25)).frame == 120


def test_the_cover_shows_what_the_video_shows() -> None:
    """The window stands as it does at that frame."""
    assert _chosen(look(0), look(0, sharpness=900)).crop == Crop(
        608, 1080, (CropPoint(110, 20, 0),)
    )


def test_of_equal_frames_the_first_is_taken() -> None:
    """The choice is the same each time."""
    assert _chosen(look(0), look(0)).frame == 100


def test_without_looks_the_first_frame_stands_for_the_video() -> None:
    """There is always a cover."""
    assert _chosen() == Cover(0, 100, Crop(608, 1080, (CropPoint(100, 0, 0),)))


@given(analyses(), st.integers(1, 8))
def test_suggestions_can_be_the_cover_of_a_plan(facts: ClipAnalysis, most: int) -> None:
    """In their order, well apart, each in the clip and in the shape of the canvas."""
    edit = replace(plan([(0, 15)]), canvas=CANVAS)
    source = replace(edit.sources[0], frames=max(1, facts.duration * 30 // 1000))
    made = suggestions(facts, source, 0, CANVAS, most)
    assert len(made) <= most
    assert all(after.frame - before.frame >= 44 for before, after in pairwise(made))
    short = replace(edit, sources=(source,), segments=(replace(
        edit.segments[0], source_range=FrameRange(0, min(15, source.frames))),))  # fmt: skip
    for one in made:
        assert replace(short, cover=one).cover == one


def test_the_best_frame_of_a_clip_is_among_the_suggestions() -> None:
    """Also where the draft has cut it out."""
    seen = tuple(look(at, sharpness=950 if at == 6000 else 300) for at in range(0, 10_000, 500))
    facts = replace(analysis(duration=10_000), looks=seen)
    made = suggestions(facts, Source(CLIP, 300, 1920, 1080), 0, CANVAS, 3)
    assert 180 in [one.frame for one in made]
