"""The way to the cart: a tap is counted, and leads on to where the farmer said."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.dependencies import ServiceHere
from vidcommerce.db import now_ms
from vidcommerce.offers import service as offers
from vidcommerce.publishing import service as publishing

router = APIRouter(include_in_schema=False)


@router.api_route("/go/{slug}", methods=["GET", "HEAD"])
def go(request: Request, slug: str, service: ServiceHere, f: str = "") -> Response:
    """Count a tap at frame ``f`` and lead to the recorded cart, never to an address in the link.

    What only looks (HEAD, a browser that fetches ahead) is led there uncounted.
    """
    frame = int(f) if f.isascii() and f.isdecimal() and len(f) < 12 else offers.BELOW  # noqa: PLR2004
    ahead = "prefetch" in request.headers.get("sec-purpose", request.headers.get("purpose", ""))
    with service.database.writing() as work:
        row = publishing.at_slug(work, slug)
        cart = row.cart_url
        if request.method == "GET" and not ahead:
            cart = offers.tap(work, row, frame, now_ms())
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
    return RedirectResponse(cart, 303, headers)
