"""A product, and the rules that its facts keep wherever they come from."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.plan import ProductFacts
from vidcommerce.money import currencies, minor_digits

LONGEST: Final = {"name": 60, "unit": 20, "origin": 40, "seller": 60}
"""Characters of each text: what a card still shows in letters that can be read on a phone."""

_LONGEST_URL = 2000
_HIGHEST_PRICE = 10**9
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)", re.UNICODE)
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_IN_URLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f<>\"\\^`{|}]")


class Stock(StrEnum):
    """Whether there is any."""

    IN = "in"
    LOW = "low"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Product:
    """A product and the file with its picture."""

    facts: ProductFacts
    image: Path


@dataclass(eq=False)
class ProductKeyWrong(InputRejected):
    """The ``value`` of ``key`` can't be used; ``fault`` says why, in plain words."""

    key: str
    value: str
    fault: str
    sentence = N_("The product's {key} can't be used ({value}): {fault}.")


def check_facts(facts: ProductFacts) -> None:
    """Raise ProductKeyWrong at the first fact that breaks a rule."""
    for key, value, good, fault in _checks(facts):
        if not good:
            raise ProductKeyWrong(key, str(value), fault)


def tidied(facts: ProductFacts) -> ProductFacts:
    """Return facts that keep the rules, written one way. Raises ProductKeyWrong.

    Texts lose the space around them; amounts get all the decimals of their currency, so that 12.8
    and 12.80 are one plan.
    """
    facts = replace(
        facts,
        name=facts.name.strip(),
        currency=facts.currency.strip(),
        unit=facts.unit.strip(),
        origin=facts.origin.strip(),
        seller=facts.seller.strip(),
        cart_url=facts.cart_url.strip(),
    )
    check_facts(facts)
    unit = Decimal(1).scaleb(-minor_digits(facts.currency))
    old = None if facts.old_price is None else facts.old_price.quantize(unit)
    return replace(facts, price=facts.price.quantize(unit), old_price=old)


_Check: TypeAlias = tuple[str, object, bool, str]


def _checks(facts: ProductFacts) -> Iterator[_Check]:
    """Yield (key, value, whether it is good, what is wrong otherwise)."""
    for key, longest in LONGEST.items():
        text = str(getattr(facts, key))
        yield key, text, bool(text.strip()), N_("it is empty")
        yield key, text, not CONTROLS.search(text), N_("it must be one line of plain text")
        yield key, text[:longest] + "…", len(text) <= longest, _too_long(longest)
    known = facts.currency in currencies()
    yield "currency", facts.currency, known, N_("not an ISO 4217 code in use, such as CNY or EUR")
    yield from _price_checks("price", facts.price, facts.currency)
    if facts.old_price is not None:
        yield from _price_checks("old_price", facts.old_price, facts.currency)
        higher = facts.old_price > facts.price
        yield "old_price", facts.old_price, higher, N_("it must be higher than the price")
    yield from _url_checks(facts.cart_url)


def _too_long(longest: int) -> str:
    return {
        20: N_("20 characters at most"),
        40: N_("40 characters at most"),
        60: N_("60 characters at most"),
    }[longest]


def _price_checks(key: str, price: Decimal, currency: str) -> Iterator[_Check]:
    positive = price.is_finite() and 0 < price < _HIGHEST_PRICE
    yield key, price, positive, N_("a price is above 0 and below a thousand million")
    exact = -int(price.normalize().as_tuple().exponent) <= minor_digits(currency)
    yield key, price, exact, N_("it has more decimals than the currency")


def _url_checks(url: str) -> Iterator[_Check]:
    shown = url[:100]
    clean = len(url) <= _LONGEST_URL and not _NOT_IN_URLS.search(url)
    yield "cart_url", shown, clean, N_("it has characters that no web address has, or too many")
    web = re.match(r"https?://[^/?#]", url, re.IGNORECASE) is not None
    yield "cart_url", shown, web, N_("a web address begins with https:// or http:// and a host")
    authority = re.split(r"[/?#]", url, maxsplit=3)[2]
    yield "cart_url", shown, "@" not in authority, N_("it must not hold a user name or password")
    yield "cart_url", shown, _host_is_good(url), N_("its host or port is not a valid one")


def _host_is_good(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return (port is None or port > 0) and (_is_address(host) or _is_name(host))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_name(host: str) -> bool:
    labels = host.removesuffix(".").split(".")
    numeric = labels[-1].isdigit()
    return len(host) <= 253 and not numeric and all(map(_LABEL.fullmatch, labels))  # noqa: PLR2004 - RFC 1035
