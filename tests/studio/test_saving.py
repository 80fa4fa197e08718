"""What may follow a draft's plan: what contradicts the clip, the product or the music is out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.factories import IMAGE, PRODUCT, analysis, plans
from tests.media.plans import plan
from vidcommerce.media.fonts import GlyphsMissing
from vidcommerce.media.plan import (
    Box,
    Canvas,
    Cue,
    EditPlan,
    MusicBed,
    PlanRejected,
    Translation,
    Word,
)
from vidcommerce.media.time import FrameRange, FrameRate
from vidcommerce.reviews.corrections import LineUnreadable
from vidcommerce.studio.saving import LOUDEST, QUIETEST, Ground, accepted, settled

BED = MusicBed("e" * 64, "Hills", -1200, 1200)
CANVAS = Canvas(360, 640, FrameRate(30, 1))
BASE = plan(
    [(0, 100), (150, 350)], cues=[(0, 60, "Sweet oranges")], card=(90, 210), canvas=CANVAS,
    music=BED,
)  # fmt: skip
GROUND = Ground(PRODUCT, IMAGE, {BED.track: BED.title, "f" * 64: "Rain"})


def _cues(*cues: Cue) -> EditPlan:
    return replace(BASE, cues=cues)


def _boxed(box: Box) -> EditPlan:
    return replace(BASE, cards=(replace(BASE.cards[0], box=box),))


def _other_source(sha256: str) -> EditPlan:
    return replace(BASE, sources=(replace(BASE.sources[0], sha256=sha256),))


_LINE = BASE.cues[0]
_WORD = Word("x", FrameRange(0, 10), 900)

REFUSED: dict[str, tuple[str, Callable[[], EditPlan]]] = {
    "another clip": ("sources", lambda: _other_source("a" * 64)),
    "a longer clip": (
        "sources", lambda: replace(BASE, sources=(replace(BASE.sources[0], frames=9999),))),
    "another rate": (
        "canvas", lambda: replace(BASE, canvas=replace(CANVAS, rate=FrameRate(25, 1)))),
    "another language": ("language", lambda: replace(BASE, language="zh")),
    "no card": ("cards", lambda: replace(BASE, cards=())),
    "a card that nobody can see": (
        "cards",
        lambda: replace(BASE, cards=(replace(BASE.cards[0], frames=FrameRange(90, 119)),))),
    "more languages than there are readers": (
        "translations",
        lambda: replace(
            BASE, translations=tuple(Translation(f"a{chr(97 + n)}", ()) for n in range(21)))),
    "a huge card": ("cards.0.box", lambda: _boxed(Box(0, 0, 360, 640))),
    "a card under the buttons": ("cards.0.box", lambda: _boxed(Box(20, 590, 100, 40))),
    "music of nowhere": ("music.track", lambda: replace(BASE, music=replace(BED, track="a" * 64))),
    "music by a false name": (
        "music.track", lambda: replace(BASE, music=replace(BED, track="f" * 64))),
    "music that deafens": (
        "music.gain", lambda: replace(BASE, music=replace(BED, gain=LOUDEST + 1))),
    "music ducked away": ("music.duck", lambda: replace(BASE, music=replace(BED, duck=99999))),
    "sound that deafens": (
        "audio.gain", lambda: replace(BASE, audio=replace(BASE.audio, gain=LOUDEST + 1))),
    "sound of nothing": (
        "audio.gain", lambda: replace(BASE, audio=replace(BASE.audio, gain=QUIETEST - 1))),
    "a novel": ("cues.0.lines", lambda: _cues(replace(_LINE, lines=("x" * 201,)))),
    "more than certain": (
        "cues.0.words", lambda: _cues(replace(_LINE, words=(replace(_WORD, confidence=1001),)))),
    "words after the end": (
        "cues.0.words",
        lambda: _cues(replace(_LINE, words=(replace(_WORD, frames=FrameRange(0, 301)),)))),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_contradicts_the_draft_is_refused(name: str) -> None:
    """Each at the key that is wrong; without it the plan could be rendered."""
    place, made = REFUSED[name]
    with pytest.raises(PlanRejected) as refused:
        accepted(BASE, made(), GROUND)
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("lines", "error"), [(("x" * 190,), LineUnreadable), (("\ue000",), GlyphsMissing)]
)
def test_what_can_not_be_read_or_drawn_is_refused(
    lines: tuple[str, ...], error: type[Exception]
) -> None:
    """Before anything is rendered, so that the helper reads it where they type."""
    with pytest.raises(error):
        accepted(BASE, _cues(replace(_LINE, lines=lines)), GROUND)


def test_a_line_as_it_was_may_move_whatever_its_size() -> None:
    """What the draft made small is no fault of whoever shifts it."""
    long = replace(BASE, cues=(replace(_LINE, lines=("x" * 190,)),))
    later = replace(long, cues=(replace(long.cues[0], frames=FrameRange(10, 70)),))
    assert accepted(long, later, GROUND) == later


def test_a_card_says_what_the_product_says() -> None:
    """A price that somebody wrote into a plan, and one from before it moved, both give way."""
    invented = replace(PRODUCT, price=Decimal("0.01"))
    cards = (replace(BASE.cards[0], product=invented, image="a" * 64),)
    made = accepted(BASE, replace(BASE, cards=cards), GROUND)
    assert made == BASE


def test_a_card_moves_within_its_room() -> None:
    """As large as it was, or as drafts have it, above the subtitles."""
    moved = _boxed(Box(30, 100, 100, 40))
    assert accepted(BASE, moved, GROUND) == moved


def test_music_ducks_where_the_clip_is_known_to_speak() -> None:
    """Whatever a browser says of that: a cut that came back brings its speech along."""
    said = analysis(duration=12_000, speech=[(2000, 4500)])
    whole = plan([(0, 350)], card=(90, 210), canvas=CANVAS, music=BED)
    made = accepted(BASE, whole, replace(GROUND, analyses=(said,)))
    assert made.audio.speech == (FrameRange(60, 135),)


@settings(max_examples=25)
@given(plans())
def test_what_is_settled_stays_so(one: EditPlan) -> None:
    """And its cards say what the product says, whatever else is in the plan."""
    tracks = {} if one.music is None else {one.music.track: one.music.title}
    ground = Ground(PRODUCT, IMAGE, tracks)
    once = settled(one, ground)
    assert settled(once, ground) == once
    assert all((card.product, card.image) == (PRODUCT, IMAGE) for card in once.cards)


@settings(max_examples=25)
@given(plans(), plans())
def test_no_other_clip_s_plan_is_taken(one: EditPlan, other: EditPlan) -> None:
    """Whatever else is in it: what is accepted has the sources, canvas and language of before."""
    other = replace(other, sources=tuple(replace(s, sha256="b" * 64) for s in other.sources))
    with pytest.raises(PlanRejected):
        accepted(one, other, GROUND)
