"""What shoppers' browsers ask for: the page, parts of its files, the cart; and what they can't."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stations import NOW, Village, tiny_video
from vidcommerce.clips.states import State
from vidcommerce.publishing import service as publishing
from vidcommerce.publishing.site import put
from vidcommerce.publishing.tables import PublicationRow

pytestmark = pytest.mark.slow

VIDEO = tiny_video()


@pytest.fixture
def row(village: Village) -> PublicationRow:
    """The page of the village's clip, whose video is one that the tests know to the byte."""
    village.set_state(State.PUBLISHING)
    row = publishing.publish(village.service, village.clip_id, NOW)
    put(village.service.store, f"{row.bundle}/video.mp4", VIDEO)
    return row


@pytest.fixture
def video(row: PublicationRow) -> str:
    """The address of the page's video."""
    return f"{_files(row)}/video.mp4"


def _files(row: PublicationRow) -> str:
    """Return the path of the files of the version that is shown."""
    return row.bundle.removeprefix("site")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("video.mp4", "video/mp4"),
        ("poster.jpg", "image/jpeg"),
        ("captions.en.vtt", "text/vtt; charset=utf-8"),
        ("hls/master.m3u8", "application/vnd.apple.mpegurl"),
        ("hls/1080p/0000.m4s", "video/iso.segment"),
        ("oembed.json", "application/json"),
    ],
)
def test_files_have_their_type_and_stay_in_caches(
    client: TestClient, row: PublicationRow, name: str, kind: str
) -> None:
    """Their address has the version in it, so that they never change."""
    answer = client.get(f"{_files(row)}/{name}")
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
        "*/index.html", "*/plan.json", "*/report.json", "1/video.mp4", "1-00000000/video.mp4", "*/",
        "*/%2e%2e/*/video.mp4", "*/hls/..%2fvideo.mp4", "*/hls//master.m3u8",
        "*/.video.mp4", "*/video.mp4%00.jpg", "*/video.MP4", "*/hls", "plan.json",
    ],
)  # fmt: skip
def test_nothing_else_is_there(client: TestClient, row: PublicationRow, path: str) -> None:
    """Neither what a draft keeps to itself, nor another version, nor a way round."""
    folder = row.bundle.rpartition("/")[2]
    answer = client.get(f"/v/{row.slug}/{path.replace('*', folder)}")
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
    browser, files = walled
    answer = browser.get(f"{files}/{'/'.join(way)}")
    assert b"SECRET" not in answer.content
    assert answer.status_code < 500


@pytest.fixture
def walled(client: TestClient, village: Village, row: PublicationRow) -> tuple[TestClient, str]:
    """A page in a store where secrets lie all around it."""
    store = village.service.store
    for name in ("secret.jpg", "clips/secret.jpg", "drafts/video.mp4", "site/video.mp4",
                 f"site/v/{row.slug}/video.mp4", f"{row.bundle}/plan.json"):  # fmt: skip
        with store.scratch() as folder:
            (folder / "file").write_bytes(b"SECRET")
            store.put(name, folder / "file")
    return client, _files(row)


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
