"""What a cart link is made of, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

MOST: Final = 999
"""Of one product in one link; nobody fills a larger cart from a video."""


class ShopKind(StrEnum):
    """The kinds of shops, each with a way of its own to fill a cart."""

    SHOPIFY = "shopify"
    WOOCOMMERCE = "woocommerce"
    WOOCOMMERCE_OLD = "woocommerce_old"
    TEMPLATE = "template"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Item:
    """What a shop calls a product, and how many of it a tap puts into the cart."""

    id: str
    quantity: int = 1


class CartLink(Protocol):
    """A way to link to one shop."""

    def link(self, item: Item) -> str:
        """Return the address with which the shopper gets the item.

        Raises ItemWrong where the shop can have no such item.
        """
        ...

    def attribution(self, slug: str) -> Mapping[str, str]:
        """Return the parameters that say where the shopper came from, as this shop keeps them."""
        ...


@dataclass(eq=False)
class ItemWrong(InputRejected):
    """A shop can't have an item of this id or number; ``fault`` says why, in plain words."""

    item: str
    fault: str
    sentence = N_("The item {item} can't be linked to: {fault}.")


@dataclass(eq=False)
class ShopHostUnknown(InputRejected):
    """A link would lead to a host that is none of the station's shops."""

    host: str
    sentence = N_("Links to {host} are not allowed yet. The station's lead can add it as a shop.")


@dataclass(eq=False)
class ShopAddressWrong(InputRejected):
    """What was given is no address or template of a shop; ``fault`` says why."""

    given: str
    fault: str
    sentence = N_("This is no address of a shop ({given}): {fault}.")


def check_quantity(item: Item) -> None:
    """Raise ItemWrong where a number of pieces can't be asked for."""
    if not 1 <= item.quantity <= MOST:
        raise ItemWrong(item.id[:100], N_("the quantity is a whole number from 1 to 999"))
