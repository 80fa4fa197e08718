"""The feed of a village and the row that one swipes through: valid, newest first, only text."""

from __future__ import annotations

import json
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.publishing.listings import FACTS, NOON, SITE, TRICKS, VILLAGE, listing
from tests.web.tools import WebTools
from vidcommerce.publishing.feeds import feed, videos_json

pytestmark = pytest.mark.slow

_SCHEMA = Path(__file__).parents[1] / "web" / "rss.rng"
_MEDIA = "{http://search.yahoo.com/mrss/}"


def _tricky() -> str:
    facts = replace(FACTS, name=TRICKS[:60], origin="<&>\"'", seller="]]>")
    return feed(replace(VILLAGE, name="A & <b>"), [listing(1), listing(2, facts, language="zh")])


def test_the_feed_keeps_its_schema(web_tools: WebTools) -> None:
    """RSS and Media RSS as their specifications have them, whatever names are like markup."""
    assert web_tools.xml_faults(_tricky(), _SCHEMA) == []


def test_an_empty_village_has_a_feed(web_tools: WebTools) -> None:
    """A feed without videos is a feed: readers stay subscribed."""
    assert web_tools.xml_faults(feed(VILLAGE, []), _SCHEMA) == []


def test_the_schema_finds_faults(web_tools: WebTools) -> None:
    """A date as ISO 8601 has it is no date of a feed; neither is a feed without its own address."""
    good = feed(VILLAGE, [listing()])
    moved = good.replace("Sat, 30 May 2026 12:00:00 GMT", "2026-05-30")
    assert moved != good
    assert web_tools.xml_faults(moved, _SCHEMA)
    assert web_tools.xml_faults(good.replace('rel="self" ', ""), _SCHEMA)


def test_what_is_like_markup_is_text() -> None:
    """What was typed is read back as it was typed."""
    channel = ET.fromstring(_tricky())[0]  # noqa: S314 - our own
    assert channel.findtext("title") == "A & <b>"
    assert channel.findall("item")[0].findtext("title") == TRICKS[:60]


def test_the_newest_is_first_and_keeps_its_name() -> None:
    """Readers tell videos apart by their pages, and see when each was published."""
    channel = ET.fromstring(feed(VILLAGE, [listing(1), listing(3), listing(2)]))[0]  # noqa: S314
    items = channel.findall("item")
    assert [item.findtext("guid") for item in items] == [
        listing(number).address.page for number in (3, 2, 1)
    ]
    moment = parsedate_to_datetime(items[2].findtext("pubDate") or "")
    assert moment.timestamp() * 1000 == listing(1).published > NOON
    content = items[0].find(f"{_MEDIA}content")
    assert content is not None
    assert (content.get("url"), content.get("duration")) == (listing(3).video, "34")


def test_the_feed_ends_somewhere() -> None:
    """A village of many years has a feed of a bearable size."""
    channel = ET.fromstring(feed(VILLAGE, [listing(n) for n in range(1, 80)]))[0]  # noqa: S314
    assert len(channel.findall("item")) == 50


def test_the_next_videos_are_paths_of_the_same_site() -> None:
    """The page finds its next video on whatever server the files lie."""
    found = json.loads(videos_json([listing(1), listing(2)]))
    assert [video["path"] for video in found] == [listing(n).address.path for n in (2, 1)]
    assert all(video["poster"].startswith("/v/") for video in found)
    assert SITE not in json.dumps(found)
