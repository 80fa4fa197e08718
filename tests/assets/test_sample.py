"""The sample clip is the awkward phone clip that it claims to be, and its truth is true."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest
from faster_whisper.vad import get_speech_timestamps

from assets.sample.draw.script import script

pytestmark = pytest.mark.slow

_FOLDER = Path(__file__).parents[2] / "assets" / "sample"
_CLIP = _FOLDER / "orchard.mp4"
_TRUTH: dict[str, Any] = json.loads((_FOLDER / "truth.json").read_text(encoding="utf-8"))
_EAR = 16_000
_NEAR = 0.45
"""Seconds by which the detector pads what it hears, and a little more."""


@cache
def _sound() -> npt.NDArray[np.float32]:
    """The clip's sound, mono at 16 kHz, as the speech detector wants it."""
    resampler = av.AudioResampler(format="flt", layout="mono", rate=_EAR)
    with av.open(str(_CLIP)) as clip:
        pieces = [
            piece.to_ndarray().ravel()
            for frame in clip.decode(audio=0)
            for piece in resampler.resample(frame)
        ]
    return np.concatenate(pieces).astype(np.float32)


@cache
def _speech() -> tuple[tuple[float, float], ...]:
    """Where the detector hears speech, in seconds."""
    found = get_speech_timestamps(_sound())
    return tuple((one["start"] / _EAR, one["end"] / _EAR) for one in found)


@cache
def _sharpness() -> tuple[float, ...]:
    """Per frame, how much fine detail there is: the variance of the Laplacian of a small grey."""
    with av.open(str(_CLIP)) as clip:
        greys = [frame.reformat(320, 180, "gray").to_ndarray() for frame in clip.decode(video=0)]
    return tuple(float(cv2.Laplacian(grey, cv2.CV_32F).var()) for grey in greys)


def _heard(start: float, end: float) -> float:
    """How many seconds of a span are speech to the detector."""
    return sum(max(0.0, min(end, last) - max(start, first)) for first, last in _speech())


def test_picture_lies_on_its_side() -> None:
    """The frames are 1280x720 with a quarter turn to show them upright, at 30 a second."""
    with av.open(str(_CLIP)) as clip:
        picture = clip.streams.video[0]
        frame = next(clip.decode(picture))
        assert (picture.codec_context.name, frame.width, frame.height) == ("h264", 1280, 720)
        assert frame.rotation == -90
        assert picture.average_rate == 30


def test_sound_is_mono_aac() -> None:
    """A phone's sound: one channel of AAC at 48 kHz."""
    with av.open(str(_CLIP)) as clip:
        sound = clip.streams.audio[0].codec_context
        assert (sound.name, sound.sample_rate, sound.layout.name) == ("aac", 48_000, "mono")


def test_length_and_size() -> None:
    """The clip takes 25 to 35 seconds, as the truth says, and no more than 6 MB."""
    with av.open(str(_CLIP)) as clip:
        assert clip.duration is not None
        seconds = clip.duration / av.time_base
    assert 25 <= seconds <= 35
    assert seconds == pytest.approx(_TRUTH["duration"], abs=0.1)
    assert _CLIP.stat().st_size <= 6_000_000


def test_key_frame_every_second() -> None:
    """A cut never has to decode more than a second: each 30th frame is a key frame."""
    with av.open(str(_CLIP)) as clip:
        keys = [at for at, frame in enumerate(clip.decode(video=0)) if frame.key_frame]
    assert keys == list(range(0, keys[-1] + 1, 30))
    assert len(keys) > 25


@pytest.mark.parametrize("sentence", _TRUTH["sentences"], ids=lambda one: one["text"][:12])
def test_every_sentence_is_heard(sentence: dict[str, Any]) -> None:
    """The speech detector hears at least nine tenths of each sentence where the truth has it."""
    length = sentence["end"] - sentence["start"]
    assert _heard(sentence["start"], sentence["end"]) >= 0.9 * length


@pytest.mark.parametrize("name", ["dead_start", "shake", "dead_end"])
def test_nothing_is_said_in_dead_spans(name: str) -> None:
    """The detector hears nothing before the first word, in the shake, after the last word."""
    start, end = _TRUTH[name]["start"], _TRUTH[name]["end"]
    assert _heard(start + _NEAR, end - _NEAR) == 0


def test_pauses_are_long_enough_to_trim() -> None:
    """Between two sentences nobody speaks for 1.5 to 4 seconds."""
    said = _TRUTH["sentences"]
    gaps = [after["start"] - before["end"] for before, after in pairwise(said)]
    assert all(1.5 <= gap <= 4 for gap in gaps)


def test_shake_blurs_the_picture() -> None:
    """Half-way through the shake there is far less detail than while the farmer speaks."""
    frames = _sharpness()
    shaken = frames[round(_TRUTH["shake"]["start"] * 30) : round(_TRUTH["shake"]["end"] * 30)]
    said = _TRUTH["sentences"][0]
    calm = frames[round(said["start"] * 30) : round(said["end"] * 30)]
    assert np.median(shaken) < 0.5 * np.median(calm)


def test_end_is_dark() -> None:
    """The phone is put away: the last second shows next to nothing."""
    assert max(_sharpness()[-30:]) < 0.02 * max(_sharpness())


def test_lines_are_what_is_said() -> None:
    """The lines' file holds the sentences of the truth, in order, with no claim about health."""
    lines = (_FOLDER / "lines.txt").read_text(encoding="utf-8").splitlines()
    assert lines == [one["text"] for one in _TRUTH["sentences"]]
    assert not {"health", "healthy", "vitamin", "cure", "immune"} & set(" ".join(lines).split())


def test_product_is_complete() -> None:
    """The product has an exact price under its old one, a picture that opens, and a safe link."""
    product = tomllib.loads((_FOLDER / "product.toml").read_text(encoding="utf-8"))
    assert Decimal(product["price"]) == Decimal("39.80") < Decimal(product["old_price"])
    assert (product["currency"], product["unit"]) == ("CNY", "5 kg box")
    assert product["cart_url"] == "https://shop.example/cart/navel-oranges-5kg"
    assert product["name"]
    assert product["origin"]
    assert product["seller"]
    picture = cv2.imread(str(_FOLDER / product["image"]))
    assert picture is not None
    assert picture.shape == (800, 800, 3)


def test_script_keeps_order() -> None:
    """Whatever the sentences' lengths, the shake and the whip lie within pauses."""
    plan = script((1.0, 2.0, 3.0, 1.0, 2.0, 1.0))
    assert plan.sentences[2].end < plan.shake.start < plan.shake.end < plan.sentences[3].start
    assert plan.sentences[3].end < plan.whip.start < plan.whip.end < plan.sentences[4].start
    assert plan.frames == round(plan.dead_end.end * 30)
