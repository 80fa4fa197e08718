"""What a person who edits a plan should keep to: the numbers that drafting keeps to."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vidcommerce.drafting.cardplace import card_room
from vidcommerce.drafting.lines import GAP, LINES, LONGEST, SHORTEST, style
from vidcommerce.media.plan import Box, EditPlan


@dataclass(frozen=True, slots=True)
class Limits:
    """For subtitles: characters a line and a second, lines, and frames; for cards: canvas pixels.

    ``gap`` is how many frames are free between two subtitles, ``card_room`` where a card hides
    neither subtitles nor is hidden by players.
    """

    characters: int
    speed: int
    lines: int
    shortest: int
    longest: int
    gap: int
    card_room: Box


def limits(plan: EditPlan) -> Limits:
    """Return the limits for a plan, by the language and the script of its subtitles."""
    look = style(plan.language, "".join(line for cue in plan.cues for line in cue.lines))
    rate = plan.canvas.rate
    return Limits(
        characters=look.characters,
        speed=look.speed,
        lines=LINES,
        shortest=math.ceil(SHORTEST * rate.numerator / rate.denominator),
        longest=int(LONGEST * rate.numerator // rate.denominator),
        gap=GAP,
        card_room=card_room(plan.canvas),
    )
