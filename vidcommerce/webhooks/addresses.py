"""Which addresses messages may be sent to: nobody uses us to reach what only we can reach."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import SplitResult, urlsplit

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

LONGEST: Final = 2000

_Ip: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

_NO_URL = N_("it is no web address")
_NO_HTTPS = N_("it must begin with https://")
_SECRET = N_("it must not hold a user name or password")
_FRAGMENT = N_("it must not hold a part after #")
_PRIVATE = N_("it leads into a private network")


@dataclass(eq=False)
class AddressRefused(InputRejected):
    """Messages can't be sent to ``url``; ``fault`` says why, in plain words."""

    url: str
    fault: str
    sentence = N_("Messages can't be sent to {url}: {fault}.")


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: the URL's parts, and the IP that is really to be connected to."""

    url: SplitResult
    ip: str

    @property
    def port(self) -> int:
        """The port to connect to."""
        return self.url.port or (443 if self.url.scheme == "https" else 80)


def check_url(url: str, *, private: bool) -> SplitResult:
    """Return the parts of an address that messages may be sent to, as far as can be read off it.

    ``private`` also allows http and private networks. Raises AddressRefused.
    """
    parts = _parts(url)
    faults = {
        _NO_HTTPS: parts.scheme != "https" and not (private and parts.scheme == "http"),
        _SECRET: "@" in parts.netloc,
        _FRAGMENT: bool(parts.fragment),
        _PRIVATE: not private and _is_private_literal(parts.hostname or ""),
    }
    for fault, is_so in faults.items():
        if is_so:
            raise AddressRefused(url[:200], fault)
    return parts


def _parts(url: str) -> SplitResult:
    good = len(url) <= LONGEST and url.isascii() and url.isprintable() and " " not in url
    try:
        parts = urlsplit(url)
        good = good and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise AddressRefused(url[:200], _NO_URL) from error
    if not good:
        raise AddressRefused(url[:200], _NO_URL)
    return parts


def resolve(url: str, *, private: bool) -> Target:
    """Find the IP of an address and check it: what is checked here is what is connected to.

    A name of which any address is private is refused whole. Raises AddressRefused, and OSError
    where the name has no address.
    """
    parts = check_url(url, private=private)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a part of the name is empty or longer than 63: RFC 1035, 2.3.4
        raise AddressRefused(url[:200], _NO_URL) from error
    addresses = [str(info[4][0]) for info in found]
    if not private and not all(is_public(address) for address in addresses):
        raise AddressRefused(url[:200], _PRIVATE)
    return Target(parts, addresses[0])


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the internet, also where it hides another inside."""
    try:
        ip = _inner(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _inner(ip: _Ip) -> _Ip:
    """Return the IPv4 address that an IPv6 one leads to (mapped, 6to4, NAT64), or itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def _is_private_literal(host: str) -> bool:
    """Tell whether a host is an IP address that is not public; a name is looked up later."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return not is_public(host)
