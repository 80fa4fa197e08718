"""Warm morning: guitars and an upright bass, a flute in the middle; G major, walking pace."""

from __future__ import annotations

from assets.music.compose import voices
from assets.music.compose.figures import bass, beat, hold, pluck
from assets.music.compose.phrases import lay_out, sing
from assets.music.compose.score import Mood, Note, Part, Score

_FORM = {
    "intro": ("G | Cadd9/G | G | Cadd9/G", 0.82),
    "a": ("G | D/F# | Em7 | Cadd9 | G/B | C | Am7 | Dsus4 D", 0.92),
    "b": ("Em7 | Bm7 | C | G/B | Am7 | Em7 | C | Dsus4 D", 1.0),
    "a2": ("G | D/F# | Em7 | Cadd9 | G/B | Am7 D | G | Cadd9/G", 0.9),
}
_A = (
    "rq d5e e5e g5q. e5e | d5q. b4e a4h | rq b4e d5e e5q. d5e | e5q. d5e d5h |"
    "rq d5e e5e g5q. a5e | g5q. e5e e5h | rq c5e d5e e5q. g5e | g5h f#5q d5q"
)
_B = (
    "b5h a5q g5q | f#5h d5h | e5q f#5q g5q e5q | d5h. rq |"
    "c5e d5e e5q. g5e e5q | g5h. e5q | e5q d5q c5q e5q | d5h. rq"
)
_A2 = (
    "rq d5e e5e g5q. e5e | d5q. b4e a4h | rq b4e d5e e5q. g5e | e5h rh |"
    "rq d5e e5e g5q. b5e | a5q g5q f#5q a5q | g5h. rq | rw"
)
_CHIMES = "rw | rh rq g5q | rw | rq e5q d5h"
_END_CHIMES = "rw | rw | rw | rq g5q e5h | rw | rw | rh b5h | rq e5q g5h"
_PICK = ("b' 3 2 4 f 3 2 4,", "b' 3 4 2 f 4, 3 2", "b' 3 2 4 f 3 24 3,")
_OPEN = ("b' . 2 3 4 . 3 2,", "b' . 2 4 3 . 2 3,")


def score() -> Score:
    """Write the piece: 28 bars, 70 seconds."""
    form = lay_out(4, _FORM)
    return Score(
        id="warm-morning",
        title="Warm Morning",
        title_zh="暖晨",
        mood=Mood.WARM,
        tempo=96,
        beats_per_bar=4,
        bars=28,
        parts=(
            Part(
                voices.NYLON_LEAD,
                sing(form["a"], _A, octave=-1) + sing(form["a2"], _A2, octave=-1, velocity=-3),
            ),
            Part(voices.FLUTE, sing(form["b"], _B)),
            Part(voices.NYLON, _guitar()),
            Part(voices.STEEL, _answer()),
            Part(voices.UPRIGHT_BASS, _bass()),
            Part(voices.STRINGS, hold(form["b"], low=52, high=72)),
            Part(voices.VIBRAPHONE, sing(form["intro"], _CHIMES) + sing(form["a2"], _END_CHIMES)),
            Part(voices.HAND_DRUMS, _percussion()),
        ),
    )


def _guitar() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    notes = pluck(form["intro"], *_OPEN, low=50, high=67, ring=3)
    for name in ("a", "b", "a2"):
        notes += pluck(form[name], *_PICK, low=50, high=66, ring=1.5)
    return notes


def _answer() -> tuple[Note, ...]:
    """The second guitar: soft strums that only enter with the middle part."""
    form = lay_out(4, _FORM)
    return pluck(form["b"], "D . . U, D, . U, .", "D . . U, . U, D, .", low=55, high=74, ring=1) + (
        pluck(form["a2"], "D, . . . . . U, .", low=55, high=74, ring=2)
    )


def _bass() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        bass(form["intro"], "R - - -")
        + bass(form["a"], "R - - 5 R - - -", "R - - - 5 - a -")
        + bass(form["b"], "R - - R 5 - R -", "R - - 5 R - a -")
        + bass(form["a2"], "R - - 5 R - - -", "R - - - 5 - a -")
    )


def _percussion() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    soft = {voices.SHAKER: ("x, . x, x, x, . x, .", "x, . x, . x, x, x, .")}
    full = {
        voices.SHAKER: ("x, x, x x, x, x, x x,",),
        voices.SIDE_STICK: (". . x, . . . x, .",),
        voices.LOW_CONGA: ("x, . . . . x, . .", "x, . . x, . . . x,"),
    }
    return beat(form["a"], soft) + beat(form["b"], full) + beat(form["a2"], soft)
