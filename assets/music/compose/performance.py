"""From the written score to a played one: stress, phrasing, and hands that are never exact."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from assets.music.compose.score import Note, Part, Score

_PHRASE_BARS = 4
_PHRASE_SWELL = 7.0
_TOUCH = 4.0
_DRIFT = 0.7
_ON = 0.05
_DOWNBEAT, _ON_BEAT, _OFF_BEAT = 5.0, 1.0, -4.0
_SECONDS_A_MINUTE = 60.0


def perform(score: Score) -> Score:
    """Play the score as people would; the same score is always played the same way."""
    return replace(score, parts=tuple(_play(score, part) for part in score.parts))


def _play(score: Score, part: Part) -> Part:
    chance = random.Random(f"{score.id}/{part.voice.name}")  # noqa: S311 - music, no secret
    in_beats = part.voice.loose / 1000 * score.tempo / _SECONDS_A_MINUTE
    late = 0.0
    played: list[Note] = []
    for note in sorted(part.notes, key=lambda n: (n.start, n.pitch)):
        # Timing wanders: a player who is late stays a little late for the next note.
        late = _DRIFT * late + math.sqrt(1 - _DRIFT**2) * chance.gauss(0, in_beats)
        start = note.start + _swung(note.start, score.swing) + late
        velocity = note.velocity + _stress(note.start, score) + chance.gauss(0, _TOUCH)
        played.append(replace(note, start=start, velocity=max(12, min(116, round(velocity)))))
    return Part(part.voice, tuple(played))


def _swung(start: float, swing: float) -> float:
    """How far the second half of a beat is put off, in beats."""
    return swing - 0.5 if abs(start % 1 - 0.5) < _ON else 0.0


def _stress(start: float, score: Score) -> float:
    """The weight of the place in the bar, and the arch of a four-bar phrase."""
    in_bar = start % score.beats_per_bar
    off_downbeat = _ON_BEAT if in_bar % 1 < _ON else _OFF_BEAT
    weight = _DOWNBEAT if in_bar < _ON else off_downbeat
    phrase = _PHRASE_BARS * score.beats_per_bar
    return weight + _PHRASE_SWELL * (math.sin(math.pi * (start % phrase) / phrase) - 0.6)
