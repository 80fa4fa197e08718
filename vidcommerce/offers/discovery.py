"""Asks a shop what it says of itself, at ``/.well-known/ucp``."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from vidcommerce.accounts.roles import Actor
from vidcommerce.errors import InputRejected
from vidcommerce.fetching import fetch
from vidcommerce.language import N_
from vidcommerce.offers import shops
from vidcommerce.offers.links.hosts import host_of
from vidcommerce.offers.links.making import ENDPOINT
from vidcommerce.offers.links.models import ShopAddressWrong
from vidcommerce.offers.tables import ShopRow
from vidcommerce.service import Service

PROFILE: Final = "/.well-known/ucp"
CAPABILITY: Final = "dev.ucp.shopping.permalink"

_MOST_BYTES: Final = 512 * 1024
_ENDPOINT = re.compile(r"https://[^\s\\?#@/]+(?:/[^\s\\?#]*[^\s\\?#/])?", re.ASCII)
_LONGEST: Final = 500


@dataclass(eq=False)
class ShopElsewhere(InputRejected):
    """A shop's own profile leads to another host than the one that was given for it."""

    host: str
    elsewhere: str
    sentence = N_("{host} says that its links begin with {elsewhere}. Give that as its address.")


def ask(service: Service, actor: Actor, shop_id: str) -> ShopRow:
    """Ask a shop what it says of itself, write it down and return the shop.

    No unit of work is open while the shop thinks. Raises what shops.get and :func:`asked` raise.
    """
    with service.database.reading() as session:
        host = shops.get(session, actor, shop_id).host
    found = asked(host, private=service.settings.webhooks_private) if host else {}
    with service.database.writing() as session:
        return shops.keep_found(session, actor, shop_id, found)


def asked(host: str, *, private: bool) -> dict[str, Any]:
    """Return what a shop says of itself, as ``ShopRow.found`` keeps it; {} where nothing of use.

    ``private`` also allows private networks. Raises AddressRefused, FetchFailed, ShopElsewhere.
    """
    answer = fetch(f"https://{host}{PROFILE}", _MOST_BYTES, private=private)
    if answer.status != HTTPStatus.OK:
        return {}
    return found_in(host, answer.body)


def found_in(host: str, profile: bytes) -> dict[str, Any]:
    """Return what a profile says of the shop's permalinks. Pure.

    The endpoint must be an https address without user, query, fragment or slash at its end (UCP
    2026-08-25, "Permalink Capability", "Discovery"), of signs that can be seen; what is none is
    left aside. Raises ShopElsewhere where it is at another host: links lead to the host that
    people gave.
    """
    try:
        document = json.loads(profile)
    except (ValueError, RecursionError):
        return {}
    for endpoint in _endpoints(document):
        if len(endpoint) > _LONGEST or not endpoint.isprintable():  # nor a lone surrogate
            continue
        if not _ENDPOINT.fullmatch(endpoint):
            continue
        try:
            there = host_of(endpoint)
        except ShopAddressWrong:
            continue
        if there != host:
            raise ShopElsewhere(host, there)
        return {ENDPOINT: endpoint}
    return {}


def _endpoints(document: object) -> list[str]:
    """Return the endpoints of a profile's permalink capability, in its order."""
    offered = _part(_part(_part(document, "ucp"), "capabilities"), CAPABILITY)
    entries = offered if isinstance(offered, list) else [offered]
    found = [_part(_part(entry, "config"), "endpoint") for entry in entries]
    return [endpoint for endpoint in found if isinstance(endpoint, str)]


def _part(value: object, name: str) -> object:
    return value.get(name, {}) if isinstance(value, Mapping) else {}
