"""Feeds as shops write them, and as nobody should."""

from __future__ import annotations

import csv
import gzip
import io
import json
from decimal import Decimal
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.stations import NOW
from vidcommerce.offers.feeds.items import FeedUnreadable, Offered
from vidcommerce.offers.feeds.reading import MOST_BYTES, read_feed
from vidcommerce.products.models import Stock

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>1042</g:id><title>Oranges &amp; more</title><g:price>48.00 CNY</g:price>
<g:sale_price>39.80 CNY</g:sale_price><g:availability>in_stock</g:availability>
<g:shipping><g:price>9.00 CNY</g:price></g:shipping></item>
<item><g:id>1043</g:id><g:price>12.50 CNY</g:price>
<g:availability>out of stock</g:availability></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<entry><id>tag:shop.example,2026:1042</id><g:id>1042</g:id><g:price>48.00 CNY</g:price>
<g:sale_price>39.80 CNY</g:sale_price><g:availability>in stock</g:availability></entry>
<entry><g:id>1043</g:id><g:price>CNY 12.50</g:price><g:availability>out_of_stock</g:availability>
</entry></feed>"""
TSV = (
    "ID\tTitle\tPrice\tSale price\tAvailability\n"
    "1042\tOranges\t48.00 CNY\t39.80 CNY\tin_stock\n1043\tPomelos\t12.50 CNY\t\tout_of_stock\n"
)
JSON = json.dumps(
    {
        "items": [
            {
                "id": "1042",
                "price": "39.80",
                "old_price": "48.00",
                "currency": "CNY",
                "stock": "in",
            },
            {"id": 1043, "price": 12.5, "currency": "CNY", "availability": "out_of_stock"},
        ]
    }
)
GOOGLE = json.dumps(
    {
        "resources": [
            {"id": "online:zh:CN:1042", "offerId": "1042", "availability": "in stock",
             "price": {"value": "48.00", "currency": "CNY"},
             "salePrice": {"value": "39.80", "currency": "CNY"}},
            {"offerId": "1043", "productAttributes": {
                "price": {"amountMicros": "12500000", "currencyCode": "CNY"},
                "availability": "OUT_OF_STOCK"}},
        ]
    }
)  # fmt: skip
WOOCOMMERCE = json.dumps(
    [
        {"id": 1042, "is_in_stock": True, "low_stock_remaining": None, "prices": {
            "price": "3980", "regular_price": "4800", "currency_code": "CNY",
            "currency_minor_unit": 2}},
        {"id": 1043, "is_in_stock": False, "prices": {
            "price": "1250", "regular_price": "1250", "currency_code": "CNY",
            "currency_minor_unit": 2}},
    ]
)  # fmt: skip
EXPECTED = {
    "1042": Offered(Decimal("39.80"), Decimal("48.00"), "CNY", Stock.IN),
    "1043": Offered(Decimal("12.50"), None, "CNY", Stock.OUT),
}


def _read(text: str, *wanted: str) -> dict[str, Offered]:
    return dict(read_feed(text.encode(), wanted or tuple(EXPECTED), NOW).items)


@pytest.mark.parametrize(
    "text", [RSS, ATOM, TSV, TSV.replace("\t", ","), JSON, GOOGLE, WOOCOMMERCE]
)
@pytest.mark.parametrize("packed", [False, True])
def test_every_form_says_the_same(text: str, packed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Price, price before, currency and stock; the shipping's price is not the product's."""
    data = gzip.compress(text.encode()) if packed else text.encode()
    assert read_feed(data, EXPECTED, NOW).items == EXPECTED


@pytest.mark.parametrize("text", [RSS.replace('<?xml version="1.0"?>', ""), TSV])
def test_marks_of_encodings_are_understood(text: str) -> None:
    """As spreadsheets and editors on Windows write them."""
    assert read_feed(text.encode("utf-16"), EXPECTED, NOW).items == EXPECTED
    assert read_feed(text.encode("utf-8-sig"), EXPECTED, NOW).items == EXPECTED


def test_shopify_says_its_own_currency_nowhere() -> None:
    """Its products.json has bare amounts; variants are found however they are named."""
    text = json.dumps(
        {"products": [{"id": 7, "variants": [
            {"id": 40187816345643, "price": "39.80", "compare_at_price": "48.00",
             "available": True},
            {"id": 5, "price": "1.00", "compare_at_price": None, "available": False}]}]}
    )  # fmt: skip
    gid = "gid://shopify/ProductVariant/40187816345643"
    first = Offered(Decimal("39.80"), Decimal("48.00"), "", Stock.IN)
    assert _read(text, gid, "5") == {
        gid: first, "5": Offered(Decimal("1.00"), None, "", Stock.OUT),
    }  # fmt: skip
    assert _read("id\tprice\nshopify_US_7_5\t1.00 USD\n", "5")["5"].price == 1


