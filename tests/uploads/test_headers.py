"""The headers of tus, read: whatever may be said is understood, whatever else is refused."""

from __future__ import annotations

import base64
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import tus
from tests.uploads.conftest import checksum, metadata
from vidcommerce.errors import InputRejected

_KEYS = st.text("".join(set(string.printable) - set(string.whitespace) - {","}), min_size=1)
_PAIRS = st.dictionaries(_KEYS, st.text(max_size=50), max_size=8)


@given(_PAIRS)
def test_metadata_comes_back(pairs: dict[str, str]) -> None:
    """Any keys and any text, as the specification writes them."""
    assert tus.metadata(metadata(**pairs)) == pairs


@given(st.text(max_size=200))
def test_no_header_is_a_surprise(text: str) -> None:
    """Any text is understood or refused in words."""
    headers = dict.fromkeys(("upload-offset", "upload-checksum", "upload-metadata"), text)
    readers = (
        lambda: tus.metadata(text),
        lambda: tus.checksum(headers),
        lambda: tus.number(headers, "upload-offset"),
        lambda: tus.announced({**headers, "upload-length": "5"}),
    )
    for read in readers:
        try:
            read()
        except InputRejected as refused:
            assert "{" not in str(refused)  # noqa: PT017 - any of them, or none


@given(st.binary(max_size=300), st.sampled_from(tus.ALGORITHMS), st.integers(0, 300))
def test_a_checksum_finds_any_change(data: bytes, algorithm: str, at: int) -> None:
    """What was summed up passes in any pieces; one other byte does not."""
    header = {"upload-checksum": checksum(data, algorithm)["Upload-Checksum"]}
    right, wrong = tus.checksum(header), tus.checksum(header)
    assert right is not None
    assert wrong is not None
    right.digest.update(data[:at])
    right.digest.update(data[at:])
    right.compare()
    wrong.digest.update(data + b"x")
    with pytest.raises(tus.ChecksumWrong):
        wrong.compare()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("橙子.mp4", "橙子.mp4"),
        ("/sdcard/DCIM/a.mp4", "a.mp4"),
        ("C:\\fakepath\\a.mp4", "a.mp4"),
        ("..", ".."),
        ("a\r\nb\x00.mp4", "ab.mp4"),
        ("a" * 400, "a" * 300),
        ("", ""),
    ],
)
def test_a_name_is_only_a_name(given_name: str, kept: str) -> None:
    """The last part of what a browser calls a file, without what could break a line."""
    said = f"filename {base64.b64encode(given_name.encode()).decode()},product cA=="
    found = tus.announced({"upload-length": "5", "upload-metadata": said})
    assert (found.name, found.product_id, found.length) == (kept, "p", 5)


def test_times_are_written_as_http_does() -> None:
    """RFC 9110's own example."""
    assert tus.http_date(784_111_777_000) == "Sun, 06 Nov 1994 08:49:37 GMT"
