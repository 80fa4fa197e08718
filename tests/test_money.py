"""Prices as people write them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.money import PriceTexts, currencies, minor_digits, price_texts


@pytest.mark.parametrize(
    ("price", "currency", "language", "text"),
    [
        ("39.9", "CNY", "zh", "¥39.90"),
        ("39.9", "CNY", "zh-Hans-CN", "¥39.90"),
        ("39.9", "CNY", "en", "CN¥39.90"),
        ("39", "CNY", "zh", "¥39"),
        ("39.00", "CNY", "zh", "¥39"),
        ("1234.5", "EUR", "de", "1.234,50\u00a0€"),
        ("1234567", "JPY", "en", "¥1,234,567"),
        ("12.5", "KWD", "en", "KWD\u00a012.500"),
        ("12.5", "USD", "und", "$12.50"),
        ("12.5", "USD", "no such language", "$12.50"),
    ],
)
def test_a_price_is_written_as_its_language_does(
    price: str, currency: str, language: str, text: str
) -> None:
    """Symbol, separators and decimals are those of the language and the currency."""
    assert price_texts(Decimal(price), None, currency, language) == PriceTexts(text, None)


def test_both_prices_have_decimals_where_one_has() -> None:
    """A price and the one before it are written alike."""
    texts = price_texts(Decimal("39.90"), Decimal(50), "CNY", "zh")
    assert texts == PriceTexts("¥39.90", "¥50.00")


def test_the_code_stands_in_for_a_symbol_that_no_font_has() -> None:
    """With the code there is no symbol left to draw."""
    assert price_texts(Decimal(120), None, "INR", "en", code=True).price == "INR 120"


@given(st.decimals("0.001", 10**8, places=3), st.sampled_from(["CNY", "JPY", "KWD", "USD"]))
def test_a_price_is_never_rounded(price: Decimal, currency: str) -> None:
    """The digits that are shown are the amount, even one that its currency can't have."""
    shown = price_texts(price, None, currency, "en").price
    assert Decimal(re.sub(r"[^\d.]", "", shown)) == price


def test_currencies_are_those_in_use() -> None:
    """Today's money is known with its decimals, yesterday's is not money any more."""
    assert {"CNY", "EUR", "USD", "JPY", "INR", "KWD", "TWD", "HKD"} <= currencies()
    assert not {"DEM", "RMB", "XXX", "BTC"} & currencies()
    assert [minor_digits(code) for code in ("CNY", "JPY", "KWD")] == [2, 0, 3]
