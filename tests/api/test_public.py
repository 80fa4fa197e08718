"""What shoppers' browsers ask for: the page, parts of its files, the cart; and what they can't."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stations import NOW, Village, tiny_video
from vidcommerce.clips.states import State
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.tables import PublicationRow

pytestmark = pytest.mark.slow

VIDEO = tiny_video()


@pytest.fixture
def row(village: Village) -> PublicationRow:
    """The page of the village's clip."""
    village.set_state(State.PUBLISHING)
    return publishing.publish(village.service, village.clip_id, NOW)


@pytest.fixture
def video(row: PublicationRow) -> str:
    """The address of the page's video."""
    return f"/v/{row.slug}/1/video.mp4"


def test_the_page_is_sent_with_its_own_policy(client: TestClient, row: PublicationRow) -> None:
    """The header forbids frames; scripts are ruled by the hashes in the page itself."""
    answer = client.get(f"/v/{row.slug}/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert answer.headers["cache-control"] == "no-cache"
    assert "set-cookie" not in answer.headers
    assert "script-src &#39;sha256-" in answer.text
    assert client.get(f"/v/{row.slug}").headers["location"] == f"/v/{row.slug}/"


def test_a_page_that_is_known_is_not_sent_again(client: TestClient, row: PublicationRow) -> None:
    """Its ETag changes with its version alone."""
    etag = client.get(f"/v/{row.slug}/").headers["etag"]
    again = client.get(f"/v/{row.slug}/", headers={"If-None-Match": f'"other", W/{etag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(f"/v/{row.slug}/", headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("video.mp4", "video/mp4"),
        ("poster.jpg", "image/jpeg"),
        ("captions.en.vtt", "text/vtt; charset=utf-8"),
        ("hls/master.m3u8", "application/vnd.apple.mpegurl"),
        ("hls/1080p/0000.m4s", "video/iso.segment"),
    ],
)
def test_files_have_their_type_and_stay_in_caches(
    client: TestClient, row: PublicationRow, name: str, kind: str
) -> None:
    """Their address has the version in it, so that they never change."""
    answer = client.get(f"/v/{row.slug}/1/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["accept-ranges"] == "bytes"


_LAST = len(VIDEO) - 1


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-", 206, 0, len(VIDEO)),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=10-99999999", 206, 10, len(VIDEO)),
        ("bytes=-5", 206, len(VIDEO) - 5, len(VIDEO)),
        ("bytes=-99999999", 206, 0, len(VIDEO)),
        (f"bytes={_LAST}-", 206, _LAST, len(VIDEO)),
        (f"bytes={len(VIDEO)}-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=5-2", 200, 0, len(VIDEO)),
        ("bytes=0-1,5-6", 200, 0, len(VIDEO)),
        ("bytes=-", 200, 0, len(VIDEO)),
        ("lines=1-2", 200, 0, len(VIDEO)),
        ("bytes=٣-", 200, 0, len(VIDEO)),
    ],
)
def test_parts_of_a_file(
    client: TestClient, video: str, asked: str, status: int, start: int, stop: int
) -> None:
    """As RFC 9110 has it: the part, the whole, or that there is no such part."""
    answer = client.get(video, headers=[(b"range", asked.encode())])
    assert answer.status_code == status
    if status == 416:
        assert answer.headers["content-range"] == f"bytes */{len(VIDEO)}"
        return
    assert answer.content == VIDEO[start:stop]
    assert answer.headers["content-length"] == str(stop - start)
    expected = f"bytes {start}-{stop - 1}/{len(VIDEO)}" if status == 206 else None
    assert answer.headers.get("content-range") == expected


def test_a_part_of_another_version_is_the_whole(client: TestClient, video: str) -> None:
    """If-Range: a browser must not glue parts of two files."""
    etag = client.head(video).headers["etag"]
    part = {"Range": "bytes=0-3"}
    assert client.get(video, headers={**part, "If-Range": etag}).status_code == 206
    assert client.get(video, headers={**part, "If-Range": '"old"'}).status_code == 200


def test_head_tells_the_same_without_the_bytes(client: TestClient, video: str) -> None:
    """Whole and in part."""
    for headers in ({}, {"Range": "bytes=2-9"}):
        got, told = client.get(video, headers=headers), client.head(video, headers=headers)
        assert (told.status_code, told.content) == (got.status_code, b"")
        assert told.headers["content-length"] == got.headers["content-length"]
        assert told.headers["etag"] == got.headers["etag"]


@pytest.mark.parametrize(
    "path",
    [
        "1/index.html", "1/plan.json", "1/report.json", "2/video.mp4", "0/video.mp4", "1/",
        "1/%2e%2e/1/video.mp4", "1/hls/..%2fvideo.mp4", "1/hls//master.m3u8",
        "1/.video.mp4", "1/video.mp4%00.jpg", "1/video.MP4", "1/hls", "plan.json",
    ],
)  # fmt: skip
def test_nothing_else_is_there(client: TestClient, row: PublicationRow, path: str) -> None:
    """Neither what a draft keeps to itself, nor another version, nor a way round."""
    answer = client.get(f"/v/{row.slug}/{path}")
    assert answer.status_code in (404, 405, 307, 308), path
    assert VIDEO not in answer.content


_WAYS = st.lists(
    st.sampled_from(
        ["..", ".", "%2e%2e", "%2E%2E%2F", "hls", "video.mp4", "clips", "drafts", "1", "secret.jpg",
         "%00", "\\", "//", "vidcommerce.sqlite", "index.html", "plan.json"]
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(way=_WAYS)
def test_no_way_leads_out_of_the_page(walled: tuple[TestClient, str], way: list[str]) -> None:
    """Whatever is asked below a page, nothing that is secret ever comes back."""
    browser, slug = walled
    answer = browser.get(f"/v/{slug}/1/{'/'.join(way)}")
    assert b"SECRET" not in answer.content
    assert answer.status_code < 500


@pytest.fixture
def walled(client: TestClient, village: Village, row: PublicationRow) -> tuple[TestClient, str]:
    """A page in a store where secrets lie all around it."""
    store = village.service.store
    for name in ("secret.jpg", "clips/secret.jpg", "drafts/video.mp4", "public/video.mp4",
                 f"public/{row.id}/video.mp4", f"{row.bundle}/plan.json"):  # fmt: skip
        with store.scratch() as folder:
            (folder / "file").write_bytes(b"SECRET")
            store.put(name, folder / "file")
    return client, row.slug


def test_what_was_taken_back_is_gone(
    client: TestClient, village: Village, row: PublicationRow, video: str
) -> None:
    """Page, files and comments, at once: 410, and 404 for what never was."""
    with village.service.database.writing() as work:
        publishing.withdraw(work, village.actor, village.clip_id, NOW)
    for path in (f"/v/{row.slug}/", video, f"/v/{row.slug}/comments.json"):
        assert client.get(path).status_code == 410
    shown = client.get(f"/v/{row.slug}/", headers={"Accept": "text/html"})
    assert "This video was taken back." in shown.text
    assert client.get("/v/nothing-here/").status_code == 404
