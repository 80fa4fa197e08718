"""The last steps of a bed: loudness, a limiter that wraps around, and the stored file."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assets.music.compose.score import SAMPLE_RATE
from assets.music.compose.studio import Sound

TARGET_LUFS = -20.0
"""Integrated loudness of every bed (EBU R 128)."""

_CEILING_DB = -3.5
_BLOCK = 48
_LOOK_BLOCKS = 6
_ROUNDS = 3
_TENTH = 4800
_RIDE_SECONDS = 5
_RIDE_SHARE = 0.5
_QUALITY = "3.6"
_RAW = ("-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "2")


@dataclass(frozen=True, slots=True)
class Measured:
    """What ebur128 says: LUFS, LU and dBTP."""

    integrated: float
    span: float
    true_peak: float


def measure(ffmpeg: str, sound: Sound) -> Measured:
    """Measure a sound (samples x 2 at 48 kHz)."""
    command = [ffmpeg, "-hide_banner", "-nostats", *_RAW, "-i", "pipe:0"]
    command += ["-af", "ebur128=peak=true", "-f", "null", "-"]
    done = subprocess.run(command, input=_bytes(sound), capture_output=True, check=True)
    summary = done.stderr.decode().rpartition("Summary:")[2]
    values = [
        float(re.findall(rf"{name}:\s+(-?[\d.]+) (?:LUFS|LU|dBFS)", summary)[0])
        for name in ("I", "LRA", "Peak")
    ]
    return Measured(*values)


def finish(ffmpeg: str, sound: Sound) -> Sound:
    """Bring a periodic sound to the target loudness, its peaks under the ceiling."""
    sound = _ride(sound)
    for _ in range(_ROUNDS):
        change = TARGET_LUFS - measure(ffmpeg, sound).integrated
        sound = _limit(sound * 10 ** (change / 20))
    return sound


def _ride(sound: Sound) -> Sound:
    """Take half of the difference between loud and quiet sections out, as a hand on a fader.

    A bed lies under speech: its quiet parts would vanish, its loud ones compete.
    """
    tenths = np.mean(sound**2, axis=1).reshape(-1, _TENTH).mean(axis=1)
    count = _RIDE_SECONDS * 10
    window = np.zeros(len(tenths))
    window[:count] = np.hanning(count) / np.hanning(count).sum()
    window = np.roll(window, -count // 2)
    spectrum = np.fft.rfft(tenths) * np.fft.rfft(window)
    power = np.maximum(np.fft.irfft(spectrum, n=len(tenths)), 1e-9)
    gain = (power.mean() / power) ** (_RIDE_SHARE / 2)
    centres = (np.arange(len(gain)) + 0.5) * _TENTH
    fader = np.interp(np.arange(len(sound)), centres, gain, period=len(sound))
    ridden: Sound = sound * fader[:, None]
    return ridden


def _limit(sound: Sound) -> Sound:
    """Turn down around peaks, smoothly, as if the loop went round for ever."""
    ceiling = 10 ** (_CEILING_DB / 20)
    peaks = np.abs(sound).max(axis=1).reshape(-1, _BLOCK).max(axis=1)
    wanted = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    reach = range(-_LOOK_BLOCKS, _LOOK_BLOCKS + 1)
    lowest = np.min([np.roll(wanted, shift) for shift in reach], axis=0)
    window = np.hanning(2 * _LOOK_BLOCKS + 1)[1:-1]
    window /= window.sum()
    half = len(window) // 2
    wrapped = np.concatenate([lowest[-half:], lowest, lowest[:half]])
    smooth = np.convolve(wrapped, window, mode="valid")
    centres = (np.arange(len(smooth)) + 0.5) * _BLOCK
    gain = np.interp(np.arange(len(sound)), centres, smooth, period=len(sound))
    limited: Sound = sound * gain[:, None]
    return limited


def store(ffmpeg: str, sound: Sound, path: Path) -> None:
    """Encode as Ogg Vorbis; the decoder gives back exactly as many samples.

    Opus was tried: its coder starts cold, which clicked at the joint (up to 25 times as rough as
    the music around it), and ffmpeg's ``-stream_loop`` plays its 312 samples of padding each time
    round. Vorbis did neither.
    """
    command = [ffmpeg, "-y", "-loglevel", "error", *_RAW, "-i", "pipe:0", "-c:a", "libvorbis"]
    command += ["-q:a", _QUALITY, "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    subprocess.run([*command, "-f", "ogg", str(path)], input=_bytes(sound), check=True)


def load(ffmpeg: str, path: Path) -> Sound:
    """Decode a stored bed."""
    command = [ffmpeg, "-loglevel", "error", "-i", str(path), *_RAW, "pipe:1"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, dtype="<f4").astype(np.float64).reshape(-1, 2)


def _bytes(sound: Sound) -> bytes:
    return sound.astype("<f4").tobytes()
