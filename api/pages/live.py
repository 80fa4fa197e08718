"""What a public page asks for while it is looked at: price, stock, counts. It can do without."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from api.dependencies import UnitOfWork
from vidcommerce.language import words
from vidcommerce.moments import day
from vidcommerce.money import price_texts
from vidcommerce.offers.current import current
from vidcommerce.publishing import service as publishing

router = APIRouter(include_in_schema=False)

_KEPT: Final = {"Cache-Control": "public, max-age=5"}
"""A cache in front answers a crowd; nobody sees a price that is older than this."""


@router.get("/v/{slug}/live.json")
def live(slug: str, work: UnitOfWork, lang: str = "en") -> Response:
    """Tell what holds now: prices and the day of "as of" as people of ``lang`` write them.

    ``stock`` is "in", "low" or "out"; ``at`` is the moment of "as of" in ms since 1970 UTC.
    """
    now, speech = current(work, publishing.at_slug(work, slug)), words(lang)
    prices = price_texts(now.price, now.old_price, now.currency, speech.language)
    body = {
        "price": prices.price,
        "old_price": prices.old_price,
        "unit": now.unit,
        "stock": now.stock.value,
        "at": now.checked_at,
        "as_of": day(now.checked_at, speech),
        "views": now.views,
        "comments": now.comments,
        "lang": speech.language,
    }
    return JSONResponse(body, headers=_KEPT)
