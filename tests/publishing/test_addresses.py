"""Slugs, and which names reach a file."""

from __future__ import annotations

import posixpath
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidcommerce.publishing.addresses import (
    Address,
    FileUnknown,
    blob_at,
    check_name,
    farmer_path,
    folder_of,
    key_of,
    product_path,
    published,
    slug_of,
    village_path,
)

_CLIP, _SECRET = "c" * 32, b"secret"


def test_a_slug_can_be_read_and_not_guessed() -> None:
    """The title's words, and an end that depends on the clip and the secret."""
    slug = slug_of("Navel oranges, 5 kg", _CLIP, _SECRET)
    assert re.fullmatch(r"navel-oranges-5-kg-[a-z2-7]{10}", slug)
    assert slug == slug_of("Navel oranges, 5 kg", _CLIP, _SECRET)
    assert slug[-10:] != slug_of("Navel oranges, 5 kg", _CLIP, b"other")[-10:]
    assert slug[-10:] != slug_of("Navel oranges, 5 kg", "d" * 32, _SECRET)[-10:]


@given(st.text(max_size=80))
def test_any_title_makes_an_address(title: str) -> None:
    """Of small letters, digits and hyphens, short enough for its column."""
    assert re.fullmatch(r"([a-z0-9]+-)*[a-z2-7]{10}", slug_of(title, _CLIP, _SECRET))
    assert len(slug_of(title, _CLIP, _SECRET)) <= 60


def test_a_key_stands_for_a_row_and_tells_nothing_of_it() -> None:
    """The same each time, of its own for each row and secret, and never a slug's end."""
    key = key_of(_CLIP, _SECRET)
    assert re.fullmatch(r"[a-z2-7]{10}", key)
    assert key == key_of(_CLIP, _SECRET)
    others = {key_of("d" * 32, _SECRET), key_of(_CLIP, b"other"), slug_of("", _CLIP, _SECRET)}
    assert key not in others


def test_blobs_mirror_addresses() -> None:
    """So that a file server whose root is the folder ``site`` finds each."""
    address = Address("https://oranges.example", "navel-abc")
    assert address.page == "https://oranges.example/v/navel-abc/"
    assert blob_at(address.path) == "site/v/navel-abc/index.html"
    folder = folder_of(2, "0123456789abcdef")
    assert folder == "2-01234567"
    assert address.file(folder, "hls/master.m3u8") == "/v/navel-abc/2-01234567/hls/master.m3u8"
    assert [blob_at(path) for path in (village_path("k"), farmer_path("k"), product_path("k"))] == [
        "site/s/k/index.html", "site/f/k/index.html", "site/p/k/index.html",
    ]  # fmt: skip
    assert blob_at("/sitemap.xml") == "site/sitemap.xml"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("video.mp4", "video/mp4"),
        ("hls/1080p/0001.m4s", "video/iso.segment"),
        ("hls/master.m3u8", "application/vnd.apple.mpegurl"),
        ("captions.zh-CN.vtt", "text/vtt; charset=utf-8"),
        ("poster.jpg", "image/jpeg"),
    ],
)
def test_files_of_a_page_have_their_type(name: str, kind: str) -> None:
    """All that a page asks for."""
    assert check_name(name) == kind


_PIECES = st.sampled_from(
    ["..", ".", "", "/", "hls", "video.mp4", ".video.mp4", "\\", "\x00", "%2e%2e", "~", "clips"]
)
_PATHS = st.lists(_PIECES, max_size=6).map("/".join) | st.text(max_size=40)


@given(_PATHS, st.sampled_from(["", "a.mp4", ".mp4", "/x.jpg"]))
def test_no_name_leads_out_of_its_folder(path: str, end: str) -> None:
    """A name is refused, or stays where it is below the folder, letter by letter."""
    name = path + end
    try:
        check_name(name)
    except FileUnknown:
        return
    whole = posixpath.normpath(f"public/p/1/{name}")
    assert whole == f"public/p/1/{name}"
    assert not {"..", ".", ""} & set(name.split("/"))
    assert not any(part.startswith(".") for part in name.split("/"))


def test_only_what_plays_becomes_public() -> None:
    """The plan, the report and the analysis stay inside."""
    names = [
        "video.mp4", "poster.jpg", "captions.en.vtt", "captions.en.srt", "plan.json", "report.json",
        "analysis.json", "hls/master.m3u8", "hls/sound/0000.m4s", "hls/.part-1.m4s", "index.html",
    ]  # fmt: skip
    assert published(names) == [
        "video.mp4", "poster.jpg", "captions.en.vtt", "hls/master.m3u8", "hls/sound/0000.m4s",
    ]  # fmt: skip
