"""How other sites are told to show a video: oEmbed 1.0 (oembed.com). Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import urlsplit

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.publishing.addresses import EMBED, Address
from vidcommerce.publishing.facts import Listing
from vidcommerce.publishing.metadata import EMBED_SIZE, SHARE_SIZE

_AGE: Final = 3600
"""Seconds for which an answer may be kept: an hour, after which a page may have been taken back."""

_PAGE: Final = re.compile(r"/v/(?P<slug>[a-z0-9-]{1,60})/?(?:embed\.html)?", re.ASCII)


@dataclass(eq=False)
class FormatUnknown(InputRejected):
    """An answer was asked for in a format that there is none in."""

    format: str
    sentence = N_("There is no answer as {format}, only as json.")


def oembed(listing: Listing) -> str:
    """Return the JSON that answers for a page's address; the player fills whatever it gets.

    A thumbnail comes with its size (2.3.4).
    """
    width, height = EMBED_SIZE
    answer = {
        "version": "1.0",
        "type": "video",
        "title": listing.title,
        "author_name": listing.farmer,
        "provider_name": listing.facts.seller,
        "provider_url": listing.address.site + "/",
        "cache_age": _AGE,
        "thumbnail_url": listing.share,
        "thumbnail_width": SHARE_SIZE[0],
        "thumbnail_height": SHARE_SIZE[1],
        "html": _frame(listing.address, listing.title, width, height),
        "width": width,
        "height": height,
    }
    return json.dumps(answer, ensure_ascii=False)


def within(answer: str, address: Address, most: tuple[int | None, int | None]) -> str:
    """Return the answer for a page with a frame no larger than there is room for.

    ``most`` are the largest width and height in CSS pixels; a thumbnail that is larger is left
    out (2.2: both hold for it too).
    """
    facts = json.loads(answer)
    facts["width"], facts["height"] = _smaller((facts["width"], facts["height"]), most)
    facts["html"] = _frame(address, facts["title"], facts["width"], facts["height"])
    thumbnail = (facts["thumbnail_width"], facts["thumbnail_height"])
    if _smaller(thumbnail, most) != thumbnail:
        facts = {name: v for name, v in facts.items() if not name.startswith("thumbnail")}
    return json.dumps(facts, ensure_ascii=False)


def slug_at(site: str, url: str) -> str:
    """Return the slug of the page at a whole address, empty where it is none of this site's."""
    path = urlsplit(url).path if url.startswith(f"{site}/") else ""
    found = _PAGE.fullmatch(path)
    return found["slug"] if found else ""


def _frame(address: Address, title: str, width: int, height: int) -> str:
    """Return the frame that shows the player on another site."""
    return (
        f'<iframe src="{escape(address.page + EMBED)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" style="border:0" loading="lazy" '
        'allow="autoplay; fullscreen" allowfullscreen></iframe>'
    )


def _smaller(size: tuple[int, int], most: tuple[int | None, int | None]) -> tuple[int, int]:
    width, height = (min(s, m) if m is not None else s for s, m in zip(size, most, strict=True))
    return width, height
