"""The way from paper to a video: a QR code, and a poster with it for the market stall. Pure."""

from __future__ import annotations

import io
from typing import Final

import segno
from markupsafe import Markup

from vidcommerce.language import N_, words
from vidcommerce.publishing.drawing import draw, own_style
from vidcommerce.publishing.facts import Listing
from vidcommerce.publishing.feeds import local

_QUIET: Final = 4
"""Modules of white around a code: ISO/IEC 18004, 5.3.8 asks for four."""

_SAY: Final = {
    "scan": N_("Scan to watch the video"),
    "see": N_("See how it is grown, what was checked, and order it."),
    "origin": N_("Origin"),
    "print": N_("Print this page, A4, and hang it where people can reach it with a phone."),
    "back": N_("Back to the video"),
}


def qr_svg(text: str) -> str:
    """Return an SVG of the QR code of a text, that is a file of its own.

    A quarter of it may be worn or wet and it is still read (level Q).
    """
    code = segno.make(text, error="q", micro=False)
    file = io.BytesIO()
    code.save(
        file, kind="svg", border=_QUIET, dark="#000", light="#fff", omitsize=True, xmldecl=False
    )
    return file.getvalue().decode()


def qr_poster(listing: Listing) -> str:
    """Return the HTML of a poster to print on A4, in the language of the video.

    It names no price: paper can't be taken back when the price changes.
    """
    speech = words(listing.language)
    style, source = own_style("poster.css")
    return draw(
        "poster.html",
        lang=speech.language,
        say={name: speech.say(sentence) for name, sentence in _SAY.items()},
        listing=listing,
        picture=local(listing.poster, listing),
        shown=listing.address.page.partition("://")[2],
        code=Markup(qr_svg(listing.address.page)),  # noqa: S704 - drawn by the library, the text is only dots in it
        style=style,
        policy=f"default-src 'none'; img-src 'self' data:; style-src {source}; base-uri 'none'",
    )
