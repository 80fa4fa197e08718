"""The probe says of every awkward clip what is true of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tests.media import clips, marks
from tests.media.conftest import Clips
from tests.media.recipes import Made
from vidcommerce.media.clip import ClipFacts, Problem, RateMode, Transfer
from vidcommerce.media.ffmpeg import Ffmpeg
from vidcommerce.media.probe import probe
from vidcommerce.media.refusals import (
    LONGEST,
    ClipTooHeavy,
    ClipTooLong,
    ClipTooShort,
    PictureTooSmall,
    check_usable,
)
from vidcommerce.media.time import FrameRate

_Case = tuple[Callable[..., Made], tuple[Any, ...], set[Problem]]

_CASES: list[_Case] = [
    (clips.plain, (), set()),
    (clips.turned, (0,), set()),
    (clips.turned, (90,), set()),
    (clips.turned, (180,), set()),
    (clips.turned, (270,), set()),
    (clips.turned, (0, True), set()),
    (clips.turned, (90, True), set()),
    (clips.turned, (180, True), set()),
    (clips.turned, (270, True), set()),
    (clips.anamorphic, (), set()),
    (clips.anamorphic, (90,), set()),
    (clips.variable_rate, (), set()),
    (clips.millisecond_stamps, (), set()),
    (clips.high_rate, (), set()),
    (clips.hdr, (Transfer.HLG,), set()),
    (clips.hdr, (Transfer.PQ,), set()),
    (clips.hdr, (Transfer.HLG, "none"), set()),
    (clips.hdr, (Transfer.PQ, "wrong"), {Problem.WRONG_COLOUR_TAGS}),
    (clips.odd_size, (), set()),
    (clips.mono, (), set()),
    (clips.surround, (), set()),
    (clips.silent, (), {Problem.NO_SOUND}),
    (clips.late_sound, (), set()),
    (clips.reordered, (), set()),
    (clips.long_gop, (), set()),
    (clips.short, (), set()),
    (clips.transport_stream, (), set()),
    (clips.old_avi, (), set()),
    (clips.edited, (), set()),
    (clips.two_pictures, (), {Problem.SECOND_PICTURE}),
    (clips.with_cover, (), set()),
    (clips.photo_frames, (), {Problem.NO_SOUND}),
    (clips.boastful, (), {Problem.WRONG_DURATION}),
]


def _name(case: _Case) -> str:
    return "-".join(str(part) for part in (case[0].__name__, *case[1]))


@pytest.mark.slow
@pytest.mark.parametrize("case", _CASES, ids=_name)
def test_every_fact_of_a_clip_is_true(case: _Case, clip: Clips) -> None:
    """Size, turn, colour, frames, times, sound and oddities are what the clip was made with."""
    maker, arguments, problems = case
    made = clip(maker, *arguments)
    facts = probe(made.path)
    picture = facts.picture
    assert (picture.codec, picture.width, picture.height) == (made.codec, made.width, made.height)
    assert picture.sample_aspect == made.sample_aspect
    assert (picture.turn, picture.mirrored) == (made.turn, made.mirrored)
    assert (picture.upright_width, picture.upright_height) == made.upright
    assert (picture.transfer, picture.bits) == (made.transfer, made.bits)
    assert picture.rate_mode is (RateMode.VARIABLE if made.variable else RateMode.CONSTANT)
    assert picture.frames == len(made.times)
    _check_times(facts, made)
    _check_sound(facts, made)
    assert set(facts.problems) == problems | {Problem.SMALL_PICTURE}


def _check_times(facts: ClipFacts, made: Made) -> None:
    """Keyframes and length; some containers begin with the sound, some ms before the picture."""
    keys = facts.picture.keyframes
    lead = keys[0]
    assert lead <= 25
    expected = [made.times[place] + lead for place in made.keyframes]
    assert keys == pytest.approx(expected, abs=1.01)
    assert facts.duration == pytest.approx(made.duration + lead, abs=1.01)


def _check_sound(facts: ClipFacts, made: Made) -> None:
    if made.channels == 0:
        assert facts.sound is None
    else:
        assert facts.sound is not None
        assert (facts.sound.channels, facts.sound.rate) == (made.channels, made.sample_rate)


@pytest.mark.parametrize(
    ("maker", "rate"),
    [
        (clips.plain, FrameRate(30, 1)),
        (clips.high_rate, FrameRate(60, 1)),
        (clips.millisecond_stamps, FrameRate(30_000, 1001)),
        (clips.photo_frames, FrameRate(10, 1)),
    ],
)
def test_the_rate_is_the_one_that_was_meant(
    maker: Callable[..., Made], rate: FrameRate, clip: Clips
) -> None:
    """Also where the container rounds times to milliseconds, the exact rate is found."""
    assert probe(clip(maker).path).picture.rate == rate


def test_the_bytes_are_named_and_counted(clip: Clips) -> None:
    """The sha256 is that of the file, whole."""
    data = clip(clips.plain).path.read_bytes()
    facts = probe(clip(clips.plain).path)
    assert (facts.sha256, facts.bytes) == (hashlib.sha256(data).hexdigest(), len(data))


def test_the_tags_of_place_and_device_are_told(clip: Clips) -> None:
    """What the phone wrote about place and device is in the facts, for the eye to see."""
    tags = dict(probe(clip(clips.placed).path).tags)
    assert tags["location"] == "+30.2741+120.1551/"
    assert (tags["make"], tags["model"]) == ("Farmphone", "F1")


@pytest.mark.parametrize("maker", [clips.cut_off, clips.zeroed_tail])
def test_a_broken_end_is_told_and_not_counted(maker: Callable[..., Made], clip: Clips) -> None:
    """Of a clip that broke off, the frames that are there count, and nothing after them."""
    made = clip(maker)
    facts = probe(made.path)
    assert Problem.TRUNCATED in facts.problems
    assert 30 < facts.picture.frames < 60 < len(made.times)
    assert facts.duration == pytest.approx(facts.picture.frames * 1000 / 30, abs=1)


def test_a_transport_stream_keeps_its_clock(clip: Clips) -> None:
    """The clock of an MPEG-TS begins at 1.4 s, and times are told from there."""
    facts = probe(clip(clips.transport_stream).path)
    assert 1_300_000 < facts.origin < 1_500_000
    assert facts.duration < 2_100


@pytest.mark.slow
@pytest.mark.parametrize(
    "maker", [clips.plain, clips.reordered, clips.late_sound, clips.edited, clips.old_avi]
)
def test_a_seek_to_a_keyframe_lands_on_it(
    maker: Callable[..., Made], clip: Clips, ffmpeg: Ffmpeg
) -> None:
    """ffmpeg, sent to the millisecond that is told, begins with just that keyframe."""
    made = clip(maker)
    times = [time for time in probe(made.path).picture.keyframes if time > 0]
    places = [place for place in made.keyframes if made.times[place] > 0]
    for time, place in zip(times, places, strict=True):
        seek = ("-noaccurate_seek", "-ss", f"{time / 1000:.3f}", "-i", f"file:{made.path}")
        frame = _decoded(ffmpeg, made, *seek)[0]
        assert marks.number(frame) == made.numbers[place]


@pytest.mark.slow
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_turn_and_mirror_do_what_ffmpeg_does(
    degrees: int,
    mirrored: bool,  # noqa: FBT001 - parametrised
    clip: Clips,
    ffmpeg: Ffmpeg,
) -> None:
    """A picture flipped and turned as the facts say is the one that ffmpeg's autorotation shows."""
    made = clip(clips.turned, degrees, mirrored)
    picture = probe(made.path).picture
    shown = _decoded(ffmpeg, made, "-i", f"file:{made.path}")[0]
    stored = _decoded(ffmpeg, made, "-noautorotate", "-i", f"file:{made.path}", coded=True)[0]
    flipped = np.fliplr(stored) if picture.mirrored else stored
    assert np.array_equal(np.rot90(flipped, -picture.turn // 90), shown)
    assert marks.corners(shown) == marks.UPRIGHT


def _decoded(ffmpeg: Ffmpeg, made: Made, *source: str, coded: bool = False) -> list[marks.Picture]:
    """Return the first three frames that ffmpeg gives for ``source``."""
    width, height = (made.width, made.height) if coded else made.upright
    arguments = [*source, "-map", "0:v", "-frames:v", "3", "-fps_mode", "passthrough",
                 "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]  # fmt: skip
    data = b"".join(ffmpeg.read(arguments, job="decoding"))
    return list(np.frombuffer(data, np.uint8).reshape(-1, height, width, 3))


@pytest.fixture(scope="module")
def usable(clip: Clips) -> ClipFacts:
    """Facts of a clip against which no rule speaks."""
    return probe(clip(clips.plain).path)


def test_a_plain_clip_may_be_used(usable: ClipFacts) -> None:
    """Two seconds of a small but visible picture pass every rule."""
    check_usable(usable, "plain.mp4")


def test_the_second_is_the_least(usable: ClipFacts) -> None:
    """A clip of 999 ms is refused by its length, and one of a second is not."""
    check_usable(replace(usable, duration=1000), "a.mp4")
    with pytest.raises(ClipTooShort) as refused:
        check_usable(replace(usable, duration=999), "a.mp4")
    assert str(refused.value) == "a.mp4 is too short: 1.0 s. A clip must last a second at least."


def test_half_an_hour_is_the_most(usable: ClipFacts) -> None:
    """A clip of 30 minutes passes, and a second more is refused."""
    picture = replace(usable.picture, frames=30 * 60 * 30)
    check_usable(replace(usable, duration=LONGEST, picture=picture), "a.mp4")
    with pytest.raises(ClipTooLong, match=r"a\.mp4 is too long: 30 minutes"):
        check_usable(replace(usable, duration=LONGEST + 1000, picture=picture), "a.mp4")


def test_a_million_frames_of_4k_are_too_heavy(usable: ClipFacts) -> None:
    """A short clip with absurdly many large frames is refused, whatever its bytes."""
    picture = replace(usable.picture, frames=1_000_000, width=3840, height=2160)
    with pytest.raises(ClipTooHeavy, match="1667 frames a second"):
        check_usable(replace(usable, duration=600_000, picture=picture), "a.mp4")


def test_a_phone_may_film_4k_at_60_for_half_an_hour(usable: ClipFacts) -> None:
    """What a phone can film at most within the length that is allowed is not too heavy."""
    picture = replace(usable.picture, frames=30 * 60 * 60, width=4096, height=2160)
    check_usable(replace(usable, duration=LONGEST, picture=picture), "a.mp4")


def test_an_icon_is_no_picture(usable: ClipFacts) -> None:
    """A picture with a side under 64 pixels is refused with its size."""
    picture = replace(usable.picture, upright_width=1, upright_height=1)
    with pytest.raises(PictureTooSmall, match="only 1 x 1 pixels"):
        check_usable(replace(usable, picture=picture), "a.mp4")


def test_the_range_of_code_values_is_told(clip: Clips) -> None:
    """Motion JPEG uses all 256 values for a channel, video the middle ones."""
    assert probe(clip(clips.photo_frames).path).picture.full_range
    assert not probe(clip(clips.plain).path).picture.full_range


def test_keyframes_come_in_order(clip: Clips) -> None:
    """Keyframes of a clip with many are in order and none comes twice."""
    keys = probe(clip(clips.photo_frames).path).picture.keyframes
    assert all(earlier < later for earlier, later in pairwise(keys))
