"""What the probe states about a raw clip. Facts only: nothing here decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vidcommerce.language import N_
from vidcommerce.media.time import FrameRate


class Transfer(StrEnum):
    """How code values stand for light, as the decoded frames say (container tags can lie)."""

    SDR = "sdr"
    HLG = "hlg"
    PQ = "pq"


class RateMode(StrEnum):
    """Whether the time from frame to frame is always the same."""

    CONSTANT = "constant"
    VARIABLE = "variable"


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The one video stream that is used.

    ``width`` and ``height`` are coded pixels; ``upright_width`` and ``upright_height`` what a
    viewer sees after the sample aspect, rotation and mirroring. ``turn`` is the clockwise
    rotation for display in degrees (0, 90, 180 or 270), applied after ``mirrored`` flips left and
    right. ``matrix`` is the one from Y'CbCr to R'G'B', as ffmpeg's scale filter calls it ("bt709",
    "bt601", "bt2020", ...). ``full_range`` tells that black is code value 0 and not 16. ``frames``
    are those that are shown: not hidden by an edit list, not lost at a broken end. ``keyframes``
    are presentation times in milliseconds since the clip's start, rounded up, so that a seek to
    one finds it; 0 also stands for a keyframe that an edit list hides before the start.
    """

    stream: int
    codec: str
    width: int
    height: int
    sample_aspect: tuple[int, int]
    turn: int
    mirrored: bool
    upright_width: int
    upright_height: int
    pixel_format: str
    bits: int
    transfer: Transfer
    matrix: str
    full_range: bool
    rate: FrameRate
    rate_mode: RateMode
    frames: int
    keyframes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """The one audio stream that is used; ``rate`` in samples a second."""

    stream: int
    codec: str
    rate: int
    channels: int


class Problem(StrEnum):
    """What is odd about a clip that can be used all the same; a sentence each in the catalogue."""

    NO_SOUND = "no_sound"
    SOUND_UNREADABLE = "sound_unreadable"
    TRUNCATED = "truncated"
    SECOND_PICTURE = "second_picture"
    WRONG_COLOUR_TAGS = "wrong_colour_tags"
    WRONG_DURATION = "wrong_duration"
    SMALL_PICTURE = "small_picture"


PROBLEM_WORDS = {
    Problem.NO_SOUND: N_("the clip has no sound"),
    Problem.SOUND_UNREADABLE: N_("the clip's sound can't be read"),
    Problem.TRUNCATED: N_("the end of the file is missing; what is there is used"),
    Problem.SECOND_PICTURE: N_("the file holds a second picture, which is left out"),
    Problem.WRONG_COLOUR_TAGS: N_("the file says something else of its colours than is in it"),
    Problem.WRONG_DURATION: N_("the file claims another length than it has"),
    Problem.SMALL_PICTURE: N_("the picture is small and will look soft"),
}
"""What a person reads of each."""


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """All that the probe knows of a clip.

    ``sha256`` names the bytes (lower-case hex). ``duration`` is the playable length: milliseconds
    from ``origin`` until the last frame ends that is really there, whatever the header claims.
    ``origin`` is the container's start time in microseconds, to which ffmpeg's seeks are relative.
    ``tags`` are the container's own, place and device among them: to be looked at, never
    published.
    """

    sha256: str
    bytes: int
    container: str
    origin: int
    duration: int
    picture: PictureFacts
    sound: SoundFacts | None
    tags: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
