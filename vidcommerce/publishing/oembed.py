"""How other sites are told to show a video: oEmbed 1.0 (oembed.com). Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Final

from vidcommerce.publishing.addresses import EMBED
from vidcommerce.publishing.facts import Listing
from vidcommerce.publishing.metadata import EMBED_SIZE, SHARE_SIZE

_AGE: Final = 3600
"""Seconds for which an answer may be kept: an hour, after which a page may have been taken back."""


def oembed(listing: Listing, most: tuple[int | None, int | None] = (None, None)) -> str:
    """Return the JSON that answers for a page's address.

    ``most`` are the largest width and height in CSS pixels that the asking site has room for; the
    player fills whatever it gets.
    """
    size = _within(EMBED_SIZE, most)
    return json.dumps(_answer(listing, size), ensure_ascii=False)


def _answer(listing: Listing, size: tuple[int, int]) -> Mapping[str, object]:
    """Return the answer's members (2.3.4); a thumbnail comes with its size or not at all."""
    width, height = size
    return {
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
        "html": frame(listing, width, height),
        "width": width,
        "height": height,
    }


def frame(listing: Listing, width: int, height: int) -> str:
    """Return the frame that shows the player on another site."""
    address = escape(listing.address.page + EMBED)
    return (
        f'<iframe src="{address}" title="{escape(listing.title)}" width="{width}" '
        f'height="{height}" style="border:0" loading="lazy" '
        'allow="autoplay; fullscreen" allowfullscreen></iframe>'
    )


def _within(size: tuple[int, int], most: tuple[int | None, int | None]) -> tuple[int, int]:
    width, height = (min(s, m) if m is not None else s for s, m in zip(size, most, strict=True))
    return width, height
