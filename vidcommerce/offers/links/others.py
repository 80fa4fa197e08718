"""Links to WooCommerce, to shops of no kind of their own, and to our own page of orders. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from vidcommerce.language import N_
from vidcommerce.offers.attribution import parameters
from vidcommerce.offers.links.models import Item, ItemWrong, ShopAddressWrong, check_quantity

ITEM: Final = "{item}"
"""Where a template has what the shop calls the product; it must."""

QUANTITY: Final = "{quantity}"
"""Where a template has how many; it may."""

_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_NOT_IN_URLS = re.compile(r"[^!#-;=?-\[\]_a-z~]", re.ASCII)
_LONGEST_TEMPLATE: Final = 1000
_LONGEST_ITEM: Final = 100
_NO_NUMBER: Final = N_("WooCommerce's products have a number, such as 1042")


@dataclass(frozen=True, slots=True)
class CheckoutLink:
    """WooCommerce's ``/checkout-link/?products=id:quantity``, from its version 10.0 on.

    The path can't be set by the shop; a variation is linked to by its own id
    (https://developer.woocommerce.com/docs/best-practices/urls-and-routing/checkout-urls).
    """

    host: str

    def link(self, item: Item) -> str:
        """Return the link that opens the checkout with the item."""
        return f"https://{self.host}/checkout-link/?products={_number(item)}:{item.quantity}"

    def attribution(self, slug: str) -> Mapping[str, str]:
        """Return the campaign, which WooCommerce's order attribution keeps with the order."""
        return parameters(slug)


@dataclass(frozen=True, slots=True)
class AddToCart:
    """WooCommerce's older ``?add-to-cart=id&quantity=n``, on the page of the cart.

    It is read on every page of the shop (``WC_Form_Handler::add_to_cart_action``); ``/cart/`` is
    where the page of the cart is unless the shop moved it.
    """

    host: str

    def link(self, item: Item) -> str:
        """Return the link that puts the item into the cart and shows it."""
        number = _number(item)
        return f"https://{self.host}/cart/?add-to-cart={number}&quantity={item.quantity}"

    def attribution(self, slug: str) -> Mapping[str, str]:
        """Return the campaign, which WooCommerce's order attribution keeps with the order."""
        return parameters(slug)


@dataclass(frozen=True, slots=True)
class Template:
    """An address with ``{item}`` and perhaps ``{quantity}`` in it, for any other shop.

    ``keeps`` says whether the shop keeps what a link says of where it came from.
    """

    template: str
    keeps: bool = True

    def link(self, item: Item) -> str:
        """Return the address of the item; an id is one part of it, whatever signs it has."""
        check_quantity(item)
        if not item.id.isprintable() or not 0 < len(item.id.strip()) <= _LONGEST_ITEM:
            raise ItemWrong(item.id[:100], N_("it is one line of 1 to 100 characters"))
        # "." and ".." would lead to another page even so: RFC 3986, 5.2.4
        if not item.id.strip().strip("."):
            raise ItemWrong(item.id[:100], N_("it can't be only dots"))
        filled = self.template.replace(QUANTITY, str(item.quantity))
        return filled.replace(ITEM, quote(item.id.strip(), safe=""))

    def attribution(self, slug: str) -> Mapping[str, str]:
        """Return the campaign, or nothing where the shop does not keep it."""
        return parameters(slug) if self.keeps else {}


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Our own page of the product, where one orders by telephone or message."""

    address: str

    def link(self, item: Item) -> str:
        """Return the page; how many is said on the telephone."""
        check_quantity(item)
        return self.address

    def attribution(self, slug: str) -> Mapping[str, str]:  # noqa: ARG002 - as all links have it
        """Return nothing: the page is our own."""
        return {}


def check_template(template: str) -> str:
    """Return the host of a template of addresses. Raises ShopAddressWrong.

    The item may stand in the path, the query or behind ``#``, so that it never decides the host.
    """
    shown = template[:100]
    plain = template.replace(ITEM, "").replace(QUANTITY, "")
    try:
        parts = urlsplit(template)
        host = parts.netloc.lower()
    except ValueError as error:
        raise ShopAddressWrong(shown, N_("it is no web address")) from error
    faults = {
        N_("it must begin with https://"): parts.scheme != "https" or not host,
        N_("it must have {item} where the product's number goes, after the host"): (
            template.count(ITEM) != 1 or ITEM in parts.netloc or QUANTITY in parts.netloc
        ),
        N_("it has signs that no web address has, or too many"): (
            len(template) > _LONGEST_TEMPLATE
            or re.search(r"[^!#-;=?-\[\]_a-z~]", plain) is not None
        ),
        N_("it must not hold a user name or password"): "@" in parts.netloc,
    }
    for fault, is_so in faults.items():
        if is_so:
            raise ShopAddressWrong(shown, fault)
    return host


def _number(item: Item) -> str:
    check_quantity(item)
    found = item.id.strip()
    if not _NUMBER.fullmatch(found):
        raise ItemWrong(item.id[:100], _NO_NUMBER)
    return found
