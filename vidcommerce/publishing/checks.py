"""What was checked of a video, in a shopper's words: what is said, what it means, what shows it.

Pure. What could tell who filmed, where or with what stays out; so does every text that stood in
the file itself, since anybody can write anything into a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from vidcommerce.flags.kinds import SHOPPER_WORDS, Flag, Kind
from vidcommerce.language import N_, Words
from vidcommerce.publishing.facts import Check

_TITLES: Final[Mapping[Kind, str]] = {
    Kind.TIME_KNOWN: N_("The date of filming fits"),
    Kind.TIME_UNKNOWN: N_("No date of filming"),
    Kind.TIME_AHEAD: N_("The date of filming is wrong"),
    Kind.TIME_LONG_PAST: N_("Filmed long before it was sent"),
    Kind.DEVICE_KNOWN: N_("The camera is named"),
    Kind.DEVICE_UNKNOWN: N_("No camera is named"),
    Kind.PASSED_THROUGH: N_("Came through another program"),
    Kind.TRUNCATED: N_("The end was missing"),
    Kind.PROVENANCE_TRUSTED: N_("Origin signed by a known signer"),
    Kind.PROVENANCE_VALID: N_("Origin signed"),
    Kind.PROVENANCE_INVALID: N_("Signed origin does not fit"),
}

_WATCHED: Final = N_("A helper of the village station watched this video before it was published.")
_DAY: Final = N_("The file says it was filmed on {day}. A file's date can be changed by hand.")
_DATED: Final = frozenset({Kind.TIME_KNOWN, Kind.TIME_AHEAD, Kind.TIME_LONG_PAST})


def checks(flags: Iterable[Flag], speech: Words) -> list[Check]:
    """Return the labels of "What was checked"; each kind of flag once, a person's look first.

    A page is public only after a helper approved its video, so that label is always there.
    """
    once = {flag.kind: flag for flag in flags if flag.kind in _TITLES}
    watched = Check(
        speech.say(N_("Watched by a helper")),
        speech.say(_WATCHED),
        "",
    )
    return [watched, *(_check(flag, speech) for flag in once.values())]


def _check(flag: Flag, speech: Words) -> Check:
    day = str(flag.evidence.get("day", "")) if flag.kind in _DATED else ""
    return Check(
        speech.say(_TITLES[flag.kind]),
        speech.say(SHOPPER_WORDS[flag.kind]),
        speech.say(_DAY, day=day) if day else "",
    )
