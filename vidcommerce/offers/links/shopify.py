"""Links to Shopify's shops, and to others that know UCP permalinks. Pure."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vidcommerce.language import N_
from vidcommerce.offers.attribution import parameters
from vidcommerce.offers.links.models import Item, ItemWrong, check_quantity

_RAW = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)
_VARIANT = re.compile(r"(?:gid://shopify/ProductVariant/)?(?P<number>[1-9][0-9]{0,19})", re.ASCII)
_NO_VARIANT: Final = N_("Shopify's variants have a number, such as 40187816345643")


@dataclass(frozen=True, slots=True)
class Permalink:
    """A shop's ``/buy``: ``endpoint`` is what its profile at ``/.well-known/ucp`` says.

    Items stand in the path as ``token:quantity``; an id of other signs than letters, digits and
    ``._-`` is ``~`` and its base64url, never percent-encoded (https://ucp.dev specification
    2026-08-25, "Permalink Capability", "Compact Item Path"). Shopify has it since October 2026
    (https://shopify.dev/changelog/cart-and-checkout-permalinks-now-support-ucp-at-buy).
    """

    endpoint: str

    def link(self, item: Item) -> str:
        """Return the permalink that opens the checkout with the item."""
        check_quantity(item)
        return f"{self.endpoint}/{token(_variant(item))}:{item.quantity}"

    def attribution(self, slug: str) -> Mapping[str, str]:
        """Return the campaign as UCP's own fields too, which the shop keeps with the order.

        The same chapter: other parameters are not put into the order, ``attribution/...`` are.
        """
        said = parameters(slug)
        return said | {f"attribution/{name}": value for name, value in said.items()}


@dataclass(frozen=True, slots=True)
class CartPermalink:
    """The older ``/cart/{variant}:{quantity}``, which every Shopify shop has.

    https://shopify.dev/docs/apps/build/checkout/create-cart-permalinks
    """

    host: str

    def link(self, item: Item) -> str:
        """Return the permalink that opens the checkout with the item."""
        check_quantity(item)
        return f"https://{self.host}/cart/{_variant(item)}:{item.quantity}"

    def attribution(self, slug: str) -> Mapping[str, str]:
        """Return the campaign, and the slug as ``ref`` and as an attribute of the cart.

        The shop keeps the attribute with the order, as the page above says.
        """
        return parameters(slug) | {"ref": slug, "attributes[vc]": slug}


def _variant(item: Item) -> str:
    """Return the number of a variant, also where the whole global id was copied."""
    found = _VARIANT.fullmatch(item.id.strip())
    if found is None:
        raise ItemWrong(item.id[:100], _NO_VARIANT)
    return found["number"]


def token(item_id: str) -> str:
    """Return an id as the compact path of a permalink has it."""
    if _RAW.fullmatch(item_id):
        return item_id
    return "~" + base64.urlsafe_b64encode(item_id.encode()).decode().rstrip("=")
