"""Where shops report orders: POST /shops/{shop}/orders (vidcommerce.offers.reports says how)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from api.dependencies import ServiceHere
from api.sizes import MOST
from vidcommerce.db import now_ms
from vidcommerce.offers import orders
from vidcommerce.offers.reports import ReportTooLong, is_ping, read_report

router = APIRouter(include_in_schema=False)


async def _body(request: Request) -> bytes:
    """Return the bytes that are signed. Raises ReportTooLong."""
    blocks = bytearray()
    async for block in request.stream():
        blocks += block
        if len(blocks) > MOST:
            raise ReportTooLong
    return bytes(blocks)


@router.post("/shops/{shop_id}/orders")
def report(
    request: Request, shop_id: str, body: Annotated[bytes, Depends(_body)], service: ServiceHere
) -> Response:
    """Take an order. WooCommerce takes only 200 for an answer to its ping."""
    if not is_ping(body):
        with service.database.reading() as session:
            secret = orders.secret_of(session, shop_id)
        found = read_report(request.headers, body, secret)
        with service.database.writing() as session:
            orders.take(session, shop_id, found, now_ms())
    return JSONResponse({})
