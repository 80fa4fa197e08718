"""Night orchard: warm pads, a kalimba that leaves room, electric piano; slow, around F and C."""

from __future__ import annotations

from assets.music.compose import voices
from assets.music.compose.figures import bass, beat, hold, pluck
from assets.music.compose.phrases import lay_out, sing
from assets.music.compose.score import Mood, Note, Part, Score

_FORM = {
    "intro": ("Fmaj7 | Fmaj7 | C/E | C/E", 0.8),
    "a": ("Fmaj7 | Em7 | Dm7 | Am7 | Fmaj7 | C/E | Dm7 | Gsus4", 0.9),
    "b": ("Am7 | Em7 | Fmaj7 | C/G", 0.98),
    "end": ("Dm7 | G7sus4 | Fmaj7 | Cadd9", 0.85),
}
_KALIMBA = (
    "rh c5q e5q | b4h. rq | rh a4q c5q | e5h. rq |rh a4q c5q | g5h. e5q | rq f5q e5q c5q | d5h. rq"
)
_MIDDLE = "e5q. g5e a5h | g5h. rq | e5q. c5e a4h | g4h. rq"
_END = "rq a4q c5q f5q | d5h. rq | rq c5q e5q g5q | e5h. rq"
_STARS = "rw | rh e6h | rw | rq g5q c6h"
_STARS_END = "rw | rq d6q c6h | rw | rh g5h"


def score() -> Score:
    """Write the piece: 20 bars, 80 seconds."""
    form = lay_out(4, _FORM)
    return Score(
        id="night-orchard",
        title="Night Orchard",
        title_zh="果园夜色",
        mood=Mood.CALM,
        tempo=60,
        beats_per_bar=4,
        bars=20,
        hall=3.2,
        parts=(
            Part(
                voices.KALIMBA,
                sing(form["a"], _KALIMBA) + sing(form["end"], _END, velocity=-6),
            ),
            Part(voices.ELECTRIC_PIANO, _electric_piano()),
            Part(voices.PAD, _pad()),
            Part(voices.STRINGS, hold(form["b"], low=48, high=69, voices=3)),
            Part(voices.CELESTA, sing(form["intro"], _STARS) + sing(form["end"], _STARS_END)),
            Part(voices.FRETLESS_BASS, _bass()),
            Part(
                voices.HAND_DRUMS,
                beat(form["a"], {voices.SHAKER: (". . x, . . . x, x,", ". . x, . . . x, .")})
                + beat(
                    form["b"],
                    {
                        voices.SHAKER: ("x, . x, x, x, . x, .",),
                        voices.LOW_CONGA: ("x, . . . . x, . .",),
                    },
                ),
            ),
        ),
    )


def _electric_piano() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        pluck(form["intro"], "1 2 3 4 . . . .", "1 . 3 . 4, . . .", low=53, high=72, ring=4)
        + pluck(form["a"], "1 . 2 3 . 4, . .", "1 2 . 3 4, . . .", low=53, high=69, ring=3)
        + pluck(form["b"], "12 . 3, 4, . 3, . .", low=53, high=69, ring=3)
        + sing(form["b"], _MIDDLE)
        + pluck(form["end"], "1 2 3 4, . . . .", low=53, high=69, ring=4)
    )


def _pad() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    notes: tuple[Note, ...] = ()
    for name in form:
        notes += hold(form[name], low=50, high=69)
    return notes


def _bass() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        bass(form["a"], "R - - -", "R - - 5")
        + bass(form["b"], "R - - -", "R - 5 -")
        + bass(form["end"], "R - - -")
    )
