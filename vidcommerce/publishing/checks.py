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
    Kind.AI_IS: N_("Made with AI"),
    Kind.AI_POSSIBLY: N_("May be made with AI"),
    Kind.AI_SUSPECTED: N_("Suspected to be made with AI"),
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
    Kind.IN_HARVEST: N_("Filmed in the time of harvest"),
    Kind.OUTSIDE_HARVEST: N_("Not filmed in the time of harvest"),
    Kind.SENT_BEFORE_HARVEST: N_("Sent before the harvest"),
    Kind.PLACE_FITS: N_("The place fits"),
    Kind.PLACE_FAR: N_("Filmed far from the village"),
    Kind.DOWNLOADED: N_("Published before elsewhere"),
    Kind.SCREEN_RECORDED: N_("A recording of a screen"),
    Kind.SCREEN_FILMED: N_("A screen may have been filmed"),
    Kind.STILLS: N_("Made of still pictures"),
    Kind.FROZEN: N_("The picture stands still"),
    Kind.LOOPED: N_("Some seconds are shown twice"),
    Kind.HAS_CUTS: N_("Put together before it was sent"),
    Kind.SPEECH_OVER_CUTS: N_("The voice may be from elsewhere"),
    Kind.COLOURS_BOOSTED: N_("Colours look strengthened"),
    Kind.COLOURS_UNLIKE: N_("Colours stronger than usual"),
    Kind.ENLARGED: N_("The picture was enlarged"),
    Kind.CLAIM_ABSOLUTE: N_("Praise without proof"),
    Kind.CLAIM_HEALTH: N_("Speaks of health"),
    Kind.CLAIM_ORGANIC: N_("Organic without a certificate"),
    Kind.CLAIM_ORIGIN: N_("Place name without a certificate"),
    Kind.CLAIM_PESTICIDE_FREE: N_("Pesticide-free without a report"),
    Kind.CLAIM_AWARD: N_("Award without a certificate"),
    Kind.CLAIM_PITY: N_("Asks for pity"),
    Kind.CLAIM_PRICE: N_("Price compared without proof"),
    Kind.CLAIM_PROVED: N_("Certificate shown"),
    Kind.PRICE_SPOKEN: N_("Another price is said"),
    Kind.REUSED_OWN: N_("Filmed earlier"),
    Kind.REUSED_OTHER: N_("Sent before by somebody else"),
}

_WATCHED: Final = N_("A helper of the village station watched this video before it was published.")
_DAY: Final = N_("The file says it was filmed on {day}. A file's date can be changed by hand.")
_DATED: Final = frozenset({Kind.TIME_KNOWN, Kind.TIME_AHEAD, Kind.TIME_LONG_PAST})


_EVIDENCE: Final[Mapping[Kind, tuple[str, tuple[str, ...]]]] = {
    **dict.fromkeys(_DATED, (_DAY, ("day",))),
    Kind.OUTSIDE_HARVEST: (
        N_("Filmed on {day}; the harvest is from {start} to {end}."),
        ("day", "start", "end"),
    ),
    Kind.SENT_BEFORE_HARVEST: (N_("The harvest begins on {start}."), ("start",)),
    Kind.PLACE_FAR: (N_("It is more than {kilometres} km away."), ("kilometres",)),
    Kind.STILLS: (N_("For {seconds} seconds."), ("seconds",)),
    Kind.FROZEN: (N_("For {seconds} seconds."), ("seconds",)),
    Kind.LOOPED: (N_("For {seconds} seconds."), ("seconds",)),
    Kind.HAS_CUTS: (N_("There are {count} cuts."), ("count",)),
    Kind.COLOURS_BOOSTED: (
        N_("In {share}% of the picture they could not be any stronger."),
        ("share",),
    ),
    Kind.CLAIM_PROVED: (
        N_("Certificate {number} of {issuer}, good until {expires}."),
        ("number", "issuer", "expires"),
    ),
}
"""What shows it, and the fields that it takes: what we measured, or what a person wrote down."""

_UNCHECKED_TITLE: Final = N_("Not everything was checked")
_UNCHECKED: Final = N_(
    "A computer has not looked through this video's picture and origin. That says nothing against "
    "the video."
)

_RECORD_TITLE: Final = N_("The village's record is public")
_RECORD: Final = N_(
    "Its page says how many videos, reports and appeals there were, and what came of them."
)


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


def record(speech: Words) -> Check:
    """Return the label that leads to the village's integrity record."""
    return Check(speech.say(_RECORD_TITLE), speech.say(_RECORD), "")


def unchecked(speech: Words) -> Check:
    """Return the label of a video whose checks were not made, or failed."""
    return Check(speech.say(_UNCHECKED_TITLE), speech.say(_UNCHECKED), "")


def _check(flag: Flag, speech: Words) -> Check:
    return Check(
        speech.say(_TITLES[flag.kind]),
        speech.say(SHOPPER_WORDS[flag.kind]),
        _shows(flag, speech),
    )


def _shows(flag: Flag, speech: Words) -> str:
    """Return what shows a flag, where its evidence has it."""
    sentence, fields = _EVIDENCE.get(flag.kind, ("", ()))
    if not fields or not all(str(flag.evidence.get(field, "")) for field in fields):
        return ""
    return speech.say(sentence, **{field: flag.evidence[field] for field in fields})
