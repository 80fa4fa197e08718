"""The one link of a product: which adapter makes it, where it may lead, what it says. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final
from urllib.parse import urlsplit

from vidcommerce.offers.attribution import parameters, with_parameters
from vidcommerce.offers.links.hosts import check_host, host_of, is_marketplace
from vidcommerce.offers.links.models import CartLink, Item, ShopKind
from vidcommerce.offers.links.others import AddToCart, CheckoutLink, OrderPage, Template
from vidcommerce.offers.links.shopify import CartPermalink, Permalink
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products.tables import ProductRow

ENDPOINT: Final = "permalink"
"""The name in ``ShopRow.found`` of the address of the shop's permalinks."""


def link_of(
    product: ProductRow, shop: ShopRow | None, hosts: Collection[str], slug: str, order_page: str
) -> str:
    """Return the link that a page shows for a product, with what tells where it came from.

    ``shop`` is that of ``product.shop_id``, ``hosts`` are those of the station's shops, ``slug``
    is the page's, ``order_page`` the address or path of the product's page of orders. Raises
    ItemWrong, ShopHostUnknown, ShopAddressWrong.
    """
    if shop is not None and shop.kind == ShopKind.ORDER:
        return order_page
    if shop is None or not product.item:
        check_host(product.cart_url, hosts)
        keeps = host_of(product.cart_url) in hosts
        return with_parameters(product.cart_url, parameters(slug) if keeps else {})
    return with_parameters(
        bare_link(shop, Item(product.item, product.quantity), order_page),
        adapter_of(shop, order_page).attribution(slug),
    )


def bare_link(shop: ShopRow, item: Item, order_page: str) -> str:
    """Return the link to an item of a shop, without where it came from.

    Raises ItemWrong, and ShopHostUnknown where the link would not lead to the shop's own host.
    """
    made = adapter_of(shop, order_page).link(item)
    if shop.kind != ShopKind.ORDER:
        check_host(made, {shop.host})
    return made


def adapter_of(shop: ShopRow, order_page: str) -> CartLink:
    """Return the way to link to a shop."""
    return _ADAPTERS[ShopKind(shop.kind)](shop, order_page)


def _shopify(shop: ShopRow, _order_page: str) -> CartLink:
    endpoint = shop.found.get(ENDPOINT)
    return Permalink(endpoint) if endpoint else CartPermalink(shop.host)


_ADAPTERS: Final[Mapping[ShopKind, Callable[[ShopRow, str], CartLink]]] = {
    ShopKind.SHOPIFY: _shopify,
    ShopKind.WOOCOMMERCE: lambda shop, _: CheckoutLink(shop.host),
    ShopKind.WOOCOMMERCE_OLD: lambda shop, _: AddToCart(shop.host),
    ShopKind.TEMPLATE: lambda shop, _: Template(
        shop.template, keeps=not is_marketplace(urlsplit(shop.template).netloc.lower())
    ),
    ShopKind.ORDER: lambda _, order_page: OrderPage(order_page),
}
