"""The confined half of reading statements of origin: standard input in, one JSON object out.

Started by :mod:`vidcommerce.media.manifest` as ``python -m``; nothing else may run it. The file is
read by C2PA's own library. It may fetch nothing: neither statements that a file says to lie at
an address, nor lists of revoked certificates; and here it could not.
"""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path
from typing import Any, BinaryIO, Final

import av
import av.subtitles.stream  # PyAV imports it late, when nothing can be opened any more
import c2pa

from vidcommerce.media.confined import OUT_OF_MEMORY, give_up_everything
from vidcommerce.media.manifest_rules import NO_FETCHING
from vidcommerce.media.probe_frames import opened

_KEY: Final = "aigc"
"""The name of the key of GB 45438-2025 (appendix E), in small letters."""

_LONGEST: Final = 8 << 10
"""Characters of a label that are read; its fields together stay far below."""

_HEAD: Final = 1 << 20
"""Bytes at a file's start among which a picture has its XMP, where the label is in pictures."""

_XMP: Final = re.compile(
    rb"""<TC260:AIGC>([^<]{1,8192})</TC260:AIGC>|TC260:AIGC=(?:"([^"]{1,8192})"|'([^']{1,8192})')"""
)
"""TC260-PG-20258A: the property AIGC of the schema TC260."""

_STORE: Final = bytes.fromhex("63327061 0011 0010 8000 00AA00389B71")
"""How a store of manifests begins, wherever it lies (C2PA 2.2, 11.1.4.2)."""

_SEARCHED: Final = 64 << 20
_NOTHING: Final = ("ManifestNotFound", "NotSupported", "Remote")


def main() -> None:
    """Answer for the file on standard input; the fourth word names a file of trusted signers."""
    anchors = Path(sys.argv[4]).read_text("utf-8") if sys.argv[4] else ""
    give_up_everything()
    try:
        with open(0, "rb", buffering=0, closefd=False) as file:
            answer = {"aigc": _label(file), **_read(file, anchors)}
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
    json.dump(answer, sys.stdout)


def _read(file: BinaryIO, anchors: str) -> dict[str, Any]:
    settings = {**NO_FETCHING} | ({"trust": {"trust_anchors": anchors}} if anchors else {})
    file.seek(0)
    try:
        with c2pa.Reader(None, file, context=c2pa.Context.from_dict(settings)) as reader:
            return {"state": reader.get_validation_state(), "store": json.loads(reader.json())}
    except c2pa.C2paError as error:
        kind, _, rest = str(error).partition(":")
        if kind == "Remote":
            return {"remote": rest.rpartition(" ")[2]}
        if kind in _NOTHING or not _holds_store(file):
            return {}
        return {"broken": kind}


def _holds_store(file: BinaryIO) -> bool:
    """Tell whether there is a statement in the file, although it can't be read."""
    file.seek(0)
    before = b""
    for _ in range(_SEARCHED // _HEAD):
        block = file.read(_HEAD)
        if _STORE in before + block:
            return True
        if not block:
            return False
        before = block[-len(_STORE) :]
    return False


def _label(file: BinaryIO) -> str:
    """Return the text of the label by which the file says that it was generated, or none."""
    file.seek(0)
    found = _XMP.search(file.read(_HEAD))
    if found is not None:
        return unescape(next(filter(None, found.groups())).decode("utf-8", "replace"))
    file.seek(0)
    try:
        with opened(file) as container:
            tags = [*container.metadata.items()]
            tags += [tag for stream in container.streams for tag in stream.metadata.items()]
    except av.FFmpegError:
        return ""  # what is wrong with it, the probe says
    return next((text[:_LONGEST] for key, text in tags if key.lower() == _KEY), "")


if __name__ == "__main__":
    main()
