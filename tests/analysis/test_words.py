"""Rules that hold for the words of every recogniser."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.analysis.facts import SpokenWord
from vidcommerce.analysis.words import in_script, primary, tidy, wants_traditional
from vidcommerce.media.time import Span

_words = st.lists(
    st.builds(
        lambda text, start, length: SpokenWord(text, Span(start, start + length), 500),
        st.sampled_from([" one", " two ", "，", "枣", " ", "", "."]),
        st.integers(0, 20_000),
        st.integers(0, 3000),
    ),
    max_size=12,
)


@given(_words, st.integers(0, 15_000))
def test_words_lie_in_the_clip_one_after_the_other(words: list[SpokenWord], duration: int) -> None:
    """However a recogniser's times jump, words come out in order, inside, none without text."""
    result = tidy(words, duration)
    assert all(w.span.stop <= duration for w in result)
    assert all(a.span.stop <= b.span.start for a, b in pairwise(result))
    assert all(w.text.strip() and w.text == w.text.rstrip() for w in result)


@given(_words)
def test_no_letter_is_lost(words: list[SpokenWord]) -> None:
    """Joining and trimming keeps every letter and mark, in order."""
    before = "".join("".join(w.text.split()) for w in words)
    after = "".join("".join(w.text.split()) for w in tidy(words, 10**9))
    assert after == before


def test_a_mark_alone_joins_the_word_before_it() -> None:
    """Marks that a recogniser gives as words of their own end the word before."""
    words = (SpokenWord("枣", Span(0, 200), 900), SpokenWord("。", Span(900, 950), 100))
    assert tidy(words, 5000) == (SpokenWord("枣。", Span(0, 200), 900),)


@pytest.mark.parametrize(
    ("tag", "traditional"),
    [("zh", False), ("zh-CN", False), ("zh-Hans", False), ("zh-Hant", True), ("zh_TW", True),
     ("zh-HK", True), ("yue-HK", True), ("en-HK", False), (None, False)],
)  # fmt: skip
def test_the_script_is_what_the_tag_says(tag: str | None, *, traditional: bool) -> None:
    """Traditional only where a script or a region asks for it."""
    assert wants_traditional(tag) is traditional


def test_the_language_of_a_tag_is_its_first_part() -> None:
    """Script and region are no part of the language."""
    assert [primary(tag) for tag in ("zh-Hant-TW", "EN_gb", "es")] == ["zh", "en", "es"]


def test_characters_that_depend_on_their_neighbours_come_out_right() -> None:
    """頭髮 and 發展 share one Simplified character; words keep their times and their number."""
    words = tuple(
        SpokenWord(text, Span(n * 100, n * 100 + 100), 900)
        for n, text in enumerate(("头", "发", "发", "展"))
    )
    traditional = in_script(words, traditional=True)
    assert [word.text for word in traditional] == ["頭", "髮", "發", "展"]
    assert [word.span for word in traditional] == [word.span for word in words]
    assert in_script(traditional, traditional=False) == words
