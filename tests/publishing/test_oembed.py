"""What other sites are told to show: a frame of the player, no larger than they have room."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.publishing.listings import SITE, TRICKS, listing
from vidcommerce.publishing.oembed import oembed, slug_at, within

_ROOM = st.none() | st.integers(1, 5000)


def _frame(html: str) -> dict[str, str | None]:
    """Return the attributes of the one element that the HTML has."""
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    assert [tag for tag, _ in found] == ["iframe"]
    return found[0][1]


def test_the_answer_has_what_the_specification_asks() -> None:
    """Version, type, the frame and its size; a thumbnail with its size (oembed.com, 2.3.4)."""
    told = json.loads(oembed(listing()))
    assert (told["version"], told["type"]) == ("1.0", "video")
    assert told["thumbnail_url"] == listing().share
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 630)
    frame = _frame(told["html"])
    assert frame["src"] == listing().address.page + "embed.html"
    assert (frame["width"], frame["height"]) == (str(told["width"]), str(told["height"]))


@given(_ROOM, _ROOM)
def test_the_frame_fits_into_the_room(width: int | None, height: int | None) -> None:
    """It is never larger than was asked for, nor than it needs."""
    told = json.loads(within(oembed(listing()), listing().address, (width, height)))
    assert 0 < told["width"] <= min(width or 5000, 360)
    assert 0 < told["height"] <= min(height or 5000, 720)
    frame = _frame(told["html"])
    assert (frame["width"], frame["height"]) == (str(told["width"]), str(told["height"]))
    room = (width or 5000) >= 1200 and (height or 5000) >= 630
    assert ("thumbnail_url" in told, "thumbnail_width" in told) == (room, room)


def test_a_title_breaks_out_of_nothing() -> None:
    """A title that is like markup stays the frame's title."""
    told = json.loads(oembed(replace(listing(), title=TRICKS)))
    assert _frame(told["html"])["title"] == TRICKS


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        (f"{SITE}/v/navel-oranges-1/", "navel-oranges-1"),
        (f"{SITE}/v/navel-oranges-1", "navel-oranges-1"),
        (f"{SITE}/v/navel-oranges-1/?t=3#x", "navel-oranges-1"),
        (f"{SITE}/v/navel-oranges-1/embed.html", "navel-oranges-1"),
        (f"{SITE}.evil.example/v/navel-oranges-1/", ""),
        (f"https://evil.example/{SITE}/v/navel-oranges-1/", ""),
        (f"{SITE}/v/../farm", ""),
        (f"{SITE}/farm", ""),
        ("", ""),
    ],
)
def test_only_pages_of_this_site_are_answered_for(url: str, slug: str) -> None:
    """An address of another site is nobody's here, however it is dressed up."""
    assert slug_at(SITE, url) == slug
