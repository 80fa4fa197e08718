"""Each shop's links as the shop's own documents have them, and ids that can be none."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.offers.links.models import MOST, CartLink, Item, ItemWrong, ShopAddressWrong
from vidcommerce.offers.links.others import (
    AddToCart,
    CheckoutLink,
    OrderPage,
    Template,
    check_template,
)
from vidcommerce.offers.links.shopify import CartPermalink, Permalink, token

_BUY = Permalink("https://farm.example/buy")
_CART = CartPermalink("farm.example")
_WOO = CheckoutLink("farm.example")
_OLD = AddToCart("farm.example")
_TEMPLATE = Template("https://m.farm.example/goods/{item}?n={quantity}#buy")
_PAGE = OrderPage("/p/k/order.html")
_ALL: list[CartLink] = [_BUY, _CART, _WOO, _OLD, _TEMPLATE, _PAGE]


@pytest.mark.parametrize(
    ("way", "link"),
    [
        (_BUY, "https://farm.example/buy/40187816345643:2"),
        (_CART, "https://farm.example/cart/40187816345643:2"),
        (_WOO, "https://farm.example/checkout-link/?products=40187816345643:2"),
        (_OLD, "https://farm.example/cart/?add-to-cart=40187816345643&quantity=2"),
        (_TEMPLATE, "https://m.farm.example/goods/40187816345643?n=2#buy"),
        (_PAGE, "/p/k/order.html"),
    ],
)
def test_links_are_as_the_shops_say(way: CartLink, link: str) -> None:
    """Two of an item."""
    assert way.link(Item("40187816345643", 2)) == link


def test_the_whole_id_of_a_shopify_variant_is_its_number() -> None:
    """As it is copied from Shopify's interface."""
    whole = Item("gid://shopify/ProductVariant/42", 1)
    assert _BUY.link(whole) == "https://farm.example/buy/42:1"
    assert _CART.link(whole) == "https://farm.example/cart/42:1"


@pytest.mark.parametrize("way", [_BUY, _CART, _WOO, _OLD])
@pytest.mark.parametrize(
    "wrong", ["", "0", "-1", "1:2", "1,2", "1/../../x", "１２", "1?x=1", "1\n2", "abc", "9" * 25]
)
def test_ids_that_no_shop_has_are_refused(way: CartLink, wrong: str) -> None:
    """What is no number would put other things into the cart, or lead elsewhere."""
    with pytest.raises(ItemWrong):
        way.link(Item(wrong, 1))


@pytest.mark.parametrize("way", _ALL)
@pytest.mark.parametrize("quantity", [0, -1, MOST + 1])
def test_quantities_are_checked_by_every_way(way: CartLink, quantity: int) -> None:
    """No link asks for none, or for more than anybody buys from a video."""
    with pytest.raises(ItemWrong):
        way.link(Item("1", quantity))


@given(st.text(min_size=1, max_size=40))
def test_tokens_of_ucp_are_read_again(item_id: str) -> None:
    """The compact path holds any id, in signs that no server decodes on the way."""
    made = token(item_id)
    if made.startswith("~"):
        padded = made[1:] + "=" * (-len(made[1:]) % 4)
        assert base64.urlsafe_b64decode(padded).decode() == item_id
    else:
        assert made == item_id
    assert set(made) <= set("~-._") | {c for c in made if c.isascii() and c.isalnum()}


def test_the_token_of_the_specification() -> None:
    """The example of the chapter "Item ID Token"."""
    whole = "gid://shopify/ProductVariant/70881412"
    assert token(whole) == "~Z2lkOi8vc2hvcGlmeS9Qcm9kdWN0VmFyaWFudC83MDg4MTQxMg"
    assert token("sku_123") == "sku_123"


@given(st.text(min_size=1, max_size=60))
def test_an_item_never_leaves_its_place_in_a_template(item_id: str) -> None:
    """Whatever stands in an id: the host, the path and the other parameters stay."""
    way = Template("https://farm.example/goods/{item}/buy?q={quantity}&s=1")
    try:
        parts = urlsplit(way.link(Item(item_id, 3)))
    except ItemWrong:
        return
    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "farm.example", "")
    assert parse_qs(parts.query) == {"q": ["3"], "s": ["1"]}
    before, goods, item, after = parts.path.split("/")
    assert (before, goods, after) == ("", "goods", "buy")
    assert unquote(item) == item_id.strip()


@pytest.mark.parametrize("wrong", [".", "..", " ", "a\nb", "x" * 101, "\u202egnp"])
def test_ids_that_are_no_line_of_text_are_refused_by_templates(wrong: str) -> None:
    """And those that a browser takes for a step up."""
    with pytest.raises(ItemWrong):
        _TEMPLATE.link(Item(wrong, 1))


@pytest.mark.parametrize(
    ("template", "host"),
    [
        ("https://item.taobao.com/item.htm?id={item}", "item.taobao.com"),
        ("https://Shop.Example:8443/{item}?n={quantity}", "shop.example:8443"),
        ("https://shop.example/#/goods/{item}", "shop.example"),
    ],
)
def test_templates_have_one_host(template: str, host: str) -> None:
    """It is that of the shop."""
    assert check_template(template) == host


@pytest.mark.parametrize(
    "wrong",
    [
        "http://shop.example/{item}",
        "https://{item}.shop.example/",
        "https://shop.example{item}/",
        "https://shop.example/",
        "https://shop.example/{item}/{item}",
        "https://me:secret@shop.example/{item}",
        "https://shop.example/{item}<script>",
        "https://shop.example/{item} ",
        "https://shop.example\\@evil.example/{item}",
        "https://shop.example/{item}/{other}",
        "javascript:alert({item})",
        "https://[broken/{item}",
        "https://shop.example/{item}" + "a" * 1000,
    ],
)
def test_templates_that_decide_too_much_are_refused(wrong: str) -> None:
    """The item has one place behind the host, and nothing else is open."""
    with pytest.raises(ShopAddressWrong):
        check_template(wrong)


def test_each_shop_is_told_where_it_keeps_it() -> None:
    """UCP's own fields, Shopify's attribute and ref; nothing for those that keep nothing."""
    assert _BUY.attribution("a-b")["attribution/vc"] == "a-b"
    assert _CART.attribution("a-b")["attributes[vc]"] == "a-b"
    assert _CART.attribution("a-b")["ref"] == "a-b"
    assert _WOO.attribution("a-b") == _OLD.attribution("a-b") == _TEMPLATE.attribution("a-b")
    assert _WOO.attribution("a-b")["utm_campaign"] == "a-b"
    assert Template("https://x.example/{item}", keeps=False).attribution("a-b") == {}
    assert _PAGE.attribution("a-b") == {}
