"""What is believed of a shop's profile: an endpoint at its own host, and only as specified."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.offers.discovery import CAPABILITY, ShopElsewhere, found_in

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(st.sampled_from(["ucp", "capabilities", CAPABILITY, "config"]), part)
    ),
    max_leaves=12,
)


def _profile(*endpoints: object) -> bytes:
    entries = [{"version": "2026-08-25", "config": {"endpoint": e}} for e in endpoints]
    return json.dumps({"ucp": {"capabilities": {CAPABILITY: entries}}}).encode()


def test_the_profile_of_the_specification_is_read() -> None:
    """The first endpoint that can be used; Shopify's is /buy."""
    profile = _profile("ftp://farm.example/x", "https://farm.example/buy")
    assert found_in("farm.example", profile) == {"permalink": "https://farm.example/buy"}


@pytest.mark.parametrize(
    "wrong",
    [
        "http://farm.example/buy", "https://farm.example/buy/", "https://farm.example/buy?x=1",
        "https://farm.example/#x", "https://me@farm.example/buy", "https://farm.example/a b",
        "https://farm.example\\@evil.example/buy", "/buy", "", 7, None, ["https://farm.example"],
        "https://farm.example/" + "a" * 500, "https:///buy",
        "https://farm.example/\0", "https://farm.example/\ud800", "https://farm.example/\u202e",
    ],
)  # fmt: skip
def test_endpoints_that_the_specification_forbids_are_left_aside(wrong: object) -> None:
    """No user, query, fragment, white space, backslash, unseen sign or slash at the end; https."""
    assert found_in("farm.example", _profile(wrong)) == {}


def test_an_endpoint_at_another_host_is_said_to_whoever_asked() -> None:
    """Links lead to the host that people gave, and a profile does not change that."""
    with pytest.raises(ShopElsewhere) as said:
        found_in("farm.example", _profile("https://www.farm.example/buy"))
    assert said.value.elsewhere == "www.farm.example"


@given(_JSON)
def test_any_document_is_read_without_trouble(document: object) -> None:
    """A profile is a stranger's text."""
    assert found_in("farm.example", json.dumps(document).encode()) == {}


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000, b'"ucp"'])
def test_what_is_no_profile_says_nothing(body: bytes) -> None:
    """Pages of errors, and traps for readers of JSON."""
    assert found_in("farm.example", body) == {}
