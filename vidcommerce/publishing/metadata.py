"""What search engines and messengers read of a page: schema.org and Open Graph. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from vidcommerce.language import N_, Words
from vidcommerce.media.plan import Card, EditPlan, ProductFacts
from vidcommerce.media.time import FrameRate
from vidcommerce.money import price_texts

_LOCALES = {"zh": "zh_CN", "en": "en_US"}


@dataclass(frozen=True, slots=True)
class Seen:
    """Where others find a page, its video and its poster; relative where there is no server yet.

    ``page`` is the canonical address, empty for a page on a disk; ``uploaded`` is when it was
    first published, in milliseconds since 1970 UTC.
    """

    video: str
    poster: str
    page: str = ""
    uploaded: int = 0


def description(plan: EditPlan, speech: Words) -> str:
    """Return one sentence about what the video sells; empty for a video without a card."""
    if not plan.cards:
        return ""
    product = plan.cards[0].product
    texts = price_texts(product.price, None, product.currency, speech.language)
    return speech.say(
        N_("{name}, {price} / {unit}. From {origin}, sold by {seller}."),
        name=product.name,
        price=texts.price,
        unit=product.unit,
        origin=product.origin,
        seller=product.seller,
    )


def open_graph(plan: EditPlan, seen: Seen, speech: Words) -> list[tuple[str, str]]:
    """Return Open Graph properties in order."""
    size = (str(plan.canvas.width), str(plan.canvas.height))
    title = [("og:title", card.product.name) for card in plan.cards[:1]]
    address = [("og:url", seen.page)] if seen.page else []
    return [
        ("og:type", "video.other"),
        *title,
        *address,
        ("og:description", description(plan, speech)),
        ("og:locale", _LOCALES.get(speech.language, speech.language)),
        ("og:image", seen.poster),
        ("og:image:width", size[0]),
        ("og:image:height", size[1]),
        ("og:video", seen.video),
        ("og:video:type", "video/mp4"),
        ("og:video:width", size[0]),
        ("og:video:height", size[1]),
    ]


def structured_data(plan: EditPlan, seen: Seen, speech: Words) -> dict[str, object]:
    """Return the video, its products and the moments that show them in schema.org's terms."""
    rate = plan.canvas.rate
    products = {card.product: None for card in plan.cards}
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": plan.cards[0].product.name if plan.cards else speech.say(N_("Video")),
        "description": description(plan, speech),
        "thumbnailUrl": [seen.poster],
        "contentUrl": seen.video,
        "encodingFormat": "video/mp4",
        "duration": _iso_duration(rate.milliseconds(plan.frames)),
        "width": plan.canvas.width,
        "height": plan.canvas.height,
        "about": [_product(product, seen.poster) for product in products],
        "hasPart": [_clip(card, rate, seen.page) for card in plan.cards],
    }
    if seen.page:
        moment = datetime.fromtimestamp(seen.uploaded / 1000, UTC)
        facts["url"] = seen.page
        facts["uploadDate"] = moment.isoformat(timespec="seconds")
    if plan.cues:
        facts["inLanguage"] = plan.language
        facts["transcript"] = "\n".join(line for cue in plan.cues for line in cue.lines)
    return facts


def _product(product: ProductFacts, image: str) -> dict[str, object]:
    return {
        "@type": "Product",
        "name": product.name,
        "image": image,
        "additionalProperty": {
            "@type": "PropertyValue",
            "name": "origin",
            "value": product.origin,
        },
        "offers": {
            "@type": "Offer",
            "url": product.cart_url,
            "price": f"{product.price:f}",
            "priceCurrency": product.currency,
            "priceSpecification": _price_specifications(product),
            "seller": {"@type": "Organization", "name": product.seller},
        },
    }


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
        "url": f"{page}#t={start:g}",
    }


def _iso_duration(milliseconds: int) -> str:
    """Return an ISO 8601 duration in seconds, such as PT33.5S."""
    return f"PT{milliseconds / 1000:.3f}".rstrip("0").rstrip(".") + "S"
