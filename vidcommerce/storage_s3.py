"""Blobs in a bucket of S3, or of a server that speaks its protocol.

Credentials come from where boto3 looks for them: ``AWS_ACCESS_KEY_ID`` and
``AWS_SECRET_ACCESS_KEY``, a profile, or the machine's role. The bucket must be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from vidcommerce.storage import BLOCK, BlobMissing, StoreFailed, StoreUnknown, checked
from vidcommerce.storage_cache import BlobCache

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_GONE: Final = ("404", "NoSuchKey", "NotFound")
_OPTIONS: Final = {"endpoint", "region", "addressing", "checksums", "cache_mb"}
_ADDRESSING: Final[dict[str, Literal["auto", "path", "virtual"]]] = {
    "auto": "auto",
    "path": "path",
    "virtual": "virtual",
}
_CHECKSUMS: Final[dict[str, Literal["when_supported", "when_required"]]] = {
    "when_supported": "when_supported",
    "when_required": "when_required",
}

_MEGABYTE: Final = 1 << 20
_CACHE_MB: Final = 4096
_TRANSFER: Final = TransferConfig(
    multipart_threshold=32 * _MEGABYTE, multipart_chunksize=16 * _MEGABYTE, max_concurrency=4
)
"""Large files go in parts, four at a time; a part that fails is sent again alone."""

_COPY: Final = TransferConfig(multipart_threshold=4096 * _MEGABYTE)
"""A copy is one request as long as S3 allows it: no bytes come this way."""

_PATIENT: Final = (10, 60, 5)
_QUICK: Final = (2, 2, 1)
"""Seconds to connect, seconds to wait for bytes, tries."""


@dataclass(frozen=True)
class S3Store:
    """Blobs as objects whose keys are ``prefix`` and the name.

    An object is whole or absent by S3's own promise; so is one that was sent in parts. ``quick``
    is a client that gives up soon.
    """

    client: S3Client
    quick: S3Client
    bucket: str
    prefix: str
    cache: BlobCache

    def key(self, name: str) -> str:
        """Return the key of a blob. Raises BlobNameWrong."""
        return self.prefix + checked(name)

    def has(self, name: str) -> bool:
        """Ask for the object's size; an empty one is no blob, as in a folder."""
        try:
            return self.size(name) > 0
        except BlobMissing:
            return False

    def put(self, name: str, file: Path) -> None:
        """Send ``file``, in parts where it is large; the cache keeps it, as it is wanted soon."""
        with answering(name):
            self.client.upload_file(str(file), self.bucket, self.key(name), Config=_TRANSFER)
        if file.stat().st_size:
            # Somebody may be putting or removing the same blob just now: kept here is a help only.
            with suppress(BlobMissing):
                _, tag = self._look(name)
                self.cache.keep(name, tag, file)
        file.unlink()

    def copy(self, name: str, new_name: str) -> None:
        """Have the server copy it."""
        source, target = self.key(name), self.key(new_name)
        self.size(name)
        if source != target:
            with answering(name):
                self.client.copy(
                    {"Bucket": self.bucket, "Key": source}, self.bucket, target, Config=_COPY
                )

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """Give a copy on this machine's disk, fetched where it is not there yet."""

        def fetch(file: Path) -> None:
            with answering(name):
                self.client.download_file(self.bucket, key, str(file), Config=_TRANSFER)

        key = self.key(name)
        _, tag = self._look(name)
        with self.cache.file(name, tag, fetch) as file:
            yield file

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give a new folder on the disk of the cache."""
        with self.cache.scratch() as folder:
            yield folder

    def names(self, prefix: str) -> Iterator[str]:
        """Ask for the keys, a thousand at a time."""
        pages = self.client.get_paginator("list_objects_v2")
        with answering(prefix):
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix + prefix):
                for entry in page.get("Contents", ()):
                    if entry["Size"]:
                        yield entry["Key"].removeprefix(self.prefix)

    def size(self, name: str) -> int:
        """Ask for the object's size. Raises BlobMissing."""
        return self._look(name)[0]

    def read(self, name: str, start: int, stop: int) -> Iterator[bytes]:
        """Ask for the range, and hand it on as it arrives. Raises BlobMissing."""
        size = self.size(name)
        if start >= min(stop, size):
            return
        wanted = f"bytes={start}-{min(stop, size) - 1}"
        with answering(name):
            answer = self.client.get_object(Bucket=self.bucket, Key=self.key(name), Range=wanted)
            with closing(answer["Body"]) as body:
                yield from body.iter_chunks(BLOCK)

    def remove(self, name: str) -> None:
        """Delete the object."""
        with answering(name):
            self.client.delete_object(Bucket=self.bucket, Key=self.key(name))

    def check(self) -> None:
        """Ask whether the bucket is there. Raises StoreFailed."""
        with answering(self.bucket):
            self.quick.list_objects_v2(Bucket=self.bucket, MaxKeys=1)

    def tidy(self, before: int) -> int:
        """Delete what killed runs left on this machine; a bucket's own rules end old uploads."""
        return self.cache.tidy(before)

    def _look(self, name: str) -> tuple[int, str]:
        """Return the size of an object and the tag of its bytes."""
        with answering(name):
            head = self.client.head_object(Bucket=self.bucket, Key=self.key(name))
        if not head["ContentLength"]:
            raise BlobMissing(name)
        return head["ContentLength"], head["ETag"]


@contextmanager
def answering(name: str) -> Iterator[None]:
    """Turn what boto3 raises into our errors: BlobMissing for a key, StoreFailed for the rest."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _GONE:
            raise BlobMissing(name) from error
        raise StoreFailed(str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreFailed(str(error)) from error


def open_s3(url: str, cache: Path) -> S3Store:
    """Return the store at ``s3://bucket/prefix?endpoint=...&region=...&addressing=...``.

    ``endpoint`` names a server other than Amazon's; ``addressing`` is ``path``, ``virtual`` or
    ``auto``; ``checksums=when_required`` suits servers that know no newer checksums; up to
    ``cache_mb`` megabytes are kept in the folder ``cache``. Raises StoreUnknown.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if not parts.netloc or options.keys() - _OPTIONS:
        raise StoreUnknown(url)
    prefix = unquote(parts.path).strip("/")
    try:
        kept = BlobCache(cache, int(options.get("cache_mb", _CACHE_MB)) * _MEGABYTE)
        client, quick = (_client(options, patience) for patience in (_PATIENT, _QUICK))
    except (BotoCoreError, KeyError, ValueError) as error:
        raise StoreUnknown(url) from error
    return S3Store(client, quick, parts.netloc, f"{prefix}/" if prefix else "", kept)


def _client(options: dict[str, str], patience: tuple[int, int, int]) -> S3Client:
    connect, wait, tries = patience
    checksums = _CHECKSUMS[options.get("checksums", "when_supported")]
    config = Config(
        connect_timeout=connect,
        read_timeout=wait,
        retries={"mode": "standard", "total_max_attempts": tries},
        signature_version="s3v4",
        s3={"addressing_style": _ADDRESSING[options.get("addressing", "auto")]},
        request_checksum_calculation=checksums,
        response_checksum_validation=checksums,
    )
    # A session of its own: boto3's default one is not made for threads.
    return boto3.session.Session().client(
        "s3",
        endpoint_url=options.get("endpoint"),
        region_name=options.get("region"),
        config=config,
    )
