"""What a C2PA signature leaves out of a file, although nobody should be able to change it unseen.

By the standard the box ``ftyp`` and the padding of signatures are not covered (C2PA 2.2, 18.6.1
and 13.2.4). So our own statement names the bytes of the first, and the second has to be empty.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_LONGEST: Final = 4096
_FIRST: Final = b"ftyp"
_OWN: Final = b"uuid"
_HEAD: Final = 8
_BOXES: Final = 64
_LONGEST_STATEMENTS: Final = 64 << 20


def first_box(path: Path) -> str:
    """Return the bytes of the box with which an MP4 begins, as hex; empty where it is no MP4."""
    with path.open("rb") as file:
        head = file.read(_LONGEST)
    if head[4:8] != _FIRST:
        return ""
    size: int = struct.unpack(">I", head[:4])[0]
    return head[:size].hex()


def padding_is_empty(path: Path) -> bool:
    """Tell whether the padding of all signatures in an MP4 holds nothing but zeros.

    It is found by its name in CBOR: the text "pad" or "pad2", then a string of bytes (RFC 8949, 3).
    """
    data = b"".join(_statements(path))
    for name in re.finditer(rb"\x63pad|\x64pad2", data):
        start, size = _bytes_at(data, name.end())
        if any(data[start : start + size]):
            return False
    return True


def _statements(path: Path) -> Iterator[bytes]:
    """Yield the boxes of an MP4 in which statements lie, among its first ones."""
    with path.open("rb") as file:
        at = 0
        for _ in range(_BOXES):
            file.seek(at)
            head = file.read(_HEAD)
            if len(head) < _HEAD:
                return
            size = int.from_bytes(head[:4], "big")
            if head[4:] == _OWN:
                yield file.read(min(size, _LONGEST_STATEMENTS))
            if size < len(head):
                return  # the last box, or one of more than 4 GB
            at += size


def _bytes_at(data: bytes, at: int) -> tuple[int, int]:
    """Return where a CBOR string of bytes begins and how long it is; 0 long where there is none."""
    head = data[at] if at < len(data) else 0
    if head >> 5 != 2:  # noqa: PLR2004 - the major type of strings of bytes
        return at, 0
    short = head & 31
    more = {24: 1, 25: 2, 26: 4}.get(short, 0)
    size = int.from_bytes(data[at + 1 : at + 1 + more], "big") if more else short
    return at + 1 + more, size
