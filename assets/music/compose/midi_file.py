"""One part as a MIDI file, with the swells and slides that a sound font can follow."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import mido  # type: ignore[import-not-found]  # only where music is made, see README

from assets.music.compose.score import Note, Part

_TICKS_A_BEAT = 480
_MICROSECONDS_A_MINUTE = 60_000_000
_DRUM_CHANNEL, _PERCUSSION_BANK = 9, 128
_BANK, _VIBRATO, _EXPRESSION = 0, 1, 11
_LONG_NOTE = 0.7
_SWELL_STEPS = 10
_BEND_FROM, _BEND_BEATS, _BEND_STEPS = -5200, 0.2, 8


class _Timed(NamedTuple):
    """A message and when it is due; ``order`` lets a note end before the next begins."""

    tick: int
    order: int
    message: mido.Message


def write(path: Path, part: Part, tempo: int, lead: float) -> None:
    """Write ``part`` at ``tempo`` beats a minute, put off by ``lead`` beats."""
    drums = part.voice.bank == _PERCUSSION_BANK
    channel = _DRUM_CHANNEL if drums else 0
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("set_tempo", tempo=_MICROSECONDS_A_MINUTE // tempo))
    if not drums:
        bank = mido.Message("control_change", channel=channel, control=_BANK, value=part.voice.bank)
        track.append(bank)
    track.append(mido.Message("program_change", channel=channel, program=part.voice.program))
    now = 0
    for tick, _, message in sorted(_messages(part, channel, lead), key=lambda m: (m.tick, m.order)):
        track.append(message.copy(time=tick - now))
        now = tick
    file = mido.MidiFile(type=0, ticks_per_beat=_TICKS_A_BEAT)
    file.tracks.append(track)
    file.save(path)


def _messages(part: Part, channel: int, lead: float) -> Iterator[_Timed]:
    for note, length in _without_collisions(part.notes):
        start = note.start + lead
        on = {"channel": channel, "note": note.pitch}
        yield _Timed(_tick(start), 2, mido.Message("note_on", **on, velocity=note.velocity))
        yield _Timed(_tick(start + length), 0, mido.Message("note_off", **on))
        if part.voice.singing:
            yield from _swell(start, length, channel)
            yield from _slide(start, channel) if note.slide else ()


def _without_collisions(notes: tuple[Note, ...]) -> Iterator[tuple[Note, float]]:
    """Each note and how long it may sound before the same key is struck again, in beats."""
    following: dict[int, float] = {}
    for note in sorted(notes, key=lambda n: n.start, reverse=True):
        room = following.get(note.pitch, math.inf) - note.start - 0.02
        following[note.pitch] = note.start
        yield note, max(0.04, min(note.length, room))


def _swell(start: float, length: float, channel: int) -> Iterator[_Timed]:
    """Louder towards the middle of a note and gone gently; vibrato only once it is settled."""
    peak = 116 if length > _LONG_NOTE else 104
    for step in range(_SWELL_STEPS + 1):
        at = step / _SWELL_STEPS
        loud = round(84 + (peak - 84) * math.sin(math.pi * (0.25 + 0.65 * at)))
        shake = round(44 * max(0.0, at - 0.3)) if length > _LONG_NOTE else 0
        for control, value in ((_EXPRESSION, loud), (_VIBRATO, shake)):
            yield _Timed(
                _tick(start + at * length * 0.97),
                1,
                mido.Message("control_change", channel=channel, control=control, value=value),
            )


def _slide(start: float, channel: int) -> Iterator[_Timed]:
    for step in range(_BEND_STEPS + 1):
        left = (1 - step / _BEND_STEPS) ** 2
        at = start + _BEND_BEATS * step / _BEND_STEPS
        bend = mido.Message("pitchwheel", channel=channel, pitch=round(_BEND_FROM * left))
        yield _Timed(_tick(at), 1, bend)


def _tick(beats: float) -> int:
    return max(0, round(beats * _TICKS_A_BEAT))
