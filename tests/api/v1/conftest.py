"""A village with its people signed in, as programs ask for it."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from api.sessions import cookie_name
from tests.api.conftest import People, Someone
from tests.stations import Village
from vidcommerce.accounts import sessions
from vidcommerce.accounts.roles import Role
from vidcommerce.db import now_ms


@dataclass(frozen=True)
class Place:
    """The village's people: its own farmer, a helper, a lead; and a helper of another station."""

    village: Village
    farmer: TestClient
    helper: Someone
    lead: Someone
    stranger: Someone


@pytest.fixture
def place(village: Village, people: People) -> Place:
    """Sign everybody in."""
    farmer = people(Role.FARMER, village.station_id).client
    with village.service.database.writing() as work:
        begun = sessions.begin(work, village.farmer, now_ms(), proved=True, device="a test")
    farmer.cookies.set(cookie_name(village.service), begun.secret)
    farmer.headers["X-CSRF-Token"] = begun.row.csrf
    return Place(
        village,
        farmer,
        people(Role.HELPER, village.station_id),
        people(Role.LEAD, village.station_id),
        people(Role.HELPER),
    )


def jpeg() -> bytes:
    """Return a picture."""
    file = io.BytesIO()
    Image.new("RGB", (320, 200), "#ff8800").save(file, "JPEG")
    return file.getvalue()


def fields(client: TestClient) -> dict[str, object]:
    """Return what a product needs, its picture sent."""
    sent = client.post("/api/v1/pictures", content=jpeg(), headers={"Content-Type": "image/jpeg"})
    assert sent.status_code == 201, sent.text
    return {
        "name": "Oranges",
        "price": "39.9",
        "currency": "CNY",
        "unit": "5 kg",
        "origin": "Ganzhou",
        "seller": "Cooperative",
        "cart_url": "https://shop.example/cart?sku=1",
        "picture": sent.json()["picture"],
    }
