"""Prices as people say and write them, and which of them contradict the card."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vidcommerce.flags.claims.normal import normal
from vidcommerce.flags.claims.prices import contradicting, prices
from vidcommerce.flags.claims.rules import rules


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("三十九块八", ["39.8"]),
        ("39块8一箱", ["39.8"]),
        ("一百二十八元", ["128"]),
        ("¥1,299.00", ["1299.00"]),
        ("两百零五块", ["205"]),
        ("一百八一盒，一百八十块，两千五块", ["180", "2500"]),
        ("四十块钱", ["40"]),
        ("£4.50 a punnet", ["4.50"]),
        ("twenty five pounds", ["25"]),
        ("two hundred dollars", ["200"]),
        ("12 quid", ["12"]),
        ("五斤装的果子", []),
        ("糖度14度", []),
    ],
)
def test_prices_are_read(text: str, amounts: list[str]) -> None:
    """In digits and in words, of both languages; weights are none."""
    found = [price.amount for price in prices(normal(text).text) if price.certain]
    assert found == [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("今天只要29块8", "zh", ["29.8"]),
        ("今天只要三十九块八", "zh", []),
        ("原价49块8，今天39块8", "zh", []),
        ("今天两箱79块6", "zh", []),
        ("运费十二块", "zh", []),
        ("only £25 today", "en", ["25"]),
        ("only £39.80", "en", []),
    ],
)
def test_what_is_asked_today_must_be_what_the_card_shows(
    text: str, language: str, said: list[str]
) -> None:
    """The old price is another matter, and two boxes cost twice as much."""
    words = rules(language).prices
    shown = [Decimal("39.80")]
    found = contradicting(normal(text), words.now, words.before, shown)
    assert [price.amount for price in found] == [Decimal(one) for one in said]
