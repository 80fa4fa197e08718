"""Nobody uses us to reach what only we can reach."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.webhooks.addresses import AddressRefused, check_url, is_public, resolve
from vidcommerce.webhooks.sending import post


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hook",
        "ftp://shop.example/",
        "https://",
        "https:///x",
        "https://user:secret@shop.example/",
        "https://shop.example/#part",
        "https://shop.example:0/",
        "https://shop.example:99999/",
        "https://shop.example/a b",
        "https://shop.example/\r\nX-Evil: 1",
        "https://[::1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/",
        "https://api.localhost:8443/",
        "https://shop.example/" + "a" * 2000,
    ],
)
def test_addresses_that_are_refused_when_they_are_registered(url: str) -> None:
    """No plain http, no secrets, nothing inside; each with a reason in words."""
    with pytest.raises(AddressRefused) as refused:
        check_url(url, private=False)
    assert refused.value.fault


def test_an_address_of_the_internet_is_good() -> None:
    """With a port and a query, too."""
    assert check_url("https://shop.example:8443/hook?a=1", private=False).port == 8443


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "0.0.0.0", "169.254.169.254",  # noqa: S104 - as data
     "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1",
     "ff02::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "64:ff9b::7f00:1", "x"],
)  # fmt: skip
def test_addresses_that_are_not_of_the_internet(address: str) -> None:
    """Also when an IPv6 address only wraps a private IPv4 one."""
    assert not is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_no_wrapping_makes_a_private_address_public(inner: ipaddress.IPv4Address) -> None:
    """Mapped, by NAT64, by 6to4: it stays private."""
    number = int(inner)
    for outer in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert not is_public(str(ipaddress.IPv6Address(outer)))


def test_a_name_that_leads_inside_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """One private address among public ones is enough: the next look-up might take it."""

    def look_up(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(AddressRefused):
        resolve("https://rebound.example/", private=False)
    answer = post("https://rebound.example/", b"{}", {}, private=False)
    assert (answer.status, answer.why) == (0, "address refused: it leads into a private network")


@pytest.mark.parametrize("host", ["shop..example", "a" * 64 + ".example"])
def test_a_name_that_can_not_be_looked_up_is_refused(host: str) -> None:
    """An empty part or one of 64 letters is the writer's mistake, and no end of the sweep."""
    with pytest.raises(AddressRefused):
        resolve(f"https://{host}/", private=False)
    assert post(f"https://{host}/", b"{}", {}, private=False).status == 0
