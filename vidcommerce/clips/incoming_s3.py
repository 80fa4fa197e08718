"""Incoming bytes in a bucket: parts of a multipart upload, and a tail too small to be a part.

S3 takes parts of 5 MiB and more, and shows nothing of them before the upload is completed. What
has come since the last part is kept as small objects, ``uploads/<upload id>/...``, so that every
byte that the sender was told of is durable. A full part takes them in, and they go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from botocore.exceptions import ClientError

from vidcommerce.clips.incoming import BytesLost, Record
from vidcommerce.db import new_id
from vidcommerce.storage import BlobMissing
from vidcommerce.storage_s3 import S3Store, answering

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART: Final = 5 << 20
"""Bytes of a part: the least that S3 allows, and the most that is in memory for an upload."""


_NO_UPLOAD: Final = ("404", "NoSuchUpload")


@dataclass(frozen=True)
class S3Incoming:
    """Keeps uploads in the bucket of ``store``.

    A record is ``{"upload": its id at S3, "parts": [tags], "tail": [[name, bytes]]}``.
    """

    store: S3Store

    def alone(self, upload_id: str) -> AbstractContextManager[None]:  # noqa: ARG002 - see below
        """Need no lock: what a sender adds has a name of its own until the row names it."""
        return nullcontext()

    def room(self, record: Record) -> int:
        """Return what is missing to a full part."""
        return PART - _held(record)

    def append(self, upload_id: str, record: Record, offset: int, block: bytearray) -> Record:
        """Add to the tail, or make tail and block the next part."""
        if _held(record) + len(block) < PART:
            name = f"{_folder(upload_id)}{offset}-{new_id()}"
            with answering(name):
                self.store.client.put_object(
                    Bucket=self.store.bucket, Key=self.store.key(name), Body=_body(block)
                )
            return {**record, "tail": [*record.get("tail", ()), [name, len(block)]]}
        return self._add_part(upload_id, self._begun(upload_id, record), block)

    def settle(self, upload_id: str, before: Record, after: Record) -> None:  # noqa: ARG002
        """Delete the tail that became part of a part."""
        left = {name for name, _ in after.get("tail", ())}
        for name, _ in before.get("tail", ()):
            if name not in left:
                self.store.remove(name)

    def close(self, upload_id: str, record: Record, length: int) -> None:
        """Complete the multipart upload, the tail as its last part."""
        if self._closed_size(upload_id) == length:
            return
        record = self._begun(upload_id, record)
        if record.get("tail"):
            record = self._add_part(upload_id, record, bytearray())
        parts: list[CompletedPartTypeDef] = [
            {"ETag": tag, "PartNumber": number} for number, tag in enumerate(record["parts"], 1)
        ]
        with answering(upload_id), _lost(upload_id):
            self.store.client.complete_multipart_upload(
                Bucket=self.store.bucket, Key=self._key(upload_id), UploadId=record["upload"],
                MultipartUpload={"Parts": parts},
            )  # fmt: skip
        if self._closed_size(upload_id) != length:
            raise BytesLost(upload_id)

    def read(self, upload_id: str) -> Iterator[bytes]:
        """Fetch the object piece by piece."""
        size = self._closed_size(upload_id)
        if not size:
            raise BytesLost(upload_id)
        yield from self.store.read(_whole(upload_id), 0, size)

    def keep(self, upload_id: str, name: str) -> None:
        """Have the server copy the object to its name."""
        try:
            self.store.copy(_whole(upload_id), name)
        except BlobMissing:
            raise BytesLost(upload_id) from None

    def forget(self, upload_id: str, record: Record) -> None:
        """End the multipart upload, and delete every object of the upload."""
        for name in list(self.store.names(_folder(upload_id))):
            self.store.remove(name)
        if "upload" not in record:
            return
        with answering(upload_id), suppress(BytesLost), _lost(upload_id):
            self.store.client.abort_multipart_upload(
                Bucket=self.store.bucket, Key=self._key(upload_id), UploadId=record["upload"]
            )

    def left(self, before: int) -> Iterator[tuple[str, Record]]:
        """Ask for multipart uploads that were begun, and objects that were put, before a moment."""
        start = self.store.key("uploads") + "/"
        bucket = self.store.bucket
        client = self.store.client
        with answering(start):
            for page in client.get_paginator("list_multipart_uploads").paginate(
                Bucket=bucket, Prefix=start
            ):
                for begun in page.get("Uploads", ()):
                    if begun["Initiated"].timestamp() * 1000 < before:
                        upload_id = begun["Key"].removeprefix(start).partition("/")[0]
                        yield upload_id, {"upload": begun["UploadId"]}
            for listed in client.get_paginator("list_objects_v2").paginate(
                Bucket=bucket, Prefix=start
            ):
                for entry in listed.get("Contents", ()):
                    if entry["LastModified"].timestamp() * 1000 < before:
                        yield entry["Key"].removeprefix(start).partition("/")[0], {}

    def _key(self, upload_id: str) -> str:
        return self.store.key(_whole(upload_id))

    def _closed_size(self, upload_id: str) -> int:
        """Return the size of the completed object, 0 where there is none."""
        try:
            return self.store.size(_whole(upload_id))
        except BlobMissing:
            return 0

    def _begun(self, upload_id: str, record: Record) -> Record:
        if "upload" in record:
            return record
        with answering(upload_id):
            begun = self.store.client.create_multipart_upload(
                Bucket=self.store.bucket, Key=self._key(upload_id)
            )
        return {**record, "upload": begun["UploadId"], "parts": []}

    def _add_part(self, upload_id: str, record: Record, block: bytearray) -> Record:
        body = self._after_tail(upload_id, record, block)
        parts = record["parts"]
        with answering(upload_id), _lost(upload_id):
            sent = self.store.client.upload_part(
                Bucket=self.store.bucket, Key=self._key(upload_id), UploadId=record["upload"],
                PartNumber=len(parts) + 1, Body=_body(body),
            )  # fmt: skip
        return {**record, "parts": [*parts, sent["ETag"]], "tail": []}

    def _after_tail(self, upload_id: str, record: Record, block: bytearray) -> bytearray:
        """Return the tail and the block as one; the smaller is added to the larger, in place."""
        tail = bytearray()
        try:
            for name, size in record.get("tail", ()):
                for piece in self.store.read(name, 0, size):
                    tail += piece
        except BlobMissing:
            raise BytesLost(upload_id) from None
        if len(tail) < len(block):
            block[:0] = tail
            return block
        tail += block
        return tail


def _body(block: bytearray) -> bytes:
    """Hand the bytes to boto3 as they are: it takes a bytearray too, but its types don't say so."""
    return cast("bytes", block)


def _folder(upload_id: str) -> str:
    return f"uploads/{upload_id}/"


def _whole(upload_id: str) -> str:
    return f"{_folder(upload_id)}whole"


def _held(record: Record) -> int:
    return sum(size for _, size in record.get("tail", ()))


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


@contextmanager
def _lost(upload_id: str) -> Iterator[None]:
    """Turn S3's word that there is no such multipart upload into BytesLost."""
    try:
        yield
    except ClientError as error:
        if _code(error) in {*_NO_UPLOAD, "InvalidPart"}:
            raise BytesLost(upload_id) from error
        raise
