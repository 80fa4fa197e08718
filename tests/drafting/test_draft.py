"""The draft: whatever is known of the clips, a plan that holds together and tells what it cut."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import (
    IMAGE,
    PRODUCT,
    analyses,
    analysis,
    clip_facts,
    look,
    spoken,
    texts,
)
from vidcommerce.analysis.facts import ClipAnalysis, Region
from vidcommerce.documents import digest
from vidcommerce.drafting.draft import Draft, draft
from vidcommerce.drafting.marks import CutReason
from vidcommerce.drafting.music import Bed
from vidcommerce.drafting.takes import Aspect, Take, Wishes
from vidcommerce.media.layout import caption_box
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.time import AUDIO_RATE, FrameRange, FrameRate

pytestmark = pytest.mark.slow

BED = Bed("bed", "Morning", "warm", "b" * 64, 96, 70 * AUDIO_RATE, -2000)
SIZES = st.sampled_from([(1080, 1920), (1920, 1080), (640, 480), (101, 77), (20, 2000)])
RATES = st.sampled_from([10, 24, 25, 30, 60])
WISHES = st.builds(
    Wishes,
    aspect=st.sampled_from(list(Aspect)),
    max_seconds=st.integers(1, 30),
    beds=st.sampled_from([(), (BED,)]),
    script=st.lists(texts(), max_size=4).map(tuple),
)


def _take(facts: ClipAnalysis, size: tuple[int, int] = (1080, 1920), rate: int = 30) -> Take:
    return Take(
        clip_facts(
            sha256=facts.sha256,
            duration=facts.duration,
            size=size,
            rate=FrameRate(rate, 1),
            sound=facts.loudness is not None,
        ),
        facts,
    )


TAKES = st.lists(st.builds(_take, analyses(), SIZES, RATES), min_size=1, max_size=3)


def _draft(*facts: ClipAnalysis, wishes: Wishes | None = None) -> Draft:
    return draft([_take(one) for one in facts], PRODUCT, IMAGE, wishes or Wishes(beds=(BED,)))


def _said(drafted: Draft) -> list[str]:
    return [notice.sentence.format_map(dict(notice.facts)) for notice in drafted.remarks]


@settings(max_examples=60, deadline=None)
@given(TAKES, WISHES)
def test_every_frame_is_shown_or_cut_for_one_reason(takes: list[Take], wishes: Wishes) -> None:
    """Nothing of a clip gets lost without a word, nothing is shown twice."""
    drafted = draft(takes, PRODUCT, IMAGE, wishes)
    for number, source in enumerate(drafted.plan.sources):
        shown = [s.source_range for s in drafted.plan.segments if s.source == number]
        out = [cut.frames for cut in drafted.cuts if cut.source == number]
        places = sorted(frame for part in (*shown, *out) for frame in range(part.start, part.stop))
        assert places == list(range(source.frames))


@settings(max_examples=60, deadline=None)
@given(TAKES, WISHES)
def test_the_plan_is_what_was_wished(takes: list[Take], wishes: Wishes) -> None:
    """Within the limit, in the shape, with the card off the subtitles; subtitles cross no cut."""
    plan = draft(takes, PRODUCT, IMAGE, wishes).plan
    assert 0 < plan.frames <= wishes.max_seconds * plan.canvas.rate.numerator
    wide, high = (int(part) for part in wishes.aspect.split(":"))
    assert plan.canvas.width * high == plan.canvas.height * wide
    assert all(not card.box.overlaps(caption_box(plan.canvas)) for card in plan.cards)
    parts = [frames for frames, _ in plan.placed()]
    for cue in plan.cues:
        assert any(p.start <= cue.frames.start and cue.frames.stop <= p.stop for p in parts)
    order = [(segment.source, segment.source_range.start) for segment in plan.segments]
    assert order == sorted(order)
    assert (plan.music is None) == (not wishes.beds)


@settings(max_examples=20, deadline=None)
@given(TAKES, WISHES)
def test_the_same_facts_give_the_same_plan(takes: list[Take], wishes: Wishes) -> None:
    """Results are named by content: drafting twice makes one video."""
    first, second = (draft(takes, PRODUCT, IMAGE, wishes).plan for _ in range(2))
    assert digest(first) == digest(second)


def _talk(language: str = "en") -> ClipAnalysis:
    """Return twelve seconds with two sentences and silence before, between and after."""
    words = (
        *spoken("Good morning to you all.", 2000),
        *spoken("These navel oranges are sweet.", 6000),
    )
    return analysis(
        duration=12_000, language=language, words=words, speech=[(2000, 3700), (6000, 7700)]
    )


def test_talk_becomes_a_tight_video() -> None:
    """Silences go, the words are subtitles, the music ducks under the speech, the card follows."""
    drafted = _draft(_talk())
    plan = drafted.plan
    assert [segment.source_range for segment in plan.segments] == [
        FrameRange(56, 117),
        FrameRange(176, 237),
    ]
    assert [cut.reason for cut in drafted.cuts] == [
        CutReason.DEAD_START,
        CutReason.SILENCE,
        CutReason.DEAD_END,
    ]
    assert [cue.lines for cue in plan.cues] == [
        ("Good morning to you all.",),
        ("These navel oranges are sweet.",),
    ]
    assert plan.audio.speech == (FrameRange(4, 55), FrameRange(65, 116))
    assert plan.audio.gain == 700
    assert plan.music is not None
    assert (plan.music.gain, plan.music.duck) == (-400, 1200)
    assert (plan.language, drafted.remarks) == ("en", ())


def test_a_recognised_word_keeps_its_time_and_confidence() -> None:
    """In frames of the video, for whoever reviews the words."""
    word = _draft(_talk()).plan.cues[1].words[1]
    assert (word.text, word.confidence) == (" navel", 900)
    assert abs(word.frames.start - (61 + 190 - 176)) <= 1


def test_a_script_stands_in_for_words() -> None:
    """The lines are timed to the speech, one subtitle each, without words of their own."""
    facts = replace(_talk("und"), words=())
    plan = _draft(facts, wishes=Wishes(script=("Good morning!", "Sweet oranges for you."))).plan
    assert [cue.lines for cue in plan.cues] == [("Good morning!",), ("Sweet oranges for you.",)]
    assert all(cue.words == () for cue in plan.cues)
    assert plan.cues[1].frames.start in plan.placed()[1][0]


def test_lines_of_a_script_are_no_repeated_takes() -> None:
    """A refrain that somebody wrote down is meant."""
    facts = analysis(duration=6000, language="und", speech=[(0, 2500), (3500, 6000)])
    refrain = "Order the sweet oranges today."
    drafted = _draft(facts, wishes=Wishes(script=(refrain, refrain)))
    assert [cue.lines for cue in drafted.plan.cues] == [(refrain,), (refrain,)]


def test_recognised_words_win_over_a_script() -> None:
    """What was really said is not written over."""
    plan = _draft(_talk(), wishes=Wishes(script=("Something else.",))).plan
    assert plan.cues[0].lines == ("Good morning to you all.",)


def test_a_script_without_speech_is_spread_over_the_video() -> None:
    """The lines are shown all the same, and the person is told."""
    facts = analysis(duration=9000, language="und")
    drafted = _draft(facts, wishes=Wishes(script=("今年的脐橙特别甜。", "现摘现发。")))
    assert [cue.lines for cue in drafted.plan.cues] == [("今年的脐橙特别甜。",), ("现摘现发。",)]
    assert drafted.plan.language == "zh"
    assert any("spread over the video" in sentence for sentence in _said(drafted))


def test_lines_can_be_held_to_a_width() -> None:
    """Whoever knows the font says what fits."""
    plan = draft([_take(_talk())], PRODUCT, IMAGE, Wishes(), lambda line: len(line) <= 12).plan
    assert all(len(line) <= 12 for cue in plan.cues for line in cue.lines)


def test_the_wished_language_is_the_plans() -> None:
    """Also where something else was heard."""
    assert _draft(_talk(), wishes=Wishes(language="zh")).plan.language == "zh"


def test_the_language_that_is_spoken_most_is_the_plans() -> None:
    """A clip in which nobody could tell does not decide."""
    other = replace(_talk("und"), sha256="a" * 64)
    assert _draft(other, _talk("es")).plan.language == "es"
    assert _draft(analysis(language="und")).plan.language == "und"


def test_where_nobody_speaks_a_chinese_product_tells_the_language() -> None:
    """The card and the page are then in Chinese as well."""
    chinese = replace(PRODUCT, name="赣南脐橙")
    takes = [_take(analysis(language="und"))]
    assert draft(takes, chinese, IMAGE, Wishes()).plan.language == "zh"


def test_several_clips_follow_each_other() -> None:
    """In the order in which they were given."""
    second = replace(analysis(duration=5000), sha256="a" * 64)
    plan = _draft(_talk(), second).plan
    assert [segment.source for segment in plan.segments] == [0, 0, 1]
    assert plan.sources[1].sha256 == "a" * 64


def test_a_black_clip_among_others_is_left_out_with_a_word() -> None:
    """A phone in the pocket adds nothing to the video."""
    black = analysis(duration=5000, seen=[look(at, brightness=0) for at in range(0, 5000, 200)])
    drafted = _draft(_talk(), replace(black, sha256="a" * 64))
    assert {segment.source for segment in drafted.plan.segments} == {0}
    assert "Clip 2 is left out: its picture is black from end to end." in _said(drafted)


def test_where_all_is_black_something_is_shown() -> None:
    """There is always a video, and a word why it is what it is."""
    black = analysis(duration=5000, seen=[look(at, brightness=0) for at in range(0, 5000, 200)])
    drafted = _draft(black)
    assert drafted.plan.frames == 90
    assert any("black from end to end" in sentence for sentence in _said(drafted))


def test_what_is_too_long_is_shortened_with_a_word() -> None:
    """The limit holds and the report says so."""
    drafted = _draft(analysis(duration=40_000), wishes=Wishes(max_seconds=15))
    assert drafted.plan.frames <= 450
    assert {cut.reason for cut in drafted.cuts} == {CutReason.OVER_LENGTH}
    assert "What is good is longer than 15 s; the best parts are kept." in _said(drafted)


@pytest.mark.parametrize(
    ("beds", "word"), [((BED,), "the music is alone"), ((), "the video is silent")]
)
def test_without_sound_there_is_music_and_a_word(beds: tuple[Bed, ...], word: str) -> None:
    """No audio means music alone."""
    drafted = _draft(analysis(momentary=None), wishes=Wishes(beds=beds))
    assert any(word in sentence for sentence in _said(drafted))
    assert drafted.plan.audio.speech == ()
    if drafted.plan.music is not None:
        assert (drafted.plan.music.gain, drafted.plan.audio.gain) == (400, 0)


def test_a_bird_neither_ducks_the_music_nor_is_made_loud() -> None:
    """What is taken for speech for a moment in a clip without talk does not count as speech."""
    plan = _draft(analysis(duration=10_000, speech=[(5000, 5400)], momentary=-5000)).plan
    assert plan.audio.speech == ()
    assert plan.audio.gain <= 0


def test_the_gain_is_made_from_the_speech_that_is_kept() -> None:
    """Loud wind between the sentences does not make the sentences quieter."""
    facts = _talk()
    assert facts.loudness is not None
    spans = [range(21, 39), range(61, 79)]  # by the middles of their 400 ms
    blocks = tuple(-3000 if any(n in span for span in spans) else -900 for n in range(120))
    plan = _draft(replace(facts, loudness=replace(facts.loudness, momentary=blocks))).plan
    assert abs(plan.audio.gain - 1400) <= 20


def test_the_card_comes_with_the_first_mention() -> None:
    """Navel oranges are named in the second sentence, in its second word."""
    words = (*spoken("We live here.", 500), *spoken("Navel oranges are sweet.", 3000))
    facts = analysis(duration=30_000, words=words, speech=[(500, 28_000)])
    plan: EditPlan = _draft(facts).plan
    named = next(cue for cue in plan.cues if "Navel" in cue.lines[0])
    assert abs(plan.cards[0].frames.start - named.words[0].frames.start) <= 1


def test_a_face_is_not_under_the_card() -> None:
    """From the look in the clip to the box on the canvas, through the window."""
    face = Region(420, 500, 160, 300)
    seen = [look(at, faces=[face], subject=face) for at in range(0, 10_000, 200)]
    takes = [_take(analysis(seen=seen), (1920, 1080))]
    plan = draft(takes, PRODUCT, IMAGE, Wishes()).plan
    crop = plan.segments[0].crop
    assert crop is not None
    top = 540 * 1920 / 1080
    assert all(card.box.top + card.box.height <= top for card in plan.cards)


def test_cues_are_apart_over_the_whole_video() -> None:
    """Two frames lie between any two subtitles, across cuts as well."""
    plan = _draft(_talk(), replace(_talk(), sha256="a" * 64)).plan
    assert len(plan.cues) == 4
    assert all(b.frames.start - a.frames.stop >= 2 for a, b in pairwise(plan.cues))
