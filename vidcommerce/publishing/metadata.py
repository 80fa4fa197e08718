"""What search engines and messengers read of a page: schema.org and Open Graph. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from vidcommerce.language import N_, Words
from vidcommerce.media.plan import Card, EditPlan, ProductFacts
from vidcommerce.media.time import FrameRate
from vidcommerce.money import price_texts
from vidcommerce.products.models import Stock
from vidcommerce.publishing.addresses import EMBED, FEED
from vidcommerce.publishing.facts import Live

EMBED_SIZE: Final = (360, 720)
"""CSS pixels of the player on other sites: an upright video as wide as a small phone, the card."""

SHARE_SIZE: Final = (1200, 630)
"""Pixels of the share picture: what developers.facebook.com/docs/sharing/webmasters/images asks."""

AVAILABILITY: Final = {
    Stock.IN: "https://schema.org/InStock",
    Stock.LOW: "https://schema.org/LimitedAvailability",
    Stock.OUT: "https://schema.org/OutOfStock",
}

OEMBED: Final = "application/json+oembed"
RSS: Final = "application/rss+xml"

_LOCALES = {"zh": "zh_CN", "en": "en_US"}


@dataclass(frozen=True, slots=True)
class Seen:
    """Where others find a page, its video and its poster; relative where there is no server yet.

    ``page`` is the canonical address, empty for a page on a disk; ``uploaded`` is when it was
    first published, in milliseconds since 1970 UTC. ``photo`` is the product's picture; without
    one the poster stands for it.
    """

    video: str
    poster: str
    page: str = ""
    uploaded: int = 0
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What stands in the head of a page for others to read.

    ``properties`` are Open Graph's (``<meta property>``), ``names`` those of the player card
    (``<meta name>``), ``alternates`` types and addresses of ``<link rel="alternate">``.
    ``structured`` is the JSON-LD.
    """

    description: str
    properties: Sequence[tuple[str, str]]
    names: Sequence[tuple[str, str]]
    alternates: Sequence[tuple[str, str]]
    structured: Mapping[str, object]


def video_metadata(plan: EditPlan, seen: Seen, live: Live | None, speech: Words) -> Metadata:
    """Return what others read of a video's page.

    It is from the plan that draws the card, but for what the product costs where that is not what
    the card says any more: search engines and shoppers read the same price.
    """
    return Metadata(
        description(plan, speech, live),
        open_graph(plan, seen, speech, live),
        [] if live is None else player_card(plan, seen, speech, live),
        [] if live is None else alternates(live),
        structured_data(plan, seen, speech, live),
    )


def description(plan: EditPlan, speech: Words, live: Live | None = None) -> str:
    """Return one sentence about what the video sells; empty for a video without a card."""
    return summary(sold(plan.cards[0].product, live), speech) if plan.cards else ""


def sold(product: ProductFacts, live: Live | None) -> ProductFacts:
    """Return what a card's product costs and where it is bought, by now where that is known."""
    return product if live is None else live.sheet.sold(product)


def summary(product: ProductFacts, speech: Words) -> str:
    """Return one sentence about a product."""
    texts = price_texts(product.price, None, product.currency, speech.language)
    return speech.say(
        N_("{name}, {price} / {unit}. From {origin}, sold by {seller}."),
        name=product.name,
        price=texts.price,
        unit=product.unit,
        origin=product.origin,
        seller=product.seller,
    )


def open_graph(
    plan: EditPlan, seen: Seen, speech: Words, live: Live | None = None
) -> list[tuple[str, str]]:
    """Return Open Graph properties in order (ogp.me)."""
    size = (str(plan.canvas.width), str(plan.canvas.height))
    title = [("og:title", card.product.name) for card in plan.cards[:1]]
    address = [("og:url", seen.page)] if seen.page else []
    image, image_size = (seen.poster, size) if live is None else (_share(live), _SHARE_TEXTS)
    return [
        ("og:type", "video.other"),
        *title,
        *address,
        ("og:description", description(plan, speech, live)),
        ("og:locale", _LOCALES.get(speech.language, speech.language)),
        ("og:image", image),
        ("og:image:width", image_size[0]),
        ("og:image:height", image_size[1]),
        ("og:video", seen.video),
        ("og:video:type", "video/mp4"),
        ("og:video:width", size[0]),
        ("og:video:height", size[1]),
    ]


def player_card(plan: EditPlan, seen: Seen, speech: Words, live: Live) -> list[tuple[str, str]]:
    """Return the names of the player card, which other sites than Twitter read as well.

    developer.x.com/en/docs/x-for-websites/cards/overview/player-card
    """
    width, height = EMBED_SIZE
    return [
        ("twitter:card", "player"),
        ("twitter:title", title_of(plan, speech)),
        ("twitter:description", description(plan, speech, live)),
        ("twitter:image", _share(live)),
        ("twitter:player", live.address.page + EMBED),
        ("twitter:player:width", str(width)),
        ("twitter:player:height", str(height)),
        ("twitter:player:stream", seen.video),
        ("twitter:player:stream:content_type", "video/mp4"),
    ]


