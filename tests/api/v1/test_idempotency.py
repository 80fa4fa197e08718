"""Creations sent twice: once made, twice answered; kept sealed; the key belongs to its sender."""

from __future__ import annotations

import threading

import pytest

from api.idempotency import KEPT
from tests.api.v1.conftest import Place, fields
from vidcommerce.products.tables import ProductRow
from vidcommerce.webhooks.tables import IdempotencyRow

pytestmark = pytest.mark.slow

_PRODUCTS = "/api/v1/products"


def _count(place: Place) -> int:
    with place.village.service.database.reading() as work:
        return work.query(ProductRow).count() - 1


def test_the_same_key_gives_the_same_answer(place: Place) -> None:
    """Status, body, Location and ETag; one product."""
    asked, key = fields(place.farmer), {"Idempotency-Key": "k1"}
    first, again = (place.farmer.post(_PRODUCTS, json=asked, headers=key) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    for name in ("location", "etag", "content-type"):
        assert first.headers[name] == again.headers[name]
    assert again.headers["idempotency-replayed"] == "true"
    assert _count(place) == 1


def test_a_key_is_for_one_request(place: Place) -> None:
    """Another body, or another address, with the same key is refused."""
    asked, key = fields(place.lead.client), {"Idempotency-Key": "k1"}
    asked["farmer_id"] = place.village.farmer.id
    assert place.lead.client.post(_PRODUCTS, json=asked, headers=key).status_code == 201
    other = place.lead.client.post(_PRODUCTS, json=asked | {"name": "Pears"}, headers=key)
    assert (other.status_code, other.json()["title"]) == (422, "KeyReused")
    invited = {"role": "farmer", "name": "Li"}
    elsewhere = place.lead.client.post("/api/v1/invitations", json=invited, headers=key)
    assert elsewhere.json()["title"] == "KeyReused"


def test_keys_of_different_people_are_different(place: Place) -> None:
    """Nobody is answered with what somebody else made."""
    key = {"Idempotency-Key": "k1"}
    asked = fields(place.farmer) | {"farmer_id": place.village.farmer.id}
    mine = place.farmer.post(_PRODUCTS, json=asked, headers=key)
    theirs = place.helper.client.post(_PRODUCTS, json=asked, headers=key)
    assert mine.json()["id"] != theirs.json()["id"]


def test_what_failed_can_be_sent_again_with_its_key(place: Place) -> None:
    """A refusal is not kept: there is nothing that it made."""
    asked, key = fields(place.farmer), {"Idempotency-Key": "k1"}
    refused = place.farmer.post(_PRODUCTS, json=asked | {"currency": "XXX"}, headers=key)
    assert refused.status_code == 422
    assert place.farmer.post(_PRODUCTS, json=asked, headers=key).status_code == 201


def test_sent_twice_at_the_same_moment_it_is_made_once(place: Place) -> None:
    """Eight threads with one key get one product."""
    asked, key = fields(place.farmer), {"Idempotency-Key": "k1"}
    made: list[str] = []

    def send() -> None:
        made.append(place.farmer.post(_PRODUCTS, json=asked, headers=key).json()["id"])

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1
    assert _count(place) == 1


def test_no_secret_lies_open_in_what_is_kept(place: Place) -> None:
    """A token's secret comes again for its key, and is not to be read in the database."""
    asked = {"name": "till", "scopes": ["read"]}
    key = {"Idempotency-Key": "k1"}
    first, again = (
        place.lead.client.post("/api/v1/me/tokens", json=asked, headers=key) for _ in range(2)
    )
    assert first.json()["secret"] == again.json()["secret"]
    with place.village.service.database.reading() as work:
        row = work.query(IdempotencyRow).one()
        assert first.json()["secret"] not in row.body
        assert row.id != "k1"


def test_a_key_is_forgotten_after_a_day(place: Place) -> None:
    """Then it is new again."""
    asked, key = fields(place.farmer), {"Idempotency-Key": "k1"}
    place.farmer.post(_PRODUCTS, json=asked, headers=key)
    with place.village.service.database.writing() as work:
        work.query(IdempotencyRow).one().created_at -= KEPT + 1000
    again = place.farmer.post(_PRODUCTS, json=asked, headers=key)
    assert "idempotency-replayed" not in again.headers
    assert _count(place) == 2
