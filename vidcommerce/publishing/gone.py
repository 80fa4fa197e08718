"""The page that is left where a video was taken back. Pure."""

from __future__ import annotations

from typing import Final

from vidcommerce.language import N_, words
from vidcommerce.publishing.drawing import draw, own_style

_SAY: Final = {
    "gone": N_("This video was taken back."),
    "why": N_("Its owner does not show it any more."),
    "others": N_("See other videos of the village"),
}


def gone(language: str, village: str) -> str:
    """Return the HTML of the page, in a BCP 47 ``language``; ``village`` is the shop page's path.

    It stands in the place of the page and of the player for other sites, and needs no file.
    """
    speech = words(language)
    style, source = own_style("gone.css")
    return draw(
        "gone.html",
        lang=speech.language,
        say={name: speech.say(sentence) for name, sentence in _SAY.items()},
        village=village,
        style=style,
        policy=f"default-src 'none'; style-src {source}; base-uri 'none'",
    )
