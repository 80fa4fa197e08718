"""A feed of any form, read for the items that are asked for. Pure; safe for whatever comes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from vidcommerce.language import N_
from vidcommerce.offers.feeds import json, table, xml
from vidcommerce.offers.feeds.items import EntryUnusable, FeedUnreadable, Offered, offered

MOST_BYTES: Final = 32 << 20
"""Bytes of a feed, unpacked; some 50,000 products of a usual shop."""

_TOO_LARGE: Final = N_("it is too large")
_NO_GZIP: Final = N_("it is packed in a way that can't be read")
_GZIP: Final = b"\x1f\x8b"
_BEFORE: Final = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"
"""Space, and the marks of encodings: what may stand before the first sign."""

_SHOPIFY: Final = re.compile(
    r"(?:shopify_[A-Za-z]{2}_[0-9]+_|gid://shopify/ProductVariant/)([0-9]+)", re.ASCII
)
"""How Shopify's Google app names variants in its feed, and how Shopify's own API does."""

_Entries = Callable[[bytes], Iterator[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of the items that were asked for, by the names that they were asked by.

    ``unusable`` are those of them that stand in it with what can't be meant. ``timed`` is whether
    a price of them depends on the day, so that the same list says another one later.
    """

    items: Mapping[str, Offered]
    unusable: frozenset[str]
    timed: bool = False


def read_feed(data: bytes, wanted: Collection[str], now: int) -> Feed:
    """Read a feed in XML, JSON or as a table, packed by gzip or not, by what it looks like.

    An item that stands there twice counts as it is said first. Raises FeedUnreadable.
    """
    plain = unpacked(data)
    names = {_bare(name): name for name in wanted if name}
    items, unusable, timed = dict[str, Offered](), set[str](), False
    for entry in _reader(plain)(plain):
        name = names.get(_bare(entry.get("id", "").strip()), "")
        if not name or name in items:
            continue
        timed = timed or bool(entry.get("sale_price_effective_date", "").strip())
        try:
            items[name] = offered(entry, now)
        except EntryUnusable:
            unusable.add(name)
    return Feed(items, frozenset(unusable - items.keys()), timed)


def unpacked(data: bytes) -> bytes:
    """Return a file as it is without gzip. Raises FeedUnreadable before it gets too large."""
    if data.startswith(_GZIP):
        stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            data = stream.decompress(data, MOST_BYTES + 1)
        except zlib.error as error:
            raise FeedUnreadable(_NO_GZIP) from error
    if len(data) > MOST_BYTES:
        raise FeedUnreadable(_TOO_LARGE)
    return data


def _reader(data: bytes) -> _Entries:
    start = data[:100].lstrip(_BEFORE)[:1]
    if start == b"<":
        return xml.entries
    return json.entries if start in (b"[", b"{") else table.entries


def _bare(name: str) -> str:
    """Return the number of a variant of Shopify's, however it is written; else the name."""
    found = _SHOPIFY.fullmatch(name)
    return found[1] if found else name
