"""Small copies of a raw clip, for a browser that edits: a video, its loudness, its thumbnails.

The copy's frames are the clip's on the plan's rate, one for one, so that a frame number means the
same in the page and in the renderer. A keyframe every half second makes every frame near one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import ffmpeg
import numpy as np
from pydantic import with_config

from vidcommerce.documents import STRICT, canonical_json, read_json
from vidcommerce.language import N_
from vidcommerce.media.chunks import Piece
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.graph import ClipFile, Stream, cover_arguments, whole_picture
from vidcommerce.media.plan import Canvas, Cover, Source
from vidcommerce.media.soundtrack import piece_of_sound
from vidcommerce.media.time import FrameRange, FrameRate
from vidcommerce.storage import BlobStore

PROXY_VERSION: Final = 1
"""Raise it when the same clip gives other files: their names change with it."""

PEAKS_RATE: Final = 100
"""Peaks of the sound a second: two pixels each where five seconds fill a laptop's screen."""

VIDEO: Final = "proxy.mp4"
PEAKS: Final = "peaks.json"
THUMBS: Final = "thumbs.jpg"
INDEX: Final = "index.json"
"""The last file to be kept: where it is, all others are."""

_SHORT: Final = 360
"""Pixels of the short side: sharp in a third of a laptop's screen, and decoded while one drags."""

_THUMB: Final = 90
_COLUMNS: Final = 10
_COVER: Final = 320
"""The height of a thumbnail, how many there are in a row, and the long side of a cover."""

_PCM: Final = "sound.pcm"
_HEARD: Final = 8000
"""Samples a second that peaks are taken of: what shows in a waveform is far below 4 kHz."""

_LOUDEST: Final = 32_768
_X264: Final = {
    "c:v": "libx264",
    "preset": "superfast",
    "tune": "fastdecode",
    "profile:v": "main",
    "pix_fmt": "yuv420p",
    "crf": 27,
    "maxrate": "900k",
    "bufsize": "1800k",
    "sc_threshold": 0,
    "bf": 0,  # or the first frame would stand behind time 0
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
    "color_range": "tv",
    "movflags": "+faststart",
}
_AAC: Final = {"c:a": "aac", "b:a": "96k", "ar": 48_000, "ac": 2}
_TIDY: Final = {"map_metadata": -1, "map_chapters": -1, "fflags": "+bitexact"}


