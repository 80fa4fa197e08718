"""What a page has more where a service publishes it, for tests."""

from __future__ import annotations

from dataclasses import replace

from tests.stations import NOW
from vidcommerce.products.models import Stock
from vidcommerce.publishing.addresses import Address
from vidcommerce.publishing.facts import Answered, Check, Live, Sheet

FOLDER = "1-0a1b2c3d"
SHOP_LINK = "https://shop.example/cart/oranges?utm_source=vidcommerce&vc=navel-oranges-abcdefghij"

SHEET = Sheet(
    link=SHOP_LINK,
    as_of=NOW,
    stock=Stock.IN,
    delivery="Sent within two days",
    returns="Bad fruit is replaced",
    contact="Call 0797 000 0000",
)

LIVE = Live(
    address=Address("http://localhost:8000", "navel-oranges-abcdefghij"),
    version=1,
    folder=FOLDER,
    uploaded=NOW,
    checks=(
        Check("Watched by a helper", "A helper of the village station watched this video.", ""),
        Check("The date of filming fits", "It fits the day it was sent.", "Filmed on 2026-05-20."),
    ),
    sheet=SHEET,
    advert="广告",
    shop="/s/aaaaaaaaaa/",
    farmer="/f/bbbbbbbbbb/",
    product="/p/cccccccccc/",
)

ASKED = replace(
    LIVE, answers=(Answered("When do you pick <them>?", "In November & December", "Farmer Li"),)
)
"""The same page, where something is asked often."""


def sold_out() -> Live:
    """The same, with nothing left to sell."""
    return replace(LIVE, sheet=replace(SHEET, stock=Stock.OUT))
