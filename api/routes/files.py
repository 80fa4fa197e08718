"""Sends files of the store: whole, in part, or not again. HTTP's rules for that (RFC 9110)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from vidcommerce.publishing.addresses import FileUnknown
from vidcommerce.storage import BlobMissing, BlobStore

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""For what never changes under its address and anybody may have."""

PRIVATE: Final = "private, max-age=31536000, immutable"
"""The same, for what only the person who asked may have: no cache on the way keeps it."""

_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class Sending:
    """A blob, what kind of file it is, how long it may be kept, and headers beside."""

    name: str
    kind: str
    caching: str
    headers: tuple[tuple[str, str], ...] = ()


def send(request: Request, store: BlobStore, sending: Sending) -> Response:
    """Answer GET or HEAD with a blob, or the one range of it that was asked for.

    Blobs never change, so their name is their version. A range that begins past the end is 416;
    several ranges at once, and ranges in another unit, are answered with the whole. Raises
    BlobMissing.
    """
    etag = f'"{sha256(sending.name.encode()).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": sending.caching,
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        **dict(sending.headers),
    }
    size = store.size(sending.name)
    if _known(request, etag):
        return Response(status_code=304, headers=headers)
    status, start, stop = _part(request, etag, size)
    if status == 416:  # noqa: PLR2004 - Range Not Satisfiable
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    if status == 206:  # noqa: PLR2004 - Partial Content
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers |= {"Content-Length": str(stop - start), "Content-Type": sending.kind}
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(store.read(sending.name, start, stop), status, headers)


def send_named(request: Request, store: BlobStore, sending: Sending) -> Response:
    """Answer as :func:`send` does, for a name that somebody asked for: raises FileUnknown."""
    try:
        return send(request, store, sending)
    except BlobMissing as missing:
        raise FileUnknown(sending.name.rpartition("/")[2]) from missing


def _known(request: Request, etag: str) -> bool:
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or etag in [e.strip().removeprefix("W/") for e in given.split(",")]


def _part(request: Request, etag: str, size: int) -> tuple[int, int, int]:
    """Return the status and the half-open range of bytes to send."""
    wanted = _RANGE.fullmatch(request.headers.get("range", "").strip())
    still = request.headers.get("if-range", etag).strip() == etag
    if wanted is None or not still or not (wanted[1] or wanted[2]):
        return 200, 0, size
    if not wanted[1]:
        start, stop = max(0, size - int(wanted[2])), size
    else:
        start, stop = int(wanted[1]), min(size, int(wanted[2] or size) + 1)
        if wanted[2] and int(wanted[2]) < start:
            return 200, 0, size  # no range at all, RFC 9110 14.1.1
    return (206, start, stop) if start < stop else (416, 0, 0)
