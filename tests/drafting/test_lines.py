"""Subtitle lines: the limits hold whatever is said, and lines break as captioners break them."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidcommerce.drafting.lines import Run, cues, style
from vidcommerce.media.plan import Cue, Word
from vidcommerce.media.time import FrameRange, FrameRate

RATE = FrameRate(30, 1)

LATIN = st.from_regex(r"\A [a-zé]{1,14}[.,!]?\Z")
HAN = st.text("今年的脐橙又大甜一箱三十斤，。！", min_size=1, max_size=6)
KANA = st.text("今日はリンゴを食べます、。", min_size=1, max_size=5)
ODD = st.sampled_from(
    (" 39.80", " kg", "5", "公斤", "“好”", " " + "x" * 90, "’s", "(", " ", "ก็ดี", "한국 ")
)
LANGUAGES = st.sampled_from(("en", "zh", "zh-TW", "ja", "es", "th", "und"))


@st.composite
def streams(draw: st.DrawFn, slowest: int = 6, fastest: int = 2) -> list[Run]:
    """Return runs of words, each character ``fastest`` to ``slowest`` frames long, with pauses."""
    kinds = draw(st.sampled_from((LATIN, HAN, KANA, st.one_of(LATIN, HAN, ODD))))
    runs, at = [], 0
    for texts in draw(st.lists(st.lists(kinds, min_size=1, max_size=25), max_size=4)):
        start = at
        at += draw(st.integers(0, 10))
        words = []
        for text in texts:
            length = draw(st.integers(fastest, slowest)) * len(text)
            words.append(Word(text, FrameRange(at, at + length), 900))
            at += length + draw(st.sampled_from((0, 0, 0, 1, 5, 20)))
        at = max(at + draw(st.integers(0, 10)), start + 28)
        runs.append(Run(FrameRange(start, at), tuple(words)))
    return runs


def _bare(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=60, deadline=None)
@given(streams(), LANGUAGES)
def test_text_is_neither_lost_nor_reordered(runs: list[Run], language: str) -> None:
    """All lines together, and all words of the subtitles, are what was said, white space apart."""
    said = _bare("".join(word.text for run in runs for word in run.words))
    found = cues(runs, language, RATE)
    assert _bare("".join(line for cue in found for line in cue.lines)) == said
    assert _bare("".join(word.text for cue in found for word in cue.words)) == said


@settings(max_examples=60, deadline=None)
@given(streams(), LANGUAGES)
def test_no_line_is_too_long(runs: list[Run], language: str) -> None:
    """Two lines at most, each within the language's limit, none blank."""
    limit = style(language, "".join(word.text for run in runs for word in run.words)).characters
    for cue in cues(runs, language, RATE):
        assert 1 <= len(cue.lines) <= 2
        assert all(line.strip() and len(line) <= limit for line in cue.lines)


@settings(max_examples=60, deadline=None)
@given(streams(), LANGUAGES)
def test_every_subtitle_is_long_enough_and_not_too_long(runs: list[Run], language: str) -> None:
    """0.83 to 7 seconds, two frames apart, where people speak 15 characters a second at most."""
    found = cues(runs, language, RATE)
    assert all(25 <= len(cue.frames) <= 210 for cue in found)
    assert all(b.frames.start - a.frames.stop >= 2 for a, b in pairwise(found))


@settings(max_examples=60, deadline=None)
@given(streams(fastest=0), LANGUAGES)
def test_subtitles_stay_in_their_runs(runs: list[Run], language: str) -> None:
    """No subtitle crosses a cut, whatever is said how fast, and its words lie within it."""
    found = cues(runs, language, RATE)
    for cue in found:
        assert any(
            run.frames.start <= cue.frames.start < cue.frames.stop <= run.frames.stop
            for run in runs
        )
        for word in cue.words:
            assert cue.frames.start <= word.frames.start <= word.frames.stop <= cue.frames.stop
    assert all(a.frames.stop <= b.frames.start for a, b in pairwise(found))


def _spoken(text: str, *, speed: float = 14, start: int = 4) -> Run:
    """Return English-like words, parted by spaces, or Chinese characters, at an even pace."""
    parts = [f" {part}" for part in text.split()] if " " in text else list(text)
    words, at = [], start
    for part in parts:
        length = max(2, round(len(part.strip()) / speed * 30))
        words.append(Word(part, FrameRange(at, at + length), 900))
        at += length + (1 if " " in text else 0)
    return Run(FrameRange(0, at + 6), tuple(words))


def _lines(text: str, language: str, speed: float = 14) -> list[tuple[str, ...]]:
    return [cue.lines for cue in cues([_spoken(text, speed=speed)], language, RATE)]


def test_an_english_speech_is_broken_where_its_phrases_end() -> None:
    """Sentences and clauses end lines, and no article or preposition is left behind."""
    text = (
        "And so my fellow Americans, ask not what your country can do for you, "
        "ask what you can do for your country."
    )
    assert _lines(text, "en") == [
        ("And so my fellow Americans,",),
        ("ask not what your country can do for you,", "ask what you can do for your country."),
    ]


def test_chinese_is_broken_by_clauses_and_words() -> None:
    """One clause a subtitle where it fits, with its mark, no word parted."""
    text = "大家好，我是赣南的老李，今天给大家看看我们家的脐橙。"
    assert _lines(text, "zh", 5) == [
        ("大家好，我是赣南的老李，",),
        ("今天给大家看看我们家的脐橙。",),
    ]


