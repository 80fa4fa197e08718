"""Two versions of a plan compared in words: a table, and what holds for all plans."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.factories import PRODUCT, plans
from tests.media.plans import RATE, plan
from vidcommerce.language import words
from vidcommerce.media.plan import Box, Card, Cue, EditPlan, MusicBed, Translation, Word
from vidcommerce.media.time import FrameRange
from vidcommerce.studio.comparing import differences
from vidcommerce.studio.telling import told

BED = MusicBed("e" * 64, "Hills", -1200, 1200)
LINES = ((0, 40, "Sweet oranges"), (50, 90, "from the hill"), (120, 180, "picked today"))
BASE = plan([(0, 100), (150, 350)], cues=LINES, card=(90, 210), music=BED)
"""Ten seconds of a clip with one cut, of frames 100 to 150."""


def _cues(*lines: tuple[int, int, str]) -> EditPlan:
    return replace(BASE, cues=tuple(Cue(FrameRange(a, b), (t,), ()) for a, b, t in lines))


def _card(frames: tuple[int, int] = (90, 210), **change: object) -> Card:
    return replace(BASE.cards[0], frames=FrameRange(*frames), **change)  # type: ignore[arg-type] # each test names fields


def _said(before: EditPlan, after: EditPlan, edges: tuple[tuple[int, int], ...] = ()) -> str:
    parts = told(differences(before, after, edges), RATE)
    return ", ".join(words("en").say(part.sentence, **part.facts) for part in parts)


def _recut(*kept: tuple[int, int], shift: int = 0) -> EditPlan:
    """Return the plan with other stretches, and all from frame 100 on moved by ``shift``."""
    made = plan([*kept, (150, 350)] if len(kept) < 2 else kept, music=BED)
    moved = tuple(
        replace(cue, frames=cue.frames.shifted(shift)) if cue.frames.start >= 100 else cue
        for cue in BASE.cues
    )
    card = replace(BASE.cards[0], frames=FrameRange(90, 210 + shift))
    return replace(made, cues=moved, cards=(card,), cover=BASE.cover, sources=BASE.sources)


TABLE = {
    "nothing": (BASE, ""),
    "a cut comes back": (_recut((0, 150), shift=50), "1 cut removed"),
    "a cut more": (_recut((0, 100), (150, 320), (335, 350)), "1 cut added"),
    "a cut shorter": (_recut((0, 115), shift=15), "the cut at 0:03 0.5 s shorter"),
    "a cut longer": (_recut((0, 100), (165, 350), shift=-15), "the cut at 0:03 0.5 s longer"),
    "a cut that is moved": (_recut((0, 110), (160, 350)), "the cut at 0:03 moved"),
    "a word": (_cues(LINES[0], (50, 90, "of the hill"), LINES[2]), "line 2 changed"),
    "two lines": (_cues((0, 40, "Oranges"), (50, 90, "hill"), LINES[2]), "lines 1, 2 changed"),
    "a line less": (_cues(*LINES[:2]), "old line 3 removed"),
    "a line more": (_cues(*LINES, (200, 240, "taste!")), "line 4 added"),
    "a line parted": (_cues((0, 20, "Sweet"), (22, 40, "oranges"), *LINES[1:]), "line 1 split"),
    "lines joined": (_cues((0, 90, "Sweet oranges from the hill"), LINES[2]),
                     "line 1 joined from several"),
    "a line later": (_cues(*LINES[:2], (135, 195, "picked today")), "line 3 0.5 s later"),
    "a line's end": (_cues(*LINES[:2], (120, 174, "picked today")), "line 3 0.2 s earlier"),
    "the card later": (replace(BASE, cards=(_card((126, 246)),)), "card 1.2 s later"),
    "the card longer": (replace(BASE, cards=(_card((90, 240)),)), "card 1 s longer"),
    "the card's place": (replace(BASE, cards=(_card(box=Box(20, 40, 100, 40)),)),
                         "card at another place"),
    "the price": (replace(BASE, cards=(_card(product=replace(PRODUCT, price=Decimal("1.00"))),)),
                  "text on the card changed"),
    "the photo": (replace(BASE, cards=(_card(image="a" * 64),)), "picture on the card changed"),
    "the card twice": (replace(BASE, cards=(_card((0, 60)), _card((90, 210)))),
                       "card 2 s shorter, card shown once more"),
    "no card": (replace(BASE, cards=()), "card shown once less"),
    "music": (replace(BASE, music=replace(BED, gain=-1500)), "music -3 dB"),
    "ducking": (replace(BASE, music=replace(BED, duck=1050)), "music under speech +1.5 dB"),
    "other music": (replace(BASE, music=replace(BED, track="f" * 64, title="Rain")),
                    "other music: Rain"),
    "no music": (replace(BASE, music=None), "no music"),
    "its own sound": (replace(BASE, audio=replace(BASE.audio, gain=250)),
                      "the clip's sound +2.5 dB"),
    "the cover": (replace(BASE, cover=replace(BASE.cover, frame=7)), "another cover"),
    "another language": (replace(BASE, translations=(Translation("zh", BASE.cues),)),
                         "subtitles in another language changed"),
    "a label": (replace(BASE, label="Made with AI"), "label added: Made with AI"),
    "the order": (replace(BASE, segments=BASE.segments[::-1], cues=(), cards=()),
                  "parts in another order, old lines 1, 2, 3 removed, card shown once less"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_a_difference_is_told_as_people_would_tell_it(name: str) -> None:
    """One thing changed, one thing said; what only moves along with a cut is not said."""
    after, sentence = TABLE[name]
    assert _said(BASE, after) == sentence


def test_a_label_that_goes_or_is_another_is_told() -> None:
    """Coming, going and changing are three things."""
    suspected = replace(BASE, label="Suspected to be made with AI")
    assert _said(suspected, BASE) == "label taken off: Suspected to be made with AI"
    assert _said(suspected, replace(BASE, label="Made with AI")) == "another label: Made with AI"


def test_several_are_told_in_one_sentence() -> None:
    """The example of the issue."""
    before = replace(
        plan([(0, 100), (150, 250), (280, 350)], card=(90, 210), music=BED),
        cues=BASE.cues,
    )
    after = replace(
        plan([(0, 350)], card=(126, 326), music=replace(BED, gain=-1500)),
        cues=(*BASE.cues[:2], Cue(FrameRange(170, 230), ("picked by hand",), ())),
    )
    assert _said(before, after) == "2 cuts removed, line 3 changed, card 1.2 s later, music -3 dB"


def test_a_stretch_cut_for_two_reasons_is_two_cuts() -> None:
    """One of them comes back: a cut less, not another end of one cut."""
    after = _recut((0, 120), shift=20)
    assert _said(BASE, after) == "the cut at 0:04 0.7 s shorter"
    assert _said(BASE, after, ((0, 120),)) == "1 cut removed"


def test_what_is_typed_into_a_cut_that_came_back_is_told() -> None:
    """A line that was heard there comes with the cut; one that a person typed is their change."""
    back = _recut((0, 150), shift=50)
    typed = Cue(FrameRange(105, 140), ("on the hill",), ())
    heard = replace(typed, words=(Word("on the hill", typed.frames, 900),))
    lines = {"1 cut removed": heard, "1 cut removed, line 3 added": typed}
    for sentence, cue in lines.items():
        cues = (*back.cues[:2], cue, back.cues[2])
        assert _said(BASE, back.with_cues(cues)) == sentence


def test_chinese_has_all_the_words() -> None:
    """No part of a comparison is left in English."""
    chinese = words("zh")
    for after, _ in TABLE.values():
        for part in told(differences(BASE, after), RATE):
            assert part.sentence in chinese.sentences


@settings(max_examples=20)
@given(plans())
def test_a_plan_is_not_different_from_itself(one: EditPlan) -> None:
    """Whatever is in it."""
    assert differences(one, one) == ()
