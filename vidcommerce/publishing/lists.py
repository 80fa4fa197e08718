"""The pages and files that list a station's public videos: what is to be where in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.accounts.tables import PersonRow, StationRow
from vidcommerce.clips.tables import ClipRow
from vidcommerce.documents import readable_json
from vidcommerce.flags import attesting, records
from vidcommerce.flags.attestation import ALGORITHM
from vidcommerce.flags.attesting import PublicKey
from vidcommerce.flags.history import Counts
from vidcommerce.offers.links.models import ShopKind
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import site
from vidcommerce.publishing.addresses import (
    FEED,
    KEYS,
    ORDER,
    ROBOTS_PATH,
    SITEMAP_PATH,
    VIDEOS,
    blob_at,
    farmer_path,
    key_of,
    product_path,
    sitemap_path,
    village_path,
)
from vidcommerce.publishing.drawing import draw
from vidcommerce.publishing.facts import Listing, Place
from vidcommerce.publishing.feeds import feed, videos_json
from vidcommerce.publishing.shopfront import farmer_page, order_page, product_page, village_page
from vidcommerce.publishing.sitemap import robots, sitemap
from vidcommerce.publishing.tables import PublicationRow
from vidcommerce.service import Service
from vidcommerce.storage import BlobStore


@dataclass(frozen=True, slots=True)
class Station:
    """What a station's lists are made of.

    ``farmers`` and ``products`` are all that ever had a public video, by their ids; those without
    one have no page any more. ``orders`` has the telephone and the message's address of those
    products that are ordered by them. ``record`` is the station's integrity record in numbers,
    ``keys`` are those with which people there sign what they confirm.
    """

    village: Place
    sitemap: str
    farmers: Mapping[str, Place]
    products: Mapping[str, Place]
    orders: Mapping[str, tuple[str, str]]
    listings: Sequence[Listing]
    record: Counts
    keys: Sequence[PublicKey] = ()


def read(
    session: Session, service: Service, station_id: str, listings: Sequence[Listing]
) -> Station:
    """Return what the lists of a station are made of."""
    row, secret = session.get_one(StationRow, station_id), service.secret
    key, public = key_of(station_id, secret), service.settings.public_url
    people, things = _ever(session, station_id)
    products = {
        each.id: Place(public, product_path(key_of(each.id, secret)), each.name, row.language)
        for each in things
    }
    return Station(
        village=Place(public, village_path(key), row.village, row.language),
        sitemap=sitemap_path(key),
        farmers={
            each.id: Place(public, farmer_path(key_of(each.id, secret)), each.name, row.language)
            for each in people
        },
        products=products,
        orders=_orders(session, station_id, things, _led(products, listings)),
        listings=listings,
        record=records.counts_of_station(session, station_id),
        keys=attesting.keys_of_station(session, station_id),
    )


def _ever(session: Session, station_id: str) -> tuple[Sequence[PersonRow], Sequence[ProductRow]]:
    """Return the farmers and the products that ever had a public video, in a lasting order."""
    here = PublicationRow.station_id == station_id
    clips = select(ClipRow.id).join(PublicationRow, PublicationRow.clip_id == ClipRow.id)
    farmers = clips.where(here).with_only_columns(ClipRow.farmer_id)
    products = clips.where(here).with_only_columns(ClipRow.product_id)
    people = select(PersonRow).where(PersonRow.id.in_(farmers))
    things = select(ProductRow).where(ProductRow.id.in_(products))
    return (
        session.scalars(people.order_by(PersonRow.created_at, PersonRow.id)).all(),
        session.scalars(things.order_by(ProductRow.created_at, ProductRow.id)).all(),
    )


def _led(products: Mapping[str, Place], listings: Sequence[Listing]) -> set[str]:
    """Return the products whose public pages lead to the page on which they are ordered."""
    return {
        each.product_id
        for each in listings
        if each.facts.cart_url == products[each.product_id].address + ORDER
    }


def _orders(
    session: Session, station_id: str, products: Sequence[ProductRow], led: set[str]
) -> dict[str, tuple[str, str]]:
    """Return telephone and message's address of the products that are ordered by them.

    Among them those that are sold in a shop by now while a public page still leads there: the
    station's own number takes those orders.
    """
    asked = select(ShopRow).where(
        ShopRow.station_id == station_id, ShopRow.kind == ShopKind.ORDER.value
    )
    open_first = ShopRow.archived_at.is_not(None), ShopRow.created_at, ShopRow.id
    shops = {shop.id: shop for shop in session.scalars(asked.order_by(*open_first))}
    first = next(iter(shops.values()), None)
    taking = {each.id: shops.get(each.shop_id or "", first) for each in products}
    return {
        each.id: (shop.phone, shop.message_to)
        for each in products
        if (shop := taking[each.id]) is not None and (each.shop_id == shop.id or each.id in led)
    }


def write(store: BlobStore, station: Station) -> None:
    """Write a station's lists where they differ from what is there, and delete those of nobody."""
    files = {blob_at(path): text.encode() for path, text in _texts(station)}
    site.write(store, site.changed(store, files))
    for place in (*station.farmers.values(), *station.products.values()):
        for name in (blob_at(place.path), blob_at(place.path + ORDER)):
            if name not in files:
                store.remove(name)


def write_root(service: Service) -> None:
    """Write what crawlers ask for first: which addresses to look at, and the list of sitemaps."""
    with service.database.reading() as session:
        asked = select(PublicationRow.station_id).where(PublicationRow.withdrawn_at.is_(None))
        stations = session.scalars(asked.distinct().order_by(PublicationRow.station_id)).all()
    address = service.settings.public_url
    keys = [key_of(station, service.secret) for station in stations]
    files = {
        SITEMAP_PATH: draw("sitemaps.xml", addresses=[address + sitemap_path(k) for k in keys]),
        ROBOTS_PATH: robots(address),
    }
    blobs = {blob_at(path): text.encode() for path, text in files.items()}
    site.write(service.store, site.changed(service.store, blobs))


def _texts(station: Station) -> Iterator[tuple[str, str]]:
    """Yield every file of a station's lists: its path, and its text."""
    village, listings = station.village, station.listings
    by_farmer = _parted(listings, lambda each: each.farmer_id)
    by_product = _parted(listings, lambda each: each.product_id)
    farmers = {key: place for key, place in station.farmers.items() if key in by_farmer}
    products = {key: place for key, place in station.products.items() if key in by_product}
    pages = [village, *farmers.values(), *products.values()]
    yield (
        village.path,
        village_page(
            village, listings, list(farmers.values()), list(products.values()), station.record
        ),
    )
    yield village.path + VIDEOS, videos_json(listings)
    yield village.path + KEYS, readable_json({"algorithm": ALGORITHM, "keys": station.keys})
    yield village.path + FEED, feed(village, listings)
    yield station.sitemap, sitemap(listings, pages)
    for key, place in farmers.items():
        yield place.path, farmer_page(place, village, by_farmer[key])
    for key, place in products.items():
        shown = by_product[key]
        yield place.path, product_page(place, village, farmers[shown[0].farmer_id], shown)
        if key in station.orders:
            yield place.path + ORDER, order_page(place, shown[0], *station.orders[key])


def _parted(
    listings: Sequence[Listing], key: Callable[[Listing], str]
) -> Mapping[str, Sequence[Listing]]:
    """Return the listings by a key of theirs."""
    parts: dict[str, list[Listing]] = {}
    for listing in listings:
        parts.setdefault(key(listing), []).append(listing)
    return parts