@pytest.mark.parametrize(
    ("period", "price"),
    [
        ("", "39.80"),
        ("2026-05-01T00:00+0800/2026-12-01T00:00+0800", "39.80"),
        ("2026-01-01T00:00:00Z/2026-02-01T00:00:00Z", "48.00"),
        ("2027-01-01T00:00-0500/2027-02-01T00:00-0500", "48.00"),
    ],
)
def test_a_sale_counts_while_it_lasts(period: str, price: str) -> None:
    """NOW is in May 2026."""
    text = "id\tprice\tsale_price\tsale_price_effective_date\n1\t48.00 CNY\t39.80 CNY\t" + period
    found = _read(text, "1")["1"]
    assert found.price == Decimal(price)
    assert found.old_price == (Decimal("48.00") if price == "39.80" else None)


@pytest.mark.parametrize(
    ("said", "left", "stock"),
    [
        ("in_stock", "", Stock.IN),
        ("preorder", "", Stock.IN),
        ("backorder", "0", Stock.IN),
        ("limited_availability", "", Stock.LOW),
        ("https://schema.org/OutOfStock", "", Stock.OUT),
        ("out of stock", "7", Stock.OUT),
        ("in stock", "5", Stock.LOW),
        ("in stock", "6", Stock.IN),
        ("", "0", Stock.OUT),
        ("", "", None),
    ],
)
def test_stock_is_whether_the_shop_takes_an_order(
    said: str, left: str, stock: Stock | None
) -> None:
    """Few are a little; what is not said stays as it was."""
    found = _read(f"id\tprice\tavailability\tquantity\n1\t5\t{said}\t{left}", "1")
    assert found["1"].stock is stock


@pytest.mark.parametrize(
    "line",
    ["1\t1,299.00 CNY\tin_stock", "1\t-5 CNY\tin_stock", "1\tfree\tin_stock", "1\t5 CNY\tperhaps",
     "1\tCNY 5 CNY\tin_stock", "1\t٥ CNY\tin_stock", "1"],
)  # fmt: skip
def test_what_cant_be_meant_is_named_and_spoils_no_other(line: str) -> None:
    """A comma may be thousands or decimals; a wrong price is worse than none."""
    text = f"id\tprice\tavailability\n{line}\n2\t6 CNY\tin_stock\n"
    feed = read_feed(text.encode(), ("1", "2"), NOW)
    assert list(feed.items) == ["2"]
    assert feed.unusable == frozenset({"1"})


_LAUGHS = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r><item><id>&b;</id></item></r>'
_FILE = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><item><id>&f;</id></item></rss>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x1f\x8bnothing",
        b"no names at all",
        b"<rss><item>",
        b"<html><p>not here<br></html>",
        _LAUGHS.encode(),
        _FILE.encode(),
        b"[" * 100_000,
        b'{"products": "none"}',
        b'[{"id": "1", "price": ' + b"9" * 5000,
        b"id\tprice\n" + b'"' + b"x" * 200_000,
        b"id\tprice\n\xff\xfe",
        gzip.compress(b" " * (MOST_BYTES + 1)),
    ],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    """Entities that grow, files that are named, boxes in boxes, bombs: each in its turn."""
    with pytest.raises(FeedUnreadable):
        read_feed(data, ("1",), NOW)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing else ever comes of them."""
    for start in (b"", b"<", b"[", b"{", b"id\tprice\n", b"<rss><item><id>1</id>"):
        try:
            feed = read_feed(start + data, ("1", ""), NOW)
        except FeedUnreadable:
            continue
        assert feed.items.keys() | feed.unusable <= {"1"}


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["id", "price", "prices", "variants", "availability", "value", "currency", "quantity",
             "amountMicros", "currency_minor_unit", "regular_price", "attributes", "items"]),
        inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(_JSON)
def test_any_json_is_read_and_spoils_no_other(said: object) -> None:
    """Every value may be of every type."""
    data = json.dumps([{"id": "1", "price": "2"}, said]).encode()
    assert read_feed(data, ("1", "2"), NOW).items["1"].price == 2


_NAMES = st.text("abcXYZ019-_脐橙&<", min_size=1, max_size=12)
_PRICES = st.decimals("0.01", "999999", places=2)


@given(st.dictionaries(_NAMES, st.tuples(_PRICES, st.sampled_from(Stock)), max_size=5))
def test_what_was_written_is_what_is_read(shop: dict[str, tuple[Decimal, Stock]]) -> None:
    """In all three forms, whatever signs an item's name has."""
    rows = [(name, f"{price} CNY", stock.value) for name, (price, stock) in shop.items()]
    table = io.StringIO()
    csv.writer(table, delimiter="\t").writerows([("id", "price", "availability"), *rows])
    fields = "<g:id>{}</g:id><g:price>{}</g:price><g:availability>{}</g:availability>"
    xml = "".join(f"<item>{fields.format(*map(escape, row))}</item>" for row in rows)
    texts = (
        table.getvalue(),
        f'<rss xmlns:g="http://base.google.com/ns/1.0">{xml}</rss>',
        json.dumps([dict(zip(("id", "price", "stock"), row, strict=True)) for row in rows]),
    )
    expected = {name: Offered(price, None, "CNY", stock) for name, (price, stock) in shop.items()}
    for text in texts:
        assert read_feed(text.encode(), shop, NOW).items == expected
