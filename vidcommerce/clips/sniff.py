"""Whether a file can be a video at all, by its first bytes. Pure, and cheap: no parser is run.

Only what can't be a clip is refused here; the probe looks into the rest, in its confined child.
The containers are those that the probe would open (``media/ffmpeg.py``, CONTAINERS).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_

HEAD: Final = 512
"""How many bytes are looked at, where there are as many."""

_TS_PACKETS: Final = (188, 192)
"""Lengths of an MPEG transport stream's packets, plain and with time stamps (ISO 13818-1, M2TS)."""

_ISO_BOXES: Final = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot", b"styp")
"""What MP4 and QuickTime files begin with (ISO 14496-12; Apple's QTFF)."""

_STILL_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif")
_SOUND_BRANDS: Final = (b"M4A ", b"M4B ", b"M4P ")
_STILLS: Final = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_MATROSKA: Final = b"\x1aE\xdf\xa3"


@dataclass(eq=False)
class NotAVideo(InputRejected):
    """The file is no video of a kind that phones write."""

    sentence = N_("This file is not a video. Choose a video from your phone.")


@dataclass(eq=False)
class PhotoNotVideo(NotAVideo):
    """The file is a still picture."""

    sentence = N_("This is a photo, not a video. Choose a video.")


@dataclass(eq=False)
class SoundNotVideo(NotAVideo):
    """The file is a sound recording."""

    sentence = N_("This is a sound recording, not a video. Choose a video.")


def check(head: bytes) -> None:
    """Let a file that begins with ``head`` pass if it may be a video. Raises NotAVideo."""
    if head.startswith(_STILLS) or _brand(head) in _STILL_BRANDS or _riff(head) == b"WEBP":
        raise PhotoNotVideo
    if head.startswith((b"ID3", b"OggS", b"fLaC", b"#!AMR")) or _riff(head) == b"WAVE":
        raise SoundNotVideo
    if _brand(head) in _SOUND_BRANDS:
        raise SoundNotVideo
    if not (_is_iso(head) or head.startswith(_MATROSKA) or _riff(head) == b"AVI " or _is_ts(head)):
        raise NotAVideo


def _is_iso(head: bytes) -> bool:
    return head[4:8] in _ISO_BOXES


def _brand(head: bytes) -> bytes:
    return head[8:12] if head[4:8] == b"ftyp" else b""


def _riff(head: bytes) -> bytes:
    return head[8:12] if head.startswith(b"RIFF") else b""


def _is_ts(head: bytes) -> bool:
    """Find the byte 0x47 at the start of the first packets; M2TS has four bytes before it."""
    return any(
        head[start : start + 2 * size + 1 : size] == b"GGG"
        for size, start in zip(_TS_PACKETS, (0, 4), strict=True)
    )
