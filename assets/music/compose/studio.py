"""From a played score to sound: FluidSynth for each part, then a mix that is periodic by design.

Every stem is folded onto the loop's length, so that what rings on after the end is heard at the
beginning. All that follows (tone, reverb) is done with circular convolution. The end therefore
runs into the beginning exactly as any sample runs into the next.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from assets.music.compose.midi_file import write
from assets.music.compose.score import SAMPLE_RATE, Part, Score

Sound: TypeAlias = npt.NDArray[np.float64]

LEAD_SAMPLES = 1200
"""The loop begins 25 ms before its first beat, so that no attack is cut in two."""

_LEAD_BEATS = 1
_BLOCK = 19_200
_QUIET = 1e-9
_LOW_KEY = 40
_RANDOM_SEED = 7
_PREDELAY_SECONDS = 0.022
_BUS_AIR = 2.5


@dataclass(frozen=True, slots=True)
class Studio:
    """The tools at authoring time: FluidSynth's command and the sound font's file."""

    fluidsynth: Path
    sound_font: Path

    def record(self, played: Score) -> Sound:
        """Render and mix a performed score: samples x 2, periodic, at no particular loudness."""
        dry: Sound = np.zeros((played.samples, 2))
        sent: Sound = np.zeros((played.samples, 2))
        for part in played.parts:
            stem = self._stem(part, played)
            dry += stem
            sent += stem * part.voice.room
        wet = _reverberate(sent, played.hall)
        mixed = _shape(dry + wet, low_cut=38.0, air=_BUS_AIR)
        return np.roll(mixed, LEAD_SAMPLES, axis=0)

    def _stem(self, part: Part, played: Score) -> Sound:
        """One part, toned, placed and set to its level."""
        raw = _fold(self._synthesise(part, played.tempo), played)
        voice = part.voice
        toned = _shape(raw, low_cut=30.0 if voice.low < _LOW_KEY else 85.0, air=voice.air)
        gain = 10 ** (voice.level / 20) / _loudness(toned)
        angle = (voice.pan * 0.7 + 1) * np.pi / 4
        sides = np.array([np.cos(angle), np.sin(angle)]) * np.sqrt(2)
        placed: Sound = toned * sides * gain
        return placed

    def _synthesise(self, part: Part, tempo: int) -> Sound:
        with TemporaryDirectory() as folder:
            midi, raw = Path(folder, "part.mid"), Path(folder, "part.raw")
            write(midi, part, tempo, _LEAD_BEATS)
            command = [str(self.fluidsynth), "-ni", "-q", "-g", "0.5", "-R", "0", "-C", "0"]
            command += ["-r", str(SAMPLE_RATE), "-T", "raw", "-O", "float", "-F", str(raw)]
            subprocess.run([*command, str(self.sound_font), str(midi)], check=True)
            return np.fromfile(raw, dtype="<f4").astype(np.float64).reshape(-1, 2)


def _fold(raw: Sound, played: Score) -> Sound:
    """Add everything that lies outside the loop to the place where the loop hears it."""
    before = _LEAD_BEATS * SAMPLE_RATE * 60 // played.tempo
    laps = -(-len(raw) // played.samples)
    padded = np.zeros((laps * played.samples, 2))
    padded[: len(raw)] = raw
    folded: Sound = padded.reshape(laps, played.samples, 2).sum(axis=0)
    return np.roll(folded, -before, axis=0)


def _loudness(sound: Sound) -> float:
    """Root mean square of the blocks (400 ms) in which the stem really plays."""
    blocks = sound[: len(sound) // _BLOCK * _BLOCK].reshape(-1, _BLOCK * 2)
    powers = np.mean(blocks**2, axis=1)
    playing = powers[powers > powers.max() * 0.01]
    return float(np.sqrt(playing.mean())) + _QUIET


def _shape(sound: Sound, *, low_cut: float, air: float) -> Sound:
    """Cut below ``low_cut`` hertz and take ``air`` decibels out around 2 kHz, without phase."""
    spectrum = np.fft.rfft(sound, axis=0)
    hertz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    octaves = np.log2(np.maximum(hertz, 1.0) / 2000.0)
    gain = 10 ** (-air * np.exp(-((octaves / 1.1) ** 2)) / 20)
    gain /= np.sqrt(1 + (low_cut / np.maximum(hertz, 1.0)) ** 4)
    gain /= np.sqrt(1 + (hertz / 14_000.0) ** 6)
    return np.fft.irfft(spectrum * gain[:, None], n=len(sound), axis=0)


def _reverberate(sent: Sound, decay_seconds: float) -> Sound:
    """Circular convolution with a synthetic hall."""
    hall = np.zeros_like(sent)
    response = _hall(decay_seconds)
    hall[: len(response)] = response
    spectrum = np.fft.rfft(sent, axis=0) * np.fft.rfft(hall, axis=0)
    return np.fft.irfft(spectrum, n=len(sent), axis=0)


def _hall(decay_seconds: float) -> Sound:
    """An impulse response: noise in four bands, the higher the sooner gone; left unlike right."""
    chance = np.random.default_rng(_RANDOM_SEED)
    count = round((decay_seconds * 1.1 + _PREDELAY_SECONDS) * SAMPLE_RATE)
    time = np.arange(count) / SAMPLE_RATE
    hertz = np.fft.rfftfreq(count, 1 / SAMPLE_RATE)
    response = np.zeros((count, 2))
    for centre, share in ((200.0, 1.05), (700.0, 1.0), (2200.0, 0.7), (6000.0, 0.4)):
        spectrum = np.fft.rfft(chance.standard_normal((count, 2)), axis=0)
        band = np.exp(-((np.log2(np.maximum(hertz, 1.0) / centre) / 0.9) ** 2))
        noise = np.fft.irfft(spectrum * band[:, None], n=count, axis=0)
        response += noise * 10 ** (-3 * time / (decay_seconds * share))[:, None]
    response *= np.minimum(time / 0.012, 1.0)[:, None]
    response = np.roll(response, round(_PREDELAY_SECONDS * SAMPLE_RATE), axis=0)
    response[: round(_PREDELAY_SECONDS * SAMPLE_RATE)] = 0.0
    normed: Sound = response / np.sqrt(np.sum(response**2, axis=0))
    return normed
