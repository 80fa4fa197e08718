"""The one link of a product: through its shop, to its host and no other."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.offers.links.hosts import check_host, host_of, is_marketplace
from vidcommerce.offers.links.making import bare_link, link_of
from vidcommerce.offers.links.models import Item, ShopAddressWrong, ShopHostUnknown, ShopKind
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products.tables import ProductRow

_PAGE = "/p/k/order.html"


def _shop(**columns: Any) -> ShopRow:  # noqa: ANN401 - columns of any type
    told: dict[str, Any] = {"kind": "shopify", "host": "farm.example", "template": "", "found": {}}
    return ShopRow(**(told | columns))


def _product(**columns: Any) -> ProductRow:  # noqa: ANN401 - columns of any type
    told = {"cart_url": "https://farm.example/goods/7", "item": "42", "quantity": 2}
    return ProductRow(**(told | columns))


def _plain(link: str) -> str:
    return link.partition("?")[0]


def test_a_shopify_link_is_the_one_that_the_shop_says() -> None:
    """/buy where its profile has it, the older /cart where it has none."""
    link = link_of(_product(), _shop(), set(), "a-b", _PAGE)
    assert _plain(link) == "https://farm.example/cart/42:2"
    assert "vc=a-b" in link
    found = _shop(found={"permalink": "https://farm.example/buy"})
    assert (
        _plain(link_of(_product(), found, set(), "a-b", _PAGE)) == "https://farm.example/buy/42:2"
    )


def test_what_a_shop_says_does_not_lead_elsewhere() -> None:
    """A profile that was written down for another host is refused when the link is made."""
    found = _shop(found={"permalink": "https://evil.example/buy"})
    with pytest.raises(ShopHostUnknown):
        link_of(_product(), found, {"evil.example"}, "a-b", _PAGE)


def test_every_kind_of_shop_has_a_way() -> None:
    """None is left out of the table; all but the page of orders lead to the shop's host."""
    for kind in ShopKind:
        shop = _shop(kind=kind.value, template="https://farm.example/{item}")
        link = bare_link(shop, Item("42"), _PAGE)
        expected = "" if kind is ShopKind.ORDER else "farm.example"
        assert urlsplit(link).netloc == expected


def test_an_address_that_was_typed_must_be_a_shop_s() -> None:
    """One of the station's shops, which is told; a marketplace, which is not; no other."""
    typed = _product(item="")
    assert "vc=a-b" in link_of(typed, None, {"farm.example"}, "a-b", _PAGE)
    there = _product(item="", cart_url="https://shop7.taobao.com/x?id=1")
    assert link_of(there, None, {"farm.example"}, "a-b", _PAGE) == there.cart_url
    with pytest.raises(ShopHostUnknown) as refused:
        link_of(typed, None, {"other.example"}, "a-b", _PAGE)
    assert refused.value.host == "farm.example"


def test_people_without_a_shop_are_called() -> None:
    """The link is the page of orders, whatever else the product says."""
    assert link_of(_product(), _shop(kind="order", host=""), set(), "a-b", _PAGE) == _PAGE


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Shop.Example/x", "shop.example"),
        ("https://shop.example./x", "shop.example"),
        ("https://shop.example:443/", "shop.example"),
        ("http://shop.example:80/", "shop.example"),
        ("https://shop.example:8443/", "shop.example:8443"),
        ("https://例子.cn/", "xn--fsqu00a.cn"),
        ("https://ｓｈｏｐ.example/", "shop.example"),
    ],
)
def test_hosts_are_compared_as_browsers_read_them(url: str, host: str) -> None:
    """In one spelling."""
    assert host_of(url) == host


@pytest.mark.parametrize(
    "wrong",
    [
        "https://farm.example@evil.example/", "https://farm.example\\@evil.example/",
        "javascript:alert(1)//farm.example", "//farm.example/", "farm.example", "https:///x",
        "data:text/html,x", "https://farm.example:x/", "https://[::1", "",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_host_is_none(wrong: str) -> None:
    """The usual tricks of open redirects."""
    with pytest.raises(ShopAddressWrong):
        host_of(wrong)


@pytest.mark.parametrize(
    "near",
    [
        "https://eviltaobao.com/", "https://taobao.com.evil.example/", "https://taobao.co/",
        "https://farm.example.evil.example/", "https://afarm.example/", "https://a.farm.example/",
        "https://farm.example:8443/", "https://com/",
    ],
)  # fmt: skip
def test_names_that_are_only_near_are_others(near: str) -> None:
    """A shop is its very host; a marketplace its host and those below it."""
    with pytest.raises(ShopHostUnknown):
        check_host(near, {"farm.example"})


@given(st.from_regex(r"[a-z0-9]{1,10}", fullmatch=True))
def test_shops_below_a_marketplace_are_of_it(name: str) -> None:
    """As Taobao, Youzan and others give them out; never a name that only ends alike."""
    assert is_marketplace(f"{name}.youzan.com")
    assert is_marketplace("youzan.com")
    assert not is_marketplace(f"{name}youzan.com")


@pytest.mark.parametrize("host", ["gra\u00dfland.example", "gra\u200dssland.example"])
def test_a_host_that_browsers_read_otherwise_is_none(host: str) -> None:
    """Compared by RFC 3490 it is the shop's; a browser opens another, which anybody may own."""
    product = _product(cart_url=f"https://{host}/x", item="")
    with pytest.raises(ShopAddressWrong):
        link_of(product, None, {"grassland.example"}, "a-b", _PAGE)
