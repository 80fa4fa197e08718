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
    REPORTED = "reported"
    PROVENANCE_TRUSTED = "provenance_trusted"
    PROVENANCE_VALID = "provenance_valid"
    PROVENANCE_INVALID = "provenance_invalid"
    PROVENANCE_NONE = "provenance_none"
    AI_IS = "ai_is"
    AI_POSSIBLY = "ai_possibly"
    AI_SUSPECTED = "ai_suspected"
    IN_HARVEST = "in_harvest"
    OUTSIDE_HARVEST = "outside_harvest"
    SENT_BEFORE_HARVEST = "sent_before_harvest"
    PLACE_FITS = "place_fits"
    PLACE_FAR = "place_far"
    DOWNLOADED = "downloaded"
    SCREEN_RECORDED = "screen_recorded"
    SCREEN_FILMED = "screen_filmed"
    STILLS = "stills"
    FROZEN = "frozen"
    LOOPED = "looped"
    HAS_CUTS = "has_cuts"
    SPEECH_OVER_CUTS = "speech_over_cuts"
    COLOURS_MEASURED = "colours_measured"
    COLOURS_BOOSTED = "colours_boosted"
    COLOURS_UNLIKE = "colours_unlike"
    ENLARGED = "enlarged"
    CLAIM_ABSOLUTE = "claim_absolute"
    CLAIM_HEALTH = "claim_health"
    CLAIM_ORGANIC = "claim_organic"
    CLAIM_ORIGIN = "claim_origin"
    CLAIM_PESTICIDE_FREE = "claim_pesticide_free"
    CLAIM_AWARD = "claim_award"
    CLAIM_PITY = "claim_pity"
    CLAIM_PRICE = "claim_price"
    CLAIM_PROVED = "claim_proved"
    PRICE_SPOKEN = "price_spoken"
    REUSED_OWN = "reused_own"
    REUSED_OTHER = "reused_other"


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
    Kind.REPORTED: N_("shoppers reported this video, {people} of them at least"),
    Kind.PRICE_CHANGED: N_(
        "the card in the public video says {shown}, the product costs {now} now"
    ),
    Kind.AI_IS: N_("the file says that a computer made pictures or sound of it ({by})"),
    Kind.AI_POSSIBLY: N_("a computer may have made pictures or sound of it ({by} says so)"),
    Kind.AI_SUSPECTED: N_("something in the file speaks for pictures made by a computer: {by}"),
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
    Kind.IN_HARVEST: N_("filmed on {day}, the file says; that lies in the time of harvest"),
    Kind.OUTSIDE_HARVEST: N_(
        "filmed on {day}, the file says, but the harvest is said to be from {start} to {end}"
    ),
    Kind.SENT_BEFORE_HARVEST: N_("sent on {day}, but the harvest is said to begin on {start}"),
    Kind.PLACE_FITS: N_("the place in the file is near the village"),
    Kind.PLACE_FAR: N_("the place in the file is more than {kilometres} km from the village"),
    Kind.DOWNLOADED: N_("the file was taken from {program}: somebody published it there before"),
    Kind.SCREEN_RECORDED: N_("the file says that it is a recording of a screen"),
    Kind.SCREEN_FILMED: N_("the picture has the regular pattern of a screen that was filmed"),
    Kind.STILLS: N_("the clip is made of {count} still pictures, for {seconds} seconds"),
    Kind.FROZEN: N_("the picture stands still for {seconds} seconds"),
    Kind.LOOPED: N_("the same {seconds} seconds are shown twice, again from {again} on"),
    Kind.HAS_CUTS: N_("the clip has {count} cuts: it was put together before it was sent"),
    Kind.SPEECH_OVER_CUTS: N_(
        "a voice speaks on through {count} of {cuts} cuts: the sound may be from elsewhere"
    ),
    Kind.COLOURS_MEASURED: N_(
        "leaves and food have colours of the strength {strength}; 20 to 50 is common"
    ),
    Kind.COLOURS_BOOSTED: N_(
        "colours are stronger than cameras give: {share}% of the picture could not be any stronger"
    ),
    Kind.COLOURS_UNLIKE: N_(
        "colours are stronger ({now}) than in the farmer's other clips ({usual})"
    ),
    Kind.ENLARGED: N_(
        "the picture was enlarged to twice its size or more, or nothing in it is in focus"
    ),
    Kind.CLAIM_ABSOLUTE: N_(
        "“{text}” says more than anybody can prove ({law}). What would do: {instead}"
    ),
    Kind.CLAIM_HEALTH: N_(
        "“{text}” speaks of health; food may not ({law}). What would do: {instead}"
    ),
    Kind.CLAIM_ORGANIC: N_("“{text}” needs a certificate ({law}). What would do: {instead}"),
    Kind.CLAIM_ORIGIN: N_(
        "“{text}” uses or claims a protected place name ({law}). What would do: {instead}"
    ),
    Kind.CLAIM_PESTICIDE_FREE: N_("“{text}” needs a test report ({law}). What would do: {instead}"),
    Kind.CLAIM_AWARD: N_(
        "“{text}” needs the award's certificate ({law}). What would do: {instead}"
    ),
    Kind.CLAIM_PITY: N_("“{text}” asks for pity ({law}). What would do: {instead}"),
    Kind.CLAIM_PRICE: N_("“{text}” makes the price look lower ({law}). What would do: {instead}"),
    Kind.CLAIM_PROVED: N_(
        "“{text}” is proved by certificate {number} of {issuer}, good until {expires}"
    ),
    Kind.PRICE_SPOKEN: N_("“{text}” is said, but the card shows {shown}"),
    Kind.REUSED_OWN: N_("{here} was in an earlier clip of the same farmer, there at {there}"),
    Kind.REUSED_OTHER: N_("{here} was in an earlier clip of another farmer, there at {there}"),
}
"""What a helper reads of each."""

