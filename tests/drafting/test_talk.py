"""Real talk: with the truth of where people speak, what is kept and what goes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import pytest

from tests.factories import IMAGE, PRODUCT
from vidcommerce.analysis.analyse import analyse
from vidcommerce.drafting.draft import Draft, draft
from vidcommerce.drafting.takes import SILENCE, Take, Wishes
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.plan import Crop
from vidcommerce.media.probe import probe

pytestmark = [pytest.mark.real, pytest.mark.slow]

CLIPS = ("talk_en_portrait", "talk_zh_landscape", "talk_zh_portrait")
_UNDER_VOICE = 25
"""Decibels under a recording's own voice (its 95th percentile) down to which a moment is speech;
the rooms of these recordings are 28 to 35 under it."""


@dataclass(frozen=True)
class Talk:
    """A clip, its draft, and the milliseconds of each recording of speech in it."""

    folder: Path
    drafted: Draft
    speech: tuple[tuple[str, int, int], ...]
    duration: int

    def kept(self, at: float) -> bool:
        """Tell whether a millisecond of the clip is in the video."""
        frame = int(at * 30 / 1000)
        return any(frame in segment.source_range for segment in self.drafted.plan.segments)


@pytest.fixture(scope="module", params=CLIPS)
def talk(request: pytest.FixtureRequest, shared: Path, ffmpeg: Ffmpeg) -> Talk:
    """Analyse and draft one of the clips, without a recogniser."""
    file = shared / "media" / f"{request.param}.mp4"
    facts = probe(file)
    analysis = analyse(file, facts, ffmpeg, None, None, (), lambda _: None)
    truth = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    speech = tuple(
        (one["file"], round(one["start"] * 1000), round(one["end"] * 1000))
        for one in truth["speech"]
    )
    drafted = draft([Take(facts, analysis)], PRODUCT, IMAGE, Wishes())
    return Talk(shared, drafted, speech, round(truth["seconds"] * 1000))


def _levels(file: Path) -> list[float]:
    """Return the decibels of every 20 ms of a recording."""
    resampler = av.AudioResampler("flt", "mono", 16_000)
    with av.open(str(file)) as container:
        frames = [*container.decode(audio=0), None]
        parts = [part.to_ndarray()[0] for frame in frames for part in resampler.resample(frame)]
    sound = np.concatenate(parts).astype(np.float64)
    steps = sound[: len(sound) // 320 * 320].reshape(-1, 320)
    return [float(level) for level in 10 * np.log10(np.mean(steps**2, axis=1) + 1e-12)]


def test_nearly_all_speech_is_kept(talk: Talk) -> None:
    """99 per cent of the moments in which a voice is heard are in the video."""
    moments = []
    for file, start, _ in talk.speech:
        levels = _levels(talk.folder / "speech" / file)
        loud = float(np.percentile(levels, 95)) - _UNDER_VOICE
        moments += [start + 20 * n + 10 for n, level in enumerate(levels) if level > loud]
    assert sum(map(talk.kept, moments)) >= 0.99 * len(moments)


def test_nearly_all_of_each_recording_is_kept(talk: Talk) -> None:
    """99 per cent of the recordings of speech are in the video, their own quiet edges too."""
    moments = [at for _, start, stop in talk.speech for at in range(start, stop, 10)]
    assert sum(map(talk.kept, moments)) >= 0.99 * len(moments)


def test_nearly_all_silence_is_cut(talk: Talk) -> None:
    """Of the silences of 0.7 s and more 90 per cent of the time is cut."""
    edges = [0, *(at for _, start, stop in talk.speech for at in (start, stop)), talk.duration]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    silent = [at for a, b in gaps if b - a >= SILENCE for at in range(a, b, 10)]
    assert sum(not talk.kept(at) for at in silent) >= 0.9 * len(silent)


def test_talk_is_ducked_under_and_framed(talk: Talk) -> None:
    """The plan knows where the speech is, and a landscape clip fills the upright picture."""
    plan = talk.drafted.plan
    spoken = sum(map(len, plan.audio.speech))
    assert 0.7 * plan.frames <= spoken <= plan.frames
    crops = [segment.crop for segment in plan.segments]
    if plan.sources[0].width > plan.sources[0].height:
        assert all(isinstance(crop, Crop) and crop.height == 720 for crop in crops)
    else:
        assert crops == [None] * len(crops)
