"""QR codes as part of a page."""

from __future__ import annotations

import segno
from markupsafe import Markup


def qr(text: str) -> Markup:
    """Return an inline SVG of the QR code of ``text``, black on white with its quiet zone.

    Without a size of its own: the style sheet gives it one.
    """
    code = segno.make(text, micro=False)
    svg = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr")
    return Markup(svg)  # noqa: S704 - drawn by the library, the text is only dots in it
