"""What a bed of music is before any sound: notes, the voices that play them, and the score.

Times are in beats from the first bar line, pitches are MIDI key numbers (60 is middle C).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SAMPLE_RATE = 48_000
"""Samples a second of every bed."""


class Mood(StrEnum):
    """What a bed is for; the closed set from which a draft chooses."""

    WARM = "warm"
    BRIGHT = "bright"
    TENDER = "tender"
    CALM = "calm"
    PASTORAL = "pastoral"
    LIVELY = "lively"
    FESTIVE = "festive"


@dataclass(frozen=True, slots=True)
class Note:
    """One note.

    ``start`` and ``length`` in beats, ``velocity`` from 1 to 127. ``slide`` lets a bowed or
    blown note reach its pitch from a little below.
    """

    start: float
    length: float
    pitch: int
    velocity: int
    slide: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """An instrument and its place in the mix.

    ``bank`` and ``program`` are those of the FluidR3 sound font; bank 128 is percussion.
    ``low`` and ``high`` bound what is written for it, as MIDI keys. ``level`` is its loudness in
    decibels against the lead, ``pan`` runs from -1 (left) to 1, ``room`` is the share sent to the
    reverb, ``loose`` the standard deviation of its timing in milliseconds, ``air`` the decibels
    taken out of 1 to 4 kHz, where speech is understood. ``singing`` voices swell on long notes.
    """

    name: str
    bank: int
    program: int
    low: int
    high: int
    level: float = 0.0
    pan: float = 0.0
    room: float = 0.25
    loose: float = 7.0
    air: float = 3.0
    singing: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What one voice plays."""

    voice: Voice
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A whole bed.

    ``tempo`` is in beats a minute and divides 2,880,000, so that a beat is a whole number of
    samples. ``swing`` is where the second half of a beat falls (0.5 is straight), ``hall`` the
    reverb's decay to -60 dB in seconds.
    """

    id: str
    title: str
    title_zh: str
    mood: Mood
    tempo: int
    beats_per_bar: int
    bars: int
    parts: tuple[Part, ...]
    swing: float = 0.5
    hall: float = 1.8

    @property
    def beats(self) -> int:
        """Length in beats: whole bars."""
        return self.bars * self.beats_per_bar

    @property
    def samples(self) -> int:
        """Length in samples at 48 kHz."""
        return self.beats * (SAMPLE_RATE * 60 // self.tempo)
