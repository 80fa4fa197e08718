"""Whether a plan that somebody made from a draft's can be the draft's next one. Pure.

A plan says much that is no helper's to say: which clips there are, what the product costs, what
music there is. Whatever comes from a browser must agree with that, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from vidcommerce.analysis.facts import ClipAnalysis
from vidcommerce.drafting.cardplace import card_room
from vidcommerce.drafting.placing import shown, speech
from vidcommerce.language import N_
from vidcommerce.media.layout import card_size
from vidcommerce.media.plan import Box, Card, Cue, EditPlan, PlanRejected, ProductFacts
from vidcommerce.reviews.corrections import LONGEST_LINE, check_letters

MOST_CUES: Final = 500
MOST_WORDS: Final = 200
"""Of a plan, and of a subtitle: more than fit into the longest video."""

MOST_LANGUAGES: Final = 20
"""Each is a file more on a public page; the studio offers twelve."""

SHORTEST_CARD: Final = 1000
"""Milliseconds for which cards are shown in all: its way in takes 0.4 s, and less is no card."""

QUIETEST: Final = -6000
LOUDEST: Final = 2400
"""Hundredths of a decibel: silence, and more than drafting ever turns anything up."""

_CERTAIN: Final = 1000
_HIDES = N_("of another size, or where it hides something or is hidden")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan must agree with.

    The product as it is now and the sha256 of its picture; the titles of all music by sha256; what
    was heard and seen of each of the plan's sources, empty where that is not known any more.
    """

    product: ProductFacts
    image: str
    tracks: Mapping[str, str]
    analyses: tuple[ClipAnalysis, ...] = ()


def accepted(before: EditPlan, after: EditPlan, ground: Ground) -> EditPlan:
    """Return ``after`` as it is kept, where it can follow ``before``.

    The label is never a browser's to say: it stays what it was.

    Raises PlanRejected at the first contradiction, LineUnreadable or GlyphsMissing.
    """
    for place, good, fault in _checks(before, after, ground):
        if not good:
            raise PlanRejected(place, fault)
    made = settled(replace(after, label=before.label), ground)
    check_letters(made, before)
    return made


def settled(plan: EditPlan, ground: Ground) -> EditPlan:
    """Return the plan with what is nobody's to say as it is.

    Cards show the product as it is now, whatever they said: so they can't disagree with it, and who
    goes back to what was before a price moved does not bring the old price back. Music ducks where
    the clips are known to speak.
    """
    cards = (replace(card, product=ground.product, image=ground.image) for card in plan.cards)
    plan = replace(plan, cards=tuple(cards))
    if len(ground.analyses) != len(plan.sources):
        return plan
    heard = speech(shown(plan.segments), ground.analyses, plan.canvas.rate)
    return replace(plan, audio=replace(plan.audio, speech=tuple(heard)))


_Check: TypeAlias = tuple[str, bool, str]


def _checks(before: EditPlan, after: EditPlan, ground: Ground) -> Iterator[_Check]:
    """Yield (place, whether it is good, what is wrong otherwise), cheapest first."""
    for name in ("sources", "canvas", "language"):
        same = getattr(after, name) == getattr(before, name)
        yield name, same, N_("not what this draft has")
    yield from _cue_checks("cues", after.cues, after.frames)
    for number, other in enumerate(after.translations):
        yield from _cue_checks(f"translations.{number}.cues", other.cues, after.frames)
    yield "translations", len(after.translations) <= MOST_LANGUAGES, N_("too many languages")
    least = min(before.canvas.rate.frame_at(SHORTEST_CARD), _carded(before))
    yield "cards", _carded(after) >= least, N_("the card must be shown for a second at least")
    for number, card in enumerate(after.cards):
        yield f"cards.{number}.box", _placed(card, before), _HIDES
    yield from _sound_checks(before, after, ground)


def _carded(plan: EditPlan) -> int:
    """Return for how many frames cards are shown."""
    return sum(len(card.frames) for card in plan.cards)


def _cue_checks(place: str, cues: tuple[Cue, ...], frames: int) -> Iterator[_Check]:
    yield place, len(cues) <= MOST_CUES, N_("too many subtitles")
    for number, cue in enumerate(cues):
        short = len("".join(cue.lines)) <= LONGEST_LINE
        yield f"{place}.{number}.lines", short, N_("too long")
        words = cue.words
        good = len(words) <= MOST_WORDS and all(
            0 <= word.confidence <= _CERTAIN and word.frames.stop <= frames
            and len(word.text) <= LONGEST_LINE
            for word in words
        )  # fmt: skip
        yield f"{place}.{number}.words", good, N_("outside the video, or no words")


def _placed(card: Card, before: EditPlan) -> bool:
    """Tell whether a card is where one was, or is as large as one was and in its room."""
    boxes = {one.box for one in before.cards}
    sizes = {(box.width, box.height) for box in boxes} | {card_size(before.canvas)}
    fits = (card.box.width, card.box.height) in sizes
    return card.box in boxes or (fits and _inside(card.box, card_room(before.canvas)))


def _inside(box: Box, room: Box) -> bool:
    moved = Box(box.left - room.left, box.top - room.top, box.width, box.height)
    return moved.inside(room.width, room.height)


def _sound_checks(before: EditPlan, after: EditPlan, ground: Ground) -> Iterator[_Check]:
    tracks = dict(ground.tracks)
    if before.music is not None:
        tracks |= {before.music.track: before.music.title}
    gains = {"audio.gain": after.audio.gain}
    if after.music is not None:
        music = after.music
        known = tracks.get(music.track) == music.title
        yield "music.track", known, N_("there is no such music")
        gains |= {"music.gain": music.gain}
        yield "music.duck", music.duck <= -QUIETEST, N_("too loud, or too quiet")
    for place, gain in gains.items():
        yield place, QUIETEST <= gain <= LOUDEST, N_("too loud, or too quiet")
