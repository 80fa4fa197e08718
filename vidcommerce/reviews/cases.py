"""What a station can ask a second pair of eyes for. Pure; see second_eyes.py."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from vidcommerce.language import N_


class Case(StrEnum):
    """What a station can ask a second pair of eyes for."""

    FIRST_VIDEOS = "first_videos"
    HEALTH_WORDS = "health_words"
    OPEN_FLAGS = "open_flags"


CASE_WORDS: Final[Mapping[Case, str]] = {
    Case.FIRST_VIDEOS: N_("it is one of the first videos of this farmer"),
    Case.HEALTH_WORDS: N_("something is said about health"),
    Case.OPEN_FLAGS: N_("nobody else has answered its questions yet"),
}
"""Why, within :class:`SecondEyesNeeded`."""
