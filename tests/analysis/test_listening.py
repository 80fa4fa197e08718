"""The benchmark of listening: what it counts, and that it runs to the end with a model."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.listening import errors, units
from tests.analysis.sounds import tone, write
from tests.analysis.tiny_whisper import Mind

_ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("language", "truth", "heard", "count", "wrong"),
    [
        ("en", "He was not an ill-disposed man.", "he was not a disposed man", 7, 2),
        ("zh", "这个枣子很甜。", "這個，棗子甜", 6, 1),
        ("en", "Don't!", "don't", 1, 0),
        ("en", "one two", "", 2, 2),
        ("ja", "客観的 実在", "客観的実在", 5, 0),
    ],
)
def test_errors_are_counted_in_what_a_language_is_written_in(
    language: str, truth: str, heard: str, count: int, wrong: int
) -> None:
    """Words with spaces, characters without; case, marks and Chinese script don't count."""
    said = units(truth, language)
    assert len(said) == count
    assert errors(said, units(heard, language)) == wrong


def test_errors_are_the_same_both_ways() -> None:
    """Turning a text into another takes as many steps as back."""
    one, other = list("kitten"), list("sitting")
    assert errors(one, other) == errors(other, one) == 3
    assert errors(one, one) == 0


def _run(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.listening", *arguments],
        cwd=_ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.slow
def test_it_measures_a_model_in_a_folder(whisper: Callable[[Mind], Path], tmp_path: Path) -> None:
    """One JSON object with the error rate and the speed over all files."""
    write(tmp_path / "a.mkv", np.stack([tone(2, -20.0)]))
    (tmp_path / "manifest.jsonl").write_text(
        json.dumps({"file": "a.mkv", "language": "en", "text": "fresh dates"}) + "\n"
    )
    model = whisper(Mind((" fresh", " dates", "<|2.00|>")))
    done = _run([str(tmp_path / "manifest.jsonl"), "--model", str(model), "--json"])
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    # A tone is no speech: both words are missing, and nothing was made up.
    assert told["error_rate"] == 1.0
    assert told["files"][0]["text"] == ""
    assert told["times_real_time"] > 0


@pytest.mark.slow
def test_without_a_model_it_says_so(tmp_path: Path) -> None:
    """A folder that is none: one sentence, and exit code 2."""
    (tmp_path / "manifest.jsonl").write_text("")
    done = _run([str(tmp_path / "manifest.jsonl"), "--model", str(tmp_path / "no-model")])
    assert done.returncode == 2
    assert "neither a folder with a speech model" in done.stderr
    assert "Traceback" not in done.stderr
