"""What a container's own bytes say, and that no bytes can upset the reading of them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media import clips
from tests.media.conftest import Clips
from tests.media.recipes import Made
from vidcommerce.media.clip import Transfer
from vidcommerce.media.probe_boxes import Hints, hints, is_text

pytestmark = pytest.mark.slow


def _hints(data: bytes) -> Hints:
    return hints(io.BytesIO(data), len(data))


def _box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def _film(entry: bytes) -> bytes:
    header = _box(b"tkhd", bytes(12), (5).to_bytes(4, "big"), bytes(68))
    table = _box(b"stbl", _box(b"stsd", bytes(8), entry))
    track = _box(b"trak", header, _box(b"mdia", _box(b"minf", table)))
    return _box(b"ftyp", b"isom") + _box(b"moov", track)


@pytest.mark.parametrize("kind", [b"nclx", b"nclc"])
def test_the_colour_tag_of_a_track_is_found(kind: bytes) -> None:
    """Both forms of the colour box give the transfer, by the track's id."""
    colour = _box(b"colr", kind, bytes((0, 9, 0, 18, 0, 9)))
    assert _hints(_film(_box(b"hvc1", bytes(78), colour))) == Hints(
        known=True, transfers=((5, 18),)
    )


def test_a_protected_track_is_seen() -> None:
    """An encrypted sample entry means that the clip is protected, whatever else it holds."""
    assert _hints(_film(_box(b"encv", bytes(78)))).protected


def test_the_tags_of_a_computed_clip_are_found(clip: Clips) -> None:
    """A real muxer's file is walked right: HLG is 18 (ITU-T H.273) on track 1."""
    data = clip(clips.hdr, Transfer.HLG).path.read_bytes()
    assert _hints(data).transfers == ((1, 18),)


@pytest.mark.parametrize(
    "head",
    [b"\xff\xd8\xff\xe0JFIF", b"\x89PNG\r\n", _box(b"ftyp", b"heic"), _box(b"ftyp", b"avif")],
)
def test_a_photo_is_seen(head: bytes) -> None:
    """Photos are told from clips by their first bytes, whatever they are called."""
    assert _hints(head + bytes(64)).photo


@pytest.mark.parametrize(
    "text",
    ["#EXTM3U\nhttp://a/b.ts\n", "ffconcat version 1.0\n", "<MPD/>", "卖苹果" * 600, "\ufeffhi"],
)
def test_text_is_seen(text: str) -> None:
    """Playlists, scripts and letters are text, in every script, also where they are cut."""
    assert _hints(text.encode()).text


@pytest.mark.parametrize("data", [b"", b"\0\0\0\x18", b"\xff\xfe\x00", b"\x80\x81\x82"])
def test_bytes_are_no_text(data: bytes) -> None:
    """Nothing, zeros and broken UTF-8 are not taken for text."""
    assert not is_text(data)


@pytest.mark.parametrize("maker", [clips.old_avi, clips.millisecond_stamps, clips.odd_size])
def test_a_cut_file_is_missing_bytes(maker: Callable[..., Made], clip: Clips) -> None:
    """AVI, Matroska and WebM say how long they are, and half of one is too short for that."""
    data = clip(maker).path.read_bytes()
    assert not _hints(data).missing
    assert _hints(data[: len(data) // 2]).missing


def test_boxes_in_boxes_end() -> None:
    """A thousand nested boxes are followed only as deep as a clip's go."""
    nested = b""
    for _ in range(1000):
        nested = _box(b"moov", nested)
    assert _hints(nested) == Hints(known=True)


def test_endless_boxes_end() -> None:
    """A megabyte of empty boxes is given up on."""
    assert _hints(_box(b"ftyp", b"isom") + _box(b"free") * 130_000) == Hints(known=True)


@given(st.binary(max_size=300))
def test_no_bytes_upset_it(data: bytes) -> None:
    """Whatever the bytes are, there is an answer."""
    for start in (b"", b"\0\0\0\x0cftypisom", b"RIFF", b"\x1a\x45\xdf\xa3", b"\0\0\0\x01moov"):
        assert isinstance(_hints(start + data), Hints)


@given(st.integers(0, 2**31), st.integers(0, 255))
def test_no_damage_upsets_it(clip_bytes: bytes, place: int, value: int) -> None:
    """A real file with one byte changed anywhere is walked to an end."""
    data = bytearray(clip_bytes)
    data[place % len(data)] = value
    assert isinstance(_hints(bytes(data)), Hints)


@pytest.fixture(scope="module")
def clip_bytes(clip: Clips) -> bytes:
    """The header of a real file, without its pictures."""
    data = clip(clips.hdr, Transfer.PQ).path.read_bytes()
    return data[data.index(b"moov") - 4 :]
