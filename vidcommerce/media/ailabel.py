"""Keeps the label of generated media (GB 45438) in what is made of one: it must not get lost.

ffmpeg leaves it out of what it writes; so it is written once more, by copy, into a file of ours.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from vidcommerce.language import N_
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.manifest import read_manifests
from vidcommerce.media.time import AUDIO_RATE

_KEY: Final = b"AIGC"
_BLOCK: Final = 1 << 20


def label_of(clip: Path) -> str:
    """Return the text of a raw clip's label, empty where it has none.

    Only where its name occurs in the file at all is the file parsed, by a confined child.
    """
    label: str = read_manifests(clip)["aigc"] if _occurs(clip) else ""
    return label


def write_labelled(video: Path, label: str, ffmpeg: Ffmpeg, folder: Path) -> Path:
    """Return a copy of a finished video, in ``folder``, with a label. Raises what ffmpeg does."""
    name = f"labelled-{video.name}"
    ffmpeg.run(
        ["-protocol_whitelist", "file", "-f", "mov", "-i", f"file:{video.resolve()}",
         "-map", "0", "-c", "copy", "-map_metadata", "-1", "-fflags", "+bitexact",
         "-metadata", f"AIGC={label}", "-movflags", "+faststart+use_metadata_tags",
         "-f", "mp4", "-movie_timescale", str(AUDIO_RATE), name],
        job=N_("keeping a label"), folder=folder,
    )  # fmt: skip
    return folder / name


def _occurs(clip: Path) -> bool:
    with clip.open("rb") as file:
        before = b""
        while block := file.read(_BLOCK):
            if _KEY in before + block:
                return True
            before = block[1 - len(_KEY) :]
    return False
