"""What a finished video sounds like, measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.media.plans import plan
from tests.media.watching import sound
from vidcommerce.media.chunks import Tools
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.graph import ClipFile
from vidcommerce.media.loudness import measure
from vidcommerce.media.plan import EditPlan, MusicBed
from vidcommerce.media.probe import probe
from vidcommerce.media.render import Material, Renderer
from vidcommerce.media.soundtrack import soundtrack, soundtrack_arguments
from vidcommerce.storage import FolderStore

pytestmark = pytest.mark.slow

_MUSIC = "f" * 64


def _clip(folder: Path, ffmpeg: Ffmpeg, audio: str) -> ClipFile:
    """Compute ten seconds of a tiny picture with the sound of a lavfi source."""
    ffmpeg.run(
        ["-f", "lavfi", "-i", "testsrc2=s=128x96:r=30:d=10", "-f", "lavfi", "-i", f"{audio}:d=10",
         "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-b:a", "192k", "clip.mp4"],
        job="computing", folder=folder,
    )  # fmt: skip
    return ClipFile(folder / "clip.mp4", probe(folder / "clip.mp4"))


def _music(folder: Path, ffmpeg: Ffmpeg, seconds: int) -> Path:
    """Compute a bed: one tone of 440 Hz at about -20 dBFS, a whole number of periods long."""
    ffmpeg.run(
        ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:d={seconds}",
         "-filter:a", "volume=-2dB", "music.flac"],
        job="computing", folder=folder,
    )  # fmt: skip
    return folder / "music.flac"


def _mixed(
    edit: EditPlan, clip: ClipFile, music: Path | None, folder: Path, ffmpeg: Ffmpeg
) -> Path:
    track = soundtrack(edit, Tools("", ""))
    clips = {edit.sources[0].sha256: clip}
    arguments = soundtrack_arguments(track, clips, music, "sound.m4a")
    ffmpeg.run(arguments, job="mixing", folder=folder)
    return folder / "sound.m4a"


def _level(samples: np.ndarray, hertz: float, start: float, stop: float) -> float:
    """Return the level of one tone in decibels between two times."""
    part = samples[round(start * 48_000) : round(stop * 48_000)]
    time = np.arange(len(part)) / 48_000
    window = np.hanning(len(part))
    strength = np.abs(np.sum(part * window * np.exp(-2j * np.pi * hertz * time))) / window.sum()
    return float(20 * np.log10(max(strength, 1e-9)))


def test_music_is_at_least_ten_decibels_lower_while_somebody_speaks(
    tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    """The bed is heard before and after the words, and steps back under them."""
    clip = _clip(tmp_path, ffmpeg, "anoisesrc=a=0.001:r=48000")
    edit = plan([(0, 270)], clip=clip.facts.sha256, size=(128, 96), speech=[(90, 180)],
                music=MusicBed(_MUSIC, "tone", 0, 1200))  # fmt: skip
    samples = sound(_mixed(edit, clip, _music(tmp_path, ffmpeg, 20), tmp_path, ffmpeg))
    before, during = _level(samples, 440, 0.5, 2.5), _level(samples, 440, 3.1, 5.9)
    assert before - during == pytest.approx(12, abs=0.5)
    assert _level(samples, 440, 6.7, 7.4) == pytest.approx(before, abs=0.5)
    assert len(samples) >= 270 * 1600


def test_a_short_bed_is_looped_without_a_gap(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    """Three seconds of music last for nine, as loud at the joints as between them."""
    clip = _clip(tmp_path, ffmpeg, "anullsrc=r=48000")
    edit = plan([(0, 270)], clip=clip.facts.sha256, size=(128, 96),
                music=MusicBed(_MUSIC, "tone", 0, 1200))  # fmt: skip
    samples = sound(_mixed(edit, clip, _music(tmp_path, ffmpeg, 3), tmp_path, ffmpeg))
    between = _level(samples, 440, 1.0, 1.2)
    for joint in (3.0, 6.0):
        assert _level(samples, 440, joint - 0.1, joint + 0.1) == pytest.approx(between, abs=0.3)


@pytest.mark.parametrize("gain", [0, 2000])
def test_no_peak_is_above_what_was_promised(tmp_path: Path, ffmpeg: Ffmpeg, gain: int) -> None:
    """Even noise at full scale, and twenty decibels more, stays under -1.5 dBTP once encoded."""
    clip = _clip(tmp_path, ffmpeg, "anoisesrc=a=1:c=pink:r=48000:seed=1")
    edit = plan([(0, 60)], clip=clip.facts.sha256, size=(128, 96), gain=gain)
    store = FolderStore(tmp_path / "store")
    material = Material({clip.facts.sha256: clip}, {}, {})
    rendering = Renderer(ffmpeg, store, 2).render(edit, material, lambda _: None)
    with store.local(rendering.sound) as file:
        assert measure(file, ffmpeg).true_peak <= -150


def test_the_gain_is_what_the_plan_says(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    """Ten decibels in the plan are ten on the meter, and cuts do not change the loudness."""
    clip = _clip(tmp_path, ffmpeg, "sine=frequency=1000:sample_rate=48000")
    shown = {"clip": clip.facts.sha256, "size": (128, 96)}
    plain = _mixed(plan([(0, 240)], **shown), clip, None, tmp_path, ffmpeg)  # type: ignore[arg-type] # as above
    before = measure(plain, ffmpeg)
    louder = plan([(0, 100), (110, 200)], gain=1000, **shown)  # type: ignore[arg-type] # as above
    after = measure(_mixed(louder, clip, None, tmp_path, ffmpeg), ffmpeg)
    assert after.integrated - before.integrated == pytest.approx(1000, abs=20)
