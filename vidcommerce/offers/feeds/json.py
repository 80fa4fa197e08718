"""Feeds in JSON, in the forms that shops answer with by themselves. Pure.

- A list of objects with Google's attributes, or with ``stock`` ("in", "low", "out") and
  ``old_price``; alone or below ``items``, ``products`` or ``resources``. Amounts may be objects
  of Google's Content API ({"value", "currency"}) or Merchant API ({"amountMicros",
  "currencyCode"}) (https://developers.google.com/shopping-content/reference/rest/v2.1/products,
  https://developers.google.com/merchant/api/reference/rest).
- Shopify's ``/products.json``: each variant of each product.
- WooCommerce's ``/wp-json/wc/store/v1/products``: amounts in the currency's smallest unit
  (https://developer.woocommerce.com/docs/apis/store-api/resources-endpoints/products/).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from vidcommerce.language import N_
from vidcommerce.offers.feeds.items import FeedUnreadable

MOST_BYTES: Final = 8 << 20
"""JSON is read as a whole, and may take twenty times its size in memory."""

_NO_JSON: Final = N_("it is no JSON")
_TOO_LARGE: Final = N_("it is too large")
_NO_LIST: Final = N_("there is no list of products in it")

_LISTS: Final = ("items", "products", "resources")
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("offerId", "id", "sku"),
    "price": ("price",),
    "sale_price": ("sale_price", "salePrice"),
    "sale_price_effective_date": ("sale_price_effective_date", "salePriceEffectiveDate"),
    "old_price": ("old_price", "compare_at_price"),
    "currency": ("currency",),
    "availability": ("availability", "stock", "available", "is_in_stock"),
    "quantity": ("quantity", "low_stock_remaining"),
}
"""By our names those of others, the best first."""


def entries(data: bytes) -> Iterator[Mapping[str, str]]:
    """Yield the attributes of every product. Raises FeedUnreadable."""
    if len(data) > MOST_BYTES:
        raise FeedUnreadable(_TOO_LARGE)
    try:
        # Numbers stay the texts that they are: 39.80 is no binary fraction.
        said = json.loads(data, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise FeedUnreadable(_NO_JSON) from error
    for thing in _listed(said):
        if isinstance(thing, dict):
            yield from _variants(thing)


def _listed(said: Any) -> list[Any]:  # noqa: ANN401 - JSON
    if isinstance(said, dict):
        said = next((said[name] for name in _LISTS if isinstance(said.get(name), list)), None)
    if not isinstance(said, list):
        raise FeedUnreadable(_NO_LIST)
    return said


def _variants(thing: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    variants = thing.get("variants")
    if not isinstance(variants, list):
        yield _entry(thing)
        return
    for variant in variants:
        if isinstance(variant, dict):
            yield _entry(variant)


def _entry(thing: Mapping[str, Any]) -> Mapping[str, str]:
    inner = thing.get("productAttributes") or thing.get("attributes")
    known = {**(inner if isinstance(inner, dict) else {}), **thing}
    entry = {name: _first(known, theirs) for name, theirs in _NAMES.items()}
    prices = thing.get("prices")
    if isinstance(prices, dict):
        entry |= _woocommerce(prices)
    return {name: text for name, text in entry.items() if text}


def _first(thing: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := _text(thing.get(name)))), "")


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a value as the other formats have it."""
    if isinstance(value, bool):
        return "in" if value else "out"
    if isinstance(value, str):
        return value[:500]
    if isinstance(value, dict):
        return _amount(value)
    return ""


def _amount(value: Mapping[str, Any]) -> str:
    """Return "39.80 CNY" for the two forms of Google's amounts, "" for other objects."""
    micros, plain = value.get("amountMicros"), value.get("value")
    currency = value.get("currencyCode") or value.get("currency")
    number = _shifted(micros, -6) if isinstance(micros, str) else plain
    return f"{number} {currency}" if isinstance(number, str) and isinstance(currency, str) else ""


def _woocommerce(prices: Mapping[str, Any]) -> Mapping[str, str]:
    """Return a price of WooCommerce's Store API, which counts in the smallest unit."""
    unit = _text(prices.get("currency_minor_unit"))
    shift = -int(unit) if unit in {"0", "1", "2", "3", "4"} else 0
    price, before = (_text(prices.get(name)) for name in ("price", "regular_price"))
    return {
        "price": _shifted(price, shift),
        "old_price": _shifted(before, shift) if before else "",
        "currency": _text(prices.get("currency_code")),
    }


def _shifted(digits: str, places: int) -> str:
    """Return a whole number with its point moved; what is none stays, to be refused later."""
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):  # noqa: PLR2004 - int64
        return digits
    try:
        return f"{Decimal(digits).scaleb(places).normalize():f}"
    except InvalidOperation:
        return digits
