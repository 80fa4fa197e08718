"""Samples and loudness, against ffmpeg's own figures and computed sounds."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.sounds import RATE, tone, write
from tests.media import clips
from tests.media.conftest import Clips
from vidcommerce.analysis.facts import Loudness
from vidcommerce.analysis.loudness import SILENCE, integrated
from vidcommerce.analysis.sound import SPEECH_RATE, Samples, loudness, samples
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.time import Span

_WHOLE = (Span(0, 10**9),)


def _level(samples: Samples, frequency: float) -> float:
    """Return the level of one frequency in decibels."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    at = round(frequency * len(samples) / SPEECH_RATE)
    return float(20 * np.log10(spectrum[at - 3 : at + 4].max() / len(samples) * 4))


def _by_ffmpeg(path: Path, ffmpeg: Ffmpeg) -> tuple[float, float]:
    """Return the integrated loudness and the true peak that ffmpeg itself sums up."""
    arguments = ["-i", str(path), "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    log = ffmpeg.run(arguments, job="measuring for a test")
    found = re.search(r"I:\s+(-?[\d.]+) LUFS", log), re.search(r"Peak:\s+(-?[\d.]+) dBFS", log)
    assert found[0] is not None
    assert found[1] is not None
    return float(found[0][1]), float(found[1][1])


@pytest.mark.parametrize(
    "parts",
    [
        [(6, -23.0)],
        [(3, -10.0), (2, -90.0), (3, -18.0)],
        [(4, -20.0), (4, -35.0), (2, -12.0)],
        [(0.3, -20.0)],
        [(1.25, -60.0), (1.7, -14.0)],
    ],
)
def test_integrated_loudness_is_ffmpegs(
    parts: list[tuple[float, float]], tmp_path: Path, ffmpeg: Ffmpeg
) -> None:
    """Gated over the whole clip, the figure is that of ffmpeg's own meter, as is the true peak."""
    sound = np.concatenate([tone(*part) for part in parts])
    path = write(tmp_path / "a.mkv", np.stack([sound, 0.5 * sound]))
    measured = loudness(path, 0, ffmpeg)
    whole, peak = _by_ffmpeg(path, ffmpeg)
    assert integrated(measured, _WHOLE) == pytest.approx(whole * 100, abs=6)
    assert measured.true_peak == pytest.approx(peak * 100, abs=6)


def test_a_part_is_as_loud_as_it_is_alone(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    """The loudness of chosen seconds is that of a clip of those seconds, to 0.3 LU."""
    loud, quiet = tone(3, -12.0), tone(4, -30.0)
    both = write(tmp_path / "both.mkv", np.concatenate([quiet, loud, quiet])[None])
    alone = write(tmp_path / "alone.mkv", loud[None])
    part = integrated(loudness(both, 0, ffmpeg), [Span(4000, 7000)])
    assert part == pytest.approx(integrated(loudness(alone, 0, ffmpeg), _WHOLE), abs=30)


def test_blocks_stand_where_the_sound_is(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    """A tone from 1.0 s on is first heard in the block that ends at 1.1 s, whole from 1.4 s on."""
    sound = np.concatenate([np.zeros(RATE), tone(1, -20.0)])
    blocks = loudness(write(tmp_path / "a.mkv", sound[None]), 0, ffmpeg).momentary
    assert len(blocks) == 20
    assert blocks[9] == SILENCE
    assert blocks[10] > SILENCE
    assert blocks[13] == pytest.approx(max(blocks), abs=2)
    assert blocks[12] < blocks[13] - 50


def test_silence_has_no_loudness(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    """A silent track measures as silence everywhere, and its peak as no peak."""
    measured = loudness(write(tmp_path / "a.mkv", np.zeros((1, RATE))), 0, ffmpeg)
    assert set(measured.momentary) == {SILENCE}
    assert integrated(measured, _WHOLE) == SILENCE
    assert measured.true_peak == -12_000


def test_both_channels_are_heard(tmp_path: Path, ffmpeg: Ffmpeg) -> None:
    """Somebody on the left and somebody on the right are both in the samples, equally loud."""
    path = write(tmp_path / "a.mkv", np.stack([tone(1, -6.0, 440), tone(1, -6.0, 1500)]))
    heard = samples(path, 0, ffmpeg)
    assert heard.dtype == np.float32
    assert len(heard) == pytest.approx(SPEECH_RATE, abs=2)
    assert _level(heard, 440) == pytest.approx(-12, abs=0.5)
    assert _level(heard, 1500) == pytest.approx(-12, abs=0.5)


@pytest.mark.slow
@pytest.mark.parametrize(
    "maker", [clips.plain, clips.late_sound, clips.edited, clips.transport_stream, clips.mono]
)
def test_beeps_are_heard_when_they_are_seen(maker: object, clip: Clips, ffmpeg: Ffmpeg) -> None:
    """Late sound, edit lists and clocks that begin late: a beep is within 25 ms of its time."""
    made = clip(maker)  # type: ignore[arg-type] # one of the makers listed above
    heard = samples(made.path, 1, ffmpeg)
    loud = np.abs(heard) > 0.1
    for beep in (beep for beep in made.beeps if beep > 0):
        around = loud[(beep - 200) * 16 : (beep + 150) * 16]
        assert 16 * 175 <= int(np.argmax(around)) <= 16 * 225


_blocks = st.lists(st.integers(-7000, 0), min_size=1, max_size=40).map(tuple)
_spans = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(0, 2000)).map(lambda p: Span(p[0], p[0] + p[1])),
    max_size=5,
)


@given(_blocks, _spans)
def test_the_choice_of_spans_is_a_set(blocks: tuple[int, ...], spans: list[Span]) -> None:
    """Neither the order of the spans nor saying one twice changes the loudness."""
    measured = Loudness(blocks, 0)
    once = integrated(measured, spans)
    assert integrated(measured, [*reversed(spans), *spans]) == once
    assert once == SILENCE or min(blocks) <= once <= max(blocks)


@given(_blocks, st.integers(-600, 600))
def test_loudness_follows_the_gain(blocks: tuple[int, ...], gain: int) -> None:
    """Everything louder by a gain is louder by that gain, as long as no gate is crossed."""
    audible = tuple(max(-6000, block) for block in blocks)
    before = integrated(Loudness(audible, 0), _WHOLE)
    after = integrated(Loudness(tuple(b + gain for b in audible), 0), _WHOLE)
    assert after == pytest.approx(before + gain, abs=1)


def test_quiet_blocks_do_not_count() -> None:
    """Blocks more than 10 LU under the mean of the audible ones are left out."""
    measured = Loudness((-2000,) * 10 + (-5000,) * 30, 0)
    assert integrated(measured, _WHOLE) == -2000
