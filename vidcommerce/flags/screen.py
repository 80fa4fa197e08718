"""A screen that was filmed: the grid of its points, or its beat with the camera's own grid."""

from __future__ import annotations

from statistics import median
from typing import Final

from vidcommerce.flags.examining import Examined
from vidcommerce.flags.glimpses import Glimpses, glimpses
from vidcommerce.flags.kinds import Flag, Kind, Severity

SOURCE: Final = "screen"

COMB: Final = 2600
"""Thousandths of a power of ten by which a pattern must stand out, in the middle one of the
pictures: real clips reach 2100, of cloth and grids among them, computed films of screens 2900 to
4700 after encoding at 5 Mbit/s."""


def check(clip: Examined) -> tuple[Flag, ...]:
    """Return whether a clip looks like a filmed screen. Raises what measuring it raises."""
    return filmed_screen(glimpses(clip.path, clip.facts))


def filmed_screen(seen: Glimpses) -> tuple[Flag, ...]:
    """Return a question where at least half of the pictures have the pattern of a screen."""
    combs = [picture.comb for picture in seen.pictures]
    if not combs or median(combs) < COMB:
        return ()
    strongest = max(seen.pictures, key=lambda picture: picture.comb)
    evidence = {"at": strongest.at, "strength": round(median(combs) / 100)}
    return (Flag(Kind.SCREEN_FILMED, Severity.QUESTION, SOURCE, evidence),)