def alternates(live: Live) -> list[tuple[str, str]]:
    """Return the page as others may show it (oEmbed 1.0, 4), and the village's feed (RSS)."""
    site, address = live.address.site, live.address
    return [
        (OEMBED, site + address.file(live.folder, "oembed.json")),
        (RSS, f"{site}{live.shop}{FEED}"),
    ]


def title_of(plan: EditPlan, speech: Words) -> str:
    """Return what the video is called: as its product is."""
    return plan.cards[0].product.name if plan.cards else speech.say(N_("Video"))


def structured_data(
    plan: EditPlan, seen: Seen, speech: Words, live: Live | None = None
) -> dict[str, object]:
    """Return the video, its products and the moments that show them in schema.org's terms."""
    rate = plan.canvas.rate
    products = {card.product: None for card in plan.cards}
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": title_of(plan, speech),
        "description": description(plan, speech, live) or title_of(plan, speech),
        "thumbnailUrl": [seen.poster],
        "contentUrl": seen.video,
        "encodingFormat": "video/mp4",
        "duration": iso_duration(rate.milliseconds(plan.frames)),
        "width": _pixels(plan.canvas.width),
        "height": _pixels(plan.canvas.height),
    }
    if plan.cards:
        facts["about"] = [_product(product, seen, live) for product in products]
        facts["hasPart"] = [_clip(card, rate, seen.page) for card in plan.cards]
    if seen.page:
        facts["url"] = seen.page
        facts["uploadDate"] = iso_moment(seen.uploaded)
    if live is not None:
        facts["embedUrl"] = live.address.page + EMBED
        facts |= _asked(live)
    if plan.cues:
        facts["inLanguage"] = plan.language
        facts["transcript"] = "\n".join(line for cue in plan.cues for line in cue.lines)
    return facts


def _asked(live: Live) -> dict[str, object]:
    """Return what is asked often, each with the one answer of who sells it; {} for nothing.

    An FAQPage is of questions with one answer by the page's own people, which all stand on the
    page (https://developers.google.com/search/docs/appearance/structured-data/faqpage).
    """
    if not live.answers:
        return {}
    questions = [
        {
            "@type": "Question",
            "name": one.question,
            "acceptedAnswer": {"@type": "Answer", "text": one.answer},
        }
        for one in live.answers
    ]
    return {"subjectOf": {"@type": "FAQPage", "mainEntity": questions}}


def product_data(product: ProductFacts, image: str, stock: Stock | None) -> dict[str, object]:
    """Return a product and its offer in schema.org's terms.

    How long a price holds is not known, so nothing is said about it (priceValidUntil); stock is
    said where it is known.
    """
    offer: dict[str, object] = {
        "@type": "Offer",
        "url": product.cart_url,
        "price": f"{product.price:f}",
        "priceCurrency": product.currency,
        "priceSpecification": _price_specifications(product),
        "seller": {"@type": "Organization", "name": product.seller},
    }
    if stock is not None:
        offer["availability"] = AVAILABILITY[stock]
    return {
        "@type": "Product",
        "name": product.name,
        "image": image,
        "additionalProperty": {
            "@type": "PropertyValue",
            "name": "origin",
            "value": product.origin,
        },
        "offers": offer,
    }


def iso_duration(milliseconds: int) -> str:
    """Return an ISO 8601 duration in seconds, such as PT33.5S."""
    return f"PT{milliseconds / 1000:.3f}".rstrip("0").rstrip(".") + "S"


def iso_moment(at: int) -> str:
    """Return a moment (ms since 1970 UTC) as ISO 8601 and W3C's note on dates write it."""
    return datetime.fromtimestamp(at // 1000, UTC).isoformat(timespec="seconds")


def _product(product: ProductFacts, seen: Seen, live: Live | None) -> dict[str, object]:
    stock = None if live is None else live.sheet.stock
    return product_data(sold(product, live), seen.photo or seen.poster, stock)


def _pixels(number: int) -> dict[str, object]:
    """Return a length in pixels, of which UN/CEFACT's recommendation 20 knows the code."""
    return {"@type": "QuantitativeValue", "value": number, "unitCode": "E37"}


def _share(live: Live) -> str:
    return live.address.site + live.address.file(live.folder, "share.jpg")


_SHARE_TEXTS = (str(SHARE_SIZE[0]), str(SHARE_SIZE[1]))


def _price_specifications(product: ProductFacts) -> list[dict[str, object]]:
    """Return the price for its unit, and the one that it replaces."""
    now: dict[str, object] = {
        "@type": "UnitPriceSpecification",
        "price": f"{product.price:f}",
        "priceCurrency": product.currency,
        "unitText": product.unit,
    }
    if product.old_price is None:
        return [now]
    before = {
        "price": f"{product.old_price:f}",
        "priceType": "https://schema.org/StrikethroughPrice",
    }
    return [now, {**now, **before}]


def _clip(card: Card, rate: FrameRate, page: str) -> dict[str, object]:
    start, stop = (rate.milliseconds(f) / 1000 for f in (card.frames.start, card.frames.stop))
    return {
        "@type": "Clip",
        "name": card.product.name,
        "startOffset": start,
        "endOffset": stop,
        "url": f"{page}?t={start:g}",
    }
