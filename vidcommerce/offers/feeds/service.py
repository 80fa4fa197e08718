"""Reads the feeds of shops when they are due, and has products say what the shop says.

Which items are asked for, and what was read last, is in ``ShopRow.feed_tag``: a shop that says
that nothing changed since is believed only while our products are as that reading left them.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from vidcommerce.documents import digest
from vidcommerce.errors import VidcommerceError
from vidcommerce.fetching import Fetched, FetchFailed, fetch
from vidcommerce.language import N_
from vidcommerce.offers.feeds.items import FeedUnreadable, Offered
from vidcommerce.offers.feeds.reading import MOST_BYTES, Feed, read_feed
from vidcommerce.offers.tables import ShopRow
from vidcommerce.products.models import ProductKeyWrong, tidied
from vidcommerce.products.service import facts_of
from vidcommerce.products.tables import ProductRow
from vidcommerce.publishing import repository as publications
from vidcommerce.service import Service
from vidcommerce.webhooks.addresses import AddressRefused

EVERY: Final = 3600_000
"""Milliseconds from one reading of a feed to the next."""

AGAIN: Final = 15 * 60_000
"""Milliseconds until a feed that could not be read is tried again."""

_AT_ONCE: Final = 4
_REDIRECTS: Final = 2
_LONGEST_TAG: Final = 300
_DAY: Final = 24 * 3600_000

_ANSWERED: Final = N_("the shop answered with an error")
_REDIRECTED: Final = N_("its address leads on and on")
_MISSING: Final = N_("some products of this shop are not in its list")
_UNUSABLE: Final = N_("some products of this shop stand there with a price that can't be used")


@dataclass(frozen=True, slots=True)
class _Errand:
    """A feed to be read: where it is, the items asked for, and what was read of it last."""

    shop_id: str
    url: str
    wanted: frozenset[str]
    key: str
    tag: str


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of it: a feed, or None where it is as it was; or a fault."""

    feed: Feed | None = None
    tag: str = ""
    fault: str = ""


def read_due(service: Service, now: int) -> int:
    """Read the feeds that are due, a few at once, and return how many were tried.

    Takes up to some 45 seconds where shops are slow and lead from address to address. Safe to run
    in several processes, and to be killed: a feed of which nothing was written down is due again.
    """
    with service.database.reading() as session:
        if session.scalar(_asked(now).limit(1)) is None:
            return 0
    with service.database.writing() as session:
        errands = [_errand(session, shop, now) for shop in _due(session, now)]
    private = service.settings.webhooks_private
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        outcomes = list(threads.map(lambda e: _run(e, now, private=private), errands))
    for errand, outcome in zip(errands, outcomes, strict=True):
        with service.database.writing() as session:
            _record(session, errand, outcome, now)
    return len(errands)


def _asked(now: int) -> Select[ShopRow]:
    return (
        select(ShopRow)
        .where(ShopRow.feed_url != "", ShopRow.archived_at.is_(None), ShopRow.feed_due_at <= now)
        .order_by(ShopRow.feed_due_at)
    )


def _due(session: Session, now: int) -> Sequence[ShopRow]:
    return session.scalars(_asked(now).limit(_AT_ONCE).with_for_update(skip_locked=True)).all()


def _errand(session: Session, shop: ShopRow, now: int) -> _Errand:
    """Take a feed up: nobody else reads it for a while."""
    shop.feed_due_at = now + AGAIN
    rows = _products(session, shop.id)
    key, _, tag = shop.feed_tag.partition(" ")
    current = _key(rows)
    known = tag if shop.feed_read_at is not None and key == current else ""
    return _Errand(shop.id, shop.feed_url, frozenset(r.item for r in rows), current, known)


def _products(session: Session, shop_id: str, *, to_change: bool = False) -> Sequence[ProductRow]:
    asked = (
        select(ProductRow)
        .where(ProductRow.shop_id == shop_id, ProductRow.item != "")
        .where(ProductRow.archived_at.is_(None))
        .order_by(ProductRow.id)
    )
    locked = asked.with_for_update().execution_options(populate_existing=True)
    return session.scalars(locked if to_change else asked).all()


def _key(rows: Sequence[ProductRow]) -> str:
    """Return what names the products as they are: another one, or another version, another key."""
    return digest([[row.id, row.item, row.version] for row in rows])


