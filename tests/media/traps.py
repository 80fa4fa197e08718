"""Files that lure a parser into opening something else, and the alarms that tell if it did."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PARENTS: Final = (b"moov", b"trak", b"mdia", b"minf", b"dinf")


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """Give a local port and the list of those who connected to it."""
    seen: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def watch() -> None:
            while True:
                try:
                    caller, address = server.accept()
                except OSError:
                    return
                seen.append(str(address))
                caller.close()

        thread = threading.Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1], seen
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@contextmanager
def canary(path: Path) -> Iterator[list[str]]:
    """Make a named pipe at ``path`` and give the list of its openings for reading.

    To open a pipe for writing waits until somebody opens it for reading: that somebody is seen.
    """
    seen: list[str] = []
    os.mkfifo(path)

    def watch() -> None:
        with path.open("wb"):
            seen.append("opened")

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        if not seen:  # let the thread go
            os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
            thread.join(5)


def playlist(target: str) -> bytes:
    """Return an HLS playlist of one segment, as in the classic attack on ffmpeg."""
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10.0,\n{target}\n#EXT-X-ENDLIST\n".encode()


def concat_script(target: Path) -> bytes:
    """Return a script of ffmpeg's concat demuxer."""
    return f"ffconcat version 1.0\nfile '{target}'\n".encode()


def with_reference(clip: bytes, target: Path) -> bytes:
    """Return an MP4 whose first track says that its pictures are in another file.

    The reference is a Macintosh alias with an absolute path (QuickTime File Format, 'alis').
    """
    path = str(target).encode()
    path += b"\0" * (len(path) % 2)
    record = bytes(150) + (2).to_bytes(2, "big") + len(path).to_bytes(2, "big") + path
    body = b"alis" + bytes(4) + record + b"\xff\xff\0\0"
    entry = (4 + len(body)).to_bytes(4, "big") + body
    at = clip.index(b"dref") + 12
    old = int.from_bytes(clip[at : at + 4], "big")
    grown = bytearray(clip[:at] + entry + clip[at + old :])
    for box in (*_enclosing(clip, 0, len(clip), at), at - 16):
        size = int.from_bytes(clip[box : box + 4], "big") + len(entry) - old
        grown[box : box + 4] = size.to_bytes(4, "big")
    return bytes(grown)


def _enclosing(data: bytes, start: int, stop: int, place: int) -> Iterator[int]:
    """Yield where the boxes begin that hold ``place``, from the outermost."""
    while start + 8 <= stop:
        size = int.from_bytes(data[start : start + 4], "big")
        if start < place < start + size:
            if data[start + 4 : start + 8] in _PARENTS:
                yield start
                yield from _enclosing(data, start + 8, start + size, place)
            return
        start += max(size, 8)
