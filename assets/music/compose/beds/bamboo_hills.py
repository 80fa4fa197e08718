"""Bamboo hills: koto, bamboo flute and a bowed answer, on the five tones D E F# A B."""

from __future__ import annotations

from assets.music.compose import voices
from assets.music.compose.figures import bass, beat, hold, pluck
from assets.music.compose.phrases import lay_out, sing
from assets.music.compose.score import Mood, Note, Part, Score

_FORM = {
    "intro": ("D5 | Dadd9 | Bm7 | Asus4", 0.78),
    "a": ("Dadd9 | Dadd9 | Bm7 | Bm7 | Gadd9 | D/F# | Em7 | Asus4", 0.9),
    "b": ("Bm7 | F#m7 | Gadd9 | D/F# | Em7 | Bm7 | Gadd9 | Asus4", 0.97),
    "end": ("Dadd9 | Gadd9 | Asus4 | Dsus2", 0.82),
}
_FLUTE = (
    "a4q d5q e5q.' f#5e | f#5q. e5e d5h | b4q d5q f#5q.' a5e | b5q. a5e f#5h |"
    "a5q. b5e a5q' f#5q | e5q. f#5e d5h | b4q d5q e5q. f#5e' | e5h. rq"
)
_FIDDLE = (
    "b4h/ d5q e5q | f#5h/ e5q a4q | b4h d5q/ b4q | a4h. rq |"
    "e5q./ d5e e5q f#5q | a5h/ f#5q e5q | d5q. e5e d5q b4q/ | a4h. rq"
)
_FLUTE_END = "a4q d5q e5q. f#5e' | a5h b5q a5q | e5q. f#5e e5h | d5h. rq"
_DISTANT = "rw | rw | rh f#5q e5q | e5h. rq"
_RIPPLE = ("b' 1 2 3 4' 3 2 .", "b' 2 3 4 . 4, 3, 2,", "b' 1 3 2 4' . 3, .")
_FALL = ("b' . 4 3, 2, 1, . .", "b' . 2 3 4 . . .")


def score() -> Score:
    """Write the piece: 24 bars, 72 seconds."""
    form = lay_out(4, _FORM)
    return Score(
        id="bamboo-hills",
        title="Bamboo Hills",
        title_zh="竹山",
        mood=Mood.PASTORAL,
        tempo=80,
        beats_per_bar=4,
        bars=24,
        hall=2.6,
        parts=(
            Part(
                voices.PAN_FLUTE,
                sing(form["intro"], _DISTANT, velocity=-12)
                + sing(form["a"], _FLUTE)
                + sing(form["end"], _FLUTE_END, velocity=-6),
            ),
            Part(voices.ERHU, sing(form["b"], _FIDDLE)),
            Part(voices.KOTO, _koto()),
            Part(
                voices.DULCIMER,
                pluck(form["b"], ". . 3, 4, . 3, 2, .", ". 4, . 3, . 2, . .", low=62, high=81)
                + pluck(form["end"], "1, 2, 3, 4 . . . .", low=62, high=81, ring=3),
            ),
            Part(voices.STRINGS, _strings()),
            Part(voices.FRETLESS_BASS, _bass()),
            Part(voices.HAND_DRUMS, _percussion()),
        ),
    )


def _koto() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        pluck(form["intro"], *_FALL, low=57, high=76, voices=4, ring=3)
        + pluck(form["a"], *_RIPPLE, low=57, high=76, ring=2)
        + pluck(form["b"], *_FALL, low=57, high=76, ring=2)
        + pluck(form["end"], *_RIPPLE, low=57, high=76, ring=3)
    )


def _strings() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return hold(form["a"], low=50, high=69, voices=3) + hold(form["b"], low=50, high=71)


def _bass() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    return (
        bass(form["intro"], "R - - -", low=33)
        + bass(form["a"], "R - - 5", "R - - -", low=33)
        + bass(form["b"], "R - 5 -", "R - - a", low=33)
        + bass(form["end"], "R - - -", low=33)
    )


def _percussion() -> tuple[Note, ...]:
    form = lay_out(4, _FORM)
    quiet = {
        voices.LOW_WOOD_BLOCK: (". . . . . . x, .", ". . . . . . . ."),
        voices.LOW_TOM: ("x, . . . . . . .", ". . . . . . x, ."),
    }
    moving = {
        voices.LOW_TOM: ("x, . . x, . . x, .", "x, . . . . . x, x,"),
        voices.WOOD_BLOCK: (". . x, . . . . x,", ". . x, . x, . . ."),
        voices.SHAKER: ("x, . x, . x, . x, .",),
    }
    return beat(form["a"], quiet) + beat(form["b"], moving) + beat(form["end"], quiet)
