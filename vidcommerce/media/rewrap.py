"""Copies clips out of containers that can't be sought to the frame. Nothing is encoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from vidcommerce.language import N_
from vidcommerce.media.ffmpeg import INPUT_GUARD, Ffmpeg
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.probe import probe
from vidcommerce.storage import BlobStore

_UNINDEXED = ("mpegts", "matroska", "webm")
"""A transport stream has no index, and a recording that a browser streamed out has none either:
ffmpeg then lands seconds away from where it was sent."""


@contextmanager
def seekable(clip: ClipFile, ffmpeg: Ffmpeg, store: BlobStore) -> Iterator[ClipFile]:
    """Give a clip that ffmpeg finds its way in: the clip itself, or a copy of its two streams.

    The copy is made once. It keeps the name, tags and problems of the clip it was made from; only
    its streams and times are its own.
    """
    facts = clip.facts
    if not any(name in facts.container.split(",") for name in _UNINDEXED):
        yield clip
        return
    name = f"rewrapped/{facts.sha256}.mkv"
    if not store.has(name):
        _copy(clip, name, ffmpeg, store)
    with store.local(name) as path:
        copied = probe(path)
        yield ClipFile(
            path,
            replace(
                facts,
                origin=copied.origin,
                duration=copied.duration,
                picture=copied.picture,
                sound=copied.sound,
            ),
        )


def _copy(clip: ClipFile, name: str, ffmpeg: Ffmpeg, store: BlobStore) -> None:
    facts = clip.facts
    streams = [facts.picture.stream, *([facts.sound.stream] if facts.sound else [])]
    chosen = [part for stream in streams for part in ("-map", f"0:{stream}")]
    with store.scratch() as folder:
        ffmpeg.run(
            [*INPUT_GUARD, "-i", f"file:{clip.path.resolve()}", *chosen, "-c", "copy",
             "-map_metadata", "-1", "-f", "matroska", "clip.mkv"],
            job=N_("copying a clip"), folder=folder,
        )  # fmt: skip
        store.put(name, folder / "clip.mkv")
