"""All that publishing one video writes, judged as others will read it; no way leads astray."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.stations import NOW, Village
from tests.web.tools import WebTools
from tests.web.vocabulary import Vocabulary
from vidcommerce.clips.states import State
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing import sweeping

pytestmark = pytest.mark.slow

_SCHEMAS = Path(__file__).parents[1] / "web"
_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_LIVE = re.compile(r"/v/[^/]+/(?:comments|report)")
"""What the service answers itself; all else is files."""


@pytest.fixture
def site(village: Village) -> dict[str, bytes]:
    """The whole site by paths, once the village has one video."""
    village.set_state(State.PUBLISHING)
    publishing.publish(village.service, village.clip_id, NOW)
    sweeping.rebuild(village.service, NOW)
    store = village.service.store
    return {
        name.removeprefix("site"): b"".join(store.read(name, 0, 1 << 24))
        for name in store.names("site/")
    }


def _pages(site: dict[str, bytes]) -> dict[str, str]:
    return {path: text.decode() for path, text in site.items() if path.endswith(".html")}


def test_all_of_it_is_valid(
    site: dict[str, bytes], web_tools: WebTools, vocabulary: Vocabulary
) -> None:
    """HTML by its standard, JSON-LD by schema.org, feed and sitemaps by their schemas."""
    pages = _pages(site)
    assert {re.sub(r"/[^/]*[a-z2-7]{10}/", "/*/", path) for path in pages} >= {
        "/v/*/index.html", "/v/*/embed.html", "/v/*/poster.html",
        "/s/*/index.html", "/f/*/index.html", "/p/*/index.html",
    }  # fmt: skip
    assert web_tools.html_faults(*pages.values()) == []
    data = [json.loads(found) for html in pages.values() for found in _LD.findall(html)]
    assert len(data) >= 4
    assert [fault for each in data for fault in vocabulary.faults(each)] == []
    schemas = {
        "feed.xml": (_SCHEMAS / "rss.rng",),
        "sitemap.xml": (_SCHEMAS / "siteindex.xsd",),
        "sitemap-": (_SCHEMAS / "sitemap-video.xsd", web_tools.sitemap_schema),
    }
    for path, text in site.items():
        for name, schema in schemas.items():
            if path.endswith(".xml") and name in path:
                assert web_tools.xml_faults(text.decode(), *schema) == [], path


def test_every_way_within_the_site_leads_to_a_file(
    village: Village, site: dict[str, bytes]
) -> None:
    """Links, pictures, videos and what machines are told of: each is there as a file."""
    address, missing = village.service.settings.public_url, []
    for path, text in site.items():
        if path.rpartition(".")[2] not in {"html", "xml", "json", "txt"}:
            continue
        for way in _ways(text.decode(), path, address):
            file = way + "index.html" if way.endswith("/") else way
            if file not in site and not _LIVE.fullmatch(way):
                missing.append(f"{path}: {way}")
    assert missing == []


def _ways(text: str, path: str, address: str) -> set[str]:
    """Return the paths of the site that a file names, whole addresses and what is in HTML."""
    whole = re.findall(rf'{re.escape(address)}(/[^\s"<>?#\\]*)', text)
    marked = re.findall(r'(?<![\w-])(?:href|src|poster)="([^"]*)"', text) if ".html" in path else []
    folder = path.rpartition("/")[0] + "/"
    local = [unescape(way).partition("?")[0].partition("#")[0] for way in marked]
    return {way for way in whole if way != "/"} | {
        way if way.startswith("/") else folder + way
        for way in local
        if way and not re.match(r"[a-z]+:", way)
    }


def test_the_next_videos_are_read_as_data(site: dict[str, bytes]) -> None:
    """The village's row has the video, its poster a file of the site."""
    row: Any = next(json.loads(text) for path, text in site.items() if path.endswith("videos.json"))
    assert [video["path"] + "index.html" in site for video in row] == [True]
    assert row[0]["poster"] in site
