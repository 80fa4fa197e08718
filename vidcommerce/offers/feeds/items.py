"""What a feed says of one product: texts as they stand there, into a price and a stock. Pure.

The attributes are those of Google's product data, which most shops can write
(https://support.google.com/merchants/answer/7052112).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.products.models import Stock

FEW: Final = 5
"""A shop that has so many or fewer is said to have only a little left."""

_MONEY: Final = re.compile(
    r"(?:(?P<before>[A-Z]{3}) ?)?(?P<amount>[0-9]{1,9}(?:\.[0-9]{1,4})?)(?: ?(?P<after>[A-Z]{3}))?"
)
"""A comma is refused: nobody can tell thousands from decimals by it."""

_STOCK: Final[Mapping[str, Stock]] = {
    "instock": Stock.IN,
    "preorder": Stock.IN,
    "backorder": Stock.IN,
    "limitedavailability": Stock.LOW,
    "outofstock": Stock.OUT,
    "soldout": Stock.OUT,
    "discontinued": Stock.OUT,
    "in": Stock.IN,
    "low": Stock.LOW,
    "out": Stock.OUT,
}
"""What counts is whether the shop takes an order now; with these two it does
(https://support.google.com/merchants/answer/6324448). Names of schema.org mean the same."""


@dataclass(eq=False)
class FeedUnreadable(InputRejected):
    """A feed as a whole can't be used; ``fault`` says why, in plain words."""

    fault: str
    sentence = N_("The shop's list of prices can't be used: {fault}.")


@dataclass(eq=False)
class EntryUnusable(InputRejected):
    """One entry of a feed says nothing that can be meant; the others are not its fault."""

    value: str
    sentence = N_("An entry of the shop's list can't be used: {value}.")


@dataclass(frozen=True, slots=True)
class Offered:
    """What a shop asks for a product now.

    ``currency`` is empty and ``stock`` None where the feed does not say it.
    """

    price: Decimal
    old_price: Decimal | None
    currency: str
    stock: Stock | None


def offered(entry: Mapping[str, str], now: int) -> Offered:
    """Return what an entry says at ``now`` (ms since 1970 UTC). Raises EntryUnusable.

    ``entry`` has the attributes by name: price, and where there are any sale_price with
    sale_price_effective_date, old_price, availability, quantity. A sale counts while it lasts
    (https://support.google.com/merchants/answer/6324471): what was the price is the old one then.
    """
    price, currency = _money(entry.get("price", ""))
    old = entry.get("old_price", "")
    before = _money(old)[0] if old else None
    sale = entry.get("sale_price", "")
    if sale and _lasts(entry.get("sale_price_effective_date", ""), now):
        price, before = _money(sale)[0], price
    higher = before if before is not None and before > price else None
    return Offered(price, higher, currency or entry.get("currency", ""), _stock(entry))


def _money(text: str) -> tuple[Decimal, str]:
    """Return an amount and its currency: "39.80 CNY", "CNY 39.80", or an amount alone."""
    found = _MONEY.fullmatch(text.strip())
    if found is None or (found["before"] and found["after"]):
        raise EntryUnusable(text[:60])
    return Decimal(found["amount"]), found["before"] or found["after"] or ""


def _lasts(period: str, now: int) -> bool:
    """Tell whether ``now`` is in a period "start/end" of ISO 8601; without one it always is."""
    if not period.strip():
        return True
    try:
        start, end = (_moment(text) for text in period.split("/"))
    except ValueError as error:
        raise EntryUnusable(period[:60]) from error
    return start <= datetime.fromtimestamp(now / 1000, UTC) < end


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _stock(entry: Mapping[str, str]) -> Stock | None:
    said = entry.get("availability", "").strip()
    word = re.sub(r"[^a-z]", "", said.lower().rpartition("/")[2])
    if said and word not in _STOCK:
        raise EntryUnusable(said[:60])
    stock = _STOCK.get(word)
    left = entry.get("quantity", "").strip()
    if stock is Stock.OUT or not re.fullmatch(r"[0-9]{1,9}", left, re.ASCII):
        return stock
    if int(left) == 0:
        return stock or Stock.OUT  # orders are taken ahead where the shop says so
    return Stock.LOW if int(left) <= FEW else stock or Stock.IN
