"""The prints of all clips: kept as blobs, noted as rows, and listed in memory by whoever asks.

``reuse/<sha256>/<version>/print`` is a clip's print, ``.../listed`` the small part of it that the
index holds; the row is written when both are there.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from vidcommerce.flags.reuse.index import Index, Listed, listed
from vidcommerce.flags.reuse.matching import Found, find
from vidcommerce.flags.reuse.prints import VERSION, Print, packed, unpacked
from vidcommerce.flags.reuse.reading import read_print
from vidcommerce.flags.tables import PrintRow
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.storage import BlobMissing, BlobStore

_PRINT: Final = "print"
_LISTED: Final = "listed"

_OVERLAP: Final = 15 * 60_000
"""Milliseconds by which rows may become visible later than others that name a later time."""

_HELD: Final = 12
"""Prints that are held in memory for the next clip: a village's are much alike."""


def folder_of(sha256: str) -> str:
    """Return the name below which a clip's print is kept."""
    return f"reuse/{sha256}/{VERSION}"


def kept_print(path: Path, facts: ClipFacts, ffmpeg: Ffmpeg, store: BlobStore) -> Print:
    """Return the print of a raw clip, made and kept where it is not. Raises what reading does."""
    folder = folder_of(facts.sha256)
    if store.has(f"{folder}/{_LISTED}"):  # it is put last
        return _fetched(store, facts.sha256)
    whole = read_print(path, facts, ffmpeg)
    with store.scratch() as scratch:
        for name, record in ((_PRINT, whole), (_LISTED, listed(whole))):
            (scratch / name).write_bytes(packed(record))
            store.put(f"{folder}/{name}", scratch / name)
    return whole


def note(session: Session, sha256: str, whole: Print, now: int) -> None:
    """Note that a clip's print is kept."""
    if session.get(PrintRow, (sha256, VERSION)) is None:
        row = PrintRow(
            sha256=sha256, version=VERSION, frames=whole.frames, blob=folder_of(sha256),
            created_at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()


class Shelf:
    """The index of all prints, as far as this process has read them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._index: Index[str] = Index()
        self._until = 0
        self._held: OrderedDict[str, Print] = OrderedDict()

    def refresh(self, session: Session, store: BlobStore) -> None:
        """Read what was noted since the last time; what is gone meanwhile is left out."""
        asked = (
            select(PrintRow.sha256, PrintRow.created_at)
            .where(PrintRow.version == VERSION, PrintRow.created_at >= self._until - _OVERLAP)
            .order_by(PrintRow.created_at, PrintRow.sha256)
        )
        for sha256, at in session.execute(asked).all():
            self._until = max(self._until, at)
            if sha256 in self._index:
                continue
            try:
                kept = _read(store, f"{folder_of(sha256)}/{_LISTED}")
            except BlobMissing:
                continue
            self._index.add(sha256, unpacked(Listed, kept))

    def seen_before(self, whole: Print, store: BlobStore) -> tuple[Found[str], ...]:
        """Return the clips, by their sha256, of which a clip with this print shows something."""
        return find(self._index, lambda sha256: self._print(store, sha256), whole)

    def _print(self, store: BlobStore, sha256: str) -> Print:
        if sha256 in self._held:
            self._held.move_to_end(sha256)
            return self._held[sha256]
        whole = self._held[sha256] = _or_empty(store, sha256)
        if len(self._held) > _HELD:
            self._held.popitem(last=False)
        return whole


def _or_empty(store: BlobStore, sha256: str) -> Print:
    """Return a print; an empty one where it was deleted since it was listed."""
    try:
        return _fetched(store, sha256)
    except BlobMissing:
        return Print.empty()


def _fetched(store: BlobStore, sha256: str) -> Print:
    return unpacked(Print, _read(store, f"{folder_of(sha256)}/{_PRINT}"))


def _read(store: BlobStore, name: str) -> bytes:
    return b"".join(store.read(name, 0, store.size(name)))
