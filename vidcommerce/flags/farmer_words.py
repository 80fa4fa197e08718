"""What a farmer reads of a flag that a person upheld, and what to do then. Pure.

Very plain, few words, none that blames: they are read aloud as well. Only what can be asked of a
clip is here; notes that say nothing against it are not told to farmers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from vidcommerce.flags.kinds import Flag, Kind
from vidcommerce.language import N_, Words

_FILM_AGAIN: Final = N_("Film it again with the phone's camera and send that.")
_WHOLE_AGAIN: Final = N_("Send the clip once more from the phone that filmed it.")
_WHEN: Final = N_("Tell your helper when you filmed it.")
_YOUR_OWN: Final = N_("Send only what you have filmed yourself.")
_PAPER: Final = N_("Give your helper the paper for it, or say it without these words.")
_OTHER_WORDS: Final = N_("Say it in other words next time. Your helper can change the subtitles.")
_COLOURS: Final = N_("Film without a filter. Show it as it looks at home.")

FARMER_WORDS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.NO_SOUND: (N_("Your video has no sound."), _FILM_AGAIN),
    Kind.SOUND_UNREADABLE: (N_("The sound of your video is broken."), _WHOLE_AGAIN),
    Kind.TRUNCATED: (N_("The end of your video is missing."), _WHOLE_AGAIN),
    Kind.SECOND_PICTURE: (N_("Your file holds two pictures. One is used."), _WHOLE_AGAIN),
    Kind.WRONG_COLOUR_TAGS: (N_("The colours of your file are not right."), _WHOLE_AGAIN),
    Kind.WRONG_DURATION: (N_("Your file is not as long as it says."), _WHOLE_AGAIN),
    Kind.SMALL_PICTURE: (N_("The picture is small."), _WHOLE_AGAIN),
    Kind.TIME_AHEAD: (N_("The date in your file is wrong."), _WHEN),
    Kind.TIME_LONG_PAST: (N_("Your video was filmed long ago."), _FILM_AGAIN),
    Kind.PASSED_THROUGH: (
        N_("Your video came through another program, such as a messenger."),
        _WHOLE_AGAIN,
    ),
    Kind.PRICE_CHANGED: (
        N_("Your video shows another price than the one now."),
        N_("The station puts the new price into the picture."),
    ),
    Kind.REPORTED: (
        N_("People who bought say that something is not as you show it."),
        N_("Tell your helper how it is."),
    ),
    Kind.PROVENANCE_INVALID: (N_("Your file was changed after it was signed."), _WHOLE_AGAIN),
    Kind.AI_IS: (
        N_("A computer made a part of your video."),
        N_("The video says so at its start. You need do nothing."),
    ),
    Kind.AI_POSSIBLY: (
        N_("A computer may have made a part of your video."),
        N_("The video says so at its start. You need do nothing."),
    ),
    Kind.AI_SUSPECTED: (
        N_("It looks as if a computer made a part of your video."),
        N_("The video says so at its start. If you filmed it all, ask for another look."),
    ),
    Kind.OUTSIDE_HARVEST: (N_("Your video was not filmed in the time of harvest."), _WHEN),
    Kind.SENT_BEFORE_HARVEST: (N_("Your video came before the harvest began."), _WHEN),
    Kind.PLACE_FAR: (
        N_("Your video was filmed far from your village."),
        N_("Tell your helper where you filmed it."),
    ),
    Kind.DOWNLOADED: (N_("Your video was on another site before."), _YOUR_OWN),
    Kind.SCREEN_RECORDED: (N_("Your video was recorded from a screen."), _YOUR_OWN),
    Kind.SCREEN_FILMED: (N_("Your video shows a screen that was filmed."), _YOUR_OWN),
    Kind.STILLS: (N_("Your video is made of photos."), _FILM_AGAIN),
    Kind.FROZEN: (N_("The picture of your video stands still for a while."), _FILM_AGAIN),
    Kind.LOOPED: (N_("Your video shows the same seconds twice."), _FILM_AGAIN),
    Kind.HAS_CUTS: (N_("Your video was put together from pieces."), _WHOLE_AGAIN),
    Kind.SPEECH_OVER_CUTS: (
        N_("The voice in your video is from elsewhere."),
        N_("Film it again and speak while you film."),
    ),
    Kind.COLOURS_BOOSTED: (N_("The colours of your video are too strong."), _COLOURS),
    Kind.COLOURS_UNLIKE: (N_("The colours are stronger than in your other videos."), _COLOURS),
    Kind.ENLARGED: (
        N_("The picture is not sharp."),
        N_("Go nearer to it instead of zooming, and film it again."),
    ),
    Kind.CLAIM_ABSOLUTE: (N_("You say “{text}”. Nobody can prove that."), _OTHER_WORDS),
    Kind.CLAIM_HEALTH: (
        N_("You say “{text}”. Of food nobody may say that it is good against illness."),
        _OTHER_WORDS,
    ),
    Kind.CLAIM_ORGANIC: (N_("You say “{text}”. That needs a paper."), _PAPER),
    Kind.CLAIM_ORIGIN: (N_("You say “{text}”. This name needs a paper."), _PAPER),
    Kind.CLAIM_PESTICIDE_FREE: (N_("You say “{text}”. That needs a test report."), _PAPER),
    Kind.CLAIM_AWARD: (N_("You say “{text}”. That needs the paper of the award."), _PAPER),
    Kind.CLAIM_PITY: (
        N_("You say “{text}”. That asks for pity."),
        N_("Show how good it is instead."),
    ),
    Kind.CLAIM_PRICE: (N_("You say “{text}”. Nobody can check that price."), _OTHER_WORDS),
    Kind.PRICE_SPOKEN: (
        N_("You say “{text}”, but the card shows {shown}."),
        N_("Tell your helper which price is right."),
    ),
    Kind.REUSED_OWN: (N_("A part of it was in another video of yours."), _FILM_AGAIN),
    Kind.REUSED_OTHER: (N_("A part of it was sent by somebody else before."), _YOUR_OWN),
}
"""By kind what was found, and what to do. Fields are those of the flag's evidence."""


def for_farmer(flag: Flag, speech: Words) -> tuple[str, str]:
    """Return what was found and what to do, in the farmer's language; ("", "") for mere notes."""
    if flag.kind not in FARMER_WORDS:
        return "", ""
    found, then = FARMER_WORDS[flag.kind]
    return speech.say(found, **flag.evidence), speech.say(then)
