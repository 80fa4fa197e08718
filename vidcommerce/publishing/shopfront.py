"""The pages that list videos: one village, one farmer, one product, one shop each. Pure.

No script runs on them, and all that they need lies beside the videos, so that they load at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vidcommerce.accounts.phones import readable
from vidcommerce.flags.history import COUNTED, HEALING, Counts
from vidcommerce.insights.days import date_of, day_of
from vidcommerce.language import N_, Words, words
from vidcommerce.moments import day
from vidcommerce.money import PriceTexts, price_texts
from vidcommerce.products.models import Stock
from vidcommerce.publishing.addresses import FEED, ORDER
from vidcommerce.publishing.drawing import draw, own_style, script_json
from vidcommerce.publishing.facts import Listing, Place
from vidcommerce.publishing.feeds import local, newest
from vidcommerce.publishing.metadata import SHARE_SIZE, iso_moment, product_data, summary
from vidcommerce.publishing.share import SMALL, SMALL_SIZE

_EAGER: Final = 4
"""Posters that are on a phone's first screen; the others wait until they are scrolled to."""

_MOST: Final = 200
"""Videos on one page: with them it is 13 kB on its way. Older ones are found on the pages of their
farmers and products, and by the sitemap."""

_LINKS: Final = ("https://", "http://", "mailto:", "sms:")
"""What a way to send a message begins with where it is a link; else it is a name to look for."""

_SAY: Final = {
    "videos": N_("Videos"),
    "farmers": N_("Farmers"),
    "products": N_("Products"),
    "sold_out": N_("Sold out"),
    "low": N_("Only a few left"),
    "before": N_("Before:"),
    "origin": N_("Origin"),
    "seller": N_("Seller"),
    "farmer": N_("Farmer"),
    "as_of": N_("Price as of"),
    "buy": N_("Buy now"),
    "new_tab": N_("opens in a new tab"),
    "watch": N_("Watch the video"),
    "feed": N_("Follow new videos (RSS)"),
    "none": N_("There is no video here yet."),
    "record": N_("Integrity record"),
    "order": N_("Order"),
    "message": N_("Send a message"),
    "how": N_("Tell the seller what you want and how many. You can say it like this:"),
}
_VILLAGE: Final = N_("Videos from {name}")
_FARMER: Final = N_("{name}, farmer in {village}")
_CALL: Final = N_("Call {phone}")
_WRITE: Final = N_("Send a message to {name}")
_WANTED: Final = N_("I saw your video and would like to order: {name}, {price} / {unit}. {page}")


@dataclass(frozen=True, slots=True)
class _Tile:
    """A video as a list shows it."""

    path: str
    poster: str
    title: str
    prices: PriceTexts
    unit: str
    sold_out: bool
    length: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page of its kind has beyond its list: see list.html."""

    title: str
    about: str
    data: Mapping[str, object]
    above: Place | None = None
    farmers: Sequence[Place] = ()
    products: Sequence[Place] = ()
    feed: str = ""
    sheet: Mapping[str, object] | None = None
    record: Sequence[str] = ()


def village_page(
    village: Place,
    listings: Sequence[Listing],
    farmers: Sequence[Place] = (),
    products: Sequence[Place] = (),
    record: Counts | None = None,
) -> str:
    """Return the HTML of a village's shop page: its videos, its farmers, its products, its record.

    A record without any video says nothing.
    """
    speech = words(village.language)
    told = [COUNTED, HEALING] if record is not None and record.videos else []
    page = _Page(
        title=village.name,
        about=speech.say(_VILLAGE, name=village.name),
        record=[speech.say(each, **record.facts()) for each in told] if record else (),
        data=_collection(village, listings),
        farmers=farmers,
        products=products,
        feed=village.path + FEED,
    )
    return _drawn(village, page, listings)


def farmer_page(farmer: Place, village: Place, listings: Sequence[Listing]) -> str:
    """Return the HTML of a farmer's page."""
    speech = words(farmer.language)
    page = _Page(
        title=farmer.name,
        about=speech.say(_FARMER, name=farmer.name, village=village.name),
        data=_collection(farmer, listings),
        above=village,
    )
    return _drawn(farmer, page, listings)


def product_page(product: Place, village: Place, farmer: Place, listings: Sequence[Listing]) -> str:
    """Return the HTML of a product's page: its facts as the newest video sells it, its videos.

    There is at least one video.
    """
    first, speech = newest(listings)[0], words(product.language)
    page = _Page(
        title=product.name,
        about=summary(first.facts, speech),
        data=_product(product, listings, speech),
        above=village,
        sheet=_sheet(first, farmer, speech),
    )
    return _drawn(product, page, listings)