SHOPPER_WORDS: Final[Mapping[Kind, str]] = {
    Kind.AI_IS: N_("A computer made pictures or voices of this video. It says so at its start."),
    Kind.AI_POSSIBLY: N_(
        "A computer may have made pictures or voices of this video. It says so at its start."
    ),
    Kind.AI_SUSPECTED: N_(
        "Signs in the file speak for pictures or voices that a computer made. It is not certain."
    ),
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
    Kind.IN_HARVEST: N_("It was filmed in the time of harvest, its file says."),
    Kind.OUTSIDE_HARVEST: N_(
        "Its file says that it was not filmed in the time of harvest. It may show another one."
    ),
    Kind.SENT_BEFORE_HARVEST: N_(
        "It was sent before the harvest began, so it can't show this harvest."
    ),
    Kind.PLACE_FITS: N_("The file holds the place of filming, and it is near the village."),
    Kind.PLACE_FAR: N_("The file holds a place of filming that is far from the village."),
    Kind.DOWNLOADED: N_(
        "The file was taken from another site, where somebody had published it before."
    ),
    Kind.SCREEN_RECORDED: N_(
        "The file says that it is a recording of a screen. No camera filmed it."
    ),
    Kind.SCREEN_FILMED: N_(
        "The picture has a pattern as when a screen is filmed. Some cloth and some nets look alike."
    ),
    Kind.STILLS: N_("It is made of still pictures, not filmed."),
    Kind.FROZEN: N_("For some seconds the picture stands still."),
    Kind.LOOPED: N_("Some seconds are shown twice."),
    Kind.HAS_CUTS: N_("It was put together from several pieces before it was sent."),
    Kind.SPEECH_OVER_CUTS: N_(
        "The voice speaks on through the cuts of the picture. It may be from another time."
    ),
    Kind.COLOURS_BOOSTED: N_("Colours are stronger than cameras give. The real ones may be paler."),
    Kind.COLOURS_UNLIKE: N_(
        "Colours are stronger than in other videos of the same farmer. The real ones may be paler."
    ),
    Kind.ENLARGED: N_("The picture was enlarged from a smaller one, or nothing in it is in focus."),
    Kind.CLAIM_ABSOLUTE: N_("It is praised in words that nobody can prove."),
    Kind.CLAIM_HEALTH: N_("Something is said about health. Food is no medicine."),
    Kind.CLAIM_ORGANIC: N_("It is called organic or the like. No certificate was shown to us."),
    Kind.CLAIM_ORIGIN: N_("A protected place name is used. No certificate was shown to us."),
    Kind.CLAIM_PESTICIDE_FREE: N_(
        "It is said to be free of pesticides or additives. No test report was shown to us."
    ),
    Kind.CLAIM_AWARD: N_("An award is spoken of. No certificate was shown to us."),
    Kind.CLAIM_PITY: N_("It asks for pity. Nobody can check such a story from here."),
    Kind.CLAIM_PRICE: N_("The price is compared with one that nobody checked."),
    Kind.CLAIM_PROVED: N_("Something is said that needs a certificate, and it was shown to us."),
    Kind.PRICE_SPOKEN: N_("Another price is said than the card shows. The card's price holds."),
    Kind.REUSED_OWN: N_("Part of it was in an earlier video of the same farmer."),
    Kind.REUSED_OTHER: N_("Part of it was sent before by somebody else."),
}
"""What a shopper reads of those that say something about where a video comes from."""
