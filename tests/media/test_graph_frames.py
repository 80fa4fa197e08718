"""The frames that a chunk shows, from every kind of awkward clip: which ones, and which way up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ffmpeg as build
import numpy as np
import pytest

from tests.media import clips, marks
from tests.media.conftest import Clips
from tests.media.recipes import Made
from vidcommerce.media.chunks import Content, Piece
from vidcommerce.media.clip import Transfer
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.graph import ClipFile, Layers, composed
from vidcommerce.media.ladder import ladder
from vidcommerce.media.plan import Canvas
from vidcommerce.media.probe import probe
from vidcommerce.media.rewrap import seekable
from vidcommerce.media.time import FrameRange, FrameRate
from vidcommerce.storage import FolderStore

pytestmark = pytest.mark.slow

_RATE = FrameRate(30, 1)

_SHOWN: list[tuple[Callable[..., Made], tuple[Any, ...]]] = [
    (clips.plain, ()),
    (clips.turned, (90,)),
    (clips.turned, (180,)),
    (clips.turned, (270,)),
    (clips.turned, (90, True)),
    (clips.turned, (0, True)),
    (clips.variable_rate, ()),
    (clips.millisecond_stamps, ()),
    (clips.high_rate, ()),
    (clips.odd_size, ()),
    (clips.reordered, ()),
    (clips.long_gop, ()),
    (clips.transport_stream, ()),
    (clips.edited, ()),
    (clips.two_pictures, ()),
    (clips.hdr, (Transfer.HLG,)),
    (clips.hdr, (Transfer.PQ,)),
]


def _clip_file(made: Made, ffmpeg: Ffmpeg, folder: Path) -> ClipFile:
    with seekable(ClipFile(made.path, probe(made.path)), ffmpeg, FolderStore(folder)) as clip:
        return clip  # of a folder: it stays where it is


def _watch(
    clip: ClipFile, frames: FrameRange, canvas: Canvas, ffmpeg: Ffmpeg
) -> list[marks.Picture]:
    """Return the unencoded frames of a chunk that shows one piece."""
    piece = Piece("clip", frames, None)
    content = Content(1, "", "", "en", canvas, ladder(canvas), (piece,), (), ())
    picture = composed(content, {"clip": clip}, Layers(None, "", ())).filter("format", "rgb24")
    arguments = build.get_args(build.output(picture, "pipe:1", format="rawvideo"))
    data = b"".join(ffmpeg.read(arguments, job="watching"))
    return list(np.frombuffer(data, np.uint8).reshape(-1, canvas.height, canvas.width, 3))


def _canvas(clip: ClipFile) -> Canvas:
    picture = clip.facts.picture
    across = picture.upright_width > picture.upright_height
    return Canvas(320, 180, _RATE) if across else Canvas(180, 320, _RATE)


def _expected(made: Made, frame: int, lead: float) -> set[int]:
    """Return the number on show at a frame of the grid: the last whose nearest slot has come.

    Where a frame lies in the middle between two slots, either of its neighbours is right.
    """
    slots = [(time + lead) * 30 / 1000 + 0.5 for time in made.times]
    return {
        next((n for s, n in zip(reversed(slots), reversed(made.numbers), strict=True)
              if int(s + slack) <= frame), made.numbers[0])
        for slack in (-0.001, 0.001)
    }  # fmt: skip


_PRIMING = 1024 / 48
"""Milliseconds by which sound precedes the picture where a container can't trim AAC's start."""


@pytest.mark.parametrize(("maker", "arguments"), _SHOWN)
def test_every_clip_comes_out_upright_and_frame_by_frame(
    maker: Callable[..., Made],
    arguments: tuple[Any, ...],
    clip: Clips,
    ffmpeg: Ffmpeg,
    tmp_path: Path,
) -> None:
    """From its start and from its middle, a piece shows exactly its frames, the right way up."""
    made = clip(maker, *arguments)
    file = _clip_file(made, ffmpeg, tmp_path)
    length = made.duration * 30 // 1000
    for frames in (FrameRange(0, length), FrameRange(length // 2 + 1, length)):
        seen = _watch(file, frames, _canvas(file), ffmpeg)
        assert len(seen) == len(frames)
        lead = _PRIMING if maker is clips.transport_stream else 0
        wrong = [
            (frame, marks.number(picture))
            for frame, picture in zip(range(frames.start, frames.stop), seen, strict=True)
            if marks.number(picture) not in _expected(made, frame, lead)
        ]
        assert wrong == []
        assert marks.corners(seen[3]) == marks.UPRIGHT
