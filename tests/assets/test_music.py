"""The stored beds are what the catalogue says, loop without a seam, and come from a sane score."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import pytest

from assets.music.compose.harmony import chord, voicings
from assets.music.compose.performance import perform
from assets.music.compose.phrases import lay_out, sing
from assets.music.compose.programme import scores
from assets.music.compose.score import SAMPLE_RATE, Mood, Score

pytestmark = pytest.mark.slow

_FOLDER = Path(__file__).parents[2] / "assets" / "music"
_BEDS: list[dict[str, Any]] = tomllib.loads(
    (_FOLDER / "catalogue.toml").read_text(encoding="utf-8")
)["beds"]
_RAW = ("-f", "f32le", "-ar", str(SAMPLE_RATE), "-ac", "2")
_WINDOW = 240
_REACH = 4800
_SCORES = scores()

each_bed = pytest.mark.parametrize("bed", _BEDS, ids=lambda bed: bed["id"])
each_score = pytest.mark.parametrize("score", _SCORES, ids=lambda score: score.id)


@cache
def _sound(file: str) -> npt.NDArray[np.float32]:
    """Decode a bed once for all tests: samples x 2."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(_FOLDER / file)]
    raw = subprocess.run([*command, *_RAW, "pipe:1"], capture_output=True, check=True).stdout
    return np.frombuffer(raw, dtype="<f4").reshape(-1, 2)


def test_catalogue_lists_every_bed() -> None:
    """No bed is missing, none is unlisted, and there are at least six."""
    listed = sorted(bed["file"] for bed in _BEDS)
    assert listed == sorted(path.name for path in _FOLDER.glob("*.ogg"))
    assert len({bed["id"] for bed in _BEDS}) == len(_BEDS) >= 6


@each_bed
def test_entry_is_complete(bed: dict[str, Any]) -> None:
    """Each entry names a licence, an author, titles in both languages and a mood of the set."""
    assert bed["licence"] == "CC0-1.0"
    assert bed["author"] == "vidcommerce project"
    assert bed["title"]["en"]
    assert bed["title"]["zh"]
    assert Mood(bed["mood"])


def test_licence_text_is_there() -> None:
    """The folder carries the text of the licence that the catalogue names."""
    assert "CC0 1.0 Universal" in (_FOLDER / "LICENSE").read_text(encoding="utf-8")


@each_bed
def test_length_is_whole_bars(bed: dict[str, Any]) -> None:
    """The decoded file has exactly the samples of the catalogue: whole bars, over a minute."""
    bar = bed["beats_per_bar"] * SAMPLE_RATE * 60 / bed["tempo_bpm"]
    assert len(_sound(bed["file"])) == bed["samples"] >= 60 * SAMPLE_RATE
    assert bed["samples"] % bar == 0


@each_bed
def test_loudness_and_peak(bed: dict[str, Any]) -> None:
    """The loudness is within 1 LU of the catalogue and the true peak stays under -1 dBTP."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", *_RAW, "-i", "pipe:0"]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    sound = _sound(bed["file"]).tobytes()
    done = subprocess.run(command, input=sound, capture_output=True, check=True)
    summary = done.stderr.decode().rpartition("Summary:")[2]
    loudness = re.search(r"I:\s+(-[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-[\d.]+) dBFS", summary)
    assert loudness is not None
    assert peak is not None
    assert float(loudness[1]) * 100 == pytest.approx(bed["loudness_millibels"], abs=100)
    assert float(peak[1]) <= -1.0


@each_bed
def test_loop_has_no_click(bed: dict[str, Any]) -> None:
    """Where the end meets the beginning, step and treble stay below -50 dB or those around them."""
    rolled = np.roll(_sound(bed["file"]).mean(axis=1), _REACH)
    around = rolled[: 2 * _REACH]
    middle = _REACH // _WINDOW
    joint = slice(middle - 1, middle + 1)

    bends = np.abs(np.diff(rolled[: 2 * _REACH + 2], n=2)).reshape(-1, _WINDOW).max(axis=1)
    assert bends[joint].max() <= max(0.0032, np.delete(bends, joint).max())

    # The spectrum is taken across the joint, half a window on either side.
    shifted = np.roll(around, _WINDOW // 2).reshape(-1, _WINDOW) * np.hanning(_WINDOW)
    treble = np.abs(np.fft.rfft(shifted, axis=1))[:, _WINDOW // 6 :].max(axis=1) / _WINDOW
    assert treble[middle] <= max(0.0032, np.delete(treble, [0, middle]).max())


@each_score
def test_score_is_deterministic(score: Score) -> None:
    """Writing and performing a bed again gives the same notes, to the last hair."""
    again = next(other for other in scores() if other.id == score.id)
    assert perform(again) == perform(score)


@each_score
def test_score_fills_whole_bars(score: Score) -> None:
    """Beats are whole samples, every part keeps inside the bars, and the last bar is played."""
    assert 48_000 * 60 % score.tempo == 0
    notes = [note for part in score.parts for note in part.notes]
    assert min(note.start for note in notes) == 0
    assert max(note.start + note.length for note in notes) <= score.beats + 1e-6
    assert max(note.start for note in notes) >= score.beats - score.beats_per_bar


@each_score
def test_notes_can_be_played(score: Score) -> None:
    """Every note lies in its instrument's range, has a length and an audible velocity."""
    for part in perform(score).parts:
        assert all(part.voice.low <= note.pitch <= part.voice.high for note in part.notes)
        assert all(note.length > 0 and 1 <= note.velocity <= 127 for note in part.notes)


def test_catalogue_agrees_with_scores() -> None:
    """The stored catalogue is that of the scores in this checkout."""
    written = {s.id: (s.samples, s.tempo, s.beats_per_bar, str(s.mood)) for s in _SCORES}
    stored = {b["id"]: (b["samples"], b["tempo_bpm"], b["beats_per_bar"], b["mood"]) for b in _BEDS}
    assert stored == written


def test_voicings_move_smoothly() -> None:
    """From chord to chord no voice leaps further than a fourth, and no chord loses its third."""
    names = ("G", "D/F#", "Em7", "Cadd9", "Am7", "D")
    chords = tuple(chord(name, 4.0 * at, 4.0) for at, name in enumerate(names))
    shapes = voicings(chords, 50, 69, 4)
    for one, shape in zip(chords, shapes, strict=True):
        assert one.classes[1] in {key % 12 for key in shape}
    for before, after in pairwise(shapes):
        assert all(abs(new - old) <= 5 for old, new in zip(before, after, strict=True))


@pytest.mark.parametrize("text", ["c5q d5q e5q", "c5w | d5w", "c5q d5q e5x"])
def test_wrong_melody_is_refused(text: str) -> None:
    """A bar that is too short, one bar too many, or an unknown token is an error."""
    section = lay_out(4, {"only": ("C", 1.0)})["only"]
    with pytest.raises(ValueError, match=r"beats|bars|token"):
        sing(section, text)


def test_wrong_chord_is_refused() -> None:
    """A chord that is not known is an error that names it."""
    with pytest.raises(ValueError, match="no such chord: H13"):
        chord("H13", 0, 4)
