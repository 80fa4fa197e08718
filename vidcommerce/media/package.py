"""Makes the files that people get from a rendering: MP4, HLS, poster. Copies, never encodes.

Everything is written into a folder beside the target and moved into place when it is whole.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vidcommerce.language import N_
from vidcommerce.media.captions import tracks
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.hls import Variant, caption_playlist, codec_of, master_playlist
from vidcommerce.media.ladder import Rung, ladder
from vidcommerce.media.plan import EditPlan
from vidcommerce.media.render import Rendering
from vidcommerce.media.time import AUDIO_RATE
from vidcommerce.storage import BlobStore


@dataclass(frozen=True, slots=True)
class Packaged:
    """The names of what was written, relative to the target folder."""

    video: str
    small: str
    master: str
    poster: str


def package(
    plan: EditPlan, rendering: Rendering, store: BlobStore, ffmpeg: Ffmpeg, target: Path
) -> Packaged:
    """Write ``video.mp4``, ``hls/`` and ``poster.jpg`` of a rendering into ``target``.

    ``video-small.mp4`` beside them is the lowest rung, for a player that has no HLS and a network
    that is slow.

    Raises whatever ffmpeg raises; the target then still holds what it held before.
    """
    with beside(target) as stage, contextlib.ExitStack() as kept:
        lists = {
            rung: _concat_list(
                stage / f"{rung.name}.txt",
                [kept.enter_context(store.local(c.blob(rung))) for c in rendering.chunks],
            )
            for rung in ladder(plan.canvas)
        }
        sound = kept.enter_context(store.local(rendering.sound))
        for rung in lists:
            (stage / "hls" / rung.name).mkdir(parents=True)
        (stage / "hls" / "sound").mkdir()
        ffmpeg.run(_copy_arguments(lists, sound), job=N_("joining the parts"), folder=stage)
        _describe(plan, list(lists), stage / "hls")
        cover = kept.enter_context(store.local(rendering.cover))
        shutil.copyfile(cover, stage / "poster.jpg")
        for name in ("hls", "poster.jpg", "video-small.mp4", "video.mp4"):
            move_into_place(stage / name, target / name)
    return Packaged("video.mp4", "video-small.mp4", "hls/master.m3u8", "poster.jpg")


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give a new folder on the target's disk, which is gone afterwards."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".part-", dir=target) as stage:
        yield Path(stage)


def move_into_place(new: Path, final: Path) -> None:
    """Give a whole file or folder its final name, in place of an older one."""
    if final.is_dir():
        old = new.with_name(f"{new.name}.old")
        final.rename(old)
    new.replace(final)


def _concat_list(file: Path, parts: Sequence[Path]) -> Path:
    """Write the list that ffmpeg's concat demuxer reads; quotes are doubled its way."""
    lines = [f"file 'file:{_quoted(part.resolve())}'\n" for part in parts]
    file.write_text("".join(lines), encoding="utf-8")
    return file


def _quoted(path: Path) -> str:
    return str(path).replace("'", r"'\''")


def _copy_arguments(lists: dict[Rung, Path], sound: Path) -> list[str]:
    """Return the arguments of the one run that joins all parts into all of the files."""
    inputs: list[str] = []
    for file in lists.values():
        guard = ["-protocol_whitelist", "file", "-f", "concat", "-safe", "0"]
        inputs += [*guard, "-i", file.name]
    inputs += ["-protocol_whitelist", "file", "-f", "mov", "-i", f"file:{sound.resolve()}"]
    tidy = ["-c", "copy", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"]
    voice = ["-map", f"{len(lists)}:a"]
    outputs = []
    for number, name in ((0, "video.mp4"), (len(lists) - 1, "video-small.mp4")):
        outputs += ["-map", f"{number}:v", *voice, *tidy, *_WHOLE, name]
    for number, rung in enumerate(lists):
        outputs += ["-map", f"{number}:v", *tidy]
        outputs += _segments(f"hls/{rung.name}", _PICTURE_SEGMENTS)
    outputs += [*voice, *tidy, *_segments("hls/sound", _SOUND_SEGMENTS)]
    return inputs + outputs


_WHOLE: Final = ("-movflags", "+faststart", "-f", "mp4", "-movie_timescale", str(AUDIO_RATE))
"""One file whose index comes first, so that it plays while it comes."""

_PICTURE_SEGMENTS: Final = (
    "-avoid_negative_ts", "disabled", "-hls_time", "0.1",
    "-hls_segment_options", "movflags=+cmaf:use_editlist=0:avoid_negative_ts=disabled",
)  # fmt: skip
"""A segment for every chunk (each is longer than 0.1 s), its first frame at time 0 by negative
composition offsets: many players pass over the edit list that would be needed otherwise, and
show the picture two frames late."""

_SOUND_SEGMENTS: Final = ("-hls_time", "4", "-hls_segment_options", "movflags=+cmaf")
"""Near a picture chunk's length, so that both arrive together. The edit list stays: it trims the
encoder's 21 ms of priming where a player honours it."""


def _segments(folder: str, options: Sequence[str]) -> list[str]:
    return [
        "-f", "hls", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4",
        "-hls_flags", "independent_segments", *options,
        "-hls_fmp4_init_filename", "init.mp4",
        "-hls_segment_filename", f"{folder}/%04d.m4s", f"{folder}/index.m3u8",
    ]  # fmt: skip


def _describe(plan: EditPlan, rungs: Sequence[Rung], folder: Path) -> None:
    """Write the playlists that tie the renditions, the sound and the captions together."""
    sound = Variant.read(folder / "sound" / "index.m3u8", None, "mp4a.40.2")
    variants = [
        Variant.read(
            folder / rung.name / "index.m3u8", rung, codec_of(folder / rung.name / "init.mp4")
        )
        for rung in rungs
    ]
    captions = {}
    seconds = plan.canvas.rate.seconds(plan.frames)
    for language, text in tracks(plan):
        name = f"captions.{language}"
        captions[language] = f"{name}.m3u8"
        (folder / f"{name}.vtt").write_text(text, encoding="utf-8")
        playlist = caption_playlist(f"{name}.vtt", seconds)
        (folder / f"{name}.m3u8").write_text(playlist, encoding="utf-8")
    master = master_playlist(variants, sound, plan.canvas.rate, captions)
    (folder / "master.m3u8").write_text(master, encoding="utf-8")
