"""Notes of what is used: before it is looked for, once, and never of what can't come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clearing.conftest import add_use
from vidcommerce.clearing.tables import PartRow
from vidcommerce.clearing.uses import FRESH, NotedStore, Uses, part_of
from vidcommerce.db import now_ms
from vidcommerce.service import Service
from vidcommerce.storage import BlobMissing, FolderStore


@pytest.mark.parametrize(
    ("blob", "part"),
    [
        ("chunks/12ab/540.mp4", "chunks/12ab"),
        ("sound/34cd.m4a", "sound/34cd"),
        ("sound/34cd.json", "sound/34cd"),
        ("proxies/56ef/1-30-1/index.json", "proxies/56ef"),
        ("rewrapped/78.mkv", "rewrapped/78"),
        ("analysis/9a.json", "analysis/9a"),
        ("clips/12ab", ""),
        ("pictures/12ab", ""),
        ("drafts/12ab/34cd/video.mp4", ""),
        ("site/v/oranges/index.html", ""),
        ("chunks", ""),
    ],
)
def test_only_what_can_be_made_again_is_a_part(blob: str, part: str) -> None:
    """Raw clips, pictures and what is public can't be cleared as parts, whatever the rows say."""
    assert part_of(blob) == part


def test_a_use_is_noted_before_the_store_is_asked(tmp_path: Path) -> None:
    """In every way to look at a blob, or to put one: clearing sees the note or has deleted it."""
    noted: list[str] = []
    store = NotedStore(FolderStore(tmp_path / "store"), noted.append)
    assert not store.has("chunks/a/1.mp4")
    with pytest.raises(BlobMissing), store.local("chunks/b/1.mp4"):
        pass
    with pytest.raises(BlobMissing):
        store.size("chunks/c/1.mp4")
    (tmp_path / "file").write_text("x")
    store.put("chunks/d/1.mp4", tmp_path / "file")
    with pytest.raises(BlobMissing):
        store.copy("chunks/e/1.mp4", "chunks/f/1.mp4")
    assert noted == [f"chunks/{letter}/1.mp4" for letter in "abcdef"]


def test_a_use_is_written_once_and_renewed_after_a_day(service: Service) -> None:
    """Whoever uses a part a hundred times writes one row; an old note does not stay old."""
    fresh, old = now_ms() - FRESH // 2, now_ms() - 2 * FRESH
    add_use(service, "chunks/fresh", "clip", fresh)
    add_use(service, "chunks/old", "clip", old)
    uses = Uses(service.database, "clip")
    for name in ("chunks/fresh/1.mp4", "chunks/old/1.mp4", "chunks/new/1.mp4", "clips/raw"):
        for _ in range(3):
            uses.note(name)
    with service.database.reading() as session:
        rows = {row.name: row.used_at for row in session.query(PartRow)}
    assert rows.keys() == {"chunks/fresh", "chunks/old", "chunks/new"}
    assert rows["chunks/fresh"] == fresh
    assert min(rows["chunks/old"], rows["chunks/new"]) > old
