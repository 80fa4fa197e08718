"""Sections of a piece, and melodies written as text.

A melody is a line of tokens, bars parted by ``|``. A token is a pitch and a value: ``f#5q.`` is a
dotted crotchet on F sharp. Values: ``w`` semibreve, ``h`` minim, ``q`` crotchet, ``e`` quaver,
``s`` semiquaver. ``r`` rests. A trailing ``'`` adds a grace note from above, ``/`` a slide.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from assets.music.compose.harmony import Chord, chord, pitch_class
from assets.music.compose.score import Note

_QUAVERS = {"w": 8.0, "h": 4.0, "q": 2.0, "e": 1.0, "s": 0.5}
_TOKEN = re.compile(r"(?:r|([a-g])([#b]?)(\d))([whqes])(\.?)('?)(/?)")
_GRACE = 0.09
_MIDDLE_VELOCITY = 84


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of whole bars with its chords; ``level`` scales how loudly it is played."""

    start: int
    bars: int
    beats_per_bar: int
    level: float
    chords: tuple[Chord, ...]

    @property
    def beats(self) -> int:
        """Length in beats."""
        return self.bars * self.beats_per_bar

    def chord_at(self, beat: float) -> Chord:
        """The chord that sounds at ``beat`` (of the whole piece)."""
        return next(one for one in reversed(self.chords) if one.start <= beat + 1e-6)


def lay_out(beats_per_bar: int, plan: dict[str, tuple[str, float]]) -> dict[str, Section]:
    """Lay sections one after the other; each is its chords (bars parted by ``|``) and its level."""
    sections: dict[str, Section] = {}
    start = 0
    for name, (text, level) in plan.items():
        bars = [bar.split() for bar in text.split("|")]
        chords = _chords(bars, start, beats_per_bar)
        sections[name] = Section(start, len(bars), beats_per_bar, level, chords)
        start += sections[name].beats
    return sections


def _chords(bars: list[list[str]], start: int, beats_per_bar: int) -> tuple[Chord, ...]:
    found: list[Chord] = []
    for index, names in enumerate(bars):
        length = beats_per_bar / len(names)
        first = start + index * beats_per_bar
        found += [chord(name, first + at * length, length) for at, name in enumerate(names)]
    return tuple(found)


def sing(
    section: Section, text: str, *, quavers: int = 2, octave: int = 0, velocity: int = 0
) -> tuple[Note, ...]:
    """Read a melody that fills ``section``.

    ``quavers`` is how many make a beat (3 in compound time), ``octave`` transposes, ``velocity``
    is added to the usual one.
    """
    bars = text.split("|")
    if len(bars) != section.bars:
        raise ValueError(f"{len(bars)} bars of melody for {section.bars}: {text}")
    notes: list[Note] = []
    for index, bar in enumerate(bars):
        start = section.start + index * section.beats_per_bar
        notes += _read_bar(bar, start, section.beats_per_bar, quavers)
    shift = 12 * octave
    return tuple(
        replace(n, pitch=n.pitch + shift, velocity=round((n.velocity + velocity) * section.level))
        for n in notes
    )


def _read_bar(bar: str, start: float, beats: int, quavers: int) -> list[Note]:
    at = 0.0
    notes: list[Note] = []
    for token in bar.split():
        match = _TOKEN.fullmatch(token)
        if match is None:
            raise ValueError(f"no such token: {token}")
        length = _QUAVERS[match[4]] * (1.5 if match[5] else 1.0) / quavers
        if match[1]:
            notes += _note(match, start + at, length)
        at += length
    if not math.isclose(at, beats):
        raise ValueError(f"a bar of {at} beats, not {beats}: {bar}")
    return notes


def _note(match: re.Match[str], start: float, length: float) -> list[Note]:
    key = pitch_class(match[1], match[2]) + 12 * (int(match[3]) + 1)
    # A breath before the next note: legato players still lift.
    held = length * (0.94 if length >= 1 else 0.9)
    main = Note(start, held, key, _MIDDLE_VELOCITY, bool(match[7]))
    if not match[6]:
        return [main]
    grace = Note(start, _GRACE, key + 2, _MIDDLE_VELOCITY - 14)
    return [grace, replace(main, start=start + _GRACE, length=held - _GRACE)]


def chord_tones_below(section: Section, melody: tuple[Note, ...]) -> tuple[Note, ...]:
    """A second voice: under each longer note the nearest chord tone at least a third below."""
    second: list[Note] = []
    for note in melody:
        classes = section.chord_at(note.start).classes
        key = next(k for k in range(note.pitch - 3, 0, -1) if k % 12 in classes)
        second.append(replace(note, pitch=key, velocity=max(1, note.velocity - 12)))
    return tuple(second)
