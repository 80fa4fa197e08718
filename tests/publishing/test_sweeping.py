"""What the sweep does for the public pages, on a real database and a real store."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.shops import shop_row
from tests.stations import NOW, Village, settle
from vidcommerce.accounts import stations
from vidcommerce.accounts.roles import Role
from vidcommerce.accounts.tables import StationRow
from vidcommerce.clips.states import State
from vidcommerce.offers import selling, shops
from vidcommerce.offers.selling import Selling
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import lists, repository, site, sweeping
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.addresses import farmer_path, key_of, product_path, village_path
from vidcommerce.publishing.tables import PublicationRow, SiteRow
from vidcommerce.storage import BlobStore

pytestmark = pytest.mark.slow

_DAY = 24 * 3600_000


def _publish(village: Village, now: int = NOW) -> PublicationRow:
    village.set_state(State.PUBLISHING)
    return publishing.publish(village.service, village.clip_id, now)


def _withdraw(village: Village, now: int) -> None:
    with village.service.database.writing() as work:
        publishing.withdraw(work, village.actor, village.clip_id, now)


def _text(village: Village, name: str) -> str:
    store = village.service.store
    return b"".join(store.read(name, 0, store.size(name))).decode()


def _key(village: Village, row_id: str) -> str:
    return key_of(row_id, village.service.secret)


def _names(village: Village, prefix: str) -> set[str]:
    return {name.removeprefix(prefix) for name in village.service.store.names(prefix)}


def test_a_video_comes_into_every_list_of_its_station(village: Village) -> None:
    """The village's, the farmer's and the product's page, the feed, the next videos, sitemaps."""
    row = _publish(village)
    assert sweeping.rebuild(village.service, NOW) == 1
    key = _key(village, village.station_id)
    named = [
        f"{village_path(key)}index.html", f"{village_path(key)}feed.xml", f"/sitemap-{key}.xml",
        f"{farmer_path(_key(village, village.farmer.id))}index.html",
        f"{product_path(_key(village, village.product_id))}index.html",
    ]  # fmt: skip
    for path in named:
        assert row.slug in _text(village, f"site{path}"), path
    (video,) = json.loads(_text(village, f"site{village_path(key)}videos.json"))
    assert video["path"] == f"/v/{row.slug}/"
    assert f"/sitemap-{key}.xml" in _text(village, "site/sitemap.xml")
    assert "Sitemap: http://localhost:8000/sitemap.xml" in _text(village, "site/robots.txt")
    assert sweeping.rebuild(village.service, NOW) == 0


def test_what_changes_in_a_product_comes_into_page_and_lists(village: Village) -> None:
    """Sold out: the page that was written says so too, without a new version."""
    row = _publish(village)
    sweeping.rebuild(village.service, NOW)
    page = f"site/v/{row.slug}/index.html"
    before = _text(village, page)
    assert "OutOfStock" not in before
    with village.service.database.writing() as work:
        work.get_one(ProductRow, village.product_id).stock = "out"
        repository.mark(work, village.station_id, NOW + 1)
    assert sweeping.rebuild(village.service, NOW + 2) == 1
    assert _text(village, page) != before
    assert "OutOfStock" in _text(village, page)
    shop = product_path(_key(village, village.product_id))
    assert "OutOfStock" in _text(village, f"site{shop}index.html")
    with village.service.database.reading() as work:
        assert work.get_one(PublicationRow, row.id).version == 1


def test_a_page_that_says_a_day_says_what_it_cost_on_that_day(village: Village) -> None:
    """The price moved in the shop: page, player and list say it, whoever serves the files."""
    row = _publish(village)
    with village.service.database.writing() as work:
        product = work.get_one(ProductRow, village.product_id)
        product.price, product.checked_at = "45.10", NOW + _DAY
        repository.mark(work, village.station_id, NOW + 1)
    sweeping.rebuild(village.service, NOW + 2)
    shop = product_path(_key(village, village.product_id))
    for name in (f"/v/{row.slug}/index.html", f"/v/{row.slug}/embed.html", f"{shop}index.html"):
        text = _text(village, f"site{name}")
        assert "45.10" in text, name
        assert "39.80" not in text, name


