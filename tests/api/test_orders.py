"""POST /shops/{shop}/orders, as shops send it."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from tests.offers.test_orders import shop_of
from tests.offers.test_reports import SECRET, SHOPIFY, digest
from tests.stations import Village
from vidcommerce.offers.tables import OrderRow

_BODY = json.dumps(SHOPIFY).encode()
_SIGNED = {"X-Shopify-Hmac-Sha256": digest(_BODY), "Content-Type": "application/json"}


def _kept(village: Village) -> list[str]:
    with village.service.database.reading() as work:
        return list(work.scalars(select(OrderRow.reference)))


def test_a_signed_report_is_kept_once(client: TestClient, village: Village) -> None:
    """200 each time, as shops want it, and one order."""
    address = f"/shops/{shop_of(village, SECRET)}/orders"
    for _ in range(2):
        answer = client.post(address, content=_BODY, headers=_SIGNED)
        assert (answer.status_code, answer.json()) == (200, {})
    assert _kept(village) == [str(SHOPIFY["id"])]


@pytest.mark.parametrize("secret", ["", "another"])
def test_what_is_not_signed_for_this_shop_is_refused(
    client: TestClient, village: Village, secret: str
) -> None:
    """Alike for a shop with another secret, one without any, and one that there is not."""
    for shop in (shop_of(village, secret), "0" * 32):
        answer = client.post(f"/shops/{shop}/orders", content=_BODY, headers=_SIGNED)
        assert (answer.status_code, answer.json()["title"]) == (403, "ReportNotSigned")
    assert _kept(village) == []


def test_woocommerces_ping_and_reports_that_are_too_long(
    client: TestClient, village: Village
) -> None:
    """The ping wants 200 before it sends anything; what is longer than any order is not read on."""
    address = f"/shops/{shop_of(village, SECRET)}/orders"
    assert client.post(address, content=b"webhook_id=3").status_code == 200
    assert client.post(address, content=b"x" * (1 << 20) + b"x").status_code == 413
    assert _kept(village) == []
