"""The plan: data that can't contradict itself, with one JSON text and one name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.factories import CLIP, IMAGE, PRODUCT, TRACK, plans
from vidcommerce.documents import (
    DocumentUnreadable,
    canonical_json,
    digest,
    read_json,
    readable_json,
)
from vidcommerce.media.plan import (
    Box,
    Canvas,
    Card,
    Cover,
    Crop,
    CropPoint,
    Cue,
    EditPlan,
    MusicBed,
    PlanRejected,
    Segment,
    Sound,
    Source,
    Translation,
)
from vidcommerce.media.time import FrameRange, FrameRate

WINDOW = Crop(606, 1080, (CropPoint(0, 100, 0), CropPoint(60, 200, 0)))
PLAN = EditPlan(
    version=1,
    language="en",
    canvas=Canvas(1080, 1920, FrameRate(30, 1)),
    sources=(Source(CLIP, 300, 1920, 1080),),
    segments=(Segment(0, FrameRange(0, 90), WINDOW), Segment(0, FrameRange(120, 300), None)),
    cues=(Cue(FrameRange(0, 60), ("Good morning",), ()), Cue(FrameRange(60, 90), ("all",), ())),
    cards=(Card(FrameRange(100, 250), Box(80, 900, 920, 300), PRODUCT, IMAGE),),
    music=MusicBed(TRACK, "Warm morning", -400, 1200),
    cover=Cover(0, 45, WINDOW),
    audio=Sound(700, (FrameRange(0, 90), FrameRange(120, 200))),
)
"""Nine seconds in two segments; every test below breaks one thing in it."""


@settings(max_examples=40, deadline=None)
@given(plans())
def test_plans_round_trip(plan: EditPlan) -> None:
    """A plan that is written and read is the same plan, and has the same name."""
    again = read_json(EditPlan, canonical_json(plan))
    assert again == plan
    assert digest(again) == digest(plan)


def test_the_name_of_a_plan_is_stable() -> None:
    """Names are kept in stores and databases: a change of this one orphans all that was made."""
    assert digest(PLAN) == "0115694e66a199ee6b38d7868b0a66f1c2d26ea821af7b7aa1f858c3979b02d5"


def test_a_plan_without_translations_does_not_name_them() -> None:
    """So plans from before there were any keep their names, and are still read."""
    assert "translations" not in json.loads(canonical_json(PLAN))
    assert "translations" not in json.loads(readable_json(PLAN))
    assert read_json(EditPlan, canonical_json(PLAN)).translations == ()


def test_a_translation_makes_another_plan() -> None:
    """It is part of the video, so of its name, and comes back as it was."""
    plan = replace(PLAN, translations=(Translation("fr", (_said("Bonjour"),)),))
    assert digest(plan) != digest(PLAN)
    assert read_json(EditPlan, canonical_json(plan)) == plan


@settings(max_examples=40, deadline=None)
@given(plans())
def test_segments_lie_end_to_end(plan: EditPlan) -> None:
    """The placed segments fill the video from frame 0 to its end without a gap."""
    placed = [frames for frames, _ in plan.placed()]
    assert placed[0].start == 0
    assert placed[-1].stop == plan.frames
    assert all(a.stop == b.start for a, b in pairwise(placed))


def test_other_subtitles_make_another_plan() -> None:
    """A changed line changes the name and nothing else."""
    other = PLAN.with_cues((Cue(FrameRange(0, 60), ("Good evening",), ()),))
    assert digest(other) != digest(PLAN)
    assert replace(other, cues=PLAN.cues) == PLAN


Broken = Callable[[EditPlan], EditPlan]


def _segment(segment: Segment) -> Broken:
    return lambda plan: replace(plan, segments=(plan.segments[0], segment))


def _path(*points: CropPoint, width: int = 606, height: int = 1080) -> Segment:
    return Segment(0, FrameRange(120, 300), Crop(width, height, points))


def _cues(*cues: Cue) -> Broken:
    return lambda plan: plan.with_cues(cues)


def _card(start: int, stop: int, box: Box) -> Broken:
    return lambda p: replace(p, cards=(Card(FrameRange(start, stop), box, PRODUCT, IMAGE),))


def _speech(*frames: tuple[int, int]) -> Broken:
    return lambda plan: replace(plan, audio=Sound(0, tuple(FrameRange(*f) for f in frames)))


def _canvas(width: int, height: int, rate: FrameRate) -> Broken:
    return lambda plan: replace(plan, canvas=Canvas(width, height, rate))


def _source(sha256: str) -> Broken:
    return lambda plan: replace(plan, sources=(Source(sha256, 300, 1920, 1080),))


def _cover(cover: Cover) -> Broken:
    return lambda plan: replace(plan, cover=cover)


def _translated(*translations: Translation) -> Broken:
    return lambda plan: replace(plan, translations=translations)


def _said(*lines: str) -> Cue:
    return Cue(FrameRange(0, 30), lines, ())


INSIDE = Box(0, 0, 100, 100)
CONTRADICTIONS: dict[str, tuple[str, Broken]] = {
    "another version": ("version", lambda plan: replace(plan, version=2)),
    "odd canvas": ("canvas", _canvas(1081, 1920, FrameRate(30, 1))),
    "tiny canvas": ("canvas", _canvas(14, 14, FrameRate(30, 1))),
    "uneven samples": ("canvas.rate", _canvas(1080, 1920, FrameRate(30_000, 1001))),
    "a path as a name": ("sources.0.sha256", _source("../../etc/passwd")),
    "a short name": ("sources.0.sha256", _source("c" * 63)),
    "a name in capitals": ("sources.0.sha256", _source("C" * 64)),
    "no segments": ("segments", lambda plan: replace(plan, segments=())),
    "unknown clip": ("segments.1.source", _segment(Segment(1, FrameRange(0, 9), None))),
    "clip before the first": ("segments.1.source", _segment(Segment(-1, FrameRange(0, 9), None))),
    "empty segment": ("segments.1.source_range", _segment(Segment(0, FrameRange(9, 9), None))),
    "segment too long": ("segments.1.source_range", _segment(Segment(0, FrameRange(0, 301), None))),
    "crop without a path": ("segments.1.crop.path", _segment(_path())),
    "crop backwards": (
        "segments.1.crop.path",
        _segment(_path(CropPoint(60, 0, 0), CropPoint(30, 0, 0))),
    ),
    "two places at once": (
        "segments.1.crop.path",
        _segment(_path(CropPoint(60, 0, 0), CropPoint(60, 1, 0))),
    ),
    "crop past the edge": ("segments.1.crop", _segment(_path(CropPoint(0, 1315, 0)))),
    "crop before the edge": ("segments.1.crop", _segment(_path(CropPoint(0, -1, 0)))),
    "crop of nothing": ("segments.1.crop", _segment(_path(CropPoint(0, 0, 0), width=0))),
    "crop of another shape": ("segments.1.crop", _segment(_path(CropPoint(0, 0, 0), width=640))),
    "cue past the end": ("cues.0", _cues(Cue(FrameRange(240, 271), ("late",), ()))),
    "empty cue": ("cues.0", _cues(Cue(FrameRange(9, 9), ("never",), ()))),
    "cues over each other": (
        "cues.1",
        _cues(Cue(FrameRange(0, 60), ("a",), ()), Cue(FrameRange(59, 90), ("b",), ())),
    ),
    "cue without lines": ("cues.0.lines", _cues(_said())),
    "blank line": ("cues.0.lines", _cues(_said("above", "  "))),
    "card past the end": ("cards.0", _card(250, 271, INSIDE)),
    "card outside": ("cards.0.box", _card(0, 30, Box(1000, 0, 100, 100))),
    "card without area": ("cards.0.box", _card(0, 30, Box(0, 0, 0, 100))),
    "picture without a name": (
        "cards.0.image",
        lambda p: replace(p, cards=(replace(p.cards[0], image=""),)),
    ),
    "speech past the end": ("audio.speech.0", _speech((0, 271))),
    "speech out of order": ("audio.speech.1", _speech((60, 90), (0, 30))),
    "cover of no clip": ("cover.source", _cover(Cover(1, 0, None))),
    "cover past the end": ("cover.frame", _cover(Cover(0, 300, None))),
    "cover outside": ("cover.crop", _cover(Cover(0, 0, Crop(606, 1080, (CropPoint(0, 1500, 0),))))),
    "a path as a language": ("translations.0.language", _translated(Translation("../fr", ()))),
    "the video's own language": ("translations.0.language", _translated(Translation("en", ()))),
    "a language twice": (
        "translations.1.language",
        _translated(Translation("fr", ()), Translation("fr", ())),
    ),
    "translation past the end": (
        "translations.0.cues.0",
        _translated(Translation("fr", (Cue(FrameRange(240, 271), ("tard",), ()),))),
    ),
    "translation over itself": (
        "translations.0.cues.1",
        _translated(Translation("fr", (_said("a"), _said("b")))),
    ),
    "blank line of a translation": (
        "translations.0.cues.0.lines",
        _translated(Translation("fr", (_said(" "),))),
    ),
    "louder under speech": (
        "music.duck",
        lambda plan: replace(plan, music=MusicBed(TRACK, "t", 0, -1)),
    ),
    "music without a name": (
        "music.track",
        lambda plan: replace(plan, music=MusicBed("bed.opus", "t", 0, 0)),
    ),
}


@pytest.mark.parametrize(("place", "broken"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictions_are_refused_with_their_place(place: str, broken: Broken) -> None:
    """Every contradiction raises PlanRejected, and names the key where it stands."""
    with pytest.raises(PlanRejected) as refused:
        broken(PLAN)
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("segments", None, "segments"),
        ("frames", 9, "frames"),
        ("canvas", {"width": 1080, "height": 1920}, "canvas.rate"),
        (
            "canvas",
            {"width": 9, "height": 9, "rate": {"numerator": 0, "denominator": 1}},
            "canvas.rate",
        ),
        ("audio", {"gain": 0, "speech": [{"start": 3, "stop": 1}]}, "audio.speech.0"),
        ("audio", {"gain": 0.5, "speech": []}, "audio.gain"),
    ],
)
def test_what_is_no_plan_is_refused(key: str, value: object, where: str) -> None:
    """An edited plan with a wrong type or key is refused before anything is made of it."""
    document = json.loads(canonical_json(PLAN))
    document[key] = value
    with pytest.raises(DocumentUnreadable) as refused:
        read_json(EditPlan, json.dumps(document))
    assert refused.value.where == where


def test_an_edited_plan_is_checked_as_well() -> None:
    """A plan that is read from JSON is held to the same rules as one that is constructed."""
    document = json.loads(canonical_json(PLAN))
    document["cues"][0]["lines"] = []
    with pytest.raises(PlanRejected) as refused:
        read_json(EditPlan, json.dumps(document))
    assert str(refused.value) == "The plan can't be used: cues.0.lines: an empty line"
