"""The page of one video: plays it, and leads to the shop from where the card is in the picture.

One file beside the video's files: it works from a disk as from the web, and without scripts too.
The burned-in card, the link over it and what search engines read come from the same Card. Where a
service publishes it, the page has more to say (:class:`~.facts.Live`), what the product costs by
now among it, and asks the service for what may have changed since; each of those questions may go
unanswered.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from markupsafe import Markup
from PIL import Image, ImageOps

from vidcommerce.language import N_, Words, words
from vidcommerce.media.captions import tracks
from vidcommerce.media.plan import Card, EditPlan, ProductFacts
from vidcommerce.moments import day
from vidcommerce.money import PriceTexts, price_texts
from vidcommerce.products.models import Stock, check_facts
from vidcommerce.publishing.drawing import draw, script_json
from vidcommerce.publishing.facts import Live
from vidcommerce.publishing.metadata import Seen, sold, title_of, video_metadata

_PHOTO_SIDE: Final = 480
"""Pixels of the photo on the page: 160 CSS pixels on the densest screens."""

_SENTENCES: Final = {
    "buy": N_("Buy now"),
    "sold_out": N_("Sold out"),
    "before": N_("Before:"),
    "unit": N_("Unit"),
    "origin": N_("Origin"),
    "seller": N_("Seller"),
    "new_tab": N_("opens in a new tab"),
    "video": N_("Video"),
    "download": N_("This browser can't play the video. Download it instead."),
    "whole_screen": N_("Whole screen"),
    "play": N_("Play"),
    "where": N_("Where in the video"),
    "sound_on": N_("Turn the sound on"),
    "translate": N_("Subtitles in another language"),
    "share": N_("Share"),
    "next": N_("Next video"),
}
"""What stands in the page."""

_LIVE_SENTENCES: Final = {
    "as_of": N_("Price and stock as of"),
    "stock": N_("Stock"),
    "delivery": N_("Delivery"),
    "returns": N_("Returns"),
    "contact": N_("After the sale"),
    "more": N_("More videos"),
    "more_product": N_("More of this product"),
    "more_village": N_("More from this village"),
    "checked": N_("What was checked"),
    "often": N_("Asked often"),
    "check_file": N_("Check it yourself: the signed file"),
    "report": N_("Report this video"),
    "private": N_("Where and by whom it was filmed is not published."),
    "said": N_("What is said in the video"),
    "comments": N_("Comments"),
    "all_comments": N_("Read all comments"),
    "your_name": N_("Your name"),
    "your_comment": N_("Your comment"),
    "leave_empty": N_("Leave this empty"),
    "send": N_("Send"),
    "read_first": N_("A person reads first comments before they are shown. You see here at once."),
    "question": N_("This is a question to the farmer"),
    "more_comments": N_("More comments"),
}
"""What stands in the page of a service besides."""

_SCRIPT_SENTENCES: Final = {
    "play": N_("Play"),
    "pause": N_("Pause"),
    "sound_on": N_("Turn the sound on"),
    "sound_off": N_("Turn the sound off"),
    "subtitles_off": N_("No other subtitles"),
}
_LIVE_SCRIPT_SENTENCES: Final = {
    "next": N_("Next video"),
    "copied": N_("The address was copied."),
    "none": N_("No comments yet."),
    "yours": N_("Your comment"),
    "second": N_("Say something about this second"),
    "reply": N_("Reply"),
    "replies": N_("All replies"),
    "report_it": N_("Report or hide"),
    "mine": N_("Change, delete or ask why"),
    "not_sent": N_("It could not be sent. Please try again when you have a network."),
}
"""What only scripts say."""

_STOCK: Final = {
    Stock.IN: N_("In stock"),
    Stock.LOW: N_("Nearly sold out"),
    Stock.OUT: N_("Sold out"),
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
    speech = words(language)
    head = video_metadata(plan, _seen(plan, files, live), live, speech)
    facts = _facts(plan, files, live, speech)
    said = "\n".join(line for cue in plan.cues for line in cue.lines)
    structured = script_json(head.structured)
    more = {"head": head, "said": said, "structured_data": structured, "starts": True}
    return _drawn("watch", facts | more)


def embed(plan: EditPlan, files: PageFiles, language: str, live: Live) -> str:
    """Return the HTML of the player that other sites show in a frame; it waits to be started.

    It lies beside the page, so the same ``files`` hold. Raises ProductKeyWrong as :func:`page`.
    """
    return _drawn("embed", _facts(plan, files, live, words(language)) | {"starts": False})


def photo_jpeg(image: Image.Image) -> bytes:
    """Return the middle square of a picture as the page's JPEG, without any metadata."""
    square = ImageOps.fit(image.convert("RGBA"), (_PHOTO_SIDE, _PHOTO_SIDE))
    paper = Image.new("RGBA", square.size, "#ffffff")
    file = io.BytesIO()
    Image.alpha_composite(paper, square).convert("RGB").save(file, "JPEG", quality=82)
    return file.getvalue()


def _facts(plan: EditPlan, files: PageFiles, live: Live | None, speech: Words) -> dict[str, object]:
    """Return what both the page and the player on other sites are drawn from."""
    for card in plan.cards:
        check_facts(card.product)
    sentences = _SENTENCES if live is None else _SENTENCES | _LIVE_SENTENCES
    stock = Stock.IN if live is None else live.sheet.stock
    return {
        "plan": plan,
        "files": files,
        "live": live,
        "lang": speech.language,
        "title": title_of(plan, speech),
        "say": _said(sentences, speech),
        "links": [_link(card, speech, live) for card in plan.cards],
        "offers": _offers(plan.cards, files, speech, live),
        "sold_out": stock is Stock.OUT,
        "stock": speech.say(_STOCK[stock]),
        "as_of": "" if live is None else day(live.sheet.as_of, speech),
        "tracks": [(tag, _name_of(tag), file) for tag, file in files.captions.items()],
        "timeline": script_json(_timeline(plan, live, speech)),
    }


