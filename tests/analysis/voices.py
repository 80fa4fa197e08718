"""Real speech, and where in it a voice can be heard."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from vidcommerce.analysis.sound import SPEECH_RATE, Samples
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.time import Span

Heard: TypeAlias = npt.NDArray[np.bool_]
"""For every 20 ms: is a voice heard?"""

STEP = 20
_LENGTH = SPEECH_RATE * STEP // 1000
_NOT_A_VOICE = {"es_leopard_test_es.wav": ((0, 860), (8000, 10_000))}
"""Milliseconds in which the recordings hold clicks and noise (seen in their spectrograms)."""


@dataclass(frozen=True)
class Voice:
    """A recording with its truth."""

    name: str
    samples: Samples
    heard: Heard


def decoded(path: Path, ffmpeg: Ffmpeg) -> Samples:
    """Return any sound file as 16 kHz mono."""
    arguments = [
        "-i",
        str(path),
        "-vn",
        "-ac",
        "1",
        "-ar",
        str(SPEECH_RATE),
        "-f",
        "f32le",
        "pipe:1",
    ]
    return np.frombuffer(b"".join(ffmpeg.read(arguments, job="reading a sound")), np.float32)


def talk(shared: Path, name: str, ffmpeg: Ffmpeg) -> Voice:
    """Return a talk clip; its voices are where its JSON says, less their own silences."""
    samples = decoded(shared / "media" / f"{name}.mp4", ffmpeg)
    heard = np.zeros(len(samples) // _LENGTH, np.bool_)
    for spoken in spoken_spans(shared, name):
        first, last = spoken.start // STEP, spoken.stop // STEP
        part = loud(samples[first * _LENGTH : last * _LENGTH])
        heard[first : first + len(part)] = part
    return Voice(name, samples, heard)


def spoken_spans(shared: Path, name: str) -> list[Span]:
    """Return where the recordings of a talk clip stand."""
    told: dict[str, Any] = json.loads((shared / "media" / f"{name}.json").read_text())
    return [Span(round(s["start"] * 1000), round(s["end"] * 1000)) for s in told["speech"]]


def recordings(shared: Path, ffmpeg: Ffmpeg) -> list[Voice]:
    """Return every speech recording, with half a second of a quiet room before and after it."""
    found = []
    for path in sorted((shared / "speech").iterdir()):
        if "silence" in path.name:
            continue
        samples = decoded(path, ffmpeg)
        heard = loud(samples)
        for start, stop in _NOT_A_VOICE.get(path.name, ()):
            heard[start // STEP : stop // STEP] = False
        room = np.random.default_rng(0).normal(0, 3e-4, len(samples) + SPEECH_RATE)
        room[SPEECH_RATE // 2 : SPEECH_RATE // 2 + len(samples)] += samples
        pause = np.zeros(500 // STEP, np.bool_)
        found.append(
            Voice(path.name, room.astype(np.float32), np.concatenate([pause, heard, pause]))
        )
    return found


def loud(samples: Samples) -> Heard:
    """Return where a recording is within 25 dB of its loud parts and over its own noise.

    Only what is above 250 Hz counts: some recordings hum louder than they whisper.
    """
    spectrum = np.fft.rfft(samples)
    spectrum[: round(250 * len(samples) / SPEECH_RATE)] = 0
    high = np.fft.irfft(spectrum, len(samples))
    frames = high[: len(high) // _LENGTH * _LENGTH].reshape(-1, _LENGTH)
    levels = 10 * np.log10((frames**2).mean(axis=1) + 1e-12)
    top, floor = float(np.percentile(levels, 95)), float(np.percentile(levels, 10))
    return np.asarray(levels > max(top - 25, min(floor + 8, top - 15)))


def covered(spans: tuple[Span, ...], count: int) -> Heard:
    """Return which steps lie in the spans."""
    inside = np.zeros(count, np.bool_)
    for span in spans:
        inside[span.start // STEP : -(-span.stop // STEP)] = True
    return inside
