"""Sentences: where they end, how they compare, how long they take to say."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.factories import analyses, spoken
from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.drafting.sentences import ends, letters, sentences, syllables
from vidcommerce.media.time import Span


@pytest.mark.parametrize("text", ["Sweet.", "甜。", "真的？", "“Good!”", "so…", " ja! "])
def test_a_mark_ends_a_sentence(text: str) -> None:
    """The marks of every script count, also before closing quotes."""
    assert ends(text)


@pytest.mark.parametrize("text", ["sweet,", "甜，", "3.5", "kg", ""])
def test_other_text_goes_on(text: str) -> None:
    """Commas and decimal points end nothing."""
    assert not ends(text)


def test_marks_and_pauses_part_sentences() -> None:
    """A full stop parts, and so does a pause of 0.7 s where the recogniser left out the mark."""
    words = (*spoken("Good morning. These are", 0), *spoken("our oranges", 2200))
    assert [one.text for one in sentences(words)] == ["Good morning.", "These are", "our oranges"]


def test_a_sentence_knows_its_time_and_whether_it_is_whole() -> None:
    """From the first word to the last; complete when a mark says so."""
    first, second = sentences(spoken("Good morning. These", 100, each=200, gap=50))
    assert (first.span, first.ended) == (Span(100, 550), True)
    assert (second.span, second.ended) == (Span(600, 800), False)


@given(analyses())
def test_no_word_is_lost(facts: ClipAnalysis) -> None:
    """The sentences hold all words in their order."""
    held = tuple(word for one in sentences(facts.words) for word in one.words)
    assert held == facts.words


def test_letters_are_compared_without_marks_case_and_width() -> None:
    """What two recognisers write differently is the same."""
    assert letters(" Ｈello, World！") == "helloworld"
    assert letters("脐橙，10斤。") == "脐橙10斤"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("oranges", 3),
        ("赣南脐橙", 4),
        ("5 kg", 2),
        ("39.80", 4),
        ("…", 1),
        ("みかん", 3),
        ("le jus", 2),
    ],
)
def test_syllables_are_counted_about_right(text: str, count: int) -> None:
    """Han characters, kana and digits are one each; words have one for each group of vowels."""
    assert syllables(text) == count
