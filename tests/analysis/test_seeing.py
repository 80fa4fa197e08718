"""What a few frames say, on pictures of which it is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from tests.analysis.scenes import frames, scene, view
from vidcommerce.analysis import seeing
from vidcommerce.analysis.seeing import Picture


def _grey(level: int) -> Picture:
    return np.full((180, 320, 3), level, np.uint8)


def _blurred(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)


@pytest.mark.parametrize("seed", range(4))
def test_more_blur_is_less_sharp(seed: int) -> None:
    """A crisp picture is over 600, each stronger blur lower, the strongest under 150."""
    picture = view(scene(seed), 100, 100)
    sharp = [seeing.sharpness(seeing.gray(picture))]
    sharp += [seeing.sharpness(seeing.gray(_blurred(picture, s))) for s in (0.7, 1.2, 2, 4)]
    assert sharp[0] > 600
    assert sharp == sorted(sharp, reverse=True)
    assert sharp[-1] < 150


def test_blur_in_one_direction_counts() -> None:
    """A picture smeared sideways by 16 pixels is not sharp, though its horizontal edges are."""
    smeared = np.asarray(cv2.blur(view(scene(1), 100, 100), (16, 1)), np.uint8)
    assert seeing.sharpness(seeing.gray(smeared)) < 300


def test_text_on_a_plain_card_is_sharp() -> None:
    """Few edges are enough, when they are crisp."""
    card = _grey(200)
    cv2.putText(card, "12.80", (100, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (20, 20, 20), 2)
    assert seeing.sharpness(seeing.gray(card)) > 600


def test_noise_is_not_sharp() -> None:
    """A picture of nothing but a sensor's noise has no edge that could be sharp."""
    noise = np.random.default_rng(0).normal(8, 1, (180, 320, 3))
    assert seeing.sharpness(seeing.gray(np.clip(noise, 0, 255).astype(np.uint8))) == 0


@pytest.mark.parametrize(("level", "brightness"), [(0, 0), (51, 200), (128, 502), (255, 1000)])
def test_brightness_is_the_mean(level: int, brightness: int) -> None:
    """Black is 0, white 1000, grey between."""
    assert seeing.brightness(seeing.gray(_grey(level))) == pytest.approx(brightness, abs=1)


def test_clipped_is_the_share_that_is_lost() -> None:
    """A tenth blown out and a fifth crushed are 300 thousandths."""
    picture = _grey(128)
    picture[:, :32] = 255
    picture[:, 256:] = 0
    assert seeing.clipped(seeing.gray(picture)) == 300


@pytest.mark.parametrize(("across", "down"), [(0, 0), (3.5, 0), (-2.25, 1.5), (6, -4)])
def test_the_cameras_motion_is_measured(across: float, down: float) -> None:
    """Motion by parts of a pixel comes out to a thousandth of the picture's long side."""
    picture = scene(2)
    pair = frames(lambda n: view(picture, 100 - n * across, 100 - n * down), 2)
    (found,) = seeing.shifts(pair)
    assert found == pytest.approx((across / 0.32, down / 0.32), abs=1)


def test_a_smooth_pan_does_not_shake() -> None:
    """Six pixels a frame in one direction are no shake, a tripod even less."""
    picture = scene(3)
    still = frames(lambda _: view(picture, 100, 100))
    pan = frames(lambda n: view(picture, 100 + 6 * n, 100))
    assert seeing.shake(still, seeing.shifts(still)) == 0
    assert seeing.shake(pan, seeing.shifts(pan)) < 60


def test_a_trembling_hand_shakes_by_its_strength() -> None:
    """A quarter of a pixel to and fro is a walking hand, a whole one the most that is told."""
    picture = scene(3)
    weak = frames(lambda n: view(picture, 100 + 0.25 * (-1) ** n, 100))
    strong = frames(lambda n: view(picture, 100 + 1.0 * (-1) ** n, 100))
    shaken = [seeing.shake(f, seeing.shifts(f)) for f in (weak, strong)]
    # Speeds turn from +2 to -2 amplitudes a frame: 4 x 0.25 of 320 pixels are 3.1 thousandths.
    assert shaken[0] == pytest.approx(312, abs=60)
    assert shaken[1] == 1000


def test_shake_is_the_same_at_every_frame_rate() -> None:
    """The same swing, filmed at 30 and at 60 frames a second, shakes about the same."""
    picture = scene(4)

    def swing(seconds: float) -> Picture:
        return view(picture, 100 + 12 * float(np.sin(2 * np.pi * 1.5 * seconds)), 100)

    slow = [seeing.Frame(round(n * 1000 / 30), swing(n / 30)) for n in range(4)]
    fast = [seeing.Frame(round(n * 1000 / 60), swing(n / 60)) for n in range(7)]
    shaken = [seeing.shake(f, seeing.shifts(f)) for f in (slow, fast[::2])]
    assert shaken[0] == pytest.approx(shaken[1], abs=20)
    assert seeing.shake(fast, seeing.shifts(fast)) == pytest.approx(shaken[0] / 2, rel=0.4)


def test_nothing_changes_in_a_still() -> None:
    """The same frame again is 1000, one level everywhere 500, another scene next to nothing."""
    picture = view(scene(5), 50, 50)
    lighter = (picture.astype(np.int16).clip(0, 254) + 1).astype(np.uint8)
    assert seeing.stillness(frames(lambda _: picture)) == 1000
    assert seeing.stillness(frames(lambda n: (picture, lighter)[n], 2)) == pytest.approx(
        500, abs=15
    )
    assert seeing.stillness(frames(lambda n: view(scene(n), 0, 0), 2)) < 60


def test_one_frame_alone_says_nothing_of_motion() -> None:
    """A clip of one frame is still and does not shake."""
    alone = frames(lambda _: view(scene(0), 0, 0), 1)
    assert seeing.shifts(alone) == []
    assert seeing.shake(alone, []) == 0
    assert seeing.stillness(alone) == 1000
