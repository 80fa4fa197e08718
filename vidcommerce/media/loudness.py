"""Measures finished sound by EBU R 128."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vidcommerce.errors import WorkFailed
from vidcommerce.language import N_
from vidcommerce.media.ffmpeg import Ffmpeg

_INTEGRATED = re.compile(r"I:\s+(-?[\d.]+|-?inf|nan) LUFS")
_PEAK = re.compile(r"Peak:\s+(-?[\d.]+|-?inf|nan) dBFS")
_SILENCE = -7000
_OURS = ("mov", "mp4", "m4a", "3gp", "3g2", "mj2")
"""All names of the one demuxer that reads our own files."""


@dataclass(eq=False)
class LoudnessUnknown(WorkFailed):
    """ffmpeg measured and did not say what; ``log`` is what it said instead."""

    log: str
    sentence = N_("The loudness of the finished sound could not be measured.")


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in hundredths of LUFS, true peak in hundredths of dBTP."""

    integrated: int
    true_peak: int


def measure(file: Path, ffmpeg: Ffmpeg, formats: Sequence[str] = _OURS) -> Loudness:
    """Return the loudness of a whole file of ``formats``; silence is -70 LUFS, the absolute gate.

    Raises LoudnessUnknown, and what running ffmpeg raises.
    """
    log = ffmpeg.run(
        ["-protocol_whitelist", "file", "-format_whitelist", ",".join(formats),
         "-i", f"file:{file.resolve()}", "-vn", "-filter:a",
         "ebur128=peak=true:framelog=quiet", "-f", "null", "-"],
        job=N_("measuring the sound"),
    )  # fmt: skip
    found = _INTEGRATED.findall(log), _PEAK.findall(log)
    if not all(found):
        raise LoudnessUnknown(log)
    return Loudness(*(_hundredths(values[-1]) for values in found))


def _hundredths(decibels: str) -> int:
    value = float(decibels)
    return round(value * 100) if abs(value) < -_SILENCE / 100 else _SILENCE
