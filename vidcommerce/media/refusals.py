"""Why a clip can't be used, each in one plain sentence, and the rules for a clip that is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vidcommerce.errors import InputRejected, WorkFailed
from vidcommerce.language import N_
from vidcommerce.media.clip import ClipFacts
from vidcommerce.media.ffmpeg import MAX_PIXELS

SHORTEST: Final = 1_000
"""Milliseconds. Nothing shorter tells a shopper anything, nor makes a segment for a player."""

LONGEST: Final = 30 * 60 * 1_000
"""Milliseconds. All of a clip is analysed, so this bounds the work that one upload can cost."""

MOST_PIXELS: Final = LONGEST // 1_000 * 60 * MAX_PIXELS
"""Pixels of all frames together: what 30 minutes at 60 frames a second come to, at the largest.

Bounds what a small file with absurdly many frames a second can cost. Six minutes of 4K at 60 in
one megabyte (AV1 of a still) are less work than what a phone films in six minutes, 4.7 CPU
seconds for each 30 seconds of the clip when it was tried, and are allowed.
"""

LARGEST_SIDE: Final = 4096
"""Stored pixels: 4K as cinemas have it. A wider strip is no phone's, even with few pixels."""

SMALLEST_SIDE: Final = 64
"""Upright pixels. The smallest that old phones filmed is 128x96; below is an icon, or a trap."""


class Fault(StrEnum):
    """What is wrong with a file that is no readable video; the values are marked sentences."""

    UNKNOWN = N_("it is no kind of video file that phones make")
    TEXT = N_("it holds text, perhaps a playlist, and no video")
    PHOTO = N_("it is a photo")
    PROTECTED = N_("it is protected against copying")
    DAMAGED = N_("it is damaged, or its upload broke off")
    GREEDY = N_("reading it takes too much time or memory")
    NOT_A_FILE = N_("it is a folder or a device")
    FORBIDDEN = N_("you are not allowed to read it")


@dataclass(eq=False)
class ClipMissing(InputRejected):
    """There is no file with the name that was given."""

    clip: str
    sentence = N_("There is no file {clip}.")


@dataclass(eq=False)
class ClipEmpty(InputRejected):
    """The file has no bytes."""

    clip: str
    sentence = N_("{clip} is empty. Copy it from the phone again.")


@dataclass(eq=False)
class ClipUnreadable(InputRejected):
    """The file is no video that can be read; ``fault`` is the text of a :class:`Fault`."""

    clip: str
    fault: str
    sentence = N_("{clip} can't be read as a video: {fault}.")


@dataclass(eq=False)
class NoPicture(InputRejected):
    """The file holds sound or other streams, but not one frame of a picture."""

    clip: str
    sentence = N_("{clip} has no moving picture in it.")


@dataclass(eq=False)
class PictureTooLarge(InputRejected):
    """The picture is larger than 4K; it was not decoded."""

    clip: str
    width: int
    height: int
    sentence = N_(
        "The picture of {clip} is {width} x {height} pixels. "
        "Set the phone's camera to 4K (3840 x 2160) or less."
    )


@dataclass(eq=False)
class PictureTooSmall(InputRejected):
    """The picture is too small to show anything."""

    clip: str
    width: int
    height: int
    sentence = N_("The picture of {clip} is only {width} x {height} pixels; nobody can see it.")


@dataclass(eq=False)
class ClipTooShort(InputRejected):
    """The clip plays for less than a second."""

    clip: str
    seconds: float
    sentence = N_("{clip} is too short: {seconds:.1f} s. A clip must last a second at least.")


@dataclass(eq=False)
class ClipTooLong(InputRejected):
    """The clip plays for longer than is allowed."""

    clip: str
    minutes: int
    sentence = N_("{clip} is too long: {minutes} minutes. A clip may last 30 minutes at most.")


@dataclass(eq=False)
class ClipTooHeavy(InputRejected):
    """The clip has so many frames that looking at all of them would take hours."""

    clip: str
    rate: int
    sentence = N_("{clip} shows {rate} frames a second, more than can be worked on. Film at 60.")


@dataclass(eq=False)
class ProbeFailed(WorkFailed):
    """Our own reader failed; ``log`` holds its last lines, for the log and not for people."""

    clip: str
    code: int
    log: str
    sentence = N_("Looking into {clip} failed (code {code}).")


def check_usable(facts: ClipFacts, clip: str) -> None:
    """Refuse a clip of which no video can be made, although it could be read; pure.

    ``clip`` is the name to call it by. The rules are the constants of this module. Raises
    ClipTooShort, ClipTooLong, ClipTooHeavy or PictureTooSmall.
    """
    picture = facts.picture
    if min(picture.upright_width, picture.upright_height) < SMALLEST_SIDE:
        raise PictureTooSmall(clip, picture.upright_width, picture.upright_height)
    if facts.duration < SHORTEST:
        raise ClipTooShort(clip, facts.duration / 1000)
    if facts.duration > LONGEST:
        raise ClipTooLong(clip, round(facts.duration / 60_000))
    if picture.frames * picture.width * picture.height > MOST_PIXELS:
        raise ClipTooHeavy(clip, round(picture.frames * 1000 / facts.duration))
