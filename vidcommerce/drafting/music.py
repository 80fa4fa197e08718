"""Which music goes under a video, and how loud everything is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vidcommerce.media.plan import MusicBed
from vidcommerce.media.time import AUDIO_RATE

SPEECH_LEVEL: Final = -1600
"""Hundredths of LUFS at which speech is heard, as short-video platforms play it."""

BED_LEVEL: Final = -2400
DUCK: Final = 1200
"""Music lies 8 LU under speech in its pauses and 20 under it while somebody speaks, where it is
neither missed nor in the way; 10 dB is the least that was asked for."""

BED_ALONE: Final = -1800
AMBIENCE_LEVEL: Final = -2600
"""Without speech the music leads, and the clip's own sound (wind, mostly) stays 8 LU under it."""

MUSIC_ONLY: Final = -1600
MOST_GAIN: Final = 2000
"""Quieter speech than -36 LUFS is mostly noise, which more gain would bring along."""

MOST_AMBIENCE_GAIN: Final = 600

_ENERGY: Final = {
    "calm": 0.1,
    "tender": 0.25,
    "pastoral": 0.4,
    "warm": 0.5,
    "bright": 0.7,
    "lively": 0.85,
    "festive": 0.95,
}
"""How much goes on in music of each mood of the catalogue, from a lullaby to a fair."""

_SLOWEST, _FASTEST = 60, 120
_AS_GOOD: Final = 0.12
"""Beds whose scores are this near are equally good; the clips' names choose, for variety."""


@dataclass(frozen=True, slots=True)
class Bed:
    """A piece of music that may be chosen.

    ``sha256`` names the file's bytes, ``tempo_bpm`` is in beats a minute, ``duration_samples``
    counts at 48 kHz, ``loudness`` is integrated, in hundredths of LUFS.
    """

    id: str
    title: str
    mood: str
    sha256: str
    tempo_bpm: int
    duration_samples: int
    loudness: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How a video feels: its length, the share of it that is spoken, cuts a minute, movement.

    ``spoken`` and ``movement`` are from 0 to 1.
    """

    seconds: float
    spoken: float
    cuts_a_minute: float
    movement: float

    def energy(self) -> float:
        """Return how lively the music should be, 0 to 1: talk wants calm, cuts want drive.

        The weights are a judgement; speech counts most because music must not disturb it.
        """
        cuts = min(1.0, self.cuts_a_minute / 30)
        return 0.2 + 0.4 * (1 - self.spoken) + 0.2 * cuts + 0.2 * self.movement


@dataclass(frozen=True, slots=True)
class Mix:
    """The gain of the clips' own sound in hundredths of a decibel, and the music."""

    gain: int
    music: MusicBed | None


def chosen(beds: Sequence[Bed], pace: Pace, seed: str) -> Bed | None:
    """Return the bed that fits the pace best, the same for the same ``seed``; None of none.

    A bed fits by its mood, its tempo, and by not having to start again before the video ends.
    """
    if not beds:
        return None
    scores = {bed.id: _misfit(bed, pace) for bed in beds}
    limit = min(scores.values()) + _AS_GOOD
    good = [bed for bed in beds if scores[bed.id] <= limit]
    return min(good, key=lambda bed: (_lot(seed, bed.id), bed.id))


def mix(speech: int | None, ambience: int | None, bed: Bed | None) -> Mix:
    """Return the gains that bring everything to its level.

    ``speech`` is the loudness of what is said, None where nobody speaks; ``ambience`` that of the
    whole sound, None where there is none. Both in hundredths of LUFS.
    """
    if speech is not None:
        gain = min(MOST_GAIN, SPEECH_LEVEL - speech)
        return Mix(gain, _under(bed, BED_LEVEL, DUCK))
    if ambience is None:
        return Mix(0, _under(bed, MUSIC_ONLY, 0))
    if bed is None:
        return Mix(min(MOST_AMBIENCE_GAIN, SPEECH_LEVEL - ambience), None)
    return Mix(min(0, AMBIENCE_LEVEL - ambience), _under(bed, BED_ALONE, 0))


def _under(bed: Bed | None, level: int, duck: int) -> MusicBed | None:
    if bed is None:
        return None
    return MusicBed(track=bed.sha256, title=bed.title, gain=level - bed.loudness, duck=duck)


def _misfit(bed: Bed, pace: Pace) -> float:
    energy = pace.energy()
    tempo = _SLOWEST + (_FASTEST - _SLOWEST) * energy
    short = max(0.0, 1 - bed.duration_samples / AUDIO_RATE / max(pace.seconds, 1.0))
    mood = abs(_ENERGY.get(bed.mood, energy) - energy)
    return mood + abs(bed.tempo_bpm - tempo) / _FASTEST + 0.3 * short


def _lot(seed: str, name: str) -> str:
    return hashlib.sha256(f"{seed}/{name}".encode()).hexdigest()
