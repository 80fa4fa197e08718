"""Accompaniment: plucked and strummed patterns, held chords, bass lines, light percussion.

A pattern is a bar of steps parted by blanks, all of equal length; several patterns take turns from
bar to bar. ``.`` rests, a trailing ``'`` stresses a step and ``,`` softens it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assets.music.compose.harmony import Chord, voicings
from assets.music.compose.phrases import Section
from assets.music.compose.score import Note

_VELOCITY = 72
_STRESS = {"'": 12, ",": -16}
_SPREAD = 0.022
_WALK = 2


def _steps(section: Section, patterns: tuple[str, ...]) -> Iterator[tuple[float, float, str, int]]:
    """Every sounding step: its start and length in beats, its sign, its velocity."""
    for bar in range(section.bars):
        signs = patterns[bar % len(patterns)].split()
        length = section.beats_per_bar / len(signs)
        for index, sign in enumerate(signs):
            if sign != ".":
                start = section.start + bar * section.beats_per_bar + index * length
                change = _STRESS.get(sign[-1], 0)
                yield start, length, sign.rstrip("',"), round((_VELOCITY + change) * section.level)


def pluck(
    section: Section, *patterns: str, low: int, high: int, voices: int = 4, ring: float = 2.0
) -> tuple[Note, ...]:
    """Broken chords and strums over voicings from ``low`` to ``high``.

    Digits name the chord's voices from the lowest (``1``), ``b`` its bass an octave under them,
    ``f`` the tone a fifth over that; ``D`` and ``U`` strum down and up. A note rings for ``ring``
    beats, but never into the next chord.
    """
    shapes = dict(zip(section.chords, voicings(section.chords, low, high, voices), strict=True))
    notes: list[Note] = []
    for start, _, sign, velocity in _steps(section, patterns):
        now = section.chord_at(start)
        length = min(ring, now.end - start)
        for order, key in enumerate(_keys(sign, shapes[now], now, low)):
            late = order * _SPREAD if len(sign) > 1 or sign in "DU" else 0.0
            quieter = velocity - 2 * order
            notes.append(Note(start + late, length - late, key, quieter))
    return tuple(notes)


def _keys(sign: str, shape: tuple[int, ...], now: Chord, low: int) -> list[int]:
    if sign == "D":
        return list(shape)
    if sign == "U":
        return list(reversed(shape[-3:]))
    bass = low - (low - now.bass) % 12
    below = {"b": bass, "f": bass + (7 if (now.bass + 7) % 12 in now.classes else 12)}
    return [below[mark] if mark in below else shape[int(mark) - 1] for mark in sign]


def hold(
    section: Section, *, low: int, high: int, voices: int = 4, velocity: int = -14
) -> tuple[Note, ...]:
    """Held chords; a tone that stays in the next chord is not struck again."""
    shapes = voicings(section.chords, low, high, voices)
    notes: list[Note] = []
    open_notes: dict[int, Note] = {}
    for now, shape in zip(section.chords, shapes, strict=True):
        notes += [note for key, note in open_notes.items() if key not in shape]
        open_notes = {
            key: replace(open_notes[key], length=now.end - open_notes[key].start)
            if key in open_notes
            else Note(now.start, now.length, key, round((_VELOCITY + velocity) * section.level))
            for key in shape
        }
    return tuple(sorted([*notes, *open_notes.values()], key=lambda n: (n.start, n.pitch)))


def bass(section: Section, *patterns: str, low: int = 28) -> tuple[Note, ...]:
    """A bass line within an octave and a half over ``low``.

    ``R`` is the chord's bass, ``5`` its fifth, ``8`` the octave, ``a`` a step towards the next
    chord's bass, ``-`` lets the last note sound on.
    """
    notes: list[Note] = []
    for start, length, sign, velocity in _steps(section, patterns):
        if sign == "-":
            notes[-1] = replace(notes[-1], length=notes[-1].length + length)
        else:
            key = _bass_key(section, start, sign, low)
            notes.append(Note(start, length * 0.92, key, velocity + 6))
    return tuple(notes)


def _bass_key(section: Section, start: float, sign: str, low: int) -> int:
    now = section.chord_at(start)
    root = low + (now.bass - low) % 12
    if sign == "a":
        following = section.chord_at(min(now.end, section.start + section.beats - 1e-3))
        target = low + (following.bass - low) % 12
        return target + (_WALK if target < root else -_WALK) if target != root else root
    fifth = next((k for k in (root + 7, root - 5) if k % 12 in now.classes and k >= low), root)
    return {"R": root, "5": fifth, "8": root + 12}[sign]


def beat(section: Section, drums: Mapping[int, tuple[str, ...]]) -> tuple[Note, ...]:
    """Percussion: patterns for each drum, by its General MIDI key; ``x`` strikes it."""
    notes = [
        Note(start, min(length, 0.5), key, velocity)
        for key, patterns in drums.items()
        for start, length, _, velocity in _steps(section, patterns)
    ]
    return tuple(sorted(notes, key=lambda n: (n.start, n.pitch)))
