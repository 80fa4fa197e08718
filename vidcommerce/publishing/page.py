"""The page of one video: plays it, and leads to the cart from where the card is in the picture.

One file without a server: it works from a disk as from the web, and without scripts too. The
burned-in card, the link over it and what search engines read come from the same Card.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from PIL import Image, ImageOps

from vidcommerce.language import N_, Words, words
from vidcommerce.media.captions import webvtt
from vidcommerce.media.plan import Card, EditPlan, ProductFacts
from vidcommerce.money import PriceTexts, price_texts
from vidcommerce.products.models import check_facts
from vidcommerce.publishing.facts import Live
from vidcommerce.publishing.metadata import Seen, description, open_graph, structured_data

_PHOTO_SIDE = 480
"""Pixels of the photo on the page: 160 CSS pixels on the densest screens."""

_SENTENCES = {
    "buy": N_("Buy now"),
    "before": N_("Before:"),
    "unit": N_("Unit"),
    "origin": N_("Origin"),
    "seller": N_("Seller"),
    "new_tab": N_("opens in a new tab"),
    "whole_screen": N_("Whole screen"),
    "video": N_("Video"),
    "download": N_("This browser can't play the video. Download it instead."),
}

_LIVE_SENTENCES = {
    "checked": N_("What was checked"),
    "private": N_("Where and by whom it was filmed is not published."),
    "comments": N_("Comments"),
    "all_comments": N_("Read all comments"),
    "none_yet": N_("No comments yet."),
    "your_name": N_("Your name"),
    "your_comment": N_("Your comment"),
    "leave_empty": N_("Leave this empty"),
    "send": N_("Send"),
    "read_first": N_("Somebody at the station reads it before it is shown."),
    "yours": N_("Your comment"),
    "not_sent": N_("It could not be sent. Please try again when you have a network."),
}


@dataclass(frozen=True, slots=True)
class PageFiles:
    """Where the page finds the files of a video, as addresses relative to it.

    ``captions`` is by language, ``photos`` by the sha256 that a card names its picture with; see
    :func:`photo_jpeg`. ``small`` is the video for slow networks, empty where there is none.
    """

    video: str
    hls: str
    poster: str
    captions: Mapping[str, str]
    photos: Mapping[str, str]
    small: str = ""


def page(plan: EditPlan, files: PageFiles, language: str, live: Live | None = None) -> str:
    """Return the HTML of the page in a BCP 47 ``language``.

    Raises ProductKeyWrong for a card whose facts break the rules: a plan may have been edited by
    hand, and its cart address becomes a link.
    """
    for card in plan.cards:
        check_facts(card.product)
    speech = words(language)
    style = _template("watch.css", plan=plan, poster=files.poster, live=live)
    script = _source("watch.js") + ("" if live is None else _source("live.js"))
    sentences = _SENTENCES if live is None else _SENTENCES | _LIVE_SENTENCES
    seen = _seen(files, live)
    return _template(
        "watch.html",
        plan=plan,
        files=files,
        lang=speech.language,
        title=plan.cards[0].product.name if plan.cards else speech.say(_SENTENCES["video"]),
        description=description(plan, speech),
        say={name: speech.say(sentence) for name, sentence in sentences.items()},
        live=live,
        links=[_link(card, speech, live) for card in plan.cards],
        offers=_offers(plan.cards, files, speech),
        tracks=[(tag, _name_of(tag), file) for tag, file in files.captions.items()],
        open_graph=open_graph(plan, seen, speech),
        structured_data=_json(structured_data(plan, seen, speech)),
        timeline=_json(_timeline(plan)),
        style=Markup(style),  # noqa: S704 - our own file; what is filled in is escaped for CSS
        script=Markup(script),  # noqa: S704 - our own file, nothing is filled in
        policy=_policy(style, script, live=live is not None),
    )


def _seen(files: PageFiles, live: Live | None) -> Seen:
    """Return where others find the page's files: absolute where the page has an address."""
    if live is None:
        return Seen(files.video, files.poster)
    base = live.address.page
    return Seen(base + files.video, base + files.poster, base, live.uploaded)


def embed(plan: EditPlan, files: PageFiles, language: str, live: Live) -> str:
    """Return the HTML of the player that other sites may show in a frame.

    It lies beside the page, so the same ``files`` hold. Raises ProductKeyWrong as :func:`page`.
    """
    return page(plan, files, language, live)


def photo_jpeg(image: Image.Image) -> bytes:
    """Return the middle square of a picture as the page's JPEG, without any metadata."""
    square = ImageOps.fit(image.convert("RGBA"), (_PHOTO_SIDE, _PHOTO_SIDE))
    paper = Image.new("RGBA", square.size, "#ffffff")
    file = io.BytesIO()
    Image.alpha_composite(paper, square).convert("RGB").save(file, "JPEG", quality=82)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class _Offer:
    """A product as the part below the video shows it."""

    product: ProductFacts
    prices: PriceTexts
    photo: str


def _offers(cards: Sequence[Card], files: PageFiles, speech: Words) -> list[_Offer]:
    """Return each product once, in the order in which the cards show them."""
    once = {card.product: card for card in cards}
    return [
        _Offer(product, _prices(product, speech), files.photos[card.image])
        for product, card in once.items()
    ]


def _prices(product: ProductFacts, speech: Words) -> PriceTexts:
    return price_texts(product.price, product.old_price, product.currency, speech.language)


def _link(card: Card, speech: Words, live: Live | None) -> dict[str, str]:
    """Return where the link over a card leads, and what it is called."""
    price = _prices(card.product, speech).price
    label = speech.say(N_("Buy now: {name}, {price}"), name=card.product.name, price=price)
    address = card.product.cart_url if live is None else live.sheet.link
    return {"address": address, "label": label}


def _timeline(plan: EditPlan) -> dict[str, object]:
    """Return what the script needs: the frames of the cards, and captions for pages on a disk.

    Browsers refuse to read caption files from a disk, so they stand in the page as well.
    """
    rate = plan.canvas.rate
    return {
        "rate": [rate.numerator, rate.denominator],
        "cards": [[card.frames.start, card.frames.stop] for card in plan.cards],
        "captions": {plan.language: webvtt(plan.cues, rate)} if plan.cues else {},
    }


def _policy(style: str, script: str, *, live: bool) -> str:
    """Return the content security policy: files beside the page, and this style and script.

    A live page may also ask its own service for comments, and send one.
    """
    asking = ("connect-src 'self'", "form-action 'self'") if live else ("form-action 'none'",)
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' data:",
            "media-src 'self' data: blob:",
            f"style-src '{_source_hash(style)}'",
            f"script-src '{_source_hash(script)}'",
            "base-uri 'none'",
            *asking,
        )
    )


def _source_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(value: object) -> Markup:
    """Return JSON that can stand in a script element: no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - what could be markup was escaped in the line above


def _name_of(tag: str) -> str:
    """Return what a language calls itself ("中文"), or the tag of an unknown one."""
    try:
        return str(Locale.parse(tag, sep="-").get_display_name() or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def _template(name: str, **facts: object) -> str:
    return _environment().get_template(name).render(facts)


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"]),  # not of the style sheet, which has its own rules
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css_string"] = _css_string
    return environment


def _css_string(text: str) -> str:
    """Return a quoted CSS string that nothing in ``text`` can end, nor the style element."""
    escaped = (c if c.isalnum() or c in "/._-" else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(escaped) + '"'
