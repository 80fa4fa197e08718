"""Bright market: ukulele and marimba with a swing, an ocarina in the middle; C major."""

from __future__ import annotations

from assets.music.compose import voices
from assets.music.compose.figures import bass, beat, pluck
from assets.music.compose.phrases import lay_out, sing
from assets.music.compose.score import Mood, Note, Part, Score

_VERSE = "C | Am7 | Dm7 | G7 | C | Am7 | F G7 | C"
_FORM = {
    "intro": ("C | Am7 | F | G7", 0.85),
    "a": (_VERSE, 0.92),
    "a2": (_VERSE, 0.97),
    "b": ("F | Em7 | Dm7 | C | F | Em7 | D7 | Gsus4 G7", 0.93),
    "a3": ("C | Am7 | Dm7 | G7 | E7 | Am7 | F G7 | C", 1.0),
}
_TUNE = (
    "g4e c5e e5q re d5e c5q | a4e c5e e5q rh | f5e e5e d5q re c5e d5q | b4q d5q rh |"
    "g4e c5e e5q re g5e e5q | c5e d5e e5q rh | f5e e5e d5e c5e b4q d5q | c5q g4q c5q rq"
)
_LAST_TUNE = (
    "g4e c5e e5q re d5e c5q | a4e c5e e5q rh | f5e e5e d5q re c5e d5q | b4q d5q rh |"
    "g#4e b4e e5q re d5e b4q | c5e d5e e5q rh | a5e g5e f5e d5e b4q d5q | c5q e5q c5q rq"
)
_REPLY = "rw | rh e5e g5e a5q | rw | rh d5e f5e g5q | rw | rh a5e g5e e5q | rw | rh rq g5q"
_SONG = (
    "a4q. c5e f5q e5q | d5h b4h | a4q. d5e f5q e5q | e5h c5h |"
    "a4q. c5e f5q g5q | g5h e5h | f#5q. e5e d5q c5q | c5h b4q rq"
)
_HOOK = "rw | rh e5e g5e a5q | rw | rh d5e f5e g5q"
_STRUM = ("D . D U, . U, D U,", "D . D, U . U, D, U,", "D . D U, . U, D, .")


def score() -> Score:
    """Write the piece: 36 bars, 72 seconds."""
    form = lay_out(4, _FORM)
    return Score(
        id="bright-market",
        title="Bright Market",
        title_zh="赶集天",
        mood=Mood.BRIGHT,
        tempo=120,
        beats_per_bar=4,
        bars=36,
        swing=0.58,
        hall=1.1,
        parts=(
            Part(
                voices.MARIMBA,
                sing(form["a"], _TUNE)
                + sing(form["a2"], _TUNE)
                + pluck(form["b"], ". 2, . 3, . 4, . 3,", low=60, high=77, ring=0.5)
                + sing(form["a3"], _LAST_TUNE, velocity=4),
            ),
            Part(voices.UKULELE, _ukulele()),
            Part(
                voices.VIBRAPHONE,
                sing(form["intro"], _HOOK) + sing(form["a2"], _REPLY) + sing(form["a3"], _REPLY),
            ),
            Part(voices.OCARINA, sing(form["b"], _SONG)),
            Part(voices.UPRIGHT_BASS, _bass()),
            Part(voices.PIZZICATO, pluck(form["a3"], ". . 3 .", low=55, high=74, ring=0.4)),
            Part(voices.BRUSHES, _percussion()),
        ),
    )


def _ukulele() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    notes = pluck(form["intro"], "1 3 2 4 . 3 2 4,", low=60, high=74, ring=1)
    for name in ("a", "a2", "b", "a3"):
        notes += pluck(form[name], *_STRUM, low=60, high=74, ring=0.45)
    return notes


def _bass() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        bass(form["intro"], "R - . .", "R - . a")
        + bass(form["a"], "R . 5 .", "R . 5 a")
        + bass(form["a2"], "R . 5 .", "R . 5 a")
        + bass(form["b"], "R - 5 .", "R - . a")
        + bass(form["a3"], "R . 5 8", "R . 5 a")
    )


def _percussion() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    light = {
        voices.CABASA: (". x, . x", ". x, . x,"),
        voices.WOOD_BLOCK: (". . . . . . . x,", ". . . . . x, . ."),
    }
    full = {
        voices.CABASA: ("x, x, x x, x, x, x x,",),
        voices.KICK: ("x, . . . x, . . .", "x, . . x, . . x, ."),
        voices.CLAP: (". . x, . . . x, .",),
        voices.WOOD_BLOCK: (". . . . . . . x,", ". . . x, . x, . ."),
    }
    return (
        beat(form["a"], light)
        + beat(form["a2"], full)
        + beat(form["b"], light)
        + beat(form["a3"], full)
    )
