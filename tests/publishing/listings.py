"""Listings for tests: a village with a farmer, a product and videos of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.factories import PRODUCT
from vidcommerce.media.plan import ProductFacts
from vidcommerce.products.models import Stock
from vidcommerce.publishing.addresses import Address
from vidcommerce.publishing.facts import Listing, Place

SITE = "https://videos.example"
DAY = 86_400_000
NOON = 1_780_056_000_000

VILLAGE = Place(SITE, "/s/vvvvvvvvvv/", "Hillside village", "en")
FARMER = Place(SITE, "/f/ffffffffff/", "Wang Fang", "en")
ORANGES = Place(SITE, "/p/pppppppppp/", "Navel oranges", "en")

FACTS = replace(
    PRODUCT,
    cart_url="https://shop.example/cart/1042:1?utm_source=videos&vc=navel",
    old_price=Decimal("49.80"),
)
TRICKS = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;]]><!--{{7*7}}"


def listing(
    number: int = 1, facts: ProductFacts = FACTS, stock: Stock = Stock.IN, language: str = "en"
) -> Listing:
    """Return a video that was published ``number`` days after a certain noon."""
    address = Address(SITE, f"navel-oranges-{number:010}")
    folder = f"{SITE}{address.path}1-abcdef01"
    return Listing(
        address=address,
        title=facts.name,
        language=language,
        facts=facts,
        stock=stock,
        as_of=NOON,
        video=f"{folder}/video.mp4",
        poster=f"{folder}/poster.jpg",
        share=f"{folder}/share.jpg",
        seconds=34,
        published=NOON + number * DAY,
        changed=NOON + number * DAY,
        farmer_id="farmer",
        farmer=FARMER.name,
        product_id="product",
    )
