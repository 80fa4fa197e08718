"""Mentions: the product is found by what people call it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories import PRODUCT
from vidcommerce.drafting.mentions import first_mention, mentioned, names, product_names
from vidcommerce.media.plan import Word
from vidcommerce.media.time import FrameRange

CHINESE = names(replace(PRODUCT, name="赣南脐橙", origin="江西赣州"))
ENGLISH = names(PRODUCT)


@pytest.mark.parametrize("text", ["a Navel orange", "NAVEL", "from Gannan!", "sweet oranges."])
def test_an_english_product_is_known_by_its_words(text: str) -> None:
    """Case, number and marks don't matter; the place counts as well."""
    assert mentioned(text, ENGLISH)


@pytest.mark.parametrize("text", ["我们的脐橙", "赣南脐橙", "来自江西赣州", "赣州的"])
def test_a_chinese_product_is_known_by_its_end(text: str) -> None:
    """People leave out the place in front of the name."""
    assert mentioned(text, CHINESE)


@pytest.mark.parametrize("text", ["very sweet", "", "a box of 5 kg"])
def test_other_words_are_no_mention(text: str) -> None:
    """What is not the product is not taken for it."""
    assert not mentioned(text, ENGLISH)


def test_the_product_is_not_known_by_where_it_comes_from() -> None:
    """Whoever greets from the hills does not speak of the oranges from there yet."""
    product = replace(PRODUCT, name="Navel oranges from the hills")
    assert product_names(product) == ("navel", "orang")
    assert "gannan" in names(product)


def test_a_name_without_a_long_word_before_its_origin_is_taken_whole() -> None:
    """A jar in the name tells nothing, the honey in it does."""
    assert product_names(replace(PRODUCT, name="Jar with honey")) == ("honey",)


def test_plurals_lose_no_more_than_their_ending() -> None:
    """Dates are known by "date", not by "dat"."""
    assert "date" in names(replace(PRODUCT, name="Dates"))
    assert "tomato" in names(replace(PRODUCT, name="Tomatoes"))


def _words(*texts: str) -> list[Word]:
    return [Word(text, FrameRange(n * 10, n * 10 + 8), 900) for n, text in enumerate(texts)]


def test_the_first_mention_is_found_across_words() -> None:
    """A name that the recogniser parts is found from its first to its last part."""
    assert first_mention(_words("我", "们的", "脐", "橙", "脐橙"), CHINESE) == FrameRange(20, 38)
    assert first_mention(_words(" sweet", " oranges"), ENGLISH) == FrameRange(10, 18)


def test_no_mention_is_no_place() -> None:
    """Where the product isn't named there is nothing to find."""
    assert first_mention(_words(" good", " day"), ENGLISH) is None
    assert first_mention([], ENGLISH) is None
