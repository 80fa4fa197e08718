"""The catalogue of the beds, as the product reads it."""

from __future__ import annotations

from assets.music.compose.score import Score

_HEAD = """\
# The beds of music. Written by `python -m assets.music.compose`; do not edit.
# `samples` at 48 kHz; the file loops from its end to its start without a seam.
# `loudness_millibels` is the integrated loudness in hundredths of LUFS (EBU R 128).
# moods: warm, bright, tender, calm, pastoral, lively, festive
"""


def file_name(score: Score) -> str:
    """Where a bed is stored, beside the catalogue."""
    return f"{score.id}.ogg"


def catalogue(measured: dict[str, float], scores: tuple[Score, ...]) -> str:
    """The catalogue's text; ``measured`` is the loudness in LUFS of each bed's stored file."""
    return _HEAD + "".join(_entry(score, measured[score.id]) for score in scores)


def _entry(score: Score, loudness: float) -> str:
    return f"""
[[beds]]
id = "{score.id}"
file = "{file_name(score)}"
mood = "{score.mood}"
tempo_bpm = {score.tempo}
beats_per_bar = {score.beats_per_bar}
samples = {score.samples}
loudness_millibels = {round(loudness * 100)}
licence = "CC0-1.0"
author = "vidcommerce project"
title.en = "{score.title}"
title.zh = "{score.title_zh}"
"""
