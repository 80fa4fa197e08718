"""Which programs a file came through, by what they write into it. Pure.

Only what a program does write counts, never what it takes out. Messengers whose files look like any
other that was encoded again (WeChat, Telegram) can't be named, and no guess is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from vidcommerce.flags.examining import Examined
from vidcommerce.flags.glimpses import glimpses
from vidcommerce.flags.kinds import Flag, Kind, Severity
from vidcommerce.media.clip import ClipFacts

SOURCE: Final = "passage"

_PUBLISHED: Final = (
    ("comment", re.compile(r"^vid:v[0-9a-z]{10,}"), "Douyin / TikTok"),
    ("description", re.compile(r"^packed by bilibili"), "Bilibili"),
    ("description", re.compile(r"\b(tiktok|douyin)\b"), "Douyin / TikTok"),
    ("artist", re.compile(r"\b(tiktok|douyin)\b"), "Douyin / TikTok"),
)  # fmt: skip
"""Tags that only the servers of a site write: the number of the published video, and its packer, as
files that people saved from there have them."""

_PUBLISHING_TRACKS: Final = (
    ("produced by google", "YouTube"),
    ("twitter-vork", "X / Twitter"),
    ("bytedance", "Douyin / TikTok"),
)
"""Parts of what the tracks of a file from there say of who wrote them."""

_RECORDERS: Final = re.compile(r"replaykit|screen[ _-]?record|screencast|录屏|屏幕录制")
"""iOS writes ReplayKitRecording as the author of a recording of its screen; other recorders write
one of the rest as their name."""

_EDITORS: Final = (
    ("te_is_reencode", "CapCut"), ("teeditor", "CapCut"), ("vicut", "CapCut"),
    ("bytevehwavc", "CapCut"), ("lvmetainfo", "CapCut"),
)  # fmt: skip
"""Keys and parts of values that ByteDance's editor leaves (Jianying, CapCut)."""

_WHATSAPP: Final = "beam"
"""A box that WhatsApp puts after the first one, and nobody else."""

_TRACK_WRITERS: Final = (
    ("x264", "x264"), ("x265", "x265"), ("mainconcept", "MainConcept"), ("gpac", "GPAC"),
    ("l-smash", "L-SMASH"),
)  # fmt: skip
"""Encoders and writers of programs on computers and servers; no phone's camera has them."""


def check(clip: Examined) -> tuple[Flag, ...]:
    """Return what a clip came through. Raises what measuring it raises."""
    seen = glimpses(clip.path, clip.facts)
    return passage(clip.facts, seen.boxes, seen.writers)


def passage(
    facts: ClipFacts, boxes: Sequence[str] = (), writers: Sequence[str] = ()
) -> tuple[Flag, ...]:
    """Return the flags of a file's tags, its outermost boxes and its tracks' writers."""
    tags = {key.lower(): value.lower() for key, value in facts.tags}
    tracks = [writer.lower() for writer in writers]
    published = _first((*_published(tags), *_named(tracks, _PUBLISHING_TRACKS)))
    program = _first((*_messenger(boxes), *_editor(tags), *_named(tracks, _TRACK_WRITERS)))
    found = []
    if published:
        found.append(Flag(Kind.DOWNLOADED, Severity.QUESTION, SOURCE, {"program": published}))
    if any(_RECORDERS.search(text) for text in (*tags.values(), *tracks)):
        found.append(Flag(Kind.SCREEN_RECORDED, Severity.QUESTION, SOURCE))
    if program:
        found.append(Flag(Kind.PASSED_THROUGH, Severity.NOTE, SOURCE, {"program": program}))
    return tuple(found)


def _published(tags: Mapping[str, str]) -> Iterator[str]:
    for key, pattern, site in _PUBLISHED:
        if pattern.search(tags.get(key, "")):
            yield site


def _messenger(boxes: Sequence[str]) -> Iterator[str]:
    if _WHATSAPP in boxes:
        yield "WhatsApp"


def _editor(tags: Mapping[str, str]) -> Iterator[str]:
    said = " ".join((*tags.keys(), *tags.values()))
    yield from (program for part, program in _EDITORS if part in said)


def _named(tracks: Iterable[str], names: Sequence[tuple[str, str]]) -> Iterator[str]:
    said = " ".join(tracks)
    yield from (name for part, name in names if part in said)


def _first(names: Sequence[str]) -> str:
    return next(iter(names), "")