def test_a_page_of_orders_stays_while_a_public_page_leads_there(village: Village) -> None:
    """The product is sold in a shop by now; the video still says: call. Its number is today's."""
    with village.service.database.writing() as work:
        known = {"kind": "order", "host": "", "message_to": ""}
        order = shop_row(work, village.station_id, phone="+8613800138000", **known)
        selling.move(work, village.service, village.actor, village.product_id, Selling(order.id), 1)
    row = _publish(village)
    sweeping.rebuild(village.service, NOW)
    page = f"site{product_path(_key(village, village.product_id))}order.html"
    assert f"site{row.cart_url}" == page
    lead = replace(village.actor, role=Role.LEAD)
    with village.service.database.writing() as work:
        other = shop_row(work, village.station_id, kind="woocommerce", host="woo.example")
        sold = Selling(other.id, "1042")
        selling.move(work, village.service, village.actor, village.product_id, sold, 2)
        wanted = shops.Wanted("order", "", phone="+8613900139000")
        shops.change(work, lead, order.id, wanted, 1, shops.Rules("CN"), NOW + 1)
    assert sweeping.rebuild(village.service, NOW + 2) == 1
    assert "tel:+8613900139000" in _text(village, page)
    with village.service.database.writing() as work:
        again = work.get_one(PublicationRow, row.id)
        again.cart_url = "https://woo.example/checkout-link/?products=1042:1"
        repository.mark(work, village.station_id, NOW + 3)
    sweeping.rebuild(village.service, NOW + 4)
    assert not village.service.store.has(page)


def test_what_the_station_decides_comes_onto_its_pages(village: Village) -> None:
    """Another country's rule for adverts holds for what is public already."""
    row = _publish(village)
    sweeping.rebuild(village.service, NOW)
    page = f"site/v/{row.slug}/index.html"
    lead = replace(village.actor, role=Role.LEAD)
    marked = {}
    for at, region in enumerate(("CN", "FR"), 1):
        with village.service.database.writing() as work:
            decided = stations.Choices(region, 7, "")
            stations.change(work, lead, village.station_id, decided, NOW + at)
        assert sweeping.rebuild(village.service, NOW + at) == 1
        marked[region] = 'class="advert"' in _text(village, page)
    assert marked == {"CN": True, "FR": False}


