"""Uploads into a bucket of a real S3 server: parts as they arrive, a durable tail, one clip."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.uploads.conftest import checksum, clip_bytes, look
from tests.uploads.wire import World, pieces, world
from vidcommerce.clips import uploads
from vidcommerce.clips.incoming_s3 import PART
from vidcommerce.clips.places import open_incoming
from vidcommerce.clips.tables import UploadRow
from vidcommerce.db import now_ms
from vidcommerce.storage_s3 import S3Store

pytestmark = pytest.mark.slow

_LATER = 60_000


@pytest.fixture
def bucket(tmp_path: Path, s3_url: str) -> Iterator[World]:
    """A service whose files are in an empty bucket."""
    here = world(tmp_path, VIDCOMMERCE_FILES=s3_url)
    yield here
    here.service.database.engine.dispose()


def _names(here: World) -> list[str]:
    return list(here.service.store.names(""))


def _record(here: World) -> UploadRow:
    with here.service.database.reading() as work:
        return work.query(UploadRow).one()


def test_a_clip_goes_on_in_parts(bucket: World) -> None:
    """Full parts go to a multipart upload at once; the rest waits as an object of its own."""
    data = clip_bytes(2 * PART + 1_234)
    path = bucket.begin(len(data))
    first = PART + 1_000_000
    assert bucket.patch(path, 0, list(pieces(data[:first], 65_536)), sized=first).status == 204
    row = _record(bucket)
    assert (len(row.parts["parts"]), row.offset) == (1, first)
    assert [size for _, size in row.parts["tail"]] == [1_000_000]
    assert _names(bucket) == [row.parts["tail"][0][0]]
    rest = data[first:]
    assert bucket.patch(path, first, list(pieces(rest, 65_536)), sized=len(rest)).status == 204
    look(bucket.service).one(data)


@pytest.mark.parametrize("length", [100, PART - 1, PART, PART + 1])
def test_clips_of_any_length(bucket: World, length: int) -> None:
    """Shorter than a part, just as long, a byte more."""
    data = clip_bytes(length)
    path = bucket.begin(length)
    middle = length // 2
    assert bucket.patch(path, 0, [data[:middle]], sized=middle).status == 204
    assert bucket.patch(path, middle, [data[middle:]], sized=length - middle).status == 204
    look(bucket.service).one(data)


def test_broken_lines(bucket: World) -> None:
    """Cut, repeated, damaged and restarted at any byte: the clip is whole, once."""
    chance = random.Random(4)  # noqa: S311 - test data
    data = clip_bytes(4 * PART)
    path = bucket.begin(len(data))
    offset = 0
    while offset < len(data):
        size = min(chance.randrange(1, PART // 2), len(data) - offset)
        piece = data[offset : offset + size]
        match chance.randrange(5):
            case 0:
                came = piece[: chance.randrange(size)]
                bucket.patch(path, offset, list(pieces(came, 65_536)), cut=True, sized=size)
                offset += len(came)
            case 1:
                wrong = clip_bytes(size, seed=9)
                said = checksum(piece)["Upload-Checksum"]
                answer = bucket.patch(path, offset, [wrong], sized=size, Upload_Checksum=said)
                assert answer.status == 460
            case 2:
                assert bucket.patch(path, offset + 1, [piece], sized=size).status in {409, 413}
                bucket.restart()
            case _:
                assert bucket.patch(path, offset, [piece], sized=size).status == 204
                offset += size
        assert bucket.offset(path) == offset
    look(bucket.service).one(data)


class Killed(BaseException):
    """What a test stops a process with: nothing in the code catches it."""


def _die(*_args: object, **_given: object) -> None:
    raise Killed


@pytest.mark.parametrize(
    "where",
    [
        "vidcommerce.clips.incoming_s3.S3Incoming.close",
        "vidcommerce.clips.arrival._read_through",
        "vidcommerce.clips.incoming_s3.S3Incoming.keep",
        "vidcommerce.clips.arrival._become_clip",
        "vidcommerce.clips.incoming_s3.S3Incoming.forget",
    ],
)
def test_a_death_while_finishing_is_mended(bucket: World, where: str) -> None:
    """Killed at any step, the sweep makes it one clip, and what it left goes with its upload."""
    data = clip_bytes(PART + 5)
    path = bucket.begin(len(data))
    with patch(where, _die), patch("vidcommerce.clips.holds.release", _die), pytest.raises(Killed):
        bucket.patch(path, 0, [data], sized=len(data))
    uploads.sweep(bucket.service, now_ms() + _LATER)
    assert bucket.offset(path) == len(data)
    hours = bucket.service.settings.upload_hours
    uploads.sweep(bucket.service, now_ms() + hours * 3_600_000 + _LATER)
    look(bucket.service).one(data)


def test_a_death_before_the_row_moves_leaves_the_old_bytes(bucket: World) -> None:
    """A part that was sent and never promised is sent again, with other bytes too."""
    data = clip_bytes(2 * PART)
    path = bucket.begin(len(data))
    assert bucket.patch(path, 0, [data[:1_000]], sized=1_000).status == 204
    wrong = clip_bytes(PART, seed=4)
    with patch("vidcommerce.clips.holds._promise", _die), pytest.raises(Killed):
        bucket.patch(path, 1_000, [wrong], sized=len(wrong))
    bucket.restart()
    assert bucket.offset(path) == 1_000
    assert bucket.patch(path, 1_000, [data[1_000:]], sized=len(data) - 1_000).status == 204
    look(bucket.service).one(data)


def test_an_ended_upload_leaves_nothing(bucket: World) -> None:
    """DELETE ends the multipart upload too."""
    data = clip_bytes(PART + 1_000)
    path = bucket.begin(2 * PART)
    assert bucket.patch(path, 0, [data], sized=len(data)).status == 204
    assert bucket.ask("DELETE", path).status == 204
    store = bucket.service.store
    assert isinstance(store, S3Store)
    left = store.client.list_multipart_uploads(Bucket=store.bucket)
    assert (_names(bucket), left.get("Uploads", [])) == ([], [])


def test_lost_parts_are_said_to_be_lost(bucket: World) -> None:
    """A bucket whose rules ended the upload: the phone begins again."""
    data = clip_bytes(PART + 1_000)
    path = bucket.begin(3 * PART)
    assert bucket.patch(path, 0, [data], sized=len(data)).status == 204
    row = _record(bucket)
    open_incoming(bucket.service.store).forget(row.id, row.parts)
    rest = clip_bytes(2 * PART - 1_000)
    assert bucket.patch(path, len(data), [rest], sized=len(rest)).status == 410
    assert bucket.ask("HEAD", path).status == 410


def test_no_more_than_a_part_is_in_memory(bucket: World) -> None:
    """Blocks are asked for at the size of what is missing to a part, tail included."""
    place = open_incoming(bucket.service.store)
    record = place.append("a", {}, 0, bytearray(1_000_000))
    assert (place.room({}), place.room(record)) == (PART, PART - 1_000_000)


def test_what_belongs_to_no_upload_goes_after_a_day(bucket: World) -> None:
    """A multipart upload and an object that no row knows are ended; those of an upload stay."""
    path = bucket.begin(2 * PART)
    data = clip_bytes(PART + 10)
    assert bucket.patch(path, 0, [data], sized=len(data)).status == 204
    known = _names(bucket)
    store = bucket.service.store
    assert isinstance(store, S3Store)
    place = open_incoming(store)
    orphan = place.append("0" * 32, {}, 0, bytearray(PART))
    place.append("0" * 32, orphan, PART, bytearray(7))
    assert uploads.tidy(bucket.service, now_ms()) == 0
    assert uploads.tidy(bucket.service, now_ms() + 2 * 86_400_000) == 2
    left = store.client.list_multipart_uploads(Bucket=store.bucket).get("Uploads", [])
    assert (_names(bucket), len(left)) == (known, 1)
