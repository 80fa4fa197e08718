"""What an operator may set, from the environment; each with a default that works."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from vidcommerce.errors import InputRejected
from vidcommerce.language import N_


@dataclass(eq=False)
class SettingWrong(InputRejected):
    """An environment variable holds what it can't mean."""

    name: str
    value: str
    sentence = N_("{name} is set to “{value}”; it must be a whole number, 1 at least.")


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
    """Read the settings from ``VIDCOMMERCE_*`` variables (this process's by default).

    Raises SettingWrong.
    """
    given = os.environ if environment is None else environment
    cache = given.get("VIDCOMMERCE_CACHE") or (
        Path(given.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vidcommerce"
    )
    return Settings(
        ffmpeg=given.get("VIDCOMMERCE_FFMPEG") or imageio_ffmpeg.get_ffmpeg_exe(),
        model=given.get("VIDCOMMERCE_MODEL") or "small",
        cache=Path(cache),
        workers=_workers(given.get("VIDCOMMERCE_WORKERS") or str(os.cpu_count() or 1)),
    )


def _workers(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise SettingWrong("VIDCOMMERCE_WORKERS", value)
    return int(value)
