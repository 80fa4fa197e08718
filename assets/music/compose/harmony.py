"""Chords from their names, and voicings that move as little as they can."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, pairwise

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "6": (0, 4, 7, 9),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "add9": (0, 4, 7, 2),
    "m9": (0, 3, 7, 10, 2),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
}
_NAME = re.compile(r"([A-G])([#b]?)([a-z0-9]*)(?:/([A-G])([#b]?))?")
_FIFTH, _OCTAVE = 7, 12
_PARALLEL_COST = 9
_MUDDY_BELOW, _MUDDY_GAP = 55, 4


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord and when it sounds, in beats; ``classes`` are pitch classes, the root first."""

    start: float
    length: float
    classes: tuple[int, ...]
    bass: int

    @property
    def end(self) -> float:
        """When the next chord begins, in beats."""
        return self.start + self.length


def pitch_class(letter: str, accidental: str) -> int:
    """The pitch class (C is 0) of a letter and its ``#``, ``b`` or nothing."""
    return (_STEPS[letter.upper()] + {"#": 1, "b": -1, "": 0}[accidental]) % _OCTAVE


def chord(name: str, start: float, length: float) -> Chord:
    """Read a name such as ``Am7`` or ``D/F#``."""
    match = _NAME.fullmatch(name)
    if match is None or match[3] not in _QUALITIES:
        raise ValueError(f"no such chord: {name}")
    root = pitch_class(match[1], match[2])
    bass = pitch_class(match[4], match[5]) if match[4] else root
    classes = tuple((root + step) % _OCTAVE for step in _QUALITIES[match[3]])
    return Chord(start, length, classes, bass)


def voicings(chords: tuple[Chord, ...], low: int, high: int, voices: int) -> list[tuple[int, ...]]:
    """Choose a voicing a chord, from ``low`` to ``high``, each the smoothest after the last."""
    chosen: list[tuple[int, ...]] = []
    for one in chords:
        before = chosen[-1] if chosen else None
        chosen.append(
            min(_candidates(one, low, high, voices), key=lambda v: _cost(v, before, low, high))
        )
    return chosen


def _candidates(one: Chord, low: int, high: int, voices: int) -> list[tuple[int, ...]]:
    keys = [key for key in range(low, high + 1) if key % _OCTAVE in one.classes]
    # With too few voices for every tone, the fifth is the one that nobody misses.
    needed = set(one.classes) if voices >= len(one.classes) else _without_fifth(one, voices)
    found = [pick for pick in combinations(keys, voices) if needed <= {k % _OCTAVE for k in pick}]
    if not found:
        raise ValueError(f"{voices} voices from {low} to {high} cannot hold {one}")
    return found


def _without_fifth(one: Chord, voices: int) -> set[int]:
    colour = [one.classes[1], *reversed(one.classes[3:]), one.classes[0]]
    return set(colour[:voices])


def _cost(voicing: tuple[int, ...], before: tuple[int, ...] | None, low: int, high: int) -> float:
    gaps = [upper - lower for lower, upper in pairwise(voicing)]
    cost = 0.15 * abs(sum(voicing) / len(voicing) - (low + high) / 2)
    cost += sum(3.0 for gap in gaps if gap > _OCTAVE - 3)
    cost += sum(
        4.0
        for key, gap in zip(voicing, gaps, strict=False)
        if key < _MUDDY_BELOW and gap < _MUDDY_GAP
    )
    if before is not None:
        cost += sum(abs(new - old) for new, old in zip(voicing, before, strict=True))
        cost += _PARALLEL_COST * _parallels(before, voicing)
    return cost


def _parallels(before: tuple[int, ...], after: tuple[int, ...]) -> int:
    """How many pairs of voices move together in fifths or octaves."""
    pairs = combinations(zip(before, after, strict=True), 2)
    return sum(
        1
        for (old_low, new_low), (old_high, new_high) in pairs
        if old_low != new_low
        and (old_high - old_low) % _OCTAVE == (new_high - new_low) % _OCTAVE
        and (new_high - new_low) % _OCTAVE in {0, _FIFTH}
    )
