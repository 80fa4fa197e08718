"""The headers of tus 1.0, read and written. Pure.

https://tus.io/protocols/resumable-upload, version 1.0.0, with the extensions creation,
creation-with-upload, expiration, checksum and termination.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Final

from vidcommerce.clips.tables import UploadRow
from vidcommerce.clips.uploads import Announced
from vidcommerce.errors import InputRejected
from vidcommerce.flags.generated import DECLARED
from vidcommerce.language import N_

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,creation-with-upload,expiration,checksum,termination"
ALGORITHMS: Final = ("sha1", "sha256", "md5")
BYTES: Final = "application/offset+octet-stream"

_NUMBER: Final = re.compile(r"[0-9]{1,15}")
_KEY: Final = re.compile(r"[!-+\--~]+")
"""Printable ASCII without space and comma."""
_LONGEST: Final = 4096
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(eq=False)
class TusVersionWrong(InputRejected):
    """The sender speaks another version of tus, or did not say which."""

    version: str
    sentence = N_("Uploads are taken by the tus protocol, version {version}.")


@dataclass(eq=False)
class HeaderWrong(InputRejected):
    """A header that is needed is missing or has no meaning."""

    name: str
    sentence = N_("The header {name} is missing or can't be understood.")


@dataclass(eq=False)
class NotBytes(InputRejected):
    """What was sent is not marked as bytes of an upload."""

    kind: str
    sentence = N_("Bytes of an upload must come as {kind}.")


@dataclass(eq=False)
class ChecksumWrong(InputRejected):
    """The bytes that arrived are not those whose checksum the sender gave."""

    sentence = N_("This part was damaged on its way. Send it again.")


@dataclass(frozen=True)
class Checksum:
    """A sender's checksum of one request's body, and what has come of the body so far."""

    algorithm: str
    expected: bytes
    digest: hashlib._Hash = field(repr=False)

    def compare(self) -> None:
        """Raise ChecksumWrong if other bytes came than the sender summed up."""
        if self.digest.digest() != self.expected:
            raise ChecksumWrong


def check_version(headers: Mapping[str, str]) -> None:
    """Let a request pass that speaks our version. Raises TusVersionWrong."""
    if headers.get("tus-resumable") != VERSION:
        raise TusVersionWrong(VERSION)


def number(headers: Mapping[str, str], name: str) -> int:
    """Return a header that is a number of bytes. Raises HeaderWrong."""
    text = headers.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise HeaderWrong(name)
    return int(text)


def body_size(headers: Mapping[str, str]) -> int | None:
    """Return how many bytes the request announces, None where it does not say."""
    return None if "content-length" not in headers else number(headers, "content-length")


def carries_bytes(headers: Mapping[str, str]) -> bool:
    """Tell whether the body is bytes of an upload."""
    return headers.get("content-type", "").split(";")[0].strip().lower() == BYTES


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """Return the checksum of the body where the sender gives one. Raises HeaderWrong."""
    text = headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, value = text.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise HeaderWrong("Upload-Checksum")
    # They guard against a bad line, not against people: sha1 and md5 are good enough for that.
    digest = hashlib.new(algorithm, usedforsecurity=False)
    expected = _decoded(value.strip(), "Upload-Checksum")
    if len(expected) != digest.digest_size:
        raise HeaderWrong("Upload-Checksum")
    return Checksum(algorithm, expected, digest)


def metadata(text: str) -> dict[str, str]:
    """Return what Upload-Metadata says: pairs of a key and a base64 value. Raises HeaderWrong."""
    found: dict[str, str] = {}
    if len(text) > _LONGEST:
        raise HeaderWrong("Upload-Metadata")
    for pair in text.split(",") if text.strip() else ():
        key, _, value = pair.strip().partition(" ")
        if not _KEY.fullmatch(key) or key in found:
            raise HeaderWrong("Upload-Metadata")
        try:
            found[key] = _decoded(value.strip(), "Upload-Metadata").decode()
        except UnicodeDecodeError:
            raise HeaderWrong("Upload-Metadata") from None
    return found


def announced(headers: Mapping[str, str]) -> Announced:
    """Return what the sender says of a new upload. Raises HeaderWrong.

    The name is the last part of a path, as some browsers give one, and has no control characters.
    """
    text = headers.get("upload-metadata", "")
    said = metadata(text)
    name = _CONTROLS.sub("", re.split(r"[/\\]", said.get("filename", ""))[-1])
    return Announced(
        length=number(headers, "upload-length"),
        name=name[:300],
        filetype=_CONTROLS.sub("", said.get("filetype", ""))[:100],
        product_id=said.get("product", ""),
        header=text,
        ai=DECLARED if said.get("ai") == DECLARED else "",
    )


def state_headers(row: UploadRow) -> dict[str, str]:
    """Return how far an upload is, and until when it can be gone on with."""
    if row.finished_at is not None:
        return {"Upload-Offset": str(row.offset)}
    return {"Upload-Offset": str(row.offset), "Upload-Expires": http_date(row.expires_at)}


def http_date(at: int) -> str:
    """Return a time in milliseconds as HTTP writes it (RFC 9110, 5.6.7)."""
    return formatdate(at / 1000, usegmt=True)


def _decoded(text: str, header: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise HeaderWrong(header) from None
