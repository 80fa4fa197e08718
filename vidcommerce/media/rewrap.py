"""Copies clips out of containers that can't be sought to the frame. Nothing is encoded."""

from __future__ import annotations

import tempfile
from pathlib import Path

from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.ffmpeg import INPUT_GUARD, Ffmpeg
from vidcommerce.storage import FolderStore

_UNINDEXED = ("mpegts", "matroska", "webm")
"""A transport stream has no index, and a recording that a browser streamed out has none either:
ffmpeg then lands seconds away from where it was sent."""


def needs_rewrap(facts: ClipFacts) -> bool:
    """Tell whether a clip of this container is copied before it is cut."""
    return any(name in facts.container.split(",") for name in _UNINDEXED)


def rewrap(path: Path, facts: ClipFacts, ffmpeg: Ffmpeg, store: FolderStore) -> Path:
    """Return a copy of the clip's two streams in a file with an index, made once."""
    name = f"rewrapped/{facts.sha256}.mkv"
    if not store.has(name):
        streams = [facts.picture.stream, *([facts.sound.stream] if facts.sound else [])]
        chosen = [part for stream in streams for part in ("-map", f"0:{stream}")]
        with tempfile.TemporaryDirectory(prefix="vidcommerce-") as folder:
            ffmpeg.run(
                [*INPUT_GUARD, "-i", f"file:{path.resolve()}", *chosen, "-c", "copy",
                 "-map_metadata", "-1", "-f", "matroska", "clip.mkv"],
                job="copying a clip", folder=Path(folder),
            )  # fmt: skip
            store.put(name, Path(folder) / "clip.mkv")
    return store.folder / name
