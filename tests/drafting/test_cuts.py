"""Cuts: silences, dead ends and bad picture go, and no word ever does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.factories import analyses, analysis, clip_facts, look, spoken
from vidcommerce.analysis.facts import ClipAnalysis, Look
from vidcommerce.drafting.cuts import is_talk, marks
from vidcommerce.drafting.marks import CutReason, cuts, kept
from vidcommerce.drafting.takes import Take, covering, voiced
from vidcommerce.media.time import FrameRange, FrameRate, Span

RATE = FrameRate(25, 1)
"""40 ms a frame: the paddings of 120 and 200 ms are whole frames."""


def _take(facts: ClipAnalysis) -> Take:
    return Take(clip_facts(duration=facts.duration), facts)


def _kept(facts: ClipAnalysis) -> list[tuple[int, int]]:
    """Return the kept milliseconds."""
    return [(f.start * 40, f.stop * 40) for f in kept(marks(_take(facts), RATE))]


def _cuts(facts: ClipAnalysis) -> list[tuple[int, int, CutReason]]:
    found = cuts(0, marks(_take(facts), RATE), RATE)
    return [(cut.span.start, cut.span.stop, cut.reason) for cut in found]


def _seen(duration: int, bad: Sequence[tuple[int, int]], worse: Look) -> list[Look]:
    """Return good looks every 200 ms, with some as bad as ``worse``."""
    return [
        replace(worse, at=at) if any(a <= at < b for a, b in bad) else look(at)
        for at in range(0, duration, 200)
    ]


def test_silences_and_dead_ends_of_talk_are_cut_but_for_their_padding() -> None:
    """120 ms stay before speech and 200 ms after it; each cut tells what it is."""
    facts = analysis(duration=12_000, speech=[(2000, 4000), (7000, 9000)])
    assert _cuts(facts) == [
        (0, 1880, CutReason.DEAD_START),
        (4200, 6880, CutReason.SILENCE),
        (9200, 12_000, CutReason.DEAD_END),
    ]


@pytest.mark.parametrize(("pause", "whole"), [(680, True), (700, False)])
def test_a_pause_is_a_silence_from_700_ms_on(pause: int, whole: bool) -> None:  # noqa: FBT001
    """A pause of 0.7 s is cut to 0.32 s; a shorter one is how people talk, and stays."""
    facts = analysis(duration=4000, speech=[(0, 2000), (2000 + pause, 4000)])
    silences = [] if whole else [(2200, 2000 + pause - 120 + 20, CutReason.SILENCE)]
    found = _cuts(facts)
    assert len(found) == len(silences)
    assert all(
        abs(a[1] - b[1]) <= 40 and a[0] == b[0] for a, b in zip(found, silences, strict=True)
    )


def test_words_outside_the_speech_model_are_kept() -> None:
    """A word that only the recogniser heard is not cut."""
    words = spoken("and cheap", 6000)
    facts = analysis(duration=10_000, speech=[(2000, 4000)], words=words)
    assert (5880, 6840 + 40) in [(a, b) for a, b in _kept(facts)]


def test_a_clip_without_speech_keeps_its_silence() -> None:
    """Nobody speaks: silence is no reason, and all that is good stays."""
    assert _cuts(analysis(speech=())) == []


def test_a_bird_makes_no_talk() -> None:
    """A third of a second that sounds like speech does not decide what is kept of a clip."""
    facts = analysis(duration=10_000, speech=[(5000, 5300)])
    assert not is_talk(facts)
    assert _cuts(facts) == []


@pytest.mark.parametrize(
    ("duration", "stop", "talk"), [(3000, 600, True), (3000, 500, False), (100_000, 4000, True)]
)
def test_talk_is_a_tenth_or_four_seconds(duration: int, stop: int, talk: bool) -> None:  # noqa: FBT001
    """Short remarks make a short clip talk; a long clip needs four seconds."""
    assert is_talk(analysis(duration=duration, speech=[(0, stop)])) == talk


@pytest.mark.parametrize(
    ("worse", "reason"),
    [
        (look(0, brightness=10), CutReason.BLACK),
        (look(0, sharpness=100), CutReason.BLURRED),
        (look(0, shake=900), CutReason.SHAKING),
    ],
)
def test_bad_seconds_of_picture_are_cut(worse: Look, reason: CutReason) -> None:
    """A second that is black, blurred or shaking goes, with the reason; its neighbours stay."""
    facts = analysis(duration=10_000, seen=_seen(10_000, [(4000, 5000)], worse))
    ((start, stop, why),) = _cuts(facts)
    assert why is reason
    assert (abs(start - 3900), abs(stop - 4900)) <= (40, 40)


def test_a_knock_is_no_reason() -> None:
    """A single bad look, a fifth of a second, is not worth a jump."""
    facts = analysis(duration=10_000, seen=_seen(10_000, [(4000, 4200)], look(0, shake=900)))
    assert _cuts(facts) == []


def test_speech_wins_over_a_bad_picture() -> None:
    """While somebody speaks nothing is cut, however dark it is."""
    facts = analysis(
        duration=6000, speech=[(0, 6000)], seen=_seen(6000, [(2000, 4000)], look(0, brightness=0))
    )
    assert _kept(facts) == [(0, 6000)]


def test_a_phone_that_is_raised_and_lowered_is_cut_away() -> None:
    """At the ends less is forgiven than in the middle."""
    uneasy = _seen(12_000, [(0, 1000), (6000, 7000), (11_000, 12_000)], look(0, shake=500))
    ends = [(start, stop) for start, stop, _ in _cuts(analysis(duration=12_000, seen=uneasy))]
    assert [(start // 100, stop // 100) for start, stop in ends] == [(0, 9), (108, 120)]


def test_where_nothing_moves_at_first_the_start_is_dead() -> None:
    """A fixed camera that waits for somebody: the wait goes but for half a second."""
    seen = _seen(10_000, [(0, 4000)], look(0, stillness=1000))
    ((start, stop, reason),) = _cuts(analysis(duration=10_000, seen=seen))
    assert (start, reason) == (0, CutReason.DEAD_START)
    assert abs(stop - 3400) <= 40


def test_a_still_life_is_not_dead() -> None:
    """A clip in which nothing ever moves is a picture of a thing, not a wait."""
    seen = _seen(8000, [(0, 8000)], look(0, stillness=1000))
    assert _cuts(analysis(duration=8000, seen=seen)) == []


def test_a_clip_that_is_soft_throughout_is_kept() -> None:
    """A flower before a soft background is measured against itself."""
    seen = _seen(8000, [(0, 8000)], look(0, sharpness=260))
    assert _cuts(analysis(duration=8000, seen=seen)) == []


def test_a_clip_that_shakes_throughout_is_kept() -> None:
    """What is shown to the lens by hand is not thrown away for moving."""
    seen = _seen(8000, [(0, 8000)], look(0, shake=800))
    assert _cuts(analysis(duration=8000, seen=seen)) == []


def test_of_a_clip_without_a_good_second_the_best_part_stays() -> None:
    """Three seconds of the least blurred picture are better than no clip."""
    seen = _seen(12_000, [(0, 6000), (9000, 12_000)], look(0, sharpness=20))
    blurred = [one if one.sharpness == 20 else look(one.at, sharpness=120) for one in seen]
    ((start, stop),) = _kept(analysis(duration=12_000, seen=blurred))
    assert stop - start == 3000
    assert abs(start - 6000) <= 100


def test_nothing_is_kept_of_what_is_all_black() -> None:
    """Black is certain: whether such a clip stays is for the whole video to say."""
    seen = _seen(8000, [(0, 8000)], look(0, brightness=0))
    assert _kept(analysis(duration=8000, seen=seen)) == []


def test_scraps_between_cuts_go() -> None:
    """A third of a second between two bad stretches shows nothing."""
    seen = _seen(12_000, [(4000, 5000), (5400, 6400)], look(0, shake=900))
    reasons = [reason for _, _, reason in _cuts(analysis(duration=12_000, seen=seen))]
    assert reasons == [CutReason.SHAKING, CutReason.TOO_SHORT, CutReason.SHAKING]


def test_a_short_word_gets_room_for_its_subtitle() -> None:
    """A lonely "yes" keeps 0.96 s, so that a subtitle of 0.83 s fits with a gap."""
    facts = analysis(duration=20_000, speech=[(5000, 5200), (10_000, 14_000)])
    first = _kept(facts)[0]
    assert first[0] <= 4880
    assert first[1] >= 5400
    assert first[1] - first[0] == 960


@settings(max_examples=100, deadline=None)
@given(analyses())
def test_no_frame_of_speech_is_cut_but_in_a_repeated_take(facts: ClipAnalysis) -> None:
    """Whatever the clip is like, every frame of speech and its padding stays or was said again."""
    found = marks(_take(facts), RATE)
    for span in voiced(facts):
        for frame in _range(covering(span, RATE, len(found))):
            assert found[frame] in (None, CutReason.REPEATED)


@settings(max_examples=100, deadline=None)
@given(analyses())
def test_no_piece_is_too_short_to_be_seen(facts: ClipAnalysis) -> None:
    """Kept stretches without speech last half a second, but for clips that are shorter."""
    found = marks(_take(facts), RATE, repeated=False)
    voices = [covering(_padded(span), RATE, len(found)) for span in voiced(facts)]
    for part in kept(found):
        if not any(len(part.intersection(voice)) for voice in voices):
            assert len(part) >= min(12, len(found))


@settings(max_examples=100, deadline=None)
@given(analyses())
def test_long_silences_of_talk_go(facts: ClipAnalysis) -> None:
    """In talk, of a pause of 0.7 s or more only the padding stays, and room for subtitles.

    A short word on either side of it may get what it lacks of 0.96 s, 24 frames.
    """
    if not is_talk(facts):
        return
    found = marks(_take(facts), RATE, repeated=False)
    spans = voiced(facts)
    for before, after in pairwise(spans):
        if after.start - before.stop >= 700:
            words = [covering(_padded(span), RATE, len(found)) for span in (before, after)]
            room = sum(max(0, 24 - len(word)) for word in words)
            beyond = found[words[0].stop : words[1].start]
            assert sum(mark is None for mark in beyond) <= room


def _padded(span: Span) -> Span:
    return Span(max(0, span.start - 120), span.stop + 200)


def _range(frames: FrameRange) -> range:
    return range(frames.start, frames.stop)
