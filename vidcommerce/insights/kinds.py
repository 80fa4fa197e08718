"""The kinds of what happens on a page, and what each means: the definitions beside the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vidcommerce.language import N_


class Kind(StrEnum):
    """What happened during a visit; each but WATCHED, LEFT and TAPPED once a visit at most."""

    IMPRESSION = "impression"
    VIEW = "view"
    CARD = "card"
    CART = "cart"
    SHARE = "share"
    ORDER = "order"
    WATCHED = "watched"
    LEFT = "left"
    TAPPED = "tapped"

    __hash__ = str.__hash__  # an enum's own is slow, and counting is hashing


NAMES: Final[Mapping[Kind, str]] = {
    Kind.IMPRESSION: N_("Card seen"),
    Kind.VIEW: N_("Watched"),
    Kind.CARD: N_("Card tapped"),
    Kind.CART: N_("To the shop"),
    Kind.SHARE: N_("Shared"),
    Kind.ORDER: N_("Ordered"),
    Kind.WATCHED: N_("Played"),
    Kind.LEFT: N_("Left"),
    Kind.TAPPED: N_("Went to the shop"),
}

DEFINITIONS: Final[Mapping[Kind, str]] = {
    Kind.IMPRESSION: N_("Half of the product card was on the screen for one second."),
    Kind.VIEW: N_("The video was played for three seconds."),
    Kind.CARD: N_("The card in the picture was tapped."),
    Kind.CART: N_("A link to the shop was followed, from the card or from below the video."),
    Kind.SHARE: N_("The page was shared or its address copied with the share button."),
    Kind.ORDER: N_("The shop reported an order that came from this video."),
    Kind.WATCHED: N_("This second of the video was played."),
    Kind.LEFT: N_("The visit ended with the video at this second."),
    Kind.TAPPED: N_("A link to the shop was followed with the video at this second."),
}
