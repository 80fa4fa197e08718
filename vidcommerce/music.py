"""The music that comes with vidcommerce, and music that a person brings along."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av

from vidcommerce.assets import assets_folder
from vidcommerce.commission import FileMissing, sha256_of
from vidcommerce.drafting.music import Bed
from vidcommerce.errors import InputRejected
from vidcommerce.language import N_
from vidcommerce.media.ffmpeg import Ffmpeg, FfmpegFailed
from vidcommerce.media.loudness import LoudnessUnknown, measure
from vidcommerce.media.soundtrack import MUSIC_FORMATS
from vidcommerce.media.time import AUDIO_RATE

AUTO: Final = "auto"
NONE: Final = "none"


@dataclass(eq=False)
class MusicUnreadable(InputRejected):
    """The file is no music that can be played."""

    file: str
    sentence = N_("{file} can't be used as music: it is no sound file that can be read.")


@dataclass(frozen=True, slots=True)
class Music:
    """Beds to choose from, and the files that they stand for, by sha256."""

    beds: tuple[Bed, ...]
    files: Mapping[str, Path]


def music_for(wish: str, ffmpeg: Ffmpeg) -> Music:
    """Return the music that a wish allows: "auto" all of ours, "none" nothing, else a file.

    Raises FileMissing or MusicUnreadable.
    """
    ours = catalogue()
    if wish == AUTO:
        return ours
    if wish == NONE:
        return Music((), ours.files)
    bed = bed_of(Path(wish), ffmpeg)
    return Music((bed,), {**ours.files, bed.sha256: Path(wish).resolve()})


def catalogue(language: str = "en") -> Music:
    """Return the beds that come with vidcommerce, titled in ``language``."""
    folder = assets_folder() / "music"
    with (folder / "catalogue.toml").open("rb") as file:
        rows = tomllib.load(file)["beds"]
    beds = {folder / row["file"]: _bed(row, folder, language) for row in rows}
    return Music(tuple(beds.values()), {bed.sha256: path for path, bed in beds.items()})


def _bed(row: dict[str, Any], folder: Path, language: str) -> Bed:
    return Bed(
        id=row["id"],
        title=row["title"].get(language, row["title"]["en"]),
        mood=row["mood"],
        sha256=sha256_of(folder / row["file"]),
        tempo_bpm=row["tempo_bpm"],
        duration_samples=row["samples"],
        loudness=row["loudness_millibels"],
    )


def bed_of(file: Path, ffmpeg: Ffmpeg) -> Bed:
    """Return a person's own music as the only bed to choose; its loudness is measured.

    Raises FileMissing or MusicUnreadable.
    """
    if not file.is_file():
        raise FileMissing(str(file))
    try:
        samples = _samples(file)
        loudness = measure(file, ffmpeg, MUSIC_FORMATS)
    except (av.FFmpegError, FfmpegFailed, LoudnessUnknown, IndexError) as error:
        raise MusicUnreadable(file.name) from error
    return Bed(
        id=file.stem,
        title=file.stem,
        mood="",
        sha256=sha256_of(file),
        tempo_bpm=90,  # unknown; with one bed to choose from it weighs nothing
        duration_samples=samples,
        loudness=loudness.integrated,
    )


def _samples(file: Path) -> int:
    """Return the length at 48 kHz. Raises what PyAV raises, IndexError for no sound."""
    options = {"protocol_whitelist": "file", "format_whitelist": ",".join(MUSIC_FORMATS)}
    with file.open("rb") as opened, av.open(opened, "r", options=options) as container:
        stream = container.streams.audio[0]
        seconds = (stream.duration or 0) * float(stream.time_base or 0)
        return round((seconds or (container.duration or 0) / 1e6) * AUDIO_RATE)
