"""Amounts of money as people write them, by language and currency (CLDR, through babel)."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import get_currency_precision

_CODE_BEFORE_DIGITS = re.compile(r"([A-Z])(?=\d)")
"""CLDR parts letters from digits by a no-break space ("KWD 12"); babel does not."""


@dataclass(frozen=True, slots=True)
class PriceTexts:
    """A price and what it was before, written alike."""

    price: str
    old_price: str | None


def price_texts(
    price: Decimal, old_price: Decimal | None, currency: str, language: str, *, code: bool = False
) -> PriceTexts:
    """Write prices for a BCP 47 ``language``: "¥12.80" in Chinese, "CN¥12.80" in English.

    Decimals are left out where both are whole. With ``code`` the ISO 4217 code stands in place of
    the symbol ("INR 120"), for fonts without it.
    """
    amounts = [price] if old_price is None else [price, old_price]
    digits, locale = _digits(amounts, currency), _locale(language)
    texts = [_written(amount, currency, locale, digits, code=code) for amount in amounts]
    return PriceTexts(texts[0], texts[1] if old_price is not None else None)


@cache
def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes that are legal tender somewhere today."""
    territories = get_global("territory_currencies").values()
    return frozenset(
        code for tenders in territories for code, _, end, tender in tenders if tender and not end
    )


def minor_digits(currency: str) -> int:
    """Return how many decimals a currency has: 2 for CNY, 0 for JPY, 3 for KWD."""
    return get_currency_precision(currency)


def _written(amount: Decimal, currency: str, locale: Locale, digits: int, *, code: bool) -> str:
    pattern = copy.copy(locale.currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    shown = "" if code else currency
    text = str(pattern.apply(amount, locale, currency=shown, currency_digits=False))
    if code:
        return f"{currency} {text.strip()}"
    return _CODE_BEFORE_DIGITS.sub("\\1\u00a0", text)


def _digits(amounts: list[Decimal], currency: str) -> int:
    """Return the decimals to show: none for whole amounts, never fewer than there are."""
    places = max(-int(amount.normalize().as_tuple().exponent) for amount in amounts)
    return 0 if places <= 0 else max(places, minor_digits(currency))


@cache
def _locale(language: str) -> Locale:
    """Return the locale of a language tag; of English for a language that CLDR doesn't know."""
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
