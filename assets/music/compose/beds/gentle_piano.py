"""Gentle piano: broken chords under a singing right hand, strings from the middle on; F major."""

from __future__ import annotations

from assets.music.compose import voices
from assets.music.compose.figures import bass, hold, pluck
from assets.music.compose.phrases import lay_out, sing
from assets.music.compose.score import Mood, Note, Part, Score

_FORM = {
    "intro": ("Fadd9 | Bbmaj7 | Fadd9 | Bbmaj7", 0.72),
    "a": ("F | C/E | Dm7 | Bbmaj7 | F/A | Bb | Gm7 | Csus4 C", 0.8),
    "b": ("Dm7 | Am7 | Bbmaj7 | F/A | Gm7 | Dm7 | Bb | C", 0.92),
    "end": ("Fadd9 | Bbmaj7 | Gm7 C | Fadd9", 0.74),
}
_INTRO = "rw | rh rq f5q | rw | rq c5q d5q f5q"
_A = (
    "rq c5q f5q g5q | g5h. e5q | rq d5q f5q a5q | a5h. f5q |"
    "rq c5q f5q a5q | bb5q. a5e f5h | rq bb4q d5q f5q | f5h e5q rq"
)
_B = (
    "a5q. g5e f5q d5q | e5h c5h | d5q. c5e d5q f5q | c5h. rq |"
    "bb4q d5q g5q. f5e | f5h a5h | bb5q a5q g5q f5q | g5h. rq"
)
_END = "rq c5q f5q g5q | a5h. f5q | g5q d5q e5q g5q | f5h. rq"
_LEFT = ("b 1 3 2 4, 2 3 1,", "b 2 3 4 3, 2 1 2,", "b 1 3 4 2, 4 3 2,")
_SPARSE = ("b . 2 3 4, . . .", "b . 2 4 3, . . .")


def score() -> Score:
    """Write the piece: 24 bars, 76.8 seconds."""
    form = lay_out(4, _FORM)
    return Score(
        id="gentle-piano",
        title="A Letter Home",
        title_zh="家书",
        mood=Mood.TENDER,
        tempo=75,
        beats_per_bar=4,
        bars=24,
        hall=2.4,
        parts=(
            Part(voices.PIANO, _right_hand() + _left_hand()),
            Part(
                voices.STRINGS,
                hold(form["b"], low=53, high=74) + hold(form["end"], low=53, high=74, voices=3),
            ),
            Part(voices.HARP, pluck(form["b"], "1, 2, 3, 4 . . . .", low=60, high=77, ring=3)),
            Part(voices.FRETLESS_BASS, bass(form["b"], "R - - -") + bass(form["end"], "R - - -")),
        ),
    )


def _right_hand() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        sing(form["intro"], _INTRO, velocity=-6)
        + sing(form["a"], _A)
        + sing(form["b"], _B, velocity=2)
        + sing(form["end"], _END, velocity=-4)
    )


def _left_hand() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        pluck(form["intro"], *_SPARSE, low=53, high=67, ring=4)
        + pluck(form["a"], *_LEFT, low=53, high=67, ring=3)
        + pluck(form["b"], *_LEFT, low=53, high=67, ring=3)
        + pluck(form["end"], *_SPARSE, low=53, high=67, ring=4)
    )
