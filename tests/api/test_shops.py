"""The shops of a station, as pages and over JSON: by its lead alone, checked, never their keys."""

from __future__ import annotations

import re

import pytest

from tests.api.conftest import People, Someone
from tests.factories import PRODUCT
from tests.stations import Village
from vidcommerce.accounts.roles import Role
from vidcommerce.offers import discovery
from vidcommerce.offers.discovery import ShopElsewhere
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products.tables import ProductRow
from vidcommerce.service import Service

pytestmark = pytest.mark.slow

_SHOPIFY = {"kind": "shopify", "address": "Hillside.myshopify.com", "name": ""}


@pytest.fixture
def lead(people: People) -> Someone:
    """The lead of a station that has a shop of the kind template."""
    return people(Role.LEAD)


def _add(lead: Someone, **fields: str) -> str:
    answer = lead.client.post("/shops/new", data={"csrf": lead.csrf, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def test_a_lead_adds_a_shop_and_finds_it_in_the_list(lead: Someone) -> None:
    """First its kind, then what the kind needs; the host is written one way."""
    kinds = lead.client.get("/shops/new").text
    assert "/shops/new?kind=shopify" in kinds
    assert 'name="address"' in lead.client.get("/shops/new?kind=shopify").text
    assert 'name="phone"' in lead.client.get("/shops/new?kind=order").text
    where = _add(lead, **_SHOPIFY)
    shown = lead.client.get(where).text
    assert 'value="hillside.myshopify.com"' in shown
    assert f"{where}/ask" in shown
    assert where in lead.client.get("/shops").text


def test_a_shop_is_changed_and_taken_away(lead: Someone, service: Service) -> None:
    """What was typed is there; a key that was left empty stays; who was slower is told."""
    where = _add(lead, **_SHOPIFY | {"secret": "kept"})
    page = lead.client.get(where).text
    assert "kept" not in page
    version = _version(page)
    typed = {"csrf": lead.csrf, **_SHOPIFY, "name": "Hill", "version": version, "secret": ""}
    assert lead.client.post(where, data=typed).status_code == 303
    with service.database.reading() as work:
        row = work.get_one(ShopRow, where.rpartition("/")[2])
        assert (row.name, row.secret) == ("Hill", "kept")
    slower = lead.client.post(
        where, data=typed | {"name": "Other"}, headers={"Accept": "text/html"}
    )
    assert slower.status_code == 409
    gone = {"csrf": lead.csrf, "version": _version(lead.client.get(where).text)}
    assert lead.client.post(f"{where}/end", data=gone).status_code == 303
    assert where not in lead.client.get("/shops").text


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"kind": "template", "address": "https://{item}.example/"}, 422),
        ({"kind": "shopify", "address": "localhost"}, 422),
        ({"kind": "shopify", "address": "a.example@evil.example"}, 422),
        ({"kind": "order"}, 422),
        ({"kind": "order", "phone": "12"}, 422),
        ({"kind": "order", "message_to": "https://evil.example/wa.me"}, 422),
        ({"kind": "woocommerce", "address": "shop.example"}, 409),
        ({"kind": "nothing", "address": "shop.example"}, 422),
        ({"kind": "shopify", "address": "a.example", "feed_url": "http://10.0.0.1/"}, 422),
    ],
)
def test_what_is_no_shop_is_said_beside_what_was_typed(
    lead: Someone, typed: dict[str, str], status: int
) -> None:
    """The form comes back with one sentence and all that was typed."""
    answer = lead.client.post("/shops/new", data={"csrf": lead.csrf, **typed})
    assert (answer.status_code, 'role="alert"' in answer.text) == (status, True)
    if typed.get("address") and typed["kind"] != "nothing":
        assert typed["address"].partition("{")[0] in answer.text


def test_what_a_shop_says_of_itself_is_written_down(
    lead: Someone, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the button; where it says another host, the page says so and keeps nothing."""
    where = _add(lead, **_SHOPIFY)
    found = {"permalink": "https://hillside.myshopify.com/buy"}
    monkeypatch.setattr(discovery, "asked", lambda *_, **__: found)
    assert lead.client.post(f"{where}/ask", data={"csrf": lead.csrf}).status_code == 303
    assert found["permalink"] in lead.client.get(where).text

    def elsewhere(host: str, *, private: bool) -> dict[str, str]:
        assert not private
        raise ShopElsewhere(host, "other.example")

    monkeypatch.setattr(discovery, "asked", elsewhere)
    answer = lead.client.post(f"{where}/ask", data={"csrf": lead.csrf})
    assert "other.example" in answer.text
    with service.database.reading() as work:
        assert work.get_one(ShopRow, where.rpartition("/")[2]).found == found


def test_a_farmer_without_a_shop_needs_no_address(people: People) -> None:
    """With a number for orders the form asks for no link, and the product leads to its page."""
    lead = people(Role.LEAD)
    farmer = people(Role.FARMER, lead.station_id)
    assert 'id="cart_url"' in farmer.client.get("/farm/new").text
    _add(lead, kind="order", phone="13800138000")
    form = farmer.client.get("/farm/new").text
    assert "+86 138 0013 8000" in form
    assert form.index("<details") < form.index('id="cart_url"')


def test_shops_over_json_are_for_the_lead_and_never_tell_their_key(people: People) -> None:
    """Added, read, changed by version, archived; helpers read; another station knows of none."""
    lead, stranger = people(Role.LEAD), people(Role.LEAD)
    helper = people(Role.HELPER, lead.station_id)
    told = {"kind": "shopify", "address": "a.example", "secret": "s3cret"}
    made = lead.client.post("/api/v1/shops", json=told)
    assert made.status_code == 201, made.text
    assert (made.json()["host"], made.json()["signed"]) == ("a.example", True)
    assert "s3cret" not in made.text
    there, named = made.headers["location"], {"If-Match": made.headers["etag"]}
    assert helper.client.get(there).json() == made.json()
    assert stranger.client.get(there).status_code == 404
    assert helper.client.put(there, json=told, headers=named).status_code == 403
    moved = lead.client.put(there, json=told | {"address": "b.example"}, headers=named)
    assert (moved.status_code, moved.json()["host"]) == (200, "b.example")
    assert lead.client.delete(there, headers=named).status_code == 409
    assert lead.client.delete(there, headers={"If-Match": moved.headers["etag"]}).status_code == 204
    assert there.rpartition("/")[2] not in lead.client.get("/api/v1/shops").text
    assert lead.client.get(there).json()["archived_at"] is not None


def test_the_goods_of_a_station_get_their_numbers(
    village: Village, people: People, service: Service
) -> None:
    """One form for each; what the shop can't have is said, and nothing else of it changes."""
    lead = people(Role.LEAD, village.station_id)
    where = _add(lead, kind="woocommerce", address="woo.example")
    page = lead.client.get(f"{where}/goods").text
    assert f'value="{village.product_id}"' in page
    typed = {"csrf": lead.csrf, "product": village.product_id, "version": "1", "item": "x"}
    wrong = lead.client.post(f"{where}/goods", data=typed)
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
    typed |= {"item": "1042", "quantity": "2"}
    assert lead.client.post(f"{where}/goods", data=typed).status_code == 303
    with service.database.reading() as work:
        row = work.get_one(ProductRow, village.product_id)
    assert row.cart_url == "https://woo.example/checkout-link/?products=1042:2"
    assert (row.name, row.version) == (PRODUCT.name, 2)
    assert lead.client.post(f"{where}/goods", data=typed).status_code == 409
