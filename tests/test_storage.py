"""Stores of blobs: a folder and a bucket keep the same promises."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vidcommerce.service import open_store
from vidcommerce.storage import (
    BlobMissing,
    BlobNameWrong,
    BlobStore,
    FolderStore,
    StoreFailed,
    StoreUnknown,
    checked,
)
from vidcommerce.storage_s3 import S3Store, open_s3

_SLOW = pytest.mark.slow
_STORES = ["folder", pytest.param("bucket", marks=_SLOW)]

# A part of a name; names end in .bin, so that none is the folder of another.
_PARTS = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\", include_characters=" "),
    min_size=1,
    max_size=12,
).filter(lambda part: not part.startswith("."))
_NAMES = st.lists(_PARTS, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + ".bin")
_SAME_FIXTURE = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=_STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    """An empty store of each kind."""
    if request.param == "folder":
        return FolderStore(tmp_path / "blobs")
    return open_store(request.getfixturevalue("s3_url"), tmp_path / "cache")


@pytest.fixture
def keep(store: BlobStore, tmp_path: Path) -> Callable[[str, bytes], None]:
    """Put bytes into the store under a name."""
    numbers = count()

    def put(name: str, data: bytes) -> None:
        file = tmp_path / f"new{next(numbers)}"
        file.write_bytes(data)
        store.put(name, file)
        assert not file.exists()

    return put


def _bytes(store: BlobStore, name: str) -> bytes:
    return b"".join(store.read(name, 0, store.size(name)))


@_SAME_FIXTURE
@given(name=_NAMES, data=st.binary(min_size=1, max_size=300))
def test_what_was_put_is_there(
    store: BlobStore, keep: Callable[[str, bytes], None], name: str, data: bytes
) -> None:
    """Under whatever name, in each of the ways to read it; and after removing it is not."""
    keep(name, data)
    assert store.has(name)
    assert store.size(name) == len(data)
    assert _bytes(store, name) == data
    with store.local(name) as file:
        assert file.read_bytes() == data
        assert file.name == name.rpartition("/")[2]
    assert list(store.names(name)) == [name]
    store.remove(name)
    assert not store.has(name)
    assert list(store.names("")) == []


@_SAME_FIXTURE
@given(start=st.integers(0, 1200), stop=st.integers(0, 1200))
def test_any_range_is_that_part_of_the_bytes(
    store: BlobStore, keep: Callable[[str, bytes], None], start: int, stop: int
) -> None:
    """As Python slices them, also beyond the end."""
    data = bytes(number % 251 for number in range(1000))
    if not store.has("a/range.bin"):
        keep("a/range.bin", data)
    assert b"".join(store.read("a/range.bin", start, stop)) == data[start:stop]


def test_what_is_missing_is_named(store: BlobStore) -> None:
    """Each way to read it says so; removing it is no error."""

    def local() -> None:
        with store.local("no/such.bin"):
            pytest.fail("nothing is there")

    for ask in (
        lambda: store.size("no/such.bin"),
        lambda: list(store.read("no/such.bin", 0, 1)),
        lambda: store.copy("no/such.bin", "other.bin"),
        local,
    ):
        with pytest.raises(BlobMissing, match=r"no/such\.bin"):
            ask()
    assert not store.has("no/such.bin")
    store.remove("no/such.bin")


def test_an_empty_file_is_no_blob(store: BlobStore, keep: Callable[[str, bytes], None]) -> None:
    """What a full disk leaves counts as absent everywhere."""
    keep("empty.bin", b"")
    assert not store.has("empty.bin")
    assert list(store.names("")) == []
    with pytest.raises(BlobMissing):
        store.size("empty.bin")


def test_names_come_by_prefix_and_in_order(
    store: BlobStore, keep: Callable[[str, bytes], None]
) -> None:
    """A prefix need not end with a folder; the order is that of code points in either store."""
    for name in ("b.bin", "a/2.bin", "a/10.bin", "a-1.bin", "a/深/1.bin", "ab.bin"):
        keep(name, b"x")
    everything = ["a-1.bin", "a/10.bin", "a/2.bin", "a/深/1.bin", "ab.bin", "b.bin"]
    assert list(store.names("")) == everything
    assert list(store.names("a/")) == everything[1:4]
    assert list(store.names("a")) == everything[:5]
    assert list(store.names("a/1")) == ["a/10.bin"]
    assert list(store.names("nothing/here")) == []


@_SLOW
def test_a_bucket_lists_more_names_than_fit_a_page(s3_url: str, tmp_path: Path) -> None:
    """S3 gives so many at a time, here two; the rest is asked for."""
    store = open_s3(s3_url, tmp_path)

    def few(params: dict[str, object], **_: object) -> None:
        params["MaxKeys"] = 2

    store.client.meta.events.register("provide-client-params.s3.ListObjectsV2", few)
    for number in range(5):
        store.client.put_object(Bucket=store.bucket, Key=f"many/{number}", Body=b"x")
    assert list(store.names("many/")) == [f"many/{number}" for number in range(5)]


def test_a_copy_lives_on_without_the_first(
    store: BlobStore, keep: Callable[[str, bytes], None]
) -> None:
    """Copying twice, or onto itself, changes nothing."""
    keep("a/1.bin", b"one")
    store.copy("a/1.bin", "b/2.bin")
    store.copy("a/1.bin", "b/2.bin")
    store.copy("a/1.bin", "a/1.bin")
    store.remove("a/1.bin")
    assert _bytes(store, "b/2.bin") == b"one"
    assert list(store.names("")) == ["b/2.bin"]


def test_the_same_blob_put_twice_is_there_once(
    store: BlobStore, keep: Callable[[str, bytes], None]
) -> None:
    """Work may be repeated."""
    keep("a/1.bin", b"one")
    keep("a/1.bin", b"one")
    assert list(store.names("")) == ["a/1.bin"]


def test_scratch_is_no_blob_and_goes_away(store: BlobStore) -> None:
    """What is half-made is never listed; what is put from it stays."""
    with store.scratch() as folder:
        (folder / "half").write_bytes(b"x")
        (folder / "whole").write_bytes(b"y")
        assert list(store.names("")) == []
        store.put("whole.bin", folder / "whole")
    assert not folder.exists()
    assert list(store.names("")) == ["whole.bin"]


def test_a_large_file_is_whole(store: BlobStore, tmp_path: Path) -> None:
    """Larger than one request of S3 is: it goes in parts and comes back as it was."""
    data = os.urandom(1 << 20) * 40
    file = tmp_path / "large"
    file.write_bytes(data)
    store.put("large.bin", file)
    store.copy("large.bin", "copied.bin")
    with store.local("copied.bin") as here:
        assert here.read_bytes() == data
    assert b"".join(store.read("large.bin", 33_000_000, 33_500_000)) == data[33_000_000:33_500_000]


def test_a_store_that_answers_passes_its_check(store: BlobStore) -> None:
    """Also an empty one."""
    store.check()


def test_what_killed_runs_left_is_tidied(store: BlobStore) -> None:
    """Only what is old enough: a run that lives keeps its folder."""
    scratch = ExitStack()
    folder = scratch.enter_context(store.scratch())
    (folder / "half").write_bytes(b"x")
    os.utime(folder, (1, 1))
    assert store.tidy(before=10_000) == 0, "something in it is new"
    os.utime(folder / "half", (1, 1))
    assert store.tidy(before=500) == 0
    assert folder.exists()
    assert store.tidy(before=10_000) == 1
    assert not folder.exists()


@given(_NAMES)
def test_usual_names_are_names(name: str) -> None:
    """Chinese, spaces and signs are welcome."""
    assert checked(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", ".part-1", "a/.b",
        "a\\b", "a\nb", "a\0b", "\ud800", "a" * 251, "/".join(["abcdefghi"] * 91),
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_no_name(tmp_path: Path, name: str) -> None:
    """Whoever asks for it, and whatever for, is refused before the disk is touched."""
    store = FolderStore(tmp_path)
    for ask in (store.has, store.size, store.remove):
        with pytest.raises(BlobNameWrong):
            ask(name)


@pytest.mark.parametrize(
    "url",
    [
        "", "blobs", "file:", "ftp://a/b", "s3://", "s3:///prefix", "s3://b?colour=red",
        "s3://b?addressing=sideways", "s3://b?checksums=never", "s3://b?endpoint=nowhere",
        "s3://b?region=x&cache_mb=many",
    ],
)  # fmt: skip
def test_a_place_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    """Before anything is sent there."""
    with pytest.raises(StoreUnknown):
        open_store(url, tmp_path)


def test_a_folder_that_can_not_be_written_fails_its_check(tmp_path: Path) -> None:
    """A file is in the way of the folder."""
    (tmp_path / "blobs").write_bytes(b"in the way")
    with pytest.raises(StoreFailed):
        FolderStore(tmp_path / "blobs").check()


def test_a_server_that_is_not_there_is_said_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens on the port: the check gives up, and names the address."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    store = open_s3("s3://bucket?endpoint=http://127.0.0.1:1&region=x", Path("nowhere"))
    with pytest.raises(StoreFailed, match=r"127\.0\.0\.1:1"):
        store.check()


@_SLOW
def test_a_bucket_that_is_not_there_fails_its_check(s3_url: str, tmp_path: Path) -> None:
    """It is no blob that is missing."""
    store = open_s3(s3_url.replace("s3://test-", "s3://no-"), tmp_path)
    with pytest.raises(StoreFailed):
        store.check()


@pytest.fixture
def bucket(s3_url: str, tmp_path: Path) -> S3Store:
    """A store whose cache has room for a megabyte."""
    store = open_s3(f"{s3_url}&cache_mb=1".replace("?", "/below/here?"), tmp_path / "cache")
    with store.scratch() as folder:
        for number in range(4):
            (folder / "new").write_bytes(bytes([number]) * 400_000)
            store.put(f"{number}.bin", folder / "new")
    return store


@_SLOW
def test_the_cache_forgets_what_was_used_longest_ago(bucket: S3Store) -> None:
    """It stays within its limit, and what it forgot is fetched again."""
    held = sum(file.stat().st_size for file in bucket.cache.folder.iterdir() if file.is_file())
    assert held == 800_000
    with bucket.local("0.bin") as first, bucket.local("1.bin") as second:
        with bucket.local("2.bin"), bucket.local("3.bin"):
            assert first.read_bytes() == bytes([0]) * 400_000
            assert second.read_bytes() == bytes([1]) * 400_000
        held = sum(file.stat().st_size for file in bucket.cache.folder.iterdir() if file.is_file())
        assert held <= 1 << 20


@_SLOW
def test_the_cache_does_not_outlive_its_blob(bucket: S3Store) -> None:
    """A blob that was removed is gone, and one with other bytes is another."""
    with bucket.local("3.bin"):
        pass
    bucket.client.put_object(Bucket=bucket.bucket, Key="below/here/3.bin", Body=b"other")
    with bucket.local("3.bin") as file:
        assert file.read_bytes() == b"other"
    bucket.remove("3.bin")
    with pytest.raises(BlobMissing), bucket.local("3.bin"):
        pytest.fail("nothing is there")


@_SLOW
def test_a_prefix_keeps_to_itself(bucket: S3Store, s3_url: str, tmp_path: Path) -> None:
    """Two services may share a bucket."""
    assert list(bucket.names("")) == ["0.bin", "1.bin", "2.bin", "3.bin"]
    whole = open_s3(s3_url, tmp_path / "other")
    assert list(whole.names("")) == [f"below/here/{number}.bin" for number in range(4)]


@_SLOW
def test_several_may_fetch_the_same_at_once(bucket: S3Store) -> None:
    """Each has it whole, whoever is first."""
    seen: list[bytes] = []

    def look() -> None:
        with bucket.local("0.bin") as file:
            seen.append(file.read_bytes())

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [bytes(400_000)] * 6


def test_a_folder_store_leaves_no_empty_folders(tmp_path: Path) -> None:
    """What held the last blob goes with it, up to what still holds another, and never the store."""
    store = FolderStore(tmp_path / "blobs")
    for name in ("a/b/c/1.bin", "a/b/2.bin"):
        (tmp_path / "new").write_bytes(b"x")
        store.put(name, tmp_path / "new")
    store.remove("a/b/c/1.bin")
    assert sorted(p.name for p in store.folder.rglob("*")) == ["2.bin", "a", "b"]
    store.remove("a/b/2.bin")
    store.remove("a/b/2.bin")
    assert list(store.folder.iterdir()) == []


def test_a_blob_can_be_put_while_its_folder_is_taken_away(tmp_path: Path) -> None:
    """Two who put into a folder and empty it again, all the time, are not in each other's way."""
    store = FolderStore(tmp_path / "blobs")

    def come_and_go(who: int) -> None:
        for _ in range(200):
            file = tmp_path / f"new{who}"
            file.write_bytes(b"x")
            store.put(f"a/b/{who}.bin", file)
            store.copy(f"a/b/{who}.bin", f"c/{who}.bin")
            list(store.names(""))
            store.remove(f"a/b/{who}.bin")
            store.remove(f"c/{who}.bin")

    with ThreadPoolExecutor(2) as both:
        list(both.map(come_and_go, range(2)))  # raises what one of them raised
    assert list(store.folder.iterdir()) == []
