"""Numbers in whatever writing are read as digits."""

from __future__ import annotations

import pytest

from vidcommerce.comments.normal.digits import numbers
from vidcommerce.comments.normal.plain import plain


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "138 0013 8000",
        "1-3-8-0-0-1-3-8-0-0-0",
        "一三八零零一三八零零零",
        "壹叁捌零零壹叁捌零零零",
        "幺三吧零零幺三吧零零零",
        "one three eight zero zero one three eight triple zero",
        "yi san ba ling ling yi san ba ling ling ling",
        "l38OOl38OOO",
        "①③⑧⓪⓪①③⑧⓪⓪⓪",
        "1a3a8a0a0a1a3a8a0a0a0a",
    ],
)
def test_a_number_is_read(written: str) -> None:
    """Digits of all kinds, words, homophones, letters, and whatever stands between."""
    assert "13800138000" in [number.digits for number in numbers(plain(written).text)]


@pytest.mark.parametrize("written", ["一起吃吧", "我要三斤", "one or two", "2 boxes", "就是四川的"])
def test_words_are_no_numbers(written: str) -> None:
    """What only sounds like digits makes no row of them."""
    assert numbers(plain(written).text) == []
