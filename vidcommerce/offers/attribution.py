"""What a link to a shop says of where it came from, and how it is read again. Pure.

A shop keeps what it knows of the parameters of the first page that a shopper saw: the campaign
names that Google Analytics reads (https://support.google.com/analytics/answer/10917952), which
WooCommerce's order attribution (https://woocommerce.com/document/order-attribution-tracking/) and
Shopify's conversion summary keep with the order. Beside them are two names of our own, for who
reports an order back to us.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

SLUG: Final = "vc"
"""The parameter that holds the slug of the page from which the shopper came."""

VISITOR: Final = "vcv"
"""The parameter that a script adds at the tap: the browser's random id for this site alone."""

SOURCE: Final = "vidcommerce"
"""The ``utm_source`` of every link."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_VISITOR = re.compile(r"[A-Za-z0-9_-]{8,24}", re.ASCII)
_LONGEST_SLUG: Final = 60


def parameters(slug: str) -> dict[str, str]:
    """Return what a link says of the page with this slug, by parameter."""
    return {
        "utm_source": SOURCE,
        "utm_medium": "video",
        "utm_campaign": slug,
        SLUG: slug,
    }


def with_parameters(link: str, said: Mapping[str, str]) -> str:
    """Return a link with these parameters; those of the same names are replaced.

    Everything else of the link stays as it is, in its order.
    """
    if not said:
        return link
    parts = urlsplit(link)
    kept = [piece for piece in parts.query.split("&") if piece and _name(piece) not in said]
    return urlunsplit(parts._replace(query="&".join([*kept, urlencode(said, safe="/")])))


def slug_in(said: Mapping[str, str]) -> str:
    """Return the slug that a shop reports of an order, or "" where it reports none that can be."""
    found = said.get(SLUG, "")
    return found if len(found) <= _LONGEST_SLUG and _SLUG.fullmatch(found) else ""


def visitor_in(said: Mapping[str, str]) -> str:
    """Return the visitor that a shop reports of an order, or "" where none that can be."""
    found = said.get(VISITOR, "")
    return found if _VISITOR.fullmatch(found) else ""


def said_by(link: str) -> dict[str, str]:
    """Return the parameters of a landing page's address, as shops report it with an order."""
    try:
        query = urlsplit(link).query
    except ValueError:
        return {}
    return dict(parse_qsl(query, max_num_fields=None)[:100])


def _name(piece: str) -> str:
    """Return the parameter that a piece of a query sets."""
    return next((name for name, _ in parse_qsl(piece, keep_blank_values=True)), "")
