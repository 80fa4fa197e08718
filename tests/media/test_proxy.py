"""The small copies that the studio plays: the same frames, the same moments, never too large."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.factories import CLIP
from tests.media import clips, marks
from tests.media.conftest import Clips
from tests.media.recipes import Made
from tests.media.watching import beeps, frame_times, pictures, sound
from vidcommerce.media.clip import Transfer
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.plan import Canvas, Cover, Source
from vidcommerce.media.probe import probe
from vidcommerce.media.proxy import (
    INDEX,
    PEAKS,
    PEAKS_RATE,
    THUMBS,
    VIDEO,
    Copier,
    ProxyFacts,
    cover_name,
    facts_of,
    peaks,
    shape,
)
from vidcommerce.media.time import FrameRate
from vidcommerce.storage import FolderStore

_RATE = FrameRate(30, 1)
_CANVAS = Canvas(180, 320, _RATE)


@given(st.integers(2, 4000), st.integers(2, 4000), st.integers(1, 20_000))
def test_a_copy_is_small_and_keeps_its_shape(width: int, height: int, frames: int) -> None:
    """Even numbers, at most 360 on the short side; a thumbnail for each second that begins."""
    made = shape(Source(CLIP, frames, width, height), _RATE)
    assert made.width % 2 == made.height % 2 == 0
    assert min(made.width, made.height) <= 360
    assert abs(made.width * height - made.height * width) <= max(width, height) * 2
    assert made.thumbs.count == (frames + 29) // 30
    assert made.thumbs.columns * made.thumbs.rows >= made.thumbs.count


@given(st.lists(st.integers(-32_768, 32_767), max_size=400))
def test_peaks_are_the_loudest_of_each_hundredth(samples: list[int]) -> None:
    """One number for every 80 samples that begin, from 0 for silence to 255."""
    made = peaks(np.array(samples, "<i2").tobytes())
    blocks = [samples[n : n + 80] for n in range(0, len(samples), 80)]
    assert made == [max(abs(one) for one in block) * 255 // 32_768 for block in blocks]


def _copied(made: Made, ffmpeg: Ffmpeg, folder: Path, *covers: Cover) -> tuple[Path, Source]:
    facts = probe(made.path)
    picture = facts.picture
    frames = facts.duration * 30 // 1000
    source = Source(facts.sha256, frames, picture.upright_width, picture.upright_height)
    copier = Copier(ffmpeg, FolderStore(folder), 1)
    prefix = copier.copy(ClipFile(made.path, facts), source, _CANVAS, covers)
    assert facts_of(copier.store, prefix) == ProxyFacts(made.channels > 0, covers)
    return folder / prefix, source


@pytest.mark.slow
@pytest.mark.parametrize(
    ("maker", "arguments"),
    [
        (clips.plain, ()),
        (clips.turned, (90, True)),
        (clips.anamorphic, (90,)),
        (clips.hdr, (Transfer.HLG,)),
        (clips.variable_rate, ()),
    ],
)
def test_frame_by_frame_the_copy_is_the_clip(
    maker: Callable[..., Made], arguments: tuple[Any, ...], clip: Clips, ffmpeg: Ffmpeg,
    tmp_path: Path,
) -> None:  # fmt: skip
    """Upright, from time 0, none missing; where frames come evenly each is the one it was."""
    made = clip(maker, *arguments)
    folder, source = _copied(made, ffmpeg, tmp_path)
    seen = pictures(folder / VIDEO)
    assert len(seen) == source.frames
    assert frame_times(folder / VIDEO)[0] == 0
    assert {marks.corners(picture) for picture in seen} == {marks.corners(marks.draw(
        source.width, source.height, 0, lit=False))}  # fmt: skip
    if not made.variable:
        assert [marks.number(picture) for picture in seen] == list(made.numbers)[: source.frames]


@pytest.mark.slow
def test_sound_peaks_thumbnails_and_covers_are_where_they_belong(
    clip: Clips, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    """A beep is loud in the copy and its peaks at the same moment; what is there is kept."""
    made = clip(clips.plain)
    cover = Cover(0, 45, None)
    folder, source = _copied(made, ffmpeg, tmp_path, cover)
    starts = [ms / 1000 for ms in made.beeps]
    assert beeps(sound(folder / VIDEO)) == pytest.approx(starts, abs=0.012)
    loud = json.loads((folder / PEAKS).read_text())
    assert len(loud) == source.frames * PEAKS_RATE // 30
    for start in starts:
        at = round(start * PEAKS_RATE)
        assert max(loud[at : at + 5]) > 5 * max(1, *loud[at - 10 : at - 2])
    with av.open(str(folder / VIDEO)) as container:
        packets = container.demux(video=0)
        keys = [
            float((packet.pts or 0) * packet.time_base) for packet in packets if packet.is_keyframe
        ]
    assert keys == [0, 0.5, 1, 1.5]
    with Image.open(folder / THUMBS) as thumbs:
        assert thumbs.size == (160 * 2, 90)
        shown = np.asarray(thumbs.convert("RGB"))
    # In the second of them is frame 30, of which the corners tell at least that it is upright.
    assert marks.corners(shown[:, 160:]) == marks.corners(shown[:, :160])
    with Image.open(folder / cover_name(0)) as picture:
        assert picture.size == (180, 320)
    before = (folder / INDEX).stat().st_mtime_ns
    assert _copied(made, ffmpeg, tmp_path, cover)[0] == folder
    assert (folder / INDEX).stat().st_mtime_ns == before


@pytest.mark.slow
def test_a_silent_clip_has_a_copy_without_sound(
    clip: Clips, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    """There is a picture, and no peak at all."""
    folder, _ = _copied(clip(clips.silent), ffmpeg, tmp_path)
    assert json.loads((folder / PEAKS).read_text()) == []
    with av.open(str(folder / VIDEO)) as container:
        assert not container.streams.audio