def _run(errand: _Errand, now: int, *, private: bool) -> _Outcome:
    """Fetch and read a feed; whatever a shop does becomes an outcome."""
    try:
        answer = _fetched(errand, private=private)
        if answer.status == HTTPStatus.NOT_MODIFIED and errand.tag:
            return _Outcome(tag=errand.tag)
        if answer.status != HTTPStatus.OK:
            return _Outcome(fault=_ANSWERED)
        feed = read_feed(answer.body, errand.wanted, now)
    except (FetchFailed, AddressRefused, FeedUnreadable) as error:
        return _Outcome(fault=_fault_of(error))
    # A sale begins and ends without the list being another one.
    tag = "" if feed.timed else answer.headers.get("etag", "")
    return _Outcome(feed, tag if len(tag) <= _LONGEST_TAG and tag.isprintable() else "")


def _fault_of(error: VidcommerceError) -> str:
    return str(error.facts()["fault"])


def _fetched(errand: _Errand, *, private: bool) -> Fetched:
    """Return the answer at the end of a few redirects, each checked like the first address."""
    headers = {"If-None-Match": errand.tag} if errand.tag else {}
    url = errand.url
    for _ in range(_REDIRECTS + 1):
        answer = fetch(url, MOST_BYTES, private=private, headers=headers)
        there = answer.headers.get("location", "")
        if not (300 <= answer.status < 400 and there):  # noqa: PLR2004 - RFC 9110 15.4
            return answer
        url = _joined(url, there)
    raise FeedUnreadable(_REDIRECTED)


def _joined(url: str, there: str) -> str:
    """Return where a redirect leads. Raises FeedUnreadable for what is no address."""
    try:
        return urljoin(url, there)
    except ValueError as error:
        raise FeedUnreadable(_REDIRECTED) from error


def _record(session: Session, errand: _Errand, outcome: _Outcome, now: int) -> None:
    """Write down what came of a reading, unless the shop was changed or archived meanwhile."""
    shop = session.get(ShopRow, errand.shop_id, with_for_update=True, populate_existing=True)
    if shop is None or shop.feed_url != errand.url or shop.archived_at is not None:
        return
    shop.feed_fault = outcome.fault
    if outcome.fault:
        return
    rows = _products(session, shop.id, to_change=True)
    if outcome.feed is None:
        same = _key(rows) == errand.key
        kept = [row for row in rows if same and row.checked_at == shop.feed_read_at]
        _say_again(session, shop, kept, now)
    else:
        shop.feed_fault = _apply(session, shop, rows, outcome.feed, now)
    shop.feed_tag = f"{_key(rows)} {outcome.tag}" if outcome.tag else ""
    shop.feed_read_at, shop.feed_due_at = now, now + EVERY


def _apply(
    session: Session, shop: ShopRow, rows: Sequence[ProductRow], feed: Feed, now: int
) -> str:
    """Have products say what the feed says; returns what is wrong with it, "" for nothing."""
    said, unusable = [], bool(feed.unusable)
    for row in rows:
        offer = feed.items.get(row.item)
        try:
            if offer is not None:
                _change(row, offer)
                said.append(row)
        except ProductKeyWrong:
            unusable = True
    _say_again(session, shop, said, now)
    asked = {row.item for row in rows}
    missing = asked - feed.items.keys() - feed.unusable
    return _UNUSABLE if unusable else _MISSING if missing else ""


def _change(row: ProductRow, offer: Offered) -> None:
    """Write a price and a stock into a product. Raises ProductKeyWrong for one that can't be."""
    before = (row.price, row.old_price, row.currency, row.stock)
    facts = replace(facts_of(row), price=offer.price, old_price=offer.old_price)
    facts = tidied(replace(facts, currency=offer.currency or facts.currency))
    row.price, row.currency = str(facts.price), facts.currency
    row.old_price = None if facts.old_price is None else str(facts.old_price)
    row.stock = offer.stock.value if offer.stock else row.stock
    row.version += (row.price, row.old_price, row.currency, row.stock) != before


def _say_again(session: Session, shop: ShopRow, rows: Sequence[ProductRow], now: int) -> None:
    """Note that products are as the shop says; pages that say another day of it are made again."""
    if any(row.checked_at // _DAY != now // _DAY for row in rows):
        publications.mark(session, shop.station_id, now)
    for row in rows:
        row.checked_at = now
    session.flush()
