"""What an operator may set, from the environment; each with a default that works."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process.

    ``ffmpeg`` is an executable; by default the pinned one inside imageio-ffmpeg's wheel.
    ``model`` names a Whisper model or a folder with one. ``cache`` holds fetched models.
    ``workers`` is how many chunks are rendered at once.
    """

    ffmpeg: str
    model: str
    cache: Path
    workers: int


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``VIDCOMMERCE_*`` variables (this process's by default)."""
    given = os.environ if environment is None else environment
    cache = given.get("VIDCOMMERCE_CACHE") or (
        Path(given.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vidcommerce"
    )
    return Settings(
        ffmpeg=given.get("VIDCOMMERCE_FFMPEG") or imageio_ffmpeg.get_ffmpeg_exe(),
        model=given.get("VIDCOMMERCE_MODEL") or "small",
        cache=Path(cache),
        workers=int(given.get("VIDCOMMERCE_WORKERS") or os.cpu_count() or 1),
    )
