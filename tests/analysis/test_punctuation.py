"""Punctuation where a recogniser left it out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.analysis.facts import SpokenWord
from vidcommerce.analysis.punctuation import punctuated
from vidcommerce.media.time import Span

_MARKS = "。，？.,?"


def _spoken(*parts: str | int) -> tuple[SpokenWord, ...]:
    """Words of 150 ms, one after the other; numbers are pauses in milliseconds."""
    words, at = [], 0
    for part in parts:
        if isinstance(part, int):
            at += part
        else:
            words.append(SpokenWord(part, Span(at, at + 150), 900))
            at += 150
    return tuple(words)


def _text(words: tuple[SpokenWord, ...]) -> str:
    return "".join(word.text for word in words)


@pytest.mark.parametrize(
    ("language", "spoken", "written"),
    [
        ("zh", (*"大家好", 700, *"这是我们家的冬枣"), "大家好。这是我们家的冬枣。"),
        ("zh", (*"今年的枣子", 350, *"又大又甜"), "今年的枣子，又大又甜。"),
        ("zh", (*"枣子熟了", 150, *"快来买吧"), "枣子熟了，快来买吧。"),
        ("zh", (*"枣子熟了", *"快来买"), "枣子熟了快来买。"),
        ("zh", (*"你喜欢吃枣吗", 800, *"快来买"), "你喜欢吃枣吗？快来买。"),
        ("zh", (*"嗯", 400, *"好的"), "嗯好的。"),
        ("en", (" welcome", " to", " our", " farm", 700, " these", " are", " fresh"),
         " Welcome to our farm. These are fresh."),
        ("en", (" do", " you", " like", " dates", 700, " try", " one"),
         " Do you like dates? Try one."),
        ("en", (" sweet", " ripe", " dates", 350, " picked", " today"),
         " Sweet ripe dates, picked today."),
        ("es", (" muy", " dulces", 900, " y", " frescas"), " muy dulces y frescas"),
    ],
)  # fmt: skip
def test_pauses_and_final_words_tell(
    language: str, spoken: tuple[str | int, ...], written: str
) -> None:
    """A long pause ends a sentence, a shorter one a clause, a question word asks."""
    assert _text(punctuated(_spoken(*spoken), language)) == written


def test_what_the_model_punctuated_is_left_alone() -> None:
    """Short runs that end with the model's own marks stay, whatever the pauses."""
    spoken = _spoken("好，", 900, "枣", 700, "子", "甜。")
    assert punctuated(spoken, "zh") == spoken


def test_a_long_run_before_a_mark_gets_its_commas() -> None:
    """A run of more than a line gets marks inside, and keeps the model's at its end."""
    spoken = _spoken(*"今年的雨水特别好所以", 400, *"我们家的枣子又大又甜", "吧。")
    assert _text(punctuated(spoken, "zh")) == "今年的雨水特别好所以，我们家的枣子又大又甜吧。"


def test_a_sentence_goes_on_after_the_models_comma() -> None:
    """After a comma no capital is set."""
    spoken = _spoken(" Well,", " these", " dates", " are", " sweet")
    assert _text(punctuated(spoken, "en")) == " Well, these dates are sweet."


@given(
    st.lists(
        st.one_of(st.sampled_from([*"枣子了吗的", " ripe", " Why", "甜。"]), st.integers(0, 1500))
    ),
    st.sampled_from(["zh", "en", "yue", "fr"]),
)
def test_only_marks_are_added(parts: list[str | int], language: str) -> None:
    """Times and letters never change, and a second pass changes nothing more."""
    words = _spoken(*parts)
    result = punctuated(words, language)
    assert [w.span for w in result] == [w.span for w in words]
    assert [w.text.rstrip(_MARKS).lower() for w in result] == [
        w.text.rstrip(_MARKS).lower() for w in words
    ]
    assert punctuated(result, language) == result