@dataclass(frozen=True, slots=True)
class Grid:
    """Thumbnails in one picture: ``count`` of ``width`` x ``height``, ``columns`` in a row."""

    columns: int
    width: int
    height: int
    count: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return -(-self.count // self.columns)


@dataclass(frozen=True, slots=True)
class Shape:
    """A copy's pixels, and its thumbnails, one a second."""

    width: int
    height: int
    thumbs: Grid


@with_config(STRICT)
@dataclass(frozen=True, slots=True)
class ProxyFacts:
    """What is true of the files of a copy: whether it has sound, and which covers are drawn."""

    sound: bool
    covers: tuple[Cover, ...]


def prefix_of(sha256: str, rate: FrameRate) -> str:
    """Return the folder of a clip's copy, named by all that decides it."""
    return f"proxies/{sha256}/{PROXY_VERSION}-{rate.numerator}-{rate.denominator}"


def cover_name(number: int) -> str:
    """Return the name of the picture of a suggested cover, counted from 0."""
    return f"cover-{number}.jpg"


def shape(source: Source, rate: FrameRate) -> Shape:
    """Return how large the copy of a source is; a small clip stays as it is."""
    scale = min(1.0, _SHORT / min(source.width, source.height))
    last = max(0, source.frames - 1) * rate.denominator // rate.numerator
    grid = Grid(
        columns=min(_COLUMNS, last + 1),
        width=_even(_THUMB * source.width / source.height),
        height=_THUMB,
        count=last + 1,
    )
    return Shape(_even(source.width * scale), _even(source.height * scale), grid)


def proxy_arguments(clip: ClipFile, source: Source, rate: FrameRate, threads: int) -> list[str]:
    """Return ffmpeg's arguments that write all of a copy in one pass.

    VIDEO, THUMBS, and where there is sound ``sound.pcm``: 16-bit, one channel, for :func:`peaks`.
    """
    size = shape(source, rate)
    picture = whole_picture(clip, source.frames, rate, (size.width, size.height))
    copies = picture.filter_multi_output("split", 2)
    shown, outputs = [copies[0]], [_thumbs(copies[1], size.thumbs)]
    if clip.facts.sound is not None:
        sound = piece_of_sound(clip, FrameRange(0, source.frames), 1, rate)
        voices = sound.filter_multi_output("asplit", 2)
        shown.append(voices[0])
        pcm = {"f": "s16le", "c:a": "pcm_s16le", "ar": _HEARD, "ac": 1}
        outputs.append(ffmpeg.output(voices[1], _PCM, **pcm))
    every = max(1, round(rate.numerator / rate.denominator / 2))
    options = {**_X264, **_AAC, **_TIDY, "g": every, "keyint_min": every, "threads": threads}
    outputs.append(ffmpeg.output(*shown, VIDEO, format="mp4", **options))
    return list(ffmpeg.get_args(ffmpeg.merge_outputs(*outputs)))


def peaks(samples: bytes) -> list[int]:
    """Return how loud each hundredth of a second is, 0 to 255, of 16-bit samples at 8 kHz."""
    block = _HEARD // PEAKS_RATE
    heard = np.abs(np.frombuffer(samples, "<i2").astype(np.int32))
    blocks = np.pad(heard, (0, -len(heard) % block)).reshape(-1, block)
    return [int(block.max()) * 255 // _LOUDEST for block in blocks]


@dataclass(frozen=True)
class Copier:
    """Makes copies with ffmpeg into a store, on ``threads`` cores."""

    ffmpeg: Ffmpeg
    store: BlobStore
    threads: int

    def copy(self, clip: ClipFile, source: Source, canvas: Canvas, covers: Sequence[Cover]) -> str:
        """Keep a clip's copy and pictures of ``covers``; returns the folder that they are in.

        One that is whole is left as it is. Raises what running ffmpeg raises.
        """
        prefix = prefix_of(source.sha256, canvas.rate)
        if self.store.has(f"{prefix}/{INDEX}"):
            return prefix
        with self.store.scratch() as folder:
            self._draw(clip, source, canvas, folder)
            for number, cover in enumerate(covers):
                self._cover(clip, cover, canvas, folder / cover_name(number))
            facts = ProxyFacts(clip.facts.sound is not None, tuple(covers))
            (folder / INDEX).write_text(canonical_json(facts), encoding="utf-8")
            for name in (VIDEO, PEAKS, THUMBS, *map(cover_name, range(len(covers))), INDEX):
                self.store.put(f"{prefix}/{name}", folder / name)
        return prefix

    def _draw(self, clip: ClipFile, source: Source, canvas: Canvas, folder: Path) -> None:
        arguments = proxy_arguments(clip, source, canvas.rate, self.threads)
        self.ffmpeg.run(arguments, job=N_("making a small copy of the clip"), folder=folder)
        heard = b"" if clip.facts.sound is None else (folder / _PCM).read_bytes()
        (folder / PEAKS).write_text(canonical_json(peaks(heard)), encoding="utf-8")

    def _cover(self, clip: ClipFile, cover: Cover, canvas: Canvas, file: Path) -> None:
        frame = FrameRange(cover.frame, cover.frame + 1)
        piece = Piece(clip.facts.sha256, frame, cover.crop)
        arguments = cover_arguments(piece, clip, _small(canvas), file.name)
        self.ffmpeg.run(arguments, job=N_("drawing the cover"), folder=file.parent)


def facts_of(store: BlobStore, prefix: str) -> ProxyFacts:
    """Return what is true of the copy in a folder. Raises BlobMissing where it is not whole."""
    with store.local(f"{prefix}/{INDEX}") as file:
        return read_json(ProxyFacts, file.read_bytes())


def _small(canvas: Canvas) -> Canvas:
    """Return the canvas at the size of a suggestion."""
    scale = min(1.0, _COVER / max(canvas.width, canvas.height))
    return Canvas(_even(canvas.width * scale), _even(canvas.height * scale), canvas.rate)


def _thumbs(picture: Stream, grid: Grid) -> Any:  # noqa: ANN401 - ffmpeg-python ships no types
    """Return the output that lays the first frame of each second side by side."""
    sprite = (
        picture.filter("select", "gte(t+0.001,selected_n)")
        .filter("scale", grid.width, grid.height, flags="area")
        .filter("tile", f"{grid.columns}x{grid.rows}")
        .filter("scale", out_range="pc", out_color_matrix="bt601")
        .filter("format", "yuvj420p")
    )
    return ffmpeg.output(sprite, THUMBS, format="image2", vframes=1, update=1, map_metadata=-1,
                         **{"q:v": 5})  # fmt: skip


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)
