"""Reads the few things of a container that PyAV does not tell, from its own bytes.

What a video library reports as a stream's colour or encryption is already mixed with what the
bitstream says; whether a container's tags lie can be seen only where they stand. Reads a few
kilobytes, seeks past the rest, and gives up quietly on whatever is malformed: the library that
reads the packets decides whether a file can be used.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_PICTURES: Final = (b"avc1", b"avc3", b"hvc1", b"hev1", b"dvh1", b"dvhe", b"av01", b"vp09", b"mp4v")
_PARENTS: Final = {
    **dict.fromkeys((b"moov", b"trak", b"mdia", b"minf", b"stbl"), 0),
    b"stsd": 8,
    **dict.fromkeys(_PICTURES, 78),
}
"""Boxes that hold boxes, and the bytes before those (ISO/IEC 14496-12, 8.5.2 and 12.1.3)."""

_PROTECTED: Final = (b"encv", b"enca", b"drmi", b"drms")
_FIRST_BOXES: Final = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp")
_PICTURE_FILES: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")
_PHOTOS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif")
_MOST_BOXES: Final = 4_000
_DEEPEST: Final = 8


@dataclass(frozen=True, slots=True)
class Hints:
    """What the container's bytes say.

    ``known`` means that the file begins like one of the containers that are read. ``transfers``
    are the transfer characteristics (ITU-T H.273) that the container tags its tracks with, by
    track id. ``missing`` means that it declares more bytes than the file has.
    """

    known: bool = False
    photo: bool = False
    protected: bool = False
    text: bool = False
    missing: bool = False
    transfers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int
    stop: int


def hints(file: BinaryIO, size: int) -> Hints:
    """Return what the bytes of a container of ``size`` bytes say; never raises on bad bytes."""
    file.seek(0)
    head = file.read(4096)
    if head.startswith(_PICTURE_FILES) or (head[4:8] == b"ftyp" and head[8:12] in _PHOTOS):
        return Hints(photo=True)
    if head[4:8] in _FIRST_BOXES:
        return _of_boxes(file, size)
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return Hints(known=True, missing=8 + int.from_bytes(head[4:8], "little") > size)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return Hints(known=True, missing=_segment_end(head) > size)
    transport = head[:1] == b"G" and head[188:189] == b"G"  # a sync byte every 188 bytes
    return Hints(known=transport, text=not transport and is_text(head))


def is_text(head: bytes) -> bool:
    """Tell whether the beginning of a file is text and nothing else."""
    if not head or b"\0" in head:
        return False
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)  # a last sign may be cut off
    except UnicodeDecodeError:
        return False
    return all(sign.isprintable() or sign in "\r\n\t\f\ufeff" for sign in text)


def _of_boxes(file: BinaryIO, size: int) -> Hints:
    transfers: list[tuple[int, int]] = []
    protected, track = False, 0
    for box in _walk(file, 0, size):
        if box.kind == b"tkhd":
            track = _track_id(file, box)
        elif box.kind in _PROTECTED:
            protected = True
        elif box.kind == b"colr":
            file.seek(box.start)
            colour = file.read(8)
            if colour[:4] in (b"nclx", b"nclc"):
                transfers.append((track, int.from_bytes(colour[6:8], "big")))
    return Hints(known=True, protected=protected, transfers=tuple(transfers))


def _walk(file: BinaryIO, start: int, stop: int) -> Iterator[_Box]:
    """Yield the boxes in [start, stop), depth first, parents before children; bounded."""
    pending = [(start, stop, 0)]
    for _ in range(_MOST_BOXES):
        while pending and pending[-1][0] + 8 > pending[-1][1]:
            pending.pop()
        if not pending:
            return
        at, end, depth = pending.pop()
        box = _box(file, at, end)
        if box is None:
            continue
        pending.append((box.stop, end, depth))
        yield box
        if box.kind in _PARENTS and depth < _DEEPEST:
            pending.append((box.start + _PARENTS[box.kind], box.stop, depth + 1))


def _box(file: BinaryIO, at: int, end: int) -> _Box | None:
    file.seek(at)
    head = file.read(16)
    length, kind, header = int.from_bytes(head[:4], "big"), head[4:8], 8
    if length == 1:
        length, header = int.from_bytes(head[8:16], "big"), 16
    elif length == 0:
        length = end - at
    if length < header or len(head) < header:
        return None
    return _Box(kind, at + header, min(at + length, end))


def _track_id(file: BinaryIO, box: _Box) -> int:
    """Return the id in a TrackHeaderBox, which stands after two times of 4 or 8 bytes."""
    file.seek(box.start)
    content = file.read(24)
    at = 20 if content[:1] == b"\x01" else 12
    return int.from_bytes(content[at : at + 4], "big")


def _segment_end(head: bytes) -> int:
    """Return where a Matroska file's Segment says that it ends; 0 where it does not say.

    EBML (RFC 8794): a header element, then the Segment, each with a length of 1 to 8 bytes.
    """
    _, after = _length(head, 4)
    length, _ = _length(head, 4)
    segment = after + length
    if head[segment : segment + 4] != b"\x18\x53\x80\x67":
        return 0
    length, after = _length(head, segment + 4)
    return after + length


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Return an EBML length and where it ends; an unknown length (all ones) is 0."""
    first = data[at] if at < len(data) else 0
    width = 9 - first.bit_length()
    if width > 8:  # noqa: PLR2004 - the longest length that EBML knows
        return 0, at + 1
    value = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
    return (0 if value == (1 << 7 * width) - 1 else value), at + width