def test_no_chinese_line_begins_with_a_particle_or_a_mark() -> None:
    """的, 了 and the like belong to the word before them, as marks do."""
    for filling in range(1, 18):
        text = "好" * filling + "甜的橙子熟了，真的好吃吗？是的。我们的树上结满了今年的新果子呢"
        lines = [line for lines in _lines(text, "zh", 5) for line in lines]
        assert all(line[0] not in "的了吗呢，。？" for line in lines), lines


@pytest.mark.parametrize("amount", ["5公斤", "39.8元", "一百二十斤", "100%"])
def test_a_number_keeps_its_unit_in_chinese(amount: str) -> None:
    """Wherever the line must end, number and unit stay together."""
    for filling in range(1, 16):
        text = "好" * filling + amount + "包邮到家现摘现发坏果包赔今天下单"
        joined = [line for lines in _lines(text, "zh", 5) for line in lines]
        assert any(amount in line for line in joined), joined


@pytest.mark.parametrize("amount", ["5 kg", "39.80 yuan", "12 boxes"])
def test_a_number_keeps_its_unit_in_english(amount: str) -> None:
    """As in Chinese, with the space between them."""
    for filling in range(1, 12):
        text = " ".join([*["sweet"] * filling, amount, *["fruit"] * 9])
        joined = [line for lines in _lines(text, "en") for line in lines]
        assert any(amount in line for line in joined), joined


PHRASES = st.sampled_from(
    ("sweet oranges", "of our hill", "in a box", "for you", "from the old trees", "are picked",
     "by hand", "and sent", "on the same day", "with a letter", "to your door", "very fresh")
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PHRASES, min_size=2, max_size=20))
def test_no_english_line_ends_with_an_article(phrases: list[str]) -> None:
    """Nor with a preposition or a conjunction, wherever the lines must be broken."""
    loose = {"the", "a", "of", "our", "and", "in", "for", "on", "with", "to", "your", "by", "from"}
    lines = [line for cue in _lines(" ".join(phrases), "en") for line in cue]
    assert all(line.split()[-1] not in loose for line in lines), lines


def test_japanese_phrases_hold_together() -> None:
    """Particles stay with their words, where no word list tells words apart."""
    lines = [
        line
        for cue in _lines("今日はとても良い天気ですね、リンゴを食べましょう。", "ja", 7)
        for line in cue
    ]
    assert lines == ["今日はとても", "良い天気ですね、", "リンゴを食べましょう。"]


def test_two_lines_are_balanced() -> None:
    """The first is not much longer than the second."""
    ((first, second),) = _lines(
        "Las arenas son blanquecinas de grano medio y tiene muy poca asistencia.", "es"
    )
    assert len(first) <= 42 >= len(second)
    assert abs(len(first) - len(second)) < 10


def test_a_quick_sentence_is_shown_on_into_the_gap() -> None:
    """Said in a second, it stays until it can be read: 36 characters at 20 a second take 1.8 s."""
    run = _spoken("These oranges grow on our sunny hill.", speed=40)
    later = Word(" Really.", FrameRange(150, 170), 900)
    first, _ = cues([Run(FrameRange(0, 200), (*run.words, later))], "en", RATE)
    assert len(first.frames) >= math.ceil(len(first.lines[0]) / 20 * 30)
    assert first.frames.stop <= 148


def test_small_gaps_are_closed_to_two_frames() -> None:
    """Where the next subtitle comes soon the first stays until just before it."""
    text = (
        "These oranges grow on our sunny hill. They are picked by hand. "
        "We send them the same day to you."
    )
    found = cues([_spoken(text)], "en", RATE)
    assert len(found) > 1
    assert {b.frames.start - a.frames.stop for a, b in pairwise(found)} == {2}


def test_a_script_line_begins_its_own_subtitle() -> None:
    """Words that begin a line are never joined to the line before."""
    run = _spoken("Good day. Sweet oranges.")
    found = cues([Run(run.frames, run.words, frozenset({2}))], "en", RATE)
    assert [cue.lines for cue in found] == [("Good day.",), ("Sweet oranges.",)]


def test_lines_that_are_too_wide_are_broken_sooner() -> None:
    """Whoever knows the font decides what fits."""
    narrow = cues(
        [_spoken("wide words make wide lines here")], "en", RATE, lambda line: len(line) < 12
    )
    assert all(len(line) < 12 for cue in narrow for line in cue.lines)


def test_confidence_stays_with_the_words() -> None:
    """A reviewer sees which words are doubtful."""
    word = Word(" maybe", FrameRange(5, 30), 321)
    (cue,) = cues([Run(FrameRange(0, 60), (word,))], "en", RATE)
    assert cue == Cue(FrameRange(5, 38), ("maybe",), (word,))


@pytest.mark.parametrize(
    ("language", "text", "characters", "speed"),
    [
        ("zh", "今年的脐橙", 16, 9),
        ("en", "sweet oranges", 42, 20),
        ("und", "今年的脐橙", 16, 9),
        ("zh", "sweet oranges", 42, 20),
        ("ja", "今日はリンゴ", 13, 9),
        ("und", "", 42, 20),
    ],
)
def test_limits_follow_language_and_script(
    language: str, text: str, characters: int, speed: int
) -> None:
    """A tag that was guessed wrong does not make lines that can't be read."""
    found = style(language, text)
    assert (found.characters, found.speed) == (characters, speed)
