"""What is heard: a synthetic voice by flite, and the noise of an orchard that never stops."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from assets.sample.draw.script import Script

Sound: TypeAlias = npt.NDArray[np.float32]

SOUND_RATE = 48_000
"""Samples a second."""

_VOICE = "rms"
_SPEECH_LEVEL = 0.085
_SILENT = 0.012
_NOISE_LEVEL, _LEAVES_LEVEL, _BIRD_LEVEL, _KNOCK_LEVEL = 0.0030, 0.0013, 0.006, 0.06


def say(ffmpeg: str, line: str) -> Sound:
    """Speak a sentence: mono at 48 kHz, without silence at its ends."""
    with TemporaryDirectory() as folder:
        spoken = Path(folder, "line.wav")
        subprocess.run(  # flite is an authoring tool, found on the PATH
            ["flite", "-voice", _VOICE, "-t", line, "-o", str(spoken)],  # noqa: S607
            check=True,
        )
        command = [ffmpeg, "-loglevel", "error", "-i", str(spoken), "-af", "highpass=f=110"]
        command += ["-f", "f32le", "-ac", "1", "-ar", str(SOUND_RATE), "pipe:1"]
        raw = subprocess.run(command, capture_output=True, check=True).stdout
    sound = np.frombuffer(raw, dtype="<f4")
    loud = np.flatnonzero(np.abs(sound) > _SILENT)
    spoken_part: Sound = sound[loud[0] : loud[-1] + 1]
    return np.asarray(spoken_part * (_SPEECH_LEVEL / np.sqrt(np.mean(spoken_part**2))), np.float32)


def soundtrack(plan: Script, spoken: tuple[Sound, ...]) -> Sound:
    """Mix the sentences into the ambience."""
    count = round(plan.dead_end.end * SOUND_RATE)
    sound = _ambience(count) + _knocks(plan, count)
    for span, words in zip(plan.sentences, spoken, strict=True):
        # Two faint reflections, from the ground and from a tree, put the voice outdoors.
        for delay, share in ((0.0, 1.0), (0.0043, 0.16), (0.021, 0.06)):
            first = round((span.start + delay) * SOUND_RATE)
            sound[first : first + len(words)] += words * share
    return np.asarray(np.clip(sound, -0.98, 0.98), np.float32)


def _ambience(count: int) -> Sound:
    """Wind, leaves, a few birds."""
    chance = np.random.default_rng(3)
    gusts = 1 + 0.5 * _slow(count, 0.2, chance)
    wind = _noise(count, 40, 900, -1.0, chance) * _NOISE_LEVEL * gusts
    leaves = _noise(count, 2500, 9000, -0.3, chance) * _LEAVES_LEVEL
    leaves *= np.clip(0.6 + 0.8 * _slow(count, 0.5, chance), 0.1, 2)
    return np.asarray(wind + leaves + _birds(count, chance), np.float32)


def _noise(count: int, low: float, high: float, tilt: float, chance: np.random.Generator) -> Sound:
    """Noise of unit power between two frequencies in hertz, falling by ``tilt`` powers of ten."""
    hertz = np.fft.rfftfreq(count, 1 / SOUND_RATE)
    shape = np.maximum(hertz, 1.0) ** tilt / (1 + (low / np.maximum(hertz, 1.0)) ** 4)
    shape /= 1 + (hertz / high) ** 4
    noise = np.fft.irfft(np.fft.rfft(chance.standard_normal(count)) * shape, n=count)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), np.float32)


def _slow(count: int, hertz: float, chance: np.random.Generator) -> Sound:
    """A wandering value around zero that changes about ``hertz`` times a second."""
    knots = chance.uniform(-1, 1, int(count / SOUND_RATE * hertz) + 3)
    places = np.linspace(0, len(knots) - 1, count)
    return np.interp(places, np.arange(len(knots)), knots).astype(np.float32)


def _birds(count: int, chance: np.random.Generator) -> Sound:
    """Short falling and rising whistles, far away, a few every five seconds."""
    sound = np.zeros(count, np.float32)
    start = 0.4
    while (start + 1.5) * SOUND_RATE < count:
        pitch = chance.uniform(3400, 4600)
        for note in range(int(chance.integers(2, 5))):
            length = chance.uniform(0.05, 0.11)
            time = np.arange(round(length * SOUND_RATE)) / SOUND_RATE
            sweep = pitch * time + chance.uniform(-4000, 4000) * time**2
            call = np.sin(2 * np.pi * sweep) * np.hanning(len(time)) * _BIRD_LEVEL
            first = round((start + note * 0.15) * SOUND_RATE)
            sound[first : first + len(time)] += call
        start += chance.uniform(2.4, 6.0)
    return sound


def _knocks(plan: Script, count: int) -> Sound:
    """Fingers on the phone while it shakes, and when it is put away."""
    chance = np.random.default_rng(9)
    sound = np.zeros(count, np.float32)
    for span, knocks in ((plan.shake, 7), (plan.dead_end, 4)):
        for at in np.sort(chance.uniform(span.start, span.end - 0.4, knocks)):
            time = np.arange(round(0.12 * SOUND_RATE)) / SOUND_RATE
            thump = np.sin(2 * np.pi * chance.uniform(60, 130) * time) * np.exp(-time * 45)
            first = round(at * SOUND_RATE)
            sound[first : first + len(time)] += thump * _KNOCK_LEVEL * chance.uniform(0.3, 1)
    return sound
