"""Harvest dance: a jig in D for fiddle, flute, mandolin and accordion. The beat is dotted."""

from __future__ import annotations

from assets.music.compose import voices
from assets.music.compose.figures import bass, beat, hold, pluck
from assets.music.compose.phrases import chord_tones_below, lay_out, sing
from assets.music.compose.score import Mood, Note, Part, Score

_FIRST = "D | G | D | A | D | G | D A | D"
_SECOND = "G | D | Em | A | G | D | Em7 A | D"
_FORM = {
    "intro": ("D | D | G | A", 0.85),
    "a": (_FIRST, 0.9),
    "a2": (_FIRST, 0.95),
    "b": (_SECOND, 0.95),
    "b2": (_SECOND, 1.0),
    "quiet": ("Bm | G | D | A | Bm | G | D A | D", 0.82),
    "b3": (_SECOND, 1.0),
    "end": ("G | D | Em7 A | D", 0.88),
}
_A = (
    "d5e f#5e a5e a5q f#5e | b5e a5e g5e b5q g5e | a5e f#5e d5e d5q f#5e | e5q c#5e a4q. |"
    "d5e f#5e a5e a5q f#5e | b5e a5e g5e b5q a5e | a5e f#5e d5e e5q c#5e | d5q. rq."
)
_B = (
    "b5q' g5e d5q g5e | a5q f#5e d5q f#5e | g5e f#5e e5e b4q e5e | c#5q e5e a5q. |"
    "b5q' g5e d5q g5e | a5e b5e a5e f#5q d5e | e5e f#5e g5e e5q c#5e | d5q. rq."
)
_QUIET = (
    "f#5q. d5q. | b4q d5e g5q. | f#5q e5e d5q. | e5q. c#5q. |"
    "f#5q. d5q e5e | d5q b4e g4q. | a4q d5e c#5q e5e | d5q. rq."
)
_END = "b5q' g5e d5q g5e | a5e b5e a5e f#5q d5e | e5e f#5e g5e e5q c#5e | d5q. rq."
_CHOP = ("b' . 234, b . 234,", "b' . 234, f . 234,")


def score() -> Score:
    """Write the piece: 56 bars, 67.2 seconds."""
    form = lay_out(2, _FORM)
    return Score(
        id="harvest-dance",
        title="Harvest Dance",
        title_zh="丰收舞",
        mood=Mood.LIVELY,
        tempo=100,
        beats_per_bar=2,
        bars=56,
        hall=1.2,
        parts=(
            Part(voices.FIDDLE, _fiddle()),
            Part(voices.FLUTE, _flute()),
            Part(voices.STEEL, _guitar()),
            Part(
                voices.MANDOLIN,
                pluck(form["intro"], "1 3 2 4 3 2", low=62, high=79, ring=0.6)
                + pluck(form["b2"], ". 34, . . 34, .", low=62, high=79, ring=0.3)
                + pluck(form["b3"], ". 34, . . 34, .", low=62, high=79, ring=0.3),
            ),
            Part(
                voices.ACCORDION,
                hold(form["b"], low=57, high=74, voices=3)
                + hold(form["b2"], low=57, high=74, voices=3)
                + hold(form["b3"], low=57, high=74, voices=3)
                + hold(form["end"], low=57, high=74, voices=3),
            ),
            Part(voices.UPRIGHT_BASS, _bass()),
            Part(voices.HAND_DRUMS, _percussion()),
        ),
    )


def _fiddle() -> tuple[Note, ...]:
    form = lay_out(2, _FORM)
    second = chord_tones_below(form["b2"], sing(form["b2"], _B, quavers=3))
    return (
        sing(form["a"], _A, quavers=3)
        + sing(form["b"], _B, quavers=3)
        + second
        + sing(form["b3"], _B, quavers=3, velocity=4)
        + sing(form["end"], _END, quavers=3)
    )


def _flute() -> tuple[Note, ...]:
    form = lay_out(2, _FORM)
    return (
        sing(form["a2"], _A, quavers=3)
        + sing(form["b2"], _B, quavers=3)
        + sing(form["quiet"], _QUIET, quavers=3, velocity=-6)
        + chord_tones_below(form["b3"], sing(form["b3"], _B, quavers=3))
    )


def _guitar() -> tuple[Note, ...]:
    form = lay_out(2, _FORM)
    notes = pluck(form["quiet"], "b' 2 3 4 3 2", low=54, high=71, ring=1)
    for name in ("a", "a2", "b", "b2", "b3", "end"):
        notes += pluck(form[name], *_CHOP, low=54, high=71, ring=0.4)
    return notes


def _bass() -> tuple[Note, ...]:
    form = lay_out(2, _FORM)
    notes = bass(form["intro"], "R -") + bass(form["quiet"], "R -")
    for name in ("a", "a2", "b", "b2", "b3", "end"):
        notes += bass(form[name], "R 5", "R a")
    return notes


def _percussion() -> tuple[Note, ...]:
    form = lay_out(2, _FORM)
    frame_drum = ("x' . x, x . x,", "x . x, x x, x,")
    light = {voices.LOW_CONGA: frame_drum}
    full = {voices.LOW_CONGA: frame_drum, voices.TAMBOURINE: (". . x, . . x,", ". . x, . x, x,")}
    notes = beat(form["a"], {voices.LOW_CONGA: ("x . . x, . .",)}) + beat(form["a2"], light)
    for name in ("b", "b2", "b3", "end"):
        notes += beat(form[name], full)
    return notes
