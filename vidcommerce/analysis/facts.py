"""What analysis states about a clip: integers, milliseconds and thousandths, no opinions.

Places in the picture are thousandths of the upright picture's width and height, so that they
hold for every size of the same clip. JSON round-trips through :mod:`vidcommerce.documents`.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import with_config

from vidcommerce.documents import STRICT
from vidcommerce.media.time import Span

ANALYSIS_VERSION = 2


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle in thousandths of the upright picture: left, top, width, height."""

    left: int
    top: int
    width: int
    height: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A recognised word with the punctuation that follows it; ``confidence`` in thousandths.

    ``text`` keeps its leading space in scripts that part words by spaces and has none in Chinese,
    so that joining texts gives the sentence back.
    """

    text: str
    span: Span
    confidence: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Look:
    """What the picture is like at one moment.

    ``sharpness`` (0 blurred .. 1000 crisp), ``shake`` (0 still tripod .. 1000 violent),
    ``brightness`` (mean luma, 0 black .. 1000 white), ``clipped`` (thousandths of the pixels that
    are blown out or crushed), ``stillness`` (1000 when nothing changes from frame to frame).
    ``subject`` is where the eye goes, and ``faces`` are largest first.
    """

    at: int
    sharpness: int
    shake: int
    brightness: int
    clipped: int
    stillness: int
    faces: tuple[Region, ...]
    subject: Region


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class Loudness:
    """EBU R 128 loudness, measured once.

    ``momentary`` holds the 400 ms loudness every 100 ms in hundredths of LUFS (-7000 is silence):
    the gating blocks of BS.1770, so that the integrated loudness of any choice of seconds can be
    computed without listening again. ``true_peak`` is in hundredths of dBTP.
    """

    momentary: tuple[int, ...]
    true_peak: int


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ClipAnalysis:
    """All that analysis states about one clip.

    ``duration`` is in milliseconds. ``language`` is a BCP 47 tag, "und" where nobody could tell.
    ``speech`` is where somebody speaks, ``words`` what was said (empty when no recogniser ran),
    ``shots`` the milliseconds at which a new shot begins (never 0), ``looks`` in order of time,
    ``loudness`` is None for a clip without sound. ``traces`` are the spans of speech with
    the breath and the room around them, up to where the clip falls silent.
    """

    version: int
    sha256: str
    duration: int
    language: str
    speech: tuple[Span, ...]
    words: tuple[SpokenWord, ...]
    shots: tuple[int, ...]
    looks: tuple[Look, ...]
    loudness: Loudness | None
    traces: tuple[Span, ...] = ()
