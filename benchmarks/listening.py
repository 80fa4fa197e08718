"""How well and how fast speech is recognised, wherever a Whisper model is.

Reads a manifest, one JSON object a line: ``{"file": "a.wav", "language": "zh", "text": "..."}``,
files relative to the manifest. Listens to each file as a run does (voice activity, packing,
Whisper with 8-bit weights on the CPU, script, punctuation) and compares with the transcript:
words, or characters where a language is written without spaces. Case and punctuation don't count.

    python benchmarks/listening.py MANIFEST [--model NAME|DIR] [--guess-language] [--json]
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from vidcommerce.analysis.facts import SpokenWord
from vidcommerce.analysis.models import ModelMissing, ModelNameWrong, find
from vidcommerce.analysis.sound import SPEECH_RATE, Samples
from vidcommerce.analysis.speech import speech
from vidcommerce.analysis.whisper import ModelUnusable, WhisperRecogniser
from vidcommerce.analysis.words import Recogniser, in_script, primary
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.time import Span
from vidcommerce.settings import settings

_WITHOUT_SPACES: Final = ("zh", "yue", "ja", "th", "lo", "my", "km")


@dataclass(frozen=True, slots=True)
class Sample:
    """A recording and what is said in it."""

    file: Path
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a recording; ``errors`` of ``units`` words or characters, times in seconds."""

    file: str
    language: str
    guessed: str
    units: int
    errors: int
    seconds: float
    wall: float
    cpu: float
    text: str


def main() -> int:
    """Listen to all and print; 2 when there is no model."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("manifest", type=Path)
    words.add_argument("--model")
    words.add_argument("--guess-language", action="store_true")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    try:
        recogniser = WhisperRecogniser(find(given.model, settings()).folder)
        results = [
            listen(sample, recogniser, guess=given.guess_language)
            for sample in read_manifest(given.manifest)
        ]
    except (ModelMissing, ModelNameWrong, ModelUnusable) as missing:
        print(missing, file=sys.stderr)
        return 2
    _print(results, as_json=given.json)
    return 0


def read_manifest(path: Path) -> list[Sample]:
    """Return the recordings of a manifest."""
    lines = path.read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines if line.strip()]
    return [Sample(path.parent / e["file"], e["language"], e["text"]) for e in entries]


def listen(sample: Sample, recogniser: Recogniser, *, guess: bool) -> Heard:
    """Recognise one recording and count the errors."""
    samples = _decoded(sample.file)
    began, used = time.perf_counter(), _cpu()
    spans = speech(samples)
    said = recogniser.transcribe(samples, spans, None if guess else sample.language, ())
    wall, cpu = time.perf_counter() - began, _cpu() - used
    text = "".join(word.text for word in said.words).strip()
    truth = units(sample.text, sample.language)
    return Heard(
        sample.file.name, sample.language, said.language, len(truth),
        errors(truth, units(text, sample.language)),
        len(samples) / SPEECH_RATE, wall, cpu, text,
    )  # fmt: skip


def units(text: str, language: str) -> list[str]:
    """Return the words of a text, or its characters where words are not parted by spaces."""
    if primary(language) in ("zh", "yue"):
        whole = (SpokenWord(text, Span(0, 0), 0),)
        text = "".join(word.text for word in in_script(whole, traditional=False))
    plain = "".join(sign if sign.isalnum() or sign == "'" else " " for sign in text.lower())
    return list("".join(plain.split())) if primary(language) in _WITHOUT_SPACES else plain.split()


def errors(truth: Sequence[str], heard: Sequence[str]) -> int:
    """Return how many units must be changed, added or left out (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, unit in enumerate(truth, start=1):
        diagonal, row[0] = row[0], number
        for place, other in enumerate(heard, start=1):
            best = min(row[place] + 1, row[place - 1] + 1, diagonal + (unit != other))
            diagonal, row[place] = row[place], best
    return row[-1]


def _print(results: Sequence[Heard], *, as_json: bool) -> None:
    seconds = sum(result.seconds for result in results)
    wrong, said = (sum(r.errors for r in results), sum(r.units for r in results))
    total = {
        "error_rate": round(wrong / max(1, said), 4),
        "times_real_time": round(seconds / max(1e-9, sum(r.wall for r in results)), 2),
        "cpu_per_second": round(sum(r.cpu for r in results) / max(1e-9, seconds), 2),
    }
    if as_json:
        print(json.dumps({"files": [asdict(r) for r in results], **total}, ensure_ascii=False))
        return
    for r in results:
        rate = r.errors / max(1, r.units)
        print(f"{r.file:40} {r.guessed:5} {rate:7.1%} {r.seconds / r.wall:6.1f}x  {r.text}")
    for name, value in total.items():
        print(f"{name:20} {value}")


def _decoded(path: Path) -> Samples:
    """Return any sound file as 16 kHz mono: recordings for tests come in more kinds than clips."""
    arguments = ["-i", str(path.absolute()), "-vn", "-ac", "1", "-ar", str(SPEECH_RATE)]
    ffmpeg = Ffmpeg(settings().ffmpeg)
    blocks = ffmpeg.read([*arguments, "-f", "f32le", "pipe:1"], job="reading a recording")
    return np.frombuffer(b"".join(blocks), np.float32)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
