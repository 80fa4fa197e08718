"""What a link says of where it came from is read again as it was written, and disturbs nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.offers.attribution import (
    SLUG,
    VISITOR,
    parameters,
    said_by,
    slug_in,
    visitor_in,
    with_parameters,
)
from vidcommerce.publishing.addresses import slug_of

_TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)


@given(st.text(max_size=40), st.text(max_size=20))
def test_the_slug_of_any_page_comes_back(title: str, clip_id: str) -> None:
    """Every slug that we make goes through a link and a shop's report unharmed."""
    slug = slug_of(title, clip_id, b"secret")
    link = with_parameters("https://shop.example/cart/1:2", parameters(slug))
    assert slug_in(said_by(link)) == slug


@given(st.dictionaries(_TEXT, _TEXT, max_size=4), _TEXT)
def test_what_the_link_said_before_stays(query: dict[str, str], fragment: str) -> None:
    """The shop's own parameters, their order and the part behind # are the shop's."""
    ours = parameters("a-b")
    pairs = [(name, value) for name, value in query.items() if name not in ours]
    plain = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    link = f"https://shop.example/x?{plain}#{_quoted(fragment)}"
    made = with_parameters(link, ours)
    assert parse_qsl(urlsplit(made).query) == [*pairs, *ours.items()]
    assert urlsplit(made).fragment == _quoted(fragment)
    assert with_parameters(made, ours) == made


def _quoted(text: str) -> str:
    return "".join(f"%{ord(letter):02X}" for letter in text)


def test_what_tells_of_another_page_is_replaced() -> None:
    """A farmer who pastes a link of ours gets no link that tells of two pages."""
    link = "https://shop.example/x?vc=old&id=7&utm_source=elsewhere"
    assert with_parameters(link, parameters("new")).startswith("https://shop.example/x?id=7&utm_")
    assert said_by(with_parameters(link, parameters("new")))[SLUG] == "new"


def test_a_link_to_a_shop_that_keeps_nothing_stays_as_it_is() -> None:
    """Not a sign of it is changed."""
    assert with_parameters("https://a.example/?b&c=%zz", {}) == "https://a.example/?b&c=%zz"


def test_what_a_shop_reports_is_not_believed() -> None:
    """Only what can be a slug or a visitor is taken for one, from any address."""
    for wrong in ("", "A", "../x", "a--b", "a" * 61, "a\n", "ä"):
        assert slug_in({SLUG: wrong}) == ""
    for wrong in ("", "short", "with space", "x" * 25, "abcdefgh\n"):
        assert visitor_in({VISITOR: wrong}) == ""
    assert visitor_in({VISITOR: "aB3_-xyz"}) == "aB3_-xyz"
    assert said_by("https://[broken") == {}
    assert said_by("/cart/1:1?vc=a-b&vcv=") == {SLUG: "a-b"}
