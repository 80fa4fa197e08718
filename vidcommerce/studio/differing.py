"""What can be different between two versions of a plan: kinds, and one difference. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is different; the studio counts by these, so a name stays what it is."""

    CUT_REMOVED = "cut_removed"
    CUT_ADDED = "cut_added"
    CUT_MOVED = "cut_moved"
    ORDER = "order"
    FRAMING = "framing"
    LINE_CHANGED = "line_changed"
    LINE_ADDED = "line_added"
    LINE_REMOVED = "line_removed"
    LINE_SPLIT = "line_split"
    LINES_JOINED = "lines_joined"
    LINE_MOVED = "line_moved"
    CARD_MOVED = "card_moved"
    CARD_LENGTH = "card_length"
    CARD_PLACED = "card_placed"
    CARD_TEXT = "card_text"
    CARD_PICTURE = "card_picture"
    CARD_ADDED = "card_added"
    CARD_REMOVED = "card_removed"
    MUSIC_CHANGED = "music_changed"
    MUSIC_REMOVED = "music_removed"
    MUSIC_GAIN = "music_gain"
    MUSIC_DUCK = "music_duck"
    SOUND_GAIN = "sound_gain"
    COVER = "cover"
    TRANSLATION = "translation"
    LABEL_ADDED = "label_added"
    LABEL_CHANGED = "label_changed"
    LABEL_REMOVED = "label_removed"


LABELS: Final = frozenset({Kind.LABEL_ADDED, Kind.LABEL_CHANGED, Kind.LABEL_REMOVED})
"""What no person edits: it follows from what was found out, and from what was said to it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different.

    ``number`` counts the line from 1: in the plan after, for LINE_REMOVED in the one before.
    ``by`` is how much: frames later (or longer), hundredths of a decibel louder; 0 where it means
    nothing. ``at`` is the frame of the source for cuts. ``text`` is the title of music, or what a
    label says.
    """

    kind: Kind
    number: int = 0
    by: int = 0
    at: int = 0
    text: str = ""
