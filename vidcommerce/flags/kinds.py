"""What a check can see in a clip: the kinds of flags, how much each weighs, and its words. Pure.

A flag is evidence. What follows from it is said by :mod:`vidcommerce.flags.policy` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from vidcommerce.documents import digest
from vidcommerce.language import N_
from vidcommerce.media.clip import PROBLEM_WORDS, Problem
from vidcommerce.media.time import Span


class Severity(StrEnum):
    """How much a flag asks of whoever looks at the clip."""

    NOTE = "note"
    QUESTION = "question"
    SERIOUS = "serious"


class Kind(StrEnum):
    """What was seen. Those that a file's problems stand for have the problem's name."""

    NO_SOUND = "no_sound"
    SOUND_UNREADABLE = "sound_unreadable"
    TRUNCATED = "truncated"
    SECOND_PICTURE = "second_picture"
    WRONG_COLOUR_TAGS = "wrong_colour_tags"
    WRONG_DURATION = "wrong_duration"
    SMALL_PICTURE = "small_picture"
    DEVICE_KNOWN = "device_known"
    DEVICE_UNKNOWN = "device_unknown"
    TIME_KNOWN = "time_known"
    TIME_UNKNOWN = "time_unknown"
    TIME_AHEAD = "time_ahead"
    TIME_LONG_PAST = "time_long_past"
    PASSED_THROUGH = "passed_through"
    PLACE_IN_FILE = "place_in_file"
    PRICE_CHANGED = "price_changed"
    PROVENANCE_TRUSTED = "provenance_trusted"
    PROVENANCE_VALID = "provenance_valid"
    PROVENANCE_INVALID = "provenance_invalid"
    PROVENANCE_NONE = "provenance_none"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that ``source`` (a check) saw; ``span`` is where, None for the whole clip.

    ``evidence`` fills the fields of the kind's words. It never holds a place on earth.
    """

    kind: Kind
    severity: Severity
    source: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    span: Span | None = None

    def name(self) -> str:
        """Return what names the flag: seen twice, it is the same."""
        return digest([self.kind, self.source, dict(self.evidence), self.span])


HELPER_WORDS: Final[Mapping[Kind, str]] = {
    **{Kind(problem.value): PROBLEM_WORDS[problem] for problem in Problem},
    Kind.DEVICE_KNOWN: N_("filmed with {device}, the file says"),
    Kind.DEVICE_UNKNOWN: N_("the file does not say what filmed it; that is common"),
    Kind.TIME_KNOWN: N_("filmed on {day}, the file says"),
    Kind.TIME_UNKNOWN: N_("the file does not say when it was filmed; that is common"),
    Kind.TIME_AHEAD: N_("the file says it was filmed on {day}, after it was sent"),
    Kind.TIME_LONG_PAST: N_("the file says it was filmed on {day}, long before it was sent"),
    Kind.PASSED_THROUGH: N_("the file came through another program ({program}) before it was sent"),
    Kind.PLACE_IN_FILE: N_("the file holds the place; it is kept here and never published"),
    Kind.PRICE_CHANGED: N_(
        "the card in the public video says {shown}, the product costs {now} now"
    ),
    Kind.PROVENANCE_TRUSTED: N_(
        "the file's statement of origin is whole; {who} signed it, who is on the list"
    ),
    Kind.PROVENANCE_VALID: N_(
        "the file's statement of origin is whole; it is signed by {who}, who is on no list"
    ),
    Kind.PROVENANCE_INVALID: N_(
        "the file was changed after its statement of origin was signed, or the statement is broken"
    ),
    Kind.PROVENANCE_NONE: N_("the file holds no statement of origin; that is common"),
}
"""What a helper reads of each."""

SHOPPER_WORDS: Final[Mapping[Kind, str]] = {
    Kind.TIME_KNOWN: N_("The file's date of filming fits the day on which it was sent."),
    Kind.TIME_UNKNOWN: N_("The file gives no date of filming. That says nothing either way."),
    Kind.TIME_AHEAD: N_("The file's date of filming can't be right."),
    Kind.TIME_LONG_PAST: N_("It was filmed long before it was sent, its file says."),
    Kind.DEVICE_KNOWN: N_("The file names the camera that filmed it."),
    Kind.DEVICE_UNKNOWN: N_("The file names no camera. That says nothing either way."),
    Kind.PASSED_THROUGH: N_(
        "The file came through another program, such as a messenger, before it was sent."
    ),
    Kind.TRUNCATED: N_("The end of the file was missing."),
    Kind.PROVENANCE_TRUSTED: N_(
        "The clip came with a signed statement of origin, and the signer is known."
    ),
    Kind.PROVENANCE_VALID: N_(
        "The clip came with a signed statement of origin. Who signed it was not checked."
    ),
    Kind.PROVENANCE_INVALID: N_(
        "The clip came with a statement of origin that no longer fits the file."
    ),
}
"""What a shopper reads of those that say something about where a video comes from."""
