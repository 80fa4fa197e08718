"""What crawlers are told of a site: its pages with their videos, and where to look. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vidcommerce.language import words
from vidcommerce.publishing.addresses import EMBED, ROBOTS_PATH, SITEMAP_PATH
from vidcommerce.publishing.drawing import draw
from vidcommerce.publishing.facts import Listing, Place
from vidcommerce.publishing.feeds import newest
from vidcommerce.publishing.metadata import iso_moment, summary

MOST: Final = 50_000
"""Pages in one sitemap (sitemaps.org/protocol.html); the newest are those that must be found."""

_SEARCHED: Final = ("/v/", "/s/", "/f/", "/p/", "/sitemap", ROBOTS_PATH)
"""All that is there for everybody; what is behind a sign-in, or counts, is nobody's to crawl."""


def sitemap(listings: Sequence[Listing], places: Sequence[Place] = ()) -> str:
    """Return the sitemap with Google's video extension.

    developers.google.com/search/docs/crawling-indexing/sitemaps/video-sitemaps
    """
    room = max(0, MOST - len(places))
    return draw(
        "sitemap.xml",
        places=[place.address for place in places[:MOST]],
        entries=[_entry(each) for each in newest(listings)[:room]],
    )


def robots(site: str) -> str:
    """Return robots.txt (RFC 9309): the longest rule that fits a path is the one that counts."""
    allowed = "".join(f"Allow: {path}\n" for path in _SEARCHED)
    return f"User-agent: *\n{allowed}Disallow: /\n\nSitemap: {site}{SITEMAP_PATH}\n"


def _entry(listing: Listing) -> dict[str, object]:
    return {
        "listing": listing,
        "about": summary(listing.facts, words(listing.language)),
        "player": listing.address.page + EMBED,
        "published": iso_moment(listing.published),
        "changed": iso_moment(listing.changed),
    }
