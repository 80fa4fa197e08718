"""What crawlers are told: valid sitemaps, and which addresses are there for everybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from tests.publishing.listings import FACTS, ORANGES, SITE, TRICKS, VILLAGE, listing
from tests.web.tools import WebTools
from vidcommerce.publishing import sitemap as sitemaps
from vidcommerce.publishing.addresses import sitemap_path
from vidcommerce.publishing.drawing import draw
from vidcommerce.publishing.sitemap import robots, sitemap

_SCHEMAS = Path(__file__).parents[1] / "web"
_VIDEO, _INDEX = _SCHEMAS / "sitemap-video.xsd", _SCHEMAS / "siteindex.xsd"
_NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def _locations(text: str) -> list[str | None]:
    return [found.text for found in ET.fromstring(text).findall("s:url/s:loc", _NS)]  # noqa: S314


def test_the_sitemap_keeps_its_schemas(web_tools: WebTools) -> None:
    """By sitemaps.org's schema and the video extension's, whatever names are like markup."""
    tricky = listing(2, replace(FACTS, name=TRICKS[:60], seller="<&>"), language="zh")
    text = sitemap([listing(1), tricky], [VILLAGE, ORANGES])
    assert web_tools.xml_faults(text, _VIDEO, web_tools.sitemap_schema) == []
    longer = text.replace("<video:duration>34<", "<video:duration>0<")
    assert web_tools.xml_faults(longer, _VIDEO, web_tools.sitemap_schema)


def test_the_list_of_sitemaps_keeps_its_schema(web_tools: WebTools) -> None:
    """A site of several villages has a sitemap of each, named by one list."""
    addresses = [f"{SITE}{sitemap_path(key)}" for key in ("vvvvvvvvvv", "wwwwwwwwww")]
    text = draw("sitemaps.xml", addresses=addresses)
    assert web_tools.xml_faults(text, _INDEX) == []
    assert web_tools.xml_faults(text.replace("https://", ""), _INDEX)


def test_every_page_is_there_once() -> None:
    """The pages of places, and those of videos, the newest first."""
    found = _locations(sitemap([listing(1), listing(2)], [VILLAGE]))
    assert found == [VILLAGE.address, listing(2).address.page, listing(1).address.page]


def test_a_sitemap_holds_no_more_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the protocol's limit the oldest videos are left out."""
    monkeypatch.setattr(sitemaps, "MOST", 3)
    found = _locations(sitemap([listing(n) for n in (1, 2, 3)], [VILLAGE]))
    assert found == [VILLAGE.address, listing(3).address.page, listing(2).address.page]


@pytest.mark.parametrize(
    ("path", "open_to_all"),
    [
        ("/v/navel-oranges-1/", True),
        ("/v/navel-oranges-1/1-abcdef01/video.mp4", True),
        ("/s/vvvvvvvvvv/feed.xml", True),
        ("/p/pppppppppp/", True),
        ("/sitemap.xml", True),
        ("/sitemap-vvvvvvvvvv.xml", True),
        ("/farm", False),
        ("/review", False),
        ("/sign-in", False),
        ("/e", False),
    ],
)
def test_crawlers_keep_to_what_is_public(path: str, *, open_to_all: bool) -> None:
    """A robot that keeps the rules reads the public pages, and nothing behind a sign-in."""
    rules = RobotFileParser()
    rules.parse(robots(SITE).splitlines())
    assert rules.can_fetch("Examplebot", SITE + path) is open_to_all
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]
