"""Words that lists may learn, from texts alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.comments.suggesting import LEAST_WRITERS, MOST, Text, suggested, words_of

_FINE = ["橙子很甜", "物流很快", "very sweet and juicy", "包装很好 下次再来", "is it in stock"] * 8


def _bad(*texts: str, writers: int = 9) -> list[Text]:
    return [Text(text, str(number % writers)) for number, text in enumerate(texts)]


def test_what_stands_in_rejected_texts_only_is_suggested() -> None:
    """The longest words in both languages; what everybody says is not."""
    bad = _bad(
        *["橙子很甜 刷单兼职日结", "刷单兼职来找我", "想赚钱 刷单兼职"] * 2,
        *["crypto airdrop very sweet", "join crypto airdrop", "free crypto airdrop now"] * 2,
    )
    words = [one.word for one in suggested(bad, _FINE)]
    assert "刷单兼职" in words
    assert "crypto airdrop" in words
    assert not {"刷单", "crypto", "sweet", "很甜", "very sweet"} & set(words)


def test_one_person_makes_no_word() -> None:
    """However often they write it."""
    bad = _bad(*["buy crypto airdrop"] * 40, writers=LEAST_WRITERS - 1)
    assert suggested(bad, _FINE) == []


def test_a_word_that_people_let_through_as_often_is_not_suggested() -> None:
    """It says nothing about what is bad."""
    bad = _bad(*["cheap oranges"] * 8)
    assert suggested(bad, ["cheap oranges"] * 8 + _FINE) == []


@given(st.lists(st.text(alphabet="ab 橙子刷单", max_size=12), max_size=30))
def test_counts_are_true(texts: list[str]) -> None:
    """Each suggestion stands in as many texts as it says, and there are not too many."""
    found = suggested(_bad(*texts), _FINE)
    assert len(found) <= MOST
    for one in found:
        assert one.rejected == sum(one.word in words_of(text) for text in texts)
        assert one.shown == sum(one.word in words_of(text) for text in _FINE)
