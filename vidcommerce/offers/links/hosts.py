"""Where links may lead: the station's shops and the well-known marketplaces, nowhere else.

Pure but for the list of marketplaces, the file hosts.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from vidcommerce.language import N_
from vidcommerce.offers.links.models import ShopAddressWrong, ShopHostUnknown

_DEVIATIONS = re.compile("[\u00df\u03c2\u200c\u200d]")
"""What RFC 3490 writes as other letters, or leaves away, and browsers of today keep: sharp s, final
sigma and two joiners (https://www.unicode.org/reports/tr46/, 7). Such a host would be compared as
one and opened as another."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """Return the host of an address as browsers write it, with its port unless it is the usual.

    Lower case, without the dot at the end, other scripts in their ASCII form (RFC 3490). Raises
    ShopAddressWrong.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.removesuffix(".").encode("idna").decode()
    except ValueError as error:  # UnicodeError is one
        raise ShopAddressWrong(url[:100], N_("it is no web address")) from error
    unclear = "@" in parts.netloc or "\\" in url or _DEVIATIONS.search(parts.netloc.lower())
    if parts.scheme not in _DEFAULT_PORTS or not host or unclear:
        raise ShopAddressWrong(url[:100], N_("it is no web address"))
    usual = port is None or port == _DEFAULT_PORTS[parts.scheme]
    return host.lower() if usual else f"{host.lower()}:{port}"


@cache
def marketplaces() -> frozenset[str]:
    """Return the hosts of well-known marketplaces; those below them count too."""
    return _listed(messages=False)


@cache
def messengers() -> frozenset[str]:
    """Return the hosts at which one writes to somebody."""
    return _listed(messages=True)


def _listed(*, messages: bool) -> frozenset[str]:
    listed = tomllib.loads(files("vidcommerce.offers").joinpath("hosts.toml").read_text("utf-8"))
    chosen = [place for place in listed.values() if place.get("messages", False) is messages]
    return frozenset(host for place in chosen for host in place["hosts"])


def is_marketplace(host: str) -> bool:
    """Tell whether a host, as :func:`host_of` writes it, is one of a well-known marketplace."""
    labels = host.split(".")
    return any(".".join(labels[at:]) in marketplaces() for at in range(len(labels)))


def check_host(url: str, shops: Collection[str]) -> None:
    """Let an address pass that leads to one of ``shops`` (hosts) or to a marketplace.

    Raises ShopHostUnknown for any other, ShopAddressWrong for what is no web address.
    """
    host = host_of(url)
    if host not in shops and not is_marketplace(host):
        raise ShopHostUnknown(host)


def host_typed(given: str) -> str:
    """Return the host of what people type for a shop's address: with or without https://.

    Raises ShopAddressWrong.
    """
    text = given.strip()
    url = text if re.match(r"[a-z]+://", text, re.IGNORECASE) else f"https://{text}"
    host = host_of(url)
    if (
        "." not in host
        or urlsplit(url).scheme != "https"
        or not re.fullmatch(r"[a-z0-9.:-]+", host)
    ):
        raise ShopAddressWrong(text[:100], N_("give the address of the shop, such as shop.example"))
    return host
