"""Which of a clip's tags tell more about the person who filmed than about the clip. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Reveals(StrEnum):
    """What a tag tells; strongest first."""

    PLACE = "place"
    PERSON = "person"
    DEVICE = "device"
    TIME = "time"


_WORDS: Final = {
    Reveals.PLACE: ("location", "gps", "latitude", "longitude", "loci", "xyz", "place"),
    Reveals.PERSON: ("artist", "author", "owner", "copyright", "director", "performer"),
    Reveals.DEVICE: (
        "make", "model", "software", "firmware", "manufacturer", "serial", "device", "version",
    ),
    Reveals.TIME: ("creation_time", "creationdate", "date", "year"),
}  # fmt: skip
"""Parts of tag names, as iPhones, Androids, GoPros and ffmpeg write them."""

_HARMLESS: Final = ("minor_version", "major_brand", "compatible_brands")
"""Of the container itself; every MP4 has them."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A tag of a clip and what it reveals."""

    reveals: Reveals
    key: str
    value: str


def traces(tags: Iterable[tuple[str, str]]) -> tuple[Trace, ...]:
    """Return the tags that reveal something, the strongest first, each once.

    ``tags`` are those of :class:`vidcommerce.media.clip.ClipFacts`. A tag that ffmpeg repeats with
    a language ("location-eng") and the same value counts once.
    """
    seen: dict[tuple[Reveals, str], Trace] = {}
    for key, value in tags:
        kind = _kind(key)
        if kind is not None:
            seen.setdefault((kind, value), Trace(kind, key, value))
    order = list(Reveals)
    return tuple(sorted(seen.values(), key=lambda trace: (order.index(trace.reveals), trace.key)))


def _kind(key: str) -> Reveals | None:
    name = key.lower()
    if name in _HARMLESS:
        return None
    parts = set(name.replace("-", ".").split("."))
    for kind, words in _WORDS.items():
        if parts & set(words):
            return kind
    return None
