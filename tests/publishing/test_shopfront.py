"""The pages that list videos: valid, readable by everybody, quick, and of the same site."""

from __future__ import annotations

import gzip
import json
import re
import time
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from tests.publishing.listings import FACTS, FARMER, ORANGES, SITE, TRICKS, VILLAGE, listing
from tests.web.tools import WebTools
from tests.web.vocabulary import Vocabulary
from vidcommerce.language import LANGUAGES
from vidcommerce.products.models import Stock
from vidcommerce.publishing.shopfront import farmer_page, order_page, product_page, village_page

_MANY = [listing(number) for number in range(1, 13)]
_TRICKY = listing(2, replace(FACTS, name=TRICKS[:60], seller='"><b>', unit="<i>"), Stock.OUT)


def _pages(language: str = "en") -> dict[str, str]:
    """Return one of each kind, with words that are like markup in them."""
    village = replace(VILLAGE, language=language)
    farmer, product = replace(FARMER, language=language), replace(ORANGES, language=language)
    videos = [listing(1), _TRICKY]
    tricky = replace(product, name=TRICKS[:60])
    return {
        "village": village_page(village, videos, [farmer], [product, tricky]),
        "nothing": village_page(village, []),
        "farmer": farmer_page(farmer, village, videos[:1]),
        "product": product_page(product, village, farmer, videos[:1]),
        "sold out": product_page(tricky, village, farmer, videos),
        "order": order_page(product, videos[0], "+8613812345678", "sms:+8613812345678"),
        "name": order_page(tricky, _TRICKY, "", "wang<fang>"),
    }


def _data(html: str) -> Any:  # noqa: ANN401 - JSON
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_valid(web_tools: WebTools, language: str) -> None:
    """By the HTML standard and its rules for those who can't see; markup in names is text."""
    assert web_tools.html_faults(*_pages(language).values()) == []


def test_what_they_say_to_machines_is_in_the_vocabulary(vocabulary: Vocabulary) -> None:
    """A collection of videos; a product with its offer and its videos."""
    pages = _pages()
    for name in ("village", "nothing", "farmer", "product", "sold out"):
        assert list(vocabulary.faults(_data(pages[name]))) == [], name
    offer = _data(pages["sold out"])["offers"]
    assert offer["availability"] == "https://schema.org/OutOfStock"


def test_every_video_is_linked_and_the_newest_is_first() -> None:
    """A village is one shop: all of its videos, farmers and products are a tap away."""
    html = village_page(VILLAGE, _MANY, [FARMER], [ORANGES])
    assert re.findall(r'class="tile" href="([^"]+)"', html) == [
        each.address.path for each in reversed(_MANY)
    ]
    assert f'href="{FARMER.path}"' in html
    assert f'href="{ORANGES.path}"' in html
    assert f'href="{VILLAGE.path}feed.xml"' in html


def test_only_the_first_screen_is_loaded_at_once() -> None:
    """Posters further down wait until they are scrolled to."""
    html = village_page(VILLAGE, _MANY)
    assert html.count("<img") == 12
    assert html.count('loading="lazy"') == 8


def test_a_village_of_many_years_has_a_small_page() -> None:
    """The newest two hundred videos, in what a first answer of a server holds."""
    videos = [
        replace(listing(number), poster=f"{SITE}/v/{sha256(b'%d' % number).hexdigest()}/poster.jpg")
        for number in range(1, 300)
    ]
    html = village_page(VILLAGE, videos)
    assert html.count('class="tile"') == _data(html)["mainEntity"]["numberOfItems"] == 200
    assert videos[-1].address.path in html
    assert len(gzip.compress(html.encode())) < 14_000


def test_what_is_sold_out_is_shown_and_not_linked() -> None:
    """No way leads to a cart that can't be filled; the video stays."""
    html = product_page(ORANGES, VILLAGE, FARMER, [listing(1, stock=Stock.OUT)])
    assert "Sold out" in html
    assert "shop.example" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert listing(1).address.path in html
    assert "shop.example" in product_page(ORANGES, VILLAGE, FARMER, [listing(1)])
    assert "tel:" not in order_page(ORANGES, listing(1, stock=Stock.OUT), "+8613812345678", "")


def test_nothing_is_asked_of_another_place() -> None:
    """No script, and pictures only as paths: the pages work wherever the files lie."""
    for html in _pages().values():
        assert set(re.findall(r"<script([^>]*)>", html)) <= {' type="application/ld+json"'}
        assert all(src.startswith("/v/") for src in re.findall(r'<img src="([^"]*)"', html))
        assert not re.search(rf'<a [^>]*href="{SITE}', html)


@pytest.mark.parametrize(
    ("phone", "message", "links", "words"),
    [
        ("+8613812345678", "", ["tel:+8613812345678"], "Call +86 138 1234 5678"),
        ("", "https://chat.example/wang", ["https://chat.example/wang"], "Send a message"),
        ("", "wangfang", [], "<strong>Send a message to wangfang"),
        ("", "javascript:alert(1)", [], "<strong>Send a message to javascript:alert(1)"),
    ],
)
def test_orders_go_by_telephone_or_message(
    phone: str, message: str, links: list[str], words: str
) -> None:
    """The page calls, writes, or names whom to look for; what is no link never becomes one."""
    html = order_page(ORANGES, listing(), phone, message)
    assert re.findall(r'class="button[^"]*" href="([^"]+)"', html) == links
    assert words in html
    assert listing().address.page in html


def test_a_day_is_that_of_the_village_here_as_on_the_video_s_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At night in China it is still yesterday in Greenwich."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        night = replace(listing(), as_of=1_780_000_000_000)  # 04:26 there on the 29th
        html = product_page(ORANGES, VILLAGE, FARMER, [night])
        assert '<time datetime="2026-05-29">May 29, 2026</time>' in html
    finally:
        monkeypatch.undo()
        time.tzset()