def test_what_changes_while_lists_are_made_is_not_lost(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is marked later than what was read, so the next sweep makes them again."""
    _publish(village)
    write = lists.write

    def slow(store: BlobStore, station: lists.Station) -> None:
        with village.service.database.writing() as work:
            repository.mark(work, village.station_id, NOW)
        write(store, station)

    monkeypatch.setattr(lists, "write", slow)
    sweeping.rebuild(village.service, NOW)
    monkeypatch.undo()
    assert sweeping.rebuild(village.service, NOW) == 1
    assert sweeping.rebuild(village.service, NOW) == 0


def test_of_two_who_make_lists_the_slower_does_not_win(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it wrote may be old by then, so the lists are made once more."""
    _publish(village)
    write = lists.write

    def slow(store: BlobStore, station: lists.Station) -> None:
        monkeypatch.undo()
        sweeping.rebuild(village.service, NOW)  # another sweep, from beginning to end
        write(store, station)

    monkeypatch.setattr(lists, "write", slow)
    sweeping.rebuild(village.service, NOW)
    assert sweeping.rebuild(village.service, NOW) == 1
    assert sweeping.rebuild(village.service, NOW) == 0


def test_old_versions_go_after_a_day(village: Village) -> None:
    """Not before, and never what is shown, nor what is just being written."""
    first = _publish(village)
    put = village.service.store
    beginning = f"site/v/{first.slug}/3-00000000/video.mp4"
    old = f"site/v/{first.slug}/1-ffffffff/video.mp4"
    for name in (beginning, old):
        put.copy(f"{first.bundle}/video.mp4", name)
    assert sweeping.clear_old(village.service, NOW + _DAY - 1) == 0
    assert put.has(old)
    assert sweeping.clear_old(village.service, NOW + _DAY) == 1
    assert not put.has(old)
    assert put.has(beginning)
    assert put.has(f"{first.bundle}/video.mp4")
    assert sweeping.clear_old(village.service, NOW + 2 * _DAY) == 0


def test_what_is_taken_back_leaves_a_page_that_says_so(village: Village) -> None:
    """In the place of page and player; its files are gone, and no list names it."""
    row = _publish(village)
    sweeping.rebuild(village.service, NOW)
    _withdraw(village, NOW + 1)
    assert sweeping.clear_old(village.service, NOW + 2) == 1
    assert sweeping.rebuild(village.service, NOW + 2) == 1
    assert _names(village, f"site/v/{row.slug}/") == {"index.html", "embed.html"}
    page = _text(village, f"site/v/{row.slug}/index.html")
    key = _key(village, village.station_id)
    assert "This video was taken back." in page
    assert f'href="{village_path(key)}"' in page
    assert _names(village, "site/f/") == _names(village, "site/p/") == set()
    for name in village.service.store.names("site/"):
        assert not name.startswith("site/s/") or row.slug not in _text(village, name), name
    assert f"sitemap-{key}" not in _text(village, "site/sitemap.xml")
    assert sweeping.clear_old(village.service, NOW + 2 * _DAY) == 0


def test_what_was_taken_back_can_come_again(village: Village) -> None:
    """As a new version at the same address, whichever of the sweep's steps came between."""
    first = _publish(village)
    _withdraw(village, NOW + 1)
    sweeping.clear_old(village.service, NOW + 2)
    second = _publish(village, NOW + 3)
    assert (second.slug, second.version) == (first.slug, 2)
    sweeping.clear_old(village.service, NOW + 4)
    sweeping.rebuild(village.service, NOW + 4)
    page = _text(village, f"site/v/{first.slug}/index.html")
    assert "taken back" not in page
    assert village.service.store.has(f"{second.bundle}/video.mp4")
    with village.service.database.reading() as work:
        assert publishing.at_slug(work, first.slug).version == 2


def test_a_page_of_the_time_before_moves_to_the_site(village: Village) -> None:
    """Files below ``public`` are copied, then deleted after a day; version and link stay."""
    row = _publish(village)
    store, old = village.service.store, f"public/{row.id}/1-abc"
    for name in list(store.names("site/")):
        if name.startswith(f"{row.bundle}/"):
            store.copy(name, f"{old}/{name.removeprefix(f'{row.bundle}/')}")
        store.remove(name)
    with village.service.database.writing() as work:
        work.get_one(PublicationRow, row.id).bundle = old
        work.get_one(SiteRow, village.station_id).built_at = 0
    sweeping.rebuild(village.service, NOW)
    with village.service.database.reading() as work:
        now = work.get_one(PublicationRow, row.id)
    assert (now.bundle, now.version, now.cart_url) == (row.bundle, 1, row.cart_url)
    assert {"video.mp4", "poster.jpg", "share.jpg"} <= _names(village, f"{row.bundle}/")
    assert store.has(f"site/v/{row.slug}/index.html")
    sweeping.clear_old(village.service, NOW + _DAY)
    assert _names(village, "public/") == set()
    assert store.has(f"{row.bundle}/video.mp4")


def test_the_station_decides_the_words_of_its_lists(village: Village) -> None:
    """Their language is the station's, whatever language its videos have."""
    _publish(village)
    with village.service.database.writing() as work:
        work.get_one(StationRow, village.station_id).language = "en"
    sweeping.rebuild(village.service, NOW)
    key = _key(village, village.station_id)
    assert '<html lang="en"' in _text(village, f"site{village_path(key)}index.html")


def test_a_page_that_can_not_be_made_is_not_in_the_way(village: Village) -> None:
    """Its files are nowhere: it stays as it was, and the others are made all the same."""
    broken = _publish(village)
    other = settle(village.service, village.station_id)
    row = _publish(other)
    store = village.service.store
    with village.service.database.writing() as work:
        work.get_one(PublicationRow, broken.id).bundle = "public/nowhere"
    store.remove(f"site/v/{row.slug}/index.html")
    assert sweeping.rebuild(village.service, NOW) == 1
    assert store.has(f"site/v/{row.slug}/index.html")
    assert store.has(f"site{village_path(_key(village, village.station_id))}index.html")
    assert sweeping.rebuild(village.service, NOW) == 0


def _dies(*_args: object, **_options: object) -> None:
    raise _Killed


class _Killed(Exception):
    """The worker is no more."""


def test_no_page_is_left_of_what_was_never_recorded(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before its row is there: plain files show nothing that would have to go."""
    monkeypatch.setattr(repository, "mark", _dies)
    with pytest.raises(_Killed):
        _publish(village)
    assert not [name for name in _names(village, "site/") if name.endswith("index.html")]


def test_who_dies_after_the_row_leaves_the_pages_to_the_sweep(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row says what is public; the sweep puts what leads there."""
    with monkeypatch.context() as dying:
        dying.setattr(site, "show", _dies)
        with pytest.raises(_Killed):
            _publish(village)
    row = _publish_again(village)
    page = f"v/{row.slug}/index.html"
    assert page not in _names(village, "site/")
    sweeping.rebuild(village.service, NOW)
    assert page in _names(village, "site/")


def _publish_again(village: Village) -> PublicationRow:
    """Return what a second worker finds done already."""
    return publishing.publish(village.service, village.clip_id, NOW)
