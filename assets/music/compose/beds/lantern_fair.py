"""Lantern fair: a festive tune on G A B D E for flute, dulcimer, plucked lute and small drums."""

from __future__ import annotations

from assets.music.compose import voices
from assets.music.compose.figures import bass, beat, hold, pluck
from assets.music.compose.phrases import chord_tones_below, lay_out, sing
from assets.music.compose.score import Mood, Note, Part, Score

_FIRST = "G | G | Em7 | D | C | G/B | Am7 | D"
_CLOSED = "G | G | Em7 | D | C | G/B | Am7 D | G"
_FORM = {
    "intro": ("G | Em7 | C | D", 0.86),
    "a": (_FIRST, 0.92),
    "a2": (_CLOSED, 0.97),
    "b": ("Em7 | Em7 | C | G | Am7 | Em7 | C | D", 0.88),
    "a3": (_CLOSED, 1.0),
}
_HEAD = "d5q g5e a5e b5q a5e' g5e | d6q. b5e a5q g5q | e5q g5e a5e b5q' g5q | a5h. rq |"
_A = _HEAD + "g5q a5e g5e e5q d5q | d5q e5e g5e b5q a5q | a5q g5e a5e e5q g5q | a5h. rq"
_A_CLOSED = _HEAD + "g5q a5e g5e e5q d5q | d5q e5e g5e b5q a5q | a5q e5e g5e a5q d5q | g5h. rq"
_B = (
    "e5h/ g5q a5q | b5h./ a5q | g5q. e5e g5q a5q | d5h. rq |"
    "e5q./ g5e a5q b5q | b5h g5h/ | a5q g5q e5q g5q | a5h./ rq"
)
_CALL = "rw | rh b5e a5e g5q | rw | rh a5e b5e d6q"
_SLOW = 0.8
_ROLL = ("b' 3 2 3 4' 3 2 3", "b' 2 3 4 3' 2 3 2")
_LUTE = ("1' . 2 2, 3 . 2 .", "1' . 3 3, 2 . 4, 3,")


def score() -> Score:
    """Write the piece: 36 bars, 72 seconds."""
    form = lay_out(4, _FORM)
    return Score(
        id="lantern-fair",
        title="Lantern Fair",
        title_zh="灯会",
        mood=Mood.FESTIVE,
        tempo=120,
        beats_per_bar=4,
        bars=36,
        hall=1.5,
        parts=(
            Part(voices.FLUTE, _flute()),
            Part(voices.ERHU, _fiddle()),
            Part(voices.DULCIMER, _dulcimer()),
            Part(voices.SHAMISEN, _lute()),
            Part(
                voices.STRINGS,
                hold(form["b"], low=55, high=74, voices=3)
                + hold(form["a3"], low=55, high=74, voices=3),
            ),
            Part(voices.UPRIGHT_BASS, _bass()),
            Part(voices.HAND_DRUMS, _percussion()),
        ),
    )


def _flute() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        sing(form["a"], _A) + sing(form["a2"], _A_CLOSED) + sing(form["a3"], _A_CLOSED, velocity=4)
    )


def _fiddle() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    under = chord_tones_below(form["a3"], sing(form["a3"], _A_CLOSED))
    # The bow speaks slowly: it takes only the longer notes of the tune.
    return sing(form["b"], _B) + tuple(note for note in under if note.length > _SLOW)


def _dulcimer() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        pluck(form["intro"], *_ROLL, low=62, high=79, ring=1)
        + sing(form["a2"], _A_CLOSED, octave=-1, velocity=-8)
        + pluck(form["b"], *_ROLL, low=62, high=79, ring=1)
        + pluck(form["a3"], *_ROLL, low=62, high=79, ring=1)
    )


def _lute() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        sing(form["intro"], _CALL)
        + pluck(form["a"], *_LUTE, low=57, high=74, ring=0.7)
        + pluck(form["a2"], *_LUTE, low=57, high=74, ring=0.7)
        + pluck(form["a3"], *_LUTE, low=57, high=74, ring=0.7)
    )


def _bass() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        bass(form["intro"], "R - . .")
        + bass(form["a"], "R . 5 .", "R . R a")
        + bass(form["a2"], "R . 5 .", "R . R a")
        + bass(form["b"], "R - - -", "R - 5 -")
        + bass(form["a3"], "R . 5 8", "R . R a")
    )


def _percussion() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    drum = ("x' . . x, x . . .", "x . . x, x . x, x,")
    light = {voices.LOW_TOM: drum, voices.WOOD_BLOCK: (". . x, . . . x, .",)}
    full = {**light, voices.TAMBOURINE: (". . x, . . . x, x,", ". . x, . . x, x .")}
    calm = {voices.LOW_TOM: ("x, . . . . . . .",), voices.TRIANGLE: (". . . . x, . . .",)}
    return (
        beat(form["intro"], {voices.WOOD_BLOCK: ("x, . x, . x, . x, x,",)})
        + beat(form["a"], light)
        + beat(form["a2"], full)
        + beat(form["b"], calm)
        + beat(form["a3"], full)
    )