def order_page(product: Place, listing: Listing, phone: str, message: str) -> str:
    """Return the HTML of the page on which a product is ordered by telephone or message.

    ``phone`` is an E.164 number, ``message`` a web address, ``mailto:`` or ``sms:``, or the name
    under which the seller is found in a messenger; either may be empty.
    """
    speech = words(product.language)
    facts, prices = listing.facts, _prices(listing, speech)
    wanted = {"name": facts.name, "price": prices.price, "unit": facts.unit}
    return draw(
        "order.html",
        **_head(product, speech),
        listing=listing,
        prices=prices,
        sold_out=listing.stock is Stock.OUT,
        phone=phone,
        call=speech.say(_CALL, phone=readable(phone)) if phone else "",
        write=speech.say(_WRITE, name=message) if message else "",
        message_link=message if message.startswith(_LINKS) else "",
        wanted=speech.say(_WANTED, **wanted, page=listing.address.page),
        poster=_small(listing),
        small=SMALL_SIZE,
        canonical=product.address + ORDER,
    )


def _drawn(place: Place, page: _Page, listings: Sequence[Listing]) -> str:
    speech, shown = words(place.language), newest(listings)[:_MOST]
    return draw(
        "list.html",
        **_head(place, speech),
        page=page,
        share=shown[0].share if shown else "",
        share_size=SHARE_SIZE,
        data=script_json({"@context": "https://schema.org", **page.data}),
        tiles=[_tile(each, speech) for each in shown],
        small=SMALL_SIZE,
        eager=_EAGER,
        canonical=place.address,
    )


def _head(place: Place, speech: Words) -> dict[str, object]:
    style, source = own_style("list.css")
    return {
        "place": place,
        "lang": speech.language,
        "say": {name: speech.say(sentence) for name, sentence in _SAY.items()},
        "style": style,
        "policy": f"default-src 'none'; img-src 'self' data:; style-src {source}; "
        "base-uri 'none'; form-action 'none'",
    }


def _tile(listing: Listing, speech: Words) -> _Tile:
    return _Tile(
        path=listing.address.path,
        poster=_small(listing),
        title=listing.title,
        prices=_prices(listing, speech),
        unit=listing.facts.unit,
        sold_out=listing.stock is Stock.OUT,
        length=f"{listing.seconds // 60}:{listing.seconds % 60:02}",
    )


def _small(listing: Listing) -> str:
    """Return the path of the small poster, which lies beside the large one."""
    return local(listing.poster.rpartition("/")[0] + "/" + SMALL, listing)


def _prices(listing: Listing, speech: Words) -> PriceTexts:
    facts = listing.facts
    return price_texts(facts.price, facts.old_price, facts.currency, speech.language)


def _sheet(listing: Listing, farmer: Place, speech: Words) -> Mapping[str, object]:
    return {
        "facts": listing.facts,
        "prices": _prices(listing, speech),
        "stock": listing.stock.value,
        "farmer": farmer,
        "as_of": day(listing.as_of, speech),
        "day": date_of(day_of(listing.as_of)).isoformat(),
        "link": local(listing.facts.cart_url, listing),
    }


def _collection(place: Place, listings: Sequence[Listing]) -> dict[str, object]:
    """Return a list of pages in schema.org's terms."""
    entries = [
        {"@type": "ListItem", "position": at, "url": each.address.page, "name": each.title}
        for at, each in enumerate(newest(listings)[:_MOST], 1)
    ]
    videos: dict[str, object] = {"@type": "ItemList", "numberOfItems": len(entries)}
    if entries:
        videos["itemListElement"] = entries
    return {
        "@type": "CollectionPage",
        "name": place.name,
        "url": place.address,
        "inLanguage": place.language,
        "mainEntity": videos,
    }


def _product(place: Place, listings: Sequence[Listing], speech: Words) -> dict[str, object]:
    """Return a product with its offer and its videos in schema.org's terms."""
    shown = newest(listings)[:_MOST]
    videos = [
        {
            "@type": "VideoObject",
            "name": each.title,
            "description": summary(each.facts, speech),
            "thumbnailUrl": [each.poster],
            "contentUrl": each.video,
            "url": each.address.page,
            "uploadDate": iso_moment(each.published),
            "duration": f"PT{each.seconds}S",
        }
        for each in shown
    ]
    return {
        **product_data(shown[0].facts, shown[0].share, shown[0].stock),
        "url": place.address,
        "subjectOf": videos,
    }
