"""Products over JSON: versions that are named, races that are shown, lists that go on."""

from __future__ import annotations

import pytest

from tests.api.v1.conftest import Place, fields, jpeg

pytestmark = pytest.mark.slow


def test_a_product_is_created_read_changed_and_archived(place: Place) -> None:
    """As a generated client does it; a farmer's product is their own without saying so."""
    asked = fields(place.farmer)
    made = place.farmer.post("/api/v1/products", json=asked)
    assert made.status_code == 201
    there = made.headers["location"]
    assert made.json()["farmer_id"] == place.village.farmer.id
    assert made.json()["price"] == "39.90"
    read = place.helper.client.get(there)
    assert (read.json(), read.headers["etag"]) == (made.json(), made.headers["etag"])
    named = {"If-Match": read.headers["etag"]}
    changed = place.helper.client.put(there, json=asked | {"price": "45"}, headers=named)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    gone = place.farmer.delete(there, headers={"If-Match": changed.headers["etag"]})
    assert gone.status_code == 204
    listed = place.farmer.get("/api/v1/products").json()["items"]
    assert made.json()["id"] not in [product["id"] for product in listed]
    everything = place.farmer.get("/api/v1/products?archived=true").json()["items"]
    assert made.json()["id"] in [product["id"] for product in everything]


def test_who_has_it_already_is_sent_nothing(place: Place) -> None:
    """304 while the version is the same, one product or the list."""
    for address in (f"/api/v1/products/{place.village.product_id}", "/api/v1/products"):
        etag = place.farmer.get(address).headers["etag"]
        again = place.farmer.get(address, headers={"If-None-Match": f'"x", W/{etag}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        other = place.farmer.get(address, headers={"If-None-Match": '"x"'})
        assert other.status_code == 200


@pytest.mark.parametrize("named", [{}, {"If-Match": "*"}, {"If-Match": 'W/"1"'}, {"If-Match": "1"}])
def test_a_change_must_name_its_version(place: Place, named: dict[str, str]) -> None:
    """428, and nothing is changed."""
    there = f"/api/v1/products/{place.village.product_id}"
    answer = place.farmer.put(there, json=fields(place.farmer), headers=named)
    assert answer.status_code == 428
    assert answer.json()["title"] == "VersionMissing"
    assert place.farmer.get(there).json()["version"] == 1


def test_a_lost_race_shows_both(place: Place) -> None:
    """What you sent and what is there now, with its ETag: enough to merge and try again."""
    there = f"/api/v1/products/{place.village.product_id}"
    asked = fields(place.farmer)
    first = {"If-Match": place.farmer.get(there).headers["etag"]}
    assert place.helper.client.put(there, json=asked, headers=first).status_code == 200
    lost = place.farmer.put(there, json=asked | {"name": "Mine"}, headers=first)
    assert lost.status_code == 409
    problem = lost.json()
    assert (problem["title"], problem["expected"], problem["current"]) == ("ChangedMeanwhile", 1, 2)
    assert problem["yours"]["name"] == "Mine"
    assert problem["theirs"]["name"] == "Oranges"
    again = place.farmer.put(
        there, json=asked | {"name": "Mine"}, headers={"If-Match": lost.headers["etag"]}
    )
    assert (again.status_code, again.json()["name"]) == (200, "Mine")


def test_lists_go_on_at_next(place: Place) -> None:
    """Every product once, with the filter kept; the way on stands in the Link header, too."""
    asked = fields(place.farmer)
    made = {place.farmer.post("/api/v1/products", json=asked).json()["id"] for _ in range(4)}
    address, seen = "/api/v1/products?limit=2&archived=true", []
    while address:
        answer = place.farmer.get(address)
        seen += [product["id"] for product in answer.json()["items"]]
        address = answer.json()["next"]
        assert not address or "archived=true" in address
        assert not address or answer.json()["after"] in address
        assert ("link" in answer.headers) is bool(address)
    assert len(seen) == len(set(seen)) == 5
    assert made < set(seen)


@pytest.mark.parametrize("query", ["after=AAAA", "after=%00", "limit=0", "limit=101", "limit=x"])
def test_cursors_of_others_and_odd_limits_are_refused(place: Place, query: str) -> None:
    """A cursor is good only for the list that it came from."""
    assert place.farmer.get(f"/api/v1/products?{query}").status_code == 422
    for _ in range(2):
        place.farmer.post("/api/v1/products", json=fields(place.farmer))
    on = place.farmer.get("/api/v1/products?limit=1").json()["next"]
    cursor = on.partition("after=")[2]
    assert place.farmer.get(f"/api/v1/clips?after={cursor}").status_code == 422


def test_other_stations_learn_nothing(place: Place) -> None:
    """404 for what is not theirs, as for what is not there."""
    there = f"/api/v1/products/{place.village.product_id}"
    named = {"If-Match": '"1"'}
    client = place.stranger.client
    assert client.get(there).status_code == 404
    assert client.put(there, json=fields(client), headers=named).status_code == 404
    assert client.delete(there, headers=named).status_code == 404
    assert client.get("/api/v1/products").json()["items"] == []
    mine = fields(client) | {"farmer_id": place.village.farmer.id}
    assert client.post("/api/v1/products", json=mine).status_code == 422


def test_a_rule_of_products_is_told_with_its_key(place: Place) -> None:
    """Also a picture that nobody sent."""
    asked = fields(place.farmer)
    wrong = place.farmer.post("/api/v1/products", json=asked | {"cart_url": "javascript:x"})
    assert (wrong.status_code, wrong.json()["key"]) == (422, "cart_url")
    missing = place.farmer.post("/api/v1/products", json=asked | {"picture": "0" * 64})
    assert (missing.status_code, missing.json()["title"]) == (422, "PictureUnknown")


def test_pictures_are_sent_and_read(place: Place) -> None:
    """Kept once; read with their type; what is no picture, or too large, is refused."""
    sent = [place.farmer.post("/api/v1/pictures", content=jpeg()).json() for _ in range(2)]
    assert sent[0] == sent[1]
    read = place.helper.client.get(sent[0]["url"])
    assert read.headers["content-type"] == "image/jpeg"
    assert place.helper.client.get("/api/v1/pictures/" + "0" * 64).status_code == 404
    assert place.farmer.post("/api/v1/pictures", content=b"GIF89a").status_code == 422
    heavy = place.farmer.post("/api/v1/pictures", content=bytes((64 << 20) + 1))
    assert heavy.status_code == 413


def test_terms_are_said_with_a_product_and_stay_where_left_out(place: Place) -> None:
    """Stock, delivery, harvest ...; a client that knows none of them takes none away."""
    said = {"stock": "low", "delivery": "By parcel", "returns": "Within 7 days", "contact": "138"}
    said |= {"harvest_start": "2026-11-01", "harvest_end": "2026-12-20"}
    made = place.farmer.post("/api/v1/products", json=fields(place.farmer) | said)
    assert {name: made.json()[name] for name in said} == said
    there, named = made.headers["location"], {"If-Match": made.headers["etag"]}
    changed = place.helper.client.put(
        there, json=fields(place.farmer) | {"stock": "out"}, headers=named
    )
    assert {name: changed.json()[name] for name in said} == said | {"stock": "out"}
    wrong = place.farmer.post("/api/v1/products", json=fields(place.farmer) | {"stock": "some"})
    assert wrong.status_code == 422
