"""How a clip looks: colours stronger than cameras give, a picture that was enlarged.

What is not looked for, because it could not be measured honestly: smoothed skin and warped bodies.
"""

from __future__ import annotations

from statistics import median
from typing import Final

from vidcommerce.flags.examining import Examined
from vidcommerce.flags.glimpses import Glimpses, glimpses
from vidcommerce.flags.kinds import Flag, Kind, Severity

SOURCE: Final = "looks"

EMPTY: Final = 100
"""Thousandths of a picture in which a colour of leaves or food is as strong as can be. Cameras keep
off that edge: the real clips reach 45 (a macro of a flower), pictures of fruit and leaves whose
colours were made 1.8 times as strong 150 to 500."""

ENLARGED: Final = 95
"""Thousandths of their contrast that the sharpest places of the sharpest picture lose by halving it
once. Real clips reach 113 or more, the same ones enlarged twice 32 to 108, three times 36 to 75."""

_SHARE: Final = 50
"""Thousandths of the picture that leaves or food must fill for their colour to count."""


def check(clip: Examined) -> tuple[Flag, ...]:
    """Return what is odd about a clip's looks. Raises what measuring it raises."""
    seen = glimpses(clip.path, clip.facts)
    return (*measured(seen), *boosted(seen), *enlarged(seen))


def measured(seen: Glimpses) -> tuple[Flag, ...]:
    """Return a note of how strong the colours are, by which the farmer's next clips are judged."""
    now = strength(seen)
    if now is None:
        return ()
    return (Flag(Kind.COLOURS_MEASURED, Severity.NOTE, SOURCE, {"strength": now}),)


def boosted(seen: Glimpses) -> tuple[Flag, ...]:
    """Return a question where colours are stronger than cameras give, in most pictures."""
    shares = [picture.colours.empty for picture in seen.pictures]
    if not shares or median(shares) < EMPTY:
        return ()
    strongest = max(seen.pictures, key=lambda picture: picture.colours.empty)
    evidence = {"share": round(median(shares) / 10), "at": strongest.at}
    return (Flag(Kind.COLOURS_BOOSTED, Severity.QUESTION, SOURCE, evidence),)


def enlarged(seen: Glimpses) -> tuple[Flag, ...]:
    """Return a note where even the sharpest picture has no more detail than half its size holds."""
    details = [picture.detail for picture in seen.pictures if picture.detail >= 0]
    if not details or max(details) >= ENLARGED:
        return ()
    return (Flag(Kind.ENLARGED, Severity.NOTE, SOURCE, {"detail": max(details)}),)


def strength(seen: Glimpses) -> int | None:
    """Return the chroma of a clip's leaves and food, None where it shows too little of them."""
    chroma = [
        value
        for picture in seen.pictures
        for share, value in (
            (picture.colours.leaves, picture.colours.leaf),
            (picture.colours.food, picture.colours.ripe),
        )
        if share >= _SHARE
    ]
    return round(median(chroma)) if chroma else None
