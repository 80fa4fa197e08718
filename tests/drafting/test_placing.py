"""Placing: what is said, heard and seen of a clip, at its frame of the video."""

from __future__ import annotations

from tests.factories import CLIP, analysis, clip_facts, look, spoken
from vidcommerce.analysis.facts import ClipAnalysis, Loudness
from vidcommerce.drafting.placing import heard, looks, runs, shown, speech
from vidcommerce.drafting.script import Told
from vidcommerce.drafting.takes import Take
from vidcommerce.media.plan import Segment
from vidcommerce.media.time import FrameRange, FrameRate, Span

RATE = FrameRate(30, 1)
PARTS = shown(
    [Segment(0, FrameRange(30, 90), None), Segment(0, FrameRange(150, 180), None),
     Segment(1, FrameRange(0, 60), None)]
)  # fmt: skip
"""Seconds 1 to 3 and 5 to 6 of one clip, then 0 to 2 of another."""


def _take(facts: ClipAnalysis) -> Take:
    return Take(clip_facts(sha256=CLIP, duration=facts.duration), facts)


def test_segments_follow_each_other() -> None:
    """Each begins where the one before it ends."""
    assert [part.frames for part in PARTS] == [
        FrameRange(0, 60),
        FrameRange(60, 90),
        FrameRange(90, 150),
    ]


def test_words_go_where_their_middle_is_shown() -> None:
    """A word of a cut is not said; one that leans over a cut is cut to its segment."""
    first = Told((*spoken("in", 1500, 300), *spoken("out", 3500, 300), *spoken("lean", 5850, 200)))
    second = Told(spoken("next", 500, 300))
    found = runs(PARTS, [first, second], RATE)
    assert [(run.frames, [word.text for word in run.words]) for run in found] == [
        (PARTS[0].frames, [" in"]),
        (PARTS[1].frames, [" lean"]),
        (PARTS[2].frames, [" next"]),
    ]
    assert found[0].words[0].frames == FrameRange(15, 24)
    assert found[1].words[0].frames == FrameRange(85, 90)
    assert found[2].words[0].frames == FrameRange(105, 114)


def test_the_beginnings_of_lines_move_with_their_words() -> None:
    """A line of a script begins a subtitle wherever its word ends up."""
    told = Told(spoken("one two three four", 1000, 200), frozenset({0, 2}))
    (run,) = runs(PARTS, [told, Told(())], RATE)
    assert run.begins == {0, 2}


def test_speech_is_told_in_frames_of_the_video() -> None:
    """Spans that are cut apart meet in the video and are one there."""
    talk = _take(analysis(duration=10_000, speech=[(2000, 3000), (5000, 5500)]))
    quiet = _take(analysis(duration=10_000, speech=[(500, 700)]))
    assert speech(PARTS, [talk.analysis, quiet.analysis], RATE) == [FrameRange(30, 75)]


def test_looks_come_with_their_frames() -> None:
    """Only what is shown is told."""
    take = _take(analysis(seen=[look(0), look(1500), look(4000), look(5100)]))
    other = _take(analysis(seen=[look(1000)]))
    assert [
        (at, part.frames.start, one.at) for at, part, one in looks(PARTS, [take, other], RATE)
    ] == [
        (15, 0, 1500),
        (63, 60, 5100),
        (120, 90, 1000),
    ]


def test_loudness_of_all_clips_is_one() -> None:
    """Blocks follow each other and the kept spans point into them; silent clips have none."""
    one = _take(analysis(duration=6000, speech=[(500, 2500)], momentary=-2000))
    mute = _take(analysis(duration=6000, momentary=None))
    found, spans = heard(PARTS, [one, mute], RATE, only_speech=False)
    assert found == Loudness((-2000,) * 60, -600)
    assert spans == [Span(1000, 3000), Span(5000, 6000)]
    assert heard(PARTS, [one, mute], RATE, only_speech=True)[1] == [Span(1000, 2500)]
    two = _take(analysis(duration=6000, momentary=-3000))
    found, spans = heard(PARTS, [one, two], RATE, only_speech=False)
    assert len(found.momentary) == 120
    assert spans[-1] == Span(6000, 8000)
