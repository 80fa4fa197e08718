"""The public pages as the application answers them: from memory, and only while they are true."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from api.site import Memory, made
from tests.stations import NOW, Village
from vidcommerce.clips.states import State
from vidcommerce.db import Database
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing import sweeping
from vidcommerce.publishing.addresses import key_of, village_path
from vidcommerce.publishing.tables import PublicationRow

pytestmark = pytest.mark.slow


@pytest.fixture
def row(village: Village) -> PublicationRow:
    """The page of the village's clip, and the lists that name it."""
    village.set_state(State.PUBLISHING)
    row = publishing.publish(village.service, village.clip_id, NOW)
    sweeping.rebuild(village.service, NOW)
    return row


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found is looked at again each time."""
    monkeypatch.setattr("api.site._FRESH", 0.0)


def _withdraw(village: Village) -> None:
    with village.service.database.writing() as work:
        publishing.withdraw(work, village.actor, village.clip_id, NOW)


def test_the_page_is_sent_with_its_own_policy(client: TestClient, row: PublicationRow) -> None:
    """The header forbids frames; scripts are ruled by the hashes in the page itself."""
    answer = client.get(f"/v/{row.slug}/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert "script-src" in answer.text
    assert client.get(f"/v/{row.slug}").headers["location"] == f"/v/{row.slug}/"


def test_only_the_player_may_stand_on_other_sites(client: TestClient, row: PublicationRow) -> None:
    """Nothing forbids it to be framed, and everything else is forbidden to be."""
    assert "content-security-policy" not in client.get(f"/v/{row.slug}/embed.html").headers
    assert client.get("/robots.txt").headers["content-security-policy"] == "frame-ancestors 'none'"


def test_what_is_packed_is_the_same(client: TestClient, row: PublicationRow) -> None:
    """Shorter, under an ETag of its own, and not for those who don't take it."""
    path = f"/v/{row.slug}/"
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    packed = client.get(path, headers={"Accept-Encoding": "br, gzip"})
    refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in refused.headers
    assert "content-encoding" not in plain.headers


def test_a_page_that_is_known_is_not_sent_again(client: TestClient, row: PublicationRow) -> None:
    """Whichever encoding it came in; and HEAD tells the same without the bytes."""
    path = f"/v/{row.slug}/"
    for encoding in ("gzip", "identity"):
        got = client.get(path, headers={"Accept-Encoding": encoding})
        etag = got.headers["etag"]
        asked = {"Accept-Encoding": encoding, "If-None-Match": f'"other", W/{etag}'}
        again = client.get(path, headers=asked)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        told = client.head(path, headers={"Accept-Encoding": encoding})
        assert (told.status_code, told.content) == (200, b"")
        assert told.headers["content-length"] == got.headers["content-length"]
    assert client.get(path, headers={"If-None-Match": '"x"'}).status_code == 200
    assert client.get(path, headers={"If-None-Match": "*"}).status_code == 304


def test_lists_are_pages_too(client: TestClient, village: Village, row: PublicationRow) -> None:
    """The village's files and what crawlers read, each with its type."""
    key = key_of(village.station_id, village.service.secret)
    for path, kind in (
        (f"{village_path(key)}videos.json", "application/json"),
        (f"{village_path(key)}feed.xml", "application/rss+xml; charset=utf-8"),
        (f"/sitemap-{key}.xml", "application/xml"),
        ("/sitemap.xml", "application/xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind), path
    assert row.slug in client.get(f"/sitemap-{key}.xml").text
    assert f"/sitemap-{key}.xml" in client.get("/sitemap.xml").text


@pytest.mark.parametrize(
    "path", ["/s/aaaaaaaaaa/", "/s/%2e%2e/", "/v/none/", "/p/x/", "/sitemap-none.xml", "/f/"]
)
def test_what_is_no_page_goes_on(client: TestClient, row: PublicationRow, path: str) -> None:
    """To the routes, which say that there is nothing; a change is never answered from here."""
    assert client.get(path).status_code == 404
    assert client.post(f"/v/{row.slug}/").status_code == 405


@pytest.mark.usefixtures("impatient")
def test_what_was_taken_back_says_so(
    client: TestClient, village: Village, row: PublicationRow
) -> None:
    """410 with a page of words, in the place of page and player, before any file has changed."""
    for path in (f"/v/{row.slug}/", f"/v/{row.slug}/embed.html"):
        assert client.get(path).status_code == 200
    _withdraw(village)
    for path in (f"/v/{row.slug}/", f"/v/{row.slug}/embed.html"):
        gone = client.get(path)
        assert gone.status_code == 410
        assert "This video was taken back." in gone.text
        assert "noindex" in gone.text
        assert client.get(path, headers={"If-None-Match": gone.headers["etag"]}).status_code == 410


def test_the_database_is_asked_once_in_a_while(
    client: TestClient, row: PublicationRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often a page is asked for; then it is looked at again."""
    looked: list[str] = []
    find = publishing.at_slug

    def count(work: Any, slug: str) -> PublicationRow:  # noqa: ANN401 - handed on
        looked.append(slug)
        return find(work, slug)

    monkeypatch.setattr(publishing, "at_slug", count)
    monkeypatch.setattr("api.site._FRESH", 1e9)
    for _ in range(5):
        assert client.get(f"/v/{row.slug}/").status_code == 200
    assert looked == [row.slug]
    monkeypatch.setattr("api.site._FRESH", 0.0)
    client.get(f"/v/{row.slug}/")
    assert looked == [row.slug] * 2


@pytest.mark.usefixtures("impatient")
def test_a_page_outlives_the_database(
    client: TestClient, row: PublicationRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was shown a moment ago is still shown while the database does not answer."""
    before = client.get(f"/v/{row.slug}/")

    def away(_: Database) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(Database, "reading", away)
    after = client.get(f"/v/{row.slug}/")
    assert (after.status_code, after.content) == (200, before.content)


def test_memory_has_an_end() -> None:
    """The page that was kept longest ago makes room; none is kept that is larger than all."""
    memory, page = Memory(100), made("/", bytes(range(40)), 200)
    for path in ("/a", "/b", "/c"):
        memory.keep(path, page)
    assert list(memory) == ["/b", "/c"]
    memory.keep("/b", page)
    assert list(memory) == ["/c", "/b"]
    memory.keep("/c", None)
    memory.keep("/d", made("/", bytes(range(200)), 200))
    assert list(memory) == []