def _drawn(name: str, facts: dict[str, object]) -> str:
    """Draw a page of ours with its style and scripts, and the policy that lets just those in."""
    live, files = facts["live"] is not None, facts["files"]
    assert isinstance(files, PageFiles)  # noqa: S101 - says to the type checker what _facts made
    look = facts | {"poster": _css_string(files.poster)}
    style = draw("player.css", **look) + draw(f"{name}.css", **look)
    start, script = _script("start.js"), _scripts(live=live)
    html = draw(
        f"{name}.html",
        **facts,
        style=Markup(style),  # noqa: S704 - our own file; what is filled in is escaped for CSS
        start=Markup(start),  # noqa: S704 - our own file, nothing is filled in
        script=Markup(script),  # noqa: S704 - our own files, nothing is filled in
        policy=_policy(style, start, script, live=live),
    )
    return _INDENT_OF_TAG.sub("", html)


def _said(sentences: Mapping[str, str], speech: Words) -> dict[str, str]:
    return {name: speech.say(sentence) for name, sentence in sentences.items()}


def _seen(plan: EditPlan, files: PageFiles, live: Live | None) -> Seen:
    """Return where others find the page's files: absolute where the page has an address."""
    photo = files.photos[plan.cards[0].image] if plan.cards else ""
    if live is None:
        return Seen(files.video, files.poster, photo=photo)
    base = live.address.page
    whole = base + photo if photo else ""
    return Seen(base + files.video, base + files.poster, base, live.uploaded, whole)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A product as the part below the video shows it."""

    product: ProductFacts
    prices: PriceTexts
    photo: str


def _offers(
    cards: Sequence[Card], files: PageFiles, speech: Words, live: Live | None
) -> list[_Offer]:
    """Return each product once, in the order in which the cards show them."""
    once = {sold(card.product, live): card for card in cards}
    return [
        _Offer(product, _prices(product, speech), files.photos[card.image])
        for product, card in once.items()
    ]


def _prices(product: ProductFacts, speech: Words) -> PriceTexts:
    return price_texts(product.price, product.old_price, product.currency, speech.language)


def _link(card: Card, speech: Words, live: Live | None) -> dict[str, str]:
    """Return where the link over a card leads, and what it is called."""
    product = sold(card.product, live)
    price = _prices(product, speech).price
    label = speech.say(N_("Buy now: {name}, {price}"), name=product.name, price=price)
    return {"address": product.cart_url, "label": label}


def _timeline(plan: EditPlan, live: Live | None, speech: Words) -> dict[str, object]:
    """Return what the scripts need: the frames of the cards, and their sentences.

    Browsers refuse to read caption files from a disk, so there they stand in the page as well. A
    published page has its own path and that of the village, whose other videos are one swipe away.
    """
    rate = plan.canvas.rate
    facts: dict[str, object] = {
        "rate": [rate.numerator, rate.denominator],
        "language": plan.language,
        "cards": [[card.frames.start, card.frames.stop] for card in plan.cards],
    }
    say: dict[str, object] = {**_said(_SCRIPT_SENTENCES, speech)}
    if live is None:
        return facts | {"captions": dict(tracks(plan)), "say": say}
    say |= _said(_LIVE_SCRIPT_SENTENCES, speech)
    say["stock"] = {stock.value: speech.say(sentence) for stock, sentence in _STOCK.items()}
    say["about"] = speech.say(N_("About {clock} of the video"), clock="{clock}")
    say["reply_to"] = speech.say(N_("You answer {name}."), name="{name}")
    say["views"] = speech.say(N_("Watched {count} times"), count="{count}")
    return facts | {"path": live.address.path, "shop": live.shop, "say": say}


def _policy(style: str, *scripts: str, live: bool) -> str:
    """Return the content security policy: files beside the page, and this style and scripts.

    A live page may also ask its own service for what is new, and send a comment.
    """
    asking = ("connect-src 'self'", "form-action 'self'") if live else ("form-action 'none'",)
    hashes = " ".join(f"'{_source_hash(script)}'" for script in scripts)
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' data:",
            "media-src 'self' data: blob:",
            f"style-src '{_source_hash(style)}'",
            f"script-src {hashes}",
            "base-uri 'none'",
            *asking,
        )
    )


def _source_hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _name_of(tag: str) -> str:
    """Return what a language calls itself ("中文"), or the tag of an unknown one."""
    try:
        return str(Locale.parse(tag, sep="-").get_display_name() or tag)
    except (UnknownLocaleError, ValueError):
        return tag


_TEMPLATES: Final = Path(__file__).parent / "templates"
_INDENT_OF_TAG: Final = re.compile("^ +(?=<)", re.MULTILINE)
"""What only readers of the template need; no text of anybody's begins a line with a "<"."""

_INDENT_OR_COMMENT: Final = re.compile(r"^ *(//.*\n)?", re.MULTILINE)


def _scripts(*, live: bool) -> str:
    """Return the script at the page's end; a page on a disk asks nobody and tells nobody."""
    names = ("watch.js", "live.js", "events.js") if live else ("watch.js",)
    return "".join(_script(name) for name in names)


@cache
def _script(name: str) -> str:
    """Return a script of ours without what only its readers need: indents, lines of comment."""
    return _INDENT_OR_COMMENT.sub("", (_TEMPLATES / name).read_text(encoding="utf-8"))


def _css_string(text: str) -> str:
    """Return a quoted CSS string that nothing in ``text`` can end, nor the style element."""
    escaped = (c if c.isalnum() or c in "/._-" else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(escaped) + '"'
