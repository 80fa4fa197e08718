"""Looking at whole clips through the confined child: each picture fact on a clip that has it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.analysis.scenes import RATE, scene, view
from tests.analysis.scenes import clip as write
from tests.media import clips
from tests.media.conftest import Clips
from tests.media.recipes import Made
from vidcommerce.analysis.facts import Look
from vidcommerce.analysis.picture import LookingFailed, Sight, look_at
from vidcommerce.analysis.seeing import Picture
from vidcommerce.media.clip import Transfer
from vidcommerce.media.ffmpeg import Stopped
from vidcommerce.media.probe import probe

pytestmark = pytest.mark.slow

_SMALL = (320, 180)
_PHONE = (1280, 720)
"""Too many pixels to decode every frame: only keyframes and what follows them are seen."""


def _seen(path: Path) -> Sight:
    return look_at(path, probe(path), threading.Event())


def _between(sight: Sight, start: float, stop: float) -> list[Look]:
    found = [look for look in sight.looks if start * 1000 <= look.at < stop * 1000]
    assert found
    return found


def _troubles(number: int) -> Picture:
    """Two seconds each: a pan, out of focus, a trembling hand, black, a still."""
    picture = scene(1, 500, 800)
    match number // (2 * RATE):
        case 0:
            return view(picture, 100 + 2 * (number % 60), 100)
        case 1:
            return np.asarray(
                cv2.GaussianBlur(view(picture, 100 + number, 100), (0, 0), 5), np.uint8
            )
        case 2:
            return view(picture, 160 + 2.5 * (-1) ** (number // 2), 100)
        case 3:
            return np.zeros((180, 320, 3), np.uint8)
        case _:
            return view(picture, 100, 100)


@pytest.fixture(scope="module")
def troubles(tmp_path_factory: pytest.TempPathFactory) -> Sight:
    """What is seen in a clip with one trouble after the other."""
    return _seen(write(tmp_path_factory.mktemp("troubles") / "a.mp4", _troubles, 10 * RATE))


def test_a_steady_pan_is_sharp_and_calm(troubles: Sight) -> None:
    """The good seconds: sharp, hardly shaking, well lit, moving."""
    for look in _between(troubles, 0, 1.9):
        assert look.sharpness > 600
        assert look.shake < 100
        assert 300 < look.brightness < 800
        assert look.clipped < 50
        assert look.stillness < 700


def test_a_blurred_second_is_blurred(troubles: Sight) -> None:
    """Out of focus: unsharp and nothing else."""
    for look in _between(troubles, 2.1, 3.9):
        assert look.sharpness < 300
        assert look.shake < 150


def test_a_shaking_second_shakes(troubles: Sight) -> None:
    """The trembling hand is over 600 and sharp all the same."""
    for look in _between(troubles, 4.1, 5.9):
        assert look.shake > 600
        assert look.sharpness > 600


def test_a_black_second_is_black(troubles: Sight) -> None:
    """Black: no light, all of it crushed, no edge that is sharp."""
    for look in _between(troubles, 6.1, 7.9):
        assert (look.brightness, look.clipped, look.sharpness) == (0, 1000, 0)


def test_a_still_second_is_still(troubles: Sight) -> None:
    """A frozen picture hardly changes, and a second that moves does."""
    for look in _between(troubles, 8.2, 9.9):
        assert look.stillness > 950
        assert look.shake < 30


def test_looks_come_twice_a_second_where_all_is_decoded(troubles: Sight) -> None:
    """A small clip is looked at every half second, from its first frame on."""
    times = [look.at for look in troubles.looks]
    assert times[0] == 0
    assert all(450 <= b - a <= 600 for a, b in pairwise(times))


@pytest.mark.parametrize(
    ("size", "cut"), [(_SMALL, 60), (_SMALL, 88), (_PHONE, 32), (_PHONE, 47), (_PHONE, 60)]
)
def test_a_cut_is_found_at_its_frame(size: tuple[int, int], cut: int, tmp_path: Path) -> None:
    """Just after a keyframe, between two, at one, before the end; whole or only looked into."""
    wide = scene(3, size[1] + 100, size[0] + 400), scene(4, size[1] + 100, size[0] + 400)

    def moment(number: int) -> Picture:
        return view(wide[number >= cut], 3 * number, 40, size)

    sight = _seen(write(tmp_path / "a.mp4", moment, 4 * RATE, preset="ultrafast"))
    assert sight.shots == (round(cut * 1000 / RATE),)
    assert any(0 <= look.at - sight.shots[0] < 550 for look in sight.looks)


def test_two_cuts_between_two_keyframes_are_found(tmp_path: Path) -> None:
    """Something else for half a second and back again: packets as large as keyframes tell."""
    scenes = scene(5, 800, 1400), scene(6, 800, 1400)

    def moment(number: int) -> Picture:
        return view(scenes[38 <= number < 52], 20 + number, 20, _PHONE)

    sight = _seen(write(tmp_path / "a.mp4", moment, 3 * RATE, preset="ultrafast"))
    assert sight.shots == (1267, 1733)


def test_a_jump_in_one_scene_is_found_by_its_keyframe(tmp_path: Path) -> None:
    """The colours stay, but the encoder set a keyframe early: that second is looked at whole."""
    picture = scene(7, 1500, 2400)
    warmer = np.asarray(cv2.convertScaleAbs(picture, alpha=0.9, beta=18), np.uint8)

    def moment(number: int) -> Picture:
        return view(picture if number < 100 else warmer, 900.0 * (number >= 100), 300, _PHONE)

    keyframes = (0, 30, 60, 90, 100, 130, 160, 190)
    sight = _seen(write(tmp_path / "a.mp4", moment, 7 * RATE, keyframes, preset="ultrafast"))
    assert sight.shots == (3333,)


def test_a_walking_camera_has_no_cuts(tmp_path: Path) -> None:
    """Strides and turns over one scene, looked into once a second."""
    wide = scene(8, 1100, 2600)

    def moment(number: int) -> Picture:
        across = 400 + 380 * float(np.sin(number / 35)) + 8 * float(np.sin(number * 0.4))
        down = 150 + 25 * float(np.sin(number * 0.42))
        return view(wide, across, down, _PHONE)

    sight = _seen(write(tmp_path / "a.mp4", moment, 5 * RATE, preset="ultrafast"))
    assert sight.shots == ()
    assert [round(look.at, -1) for look in sight.looks] == [0, 1000, 2000, 3000, 4000]


@pytest.mark.parametrize("size", [(640, 360), _PHONE])
def test_a_subject_is_followed_from_left_to_right(size: tuple[int, int], tmp_path: Path) -> None:
    """A red fruit carried through the picture in five seconds, to 70 thousandths on the way."""
    calm = np.asarray(cv2.GaussianBlur(scene(9, size[1], size[0]), (0, 0), 12), np.uint8)

    def place(number: int) -> float:
        return 0.15 + 0.7 * number / (5 * RATE)

    def moment(number: int) -> Picture:
        picture = calm.copy()
        centre = (round(place(number) * size[0]), size[1] // 2)
        cv2.circle(picture, centre, size[1] // 8, (40, 40, 220), -1)
        return picture

    sight = _seen(write(tmp_path / "a.mp4", moment, 5 * RATE, preset="ultrafast"))
    for look in sight.looks[1:-1]:
        middle = look.subject.left + look.subject.width / 2
        assert middle == pytest.approx(1000 * place(round(look.at * RATE / 1000)), abs=70)
        assert look.subject.top < 500 < look.subject.top + look.subject.height
        assert look.subject.width < 400


@pytest.mark.parametrize(
    ("maker", "arguments"),
    [
        (clips.hdr, (Transfer.PQ,)),
        (clips.odd_size, ()),
        (clips.variable_rate, ()),
        (clips.two_pictures, ()),
        (clips.long_gop, ()),
        (clips.edited, ()),
        (clips.cut_off, ()),
        (clips.transport_stream, ()),
    ],
)
def test_awkward_clips_are_looked_at_from_start_to_end(
    maker: Callable[..., Made], arguments: tuple[Any, ...], clip: Clips
) -> None:
    """Looks at most 1.6 s apart, none after the end, lit as they are; and the progress."""
    path = clip(maker, *arguments).path
    facts = probe(path)
    told: list[int] = []
    sight = look_at(path, facts, threading.Event(), told.append)
    times = [look.at for look in sight.looks]
    assert times[0] < 60
    assert all(a < b <= a + 1600 for a, b in pairwise(times))
    assert facts.duration - 1600 < times[-1] < facts.duration
    assert all(250 < look.brightness < 650 for look in sight.looks)
    assert told == sorted(told)
    assert facts.duration - 600 <= told[-1] <= facts.duration


def test_bytes_that_were_garbled_break_nothing(clip: Clips, tmp_path: Path) -> None:
    """Noise written over the middle of a clip: what can be seen is seen, the rest left out."""
    data = bytearray(clip(clips.long_gop).path.read_bytes())
    middle = slice(len(data) // 3, len(data) // 3 + 4000)
    data[middle] = np.random.default_rng(5).bytes(4000)
    path = tmp_path / "garbled.mp4"
    path.write_bytes(data)
    sight = _seen(path)
    assert sight.looks[0].at == 0
    assert len(sight.looks) >= 2


def _children() -> set[str]:
    """Return the processes that this one started and has not seen off yet."""
    files = Path("/proc/self/task").glob("*/children")
    return {child for file in files for child in file.read_text("ascii").split()}


def test_whoever_stops_waits_no_longer(tmp_path: Path) -> None:
    """Once the event is set, the child is gone and Stopped is raised."""
    before = _children()
    path = write(tmp_path / "a.mp4", lambda n: view(scene(2), n % 200, 50), 10 * RATE)
    stop = threading.Event()
    told: list[int] = []

    def on_first(at: int) -> None:
        told.append(at)
        stop.set()

    with pytest.raises(Stopped):
        look_at(path, probe(path), stop, on_first)
    assert told
    assert told[-1] < 10_000
    assert _children() <= before


def test_our_own_failure_is_told_with_the_childs_last_words(clip: Clips) -> None:
    """A stream that isn't there is our mistake: an error of its own, with the child's log."""
    path = clip(clips.silent).path
    facts = probe(path)
    wrong = replace(facts, picture=replace(facts.picture, stream=7))
    with pytest.raises(LookingFailed) as failed:
        look_at(path, wrong, threading.Event())
    assert "IndexError" in failed.value.log
