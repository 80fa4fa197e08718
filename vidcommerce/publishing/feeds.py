"""The videos of a village for readers of feeds, and for the page's own next video. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

from vidcommerce.language import Words, words
from vidcommerce.publishing.addresses import EMBED, FEED
from vidcommerce.publishing.drawing import draw
from vidcommerce.publishing.facts import Listing, Place
from vidcommerce.publishing.metadata import summary

_NEWEST: Final = 50
"""Videos in a feed and in the row that one swipes through: more than anybody looks at at once."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A video as the feed shows it."""

    listing: Listing
    player: str
    about: str
    day: str


def videos_json(listings: Sequence[Listing]) -> str:
    """Return what the page swipes through, newest first: path, title and poster of each video."""
    return json.dumps(
        [
            {"path": each.address.path, "title": each.title, "poster": local(each.poster, each)}
            for each in newest(listings)[:_NEWEST]
        ],
        ensure_ascii=False,
    )


def feed(village: Place, listings: Sequence[Listing]) -> str:
    """Return RSS 2.0 (rssboard.org/rss-specification) with Media RSS, newest first."""
    shown = newest(listings)[:_NEWEST]
    speech = words(village.language)
    return draw(
        "feed.xml",
        village=village,
        lang=speech.language,
        address=village.address,
        own=village.address + FEED,
        changed=_day(max(each.changed for each in shown)) if shown else "",
        entries=[_entry(each, speech) for each in shown],
    )


def newest(listings: Sequence[Listing]) -> list[Listing]:
    """Return the listings, the newest first; of the same moment in an order that stays."""
    return sorted(listings, key=lambda each: (-each.published, each.address.slug))


def local(address: str, listing: Listing) -> str:
    """Return an address of the listing's own site as a path, for pages of the same site."""
    return address.removeprefix(listing.address.site)


def _entry(listing: Listing, speech: Words) -> _Entry:
    player = listing.address.page + EMBED
    return _Entry(listing, player, summary(listing.facts, speech), _day(listing.published))


def _day(at: int) -> str:
    """Return a moment (ms since 1970 UTC) as RFC 822 writes it, which RSS asks for."""
    return format_datetime(datetime.fromtimestamp(at // 1000, UTC), usegmt=True)
