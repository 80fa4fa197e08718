"""Make every bed and the catalogue again: ``python -m assets.music.compose``."""

from __future__ import annotations

import argparse
from pathlib import Path

import imageio_ffmpeg

from assets.music.compose.catalogue import catalogue, file_name
from assets.music.compose.master import finish, load, measure, store
from assets.music.compose.performance import perform
from assets.music.compose.programme import scores
from assets.music.compose.studio import Studio


def main() -> None:
    """Write, record, master and store; print what was measured on the stored files."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--fluidsynth", type=Path, default=Path("/usr/bin/fluidsynth"))
    font = Path("/usr/share/sounds/sf2/FluidR3_GM.sf2")
    reader.add_argument("--sound-font", type=Path, default=font)
    given = reader.parse_args()
    studio = Studio(given.fluidsynth, given.sound_font)
    ffmpeg: str = imageio_ffmpeg.get_ffmpeg_exe()
    folder = Path(__file__).parents[1]
    written = scores()
    loudness: dict[str, float] = {}
    for score in written:
        path = folder / file_name(score)
        store(ffmpeg, finish(ffmpeg, studio.record(perform(score))), path)
        facts = measure(ffmpeg, load(ffmpeg, path))
        loudness[score.id] = facts.integrated
        print(score.id, facts, path.stat().st_size)
    (folder / "catalogue.toml").write_text(catalogue(loudness, written), encoding="utf-8")


if __name__ == "__main__":
    main()
