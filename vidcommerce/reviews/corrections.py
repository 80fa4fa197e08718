"""What a helper changes in a draft, and the plan that comes of it. Pure.

Times and cuts stay; later tools will move them. Text that no font can draw, or that is too long
to be read, is refused here and not by the renderer: a draft that was saved can be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.captions import caption_size
from vidcommerce.media.card import card_texts
from vidcommerce.media.fonts import covering
from vidcommerce.media.plan import Cue, EditPlan, ProductFacts
from vidcommerce.reviews.merging import tidy

LONGEST_LINE: Final = 200
"""Characters of a subtitle that a form takes; far more than can be read."""

SMALLEST: Final = 30
"""Letters smaller than a thirtieth of the picture's shorter side can't be read on a phone."""


@dataclass(eq=False)
class LineUnreadable(InputRejected):
    """A subtitle would have to be set too small; ``number`` counts from 1."""

    number: int
    text: str
    sentence = N_("Subtitle {number} is too long to be read: {text}. Make it shorter.")


@dataclass(eq=False)
class LinesMismatch(InputRejected):
    """The form has another number of subtitles than the draft that it is about."""

    sentence = N_("This page does not fit the draft any more. Please load it again.")


@dataclass(frozen=True, slots=True)
class CardText:
    """What can be corrected on the card."""

    name: str
    unit: str
    origin: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The text of every subtitle, in their order, and of the card.

    Line breaks part the lines of a subtitle; one without text is taken out of the video.
    """

    cues: tuple[str, ...]
    card: CardText


def card_of(facts: ProductFacts) -> CardText:
    """Return what of a product can be corrected here."""
    return CardText(facts.name, facts.unit, facts.origin)


def with_card(facts: ProductFacts, card: CardText) -> ProductFacts:
    """Return a product's facts with the card's text; spaces around it don't count."""
    return replace(
        facts, name=card.name.strip(), unit=card.unit.strip(), origin=card.origin.strip()
    )


def corrected(plan: EditPlan, cues: Sequence[str], facts: ProductFacts, image: str) -> EditPlan:
    """Return the plan with these subtitles, its cards showing ``facts`` and the picture ``image``.

    Words and their times stay with a subtitle whose text is as it was. Raises LinesMismatch,
    LineUnreadable, GlyphsMissing or PlanRejected.
    """
    if len(cues) != len(plan.cues):
        raise LinesMismatch
    pairs = zip(plan.cues, cues, strict=True)
    kept = tuple(_cue(cue, text) for cue, text in pairs if text.strip())
    cards = tuple(replace(card, product=facts, image=image) for card in plan.cards)
    made = replace(plan.with_cues(kept), cards=cards)
    check_letters(made, plan)
    return made


def _cue(cue: Cue, text: str) -> Cue:
    lines = tuple(tidy(text).split("\n"))
    return cue if lines == cue.lines else Cue(cue.frames, lines, ())


def check_letters(plan: EditPlan, before: EditPlan) -> None:
    """Check what is drawn; texts that were there ``before`` are as good as they were.

    Raises LineUnreadable or GlyphsMissing.
    """
    there = {cue.lines for cue in before.cues}
    on_cards = [t for card in plan.cards for t in card_texts(card.product, plan.language)]
    fonts = covering([line for cue in plan.cues for line in cue.lines] + on_cards)
    least = min(plan.canvas.width, plan.canvas.height) // SMALLEST
    for number, cue in enumerate(plan.cues, 1):
        if cue.lines not in there and caption_size(cue.lines, plan.canvas, fonts) < least:
            raise LineUnreadable(number, " ".join(cue.lines))
