"""Computed footage: a detailed place, seen by a hand that is not steady, with somebody in it."""

from __future__ import annotations

from functools import cache

import numpy as np

from vidcommerce.flags.reuse.prints import Bytes, Print
from vidcommerce.flags.reuse.reading import print_of

WIDTH, HEIGHT = 384, 256
PER_SECOND = 8


@cache
def place(seed: int) -> Bytes:
    """Return a place with as much detail at every size as nature has, larger than a picture."""
    rng = np.random.default_rng(seed)
    down = np.fft.fftfreq(HEIGHT + 120)[:, None]
    across = np.fft.rfftfreq(WIDTH + 160)[None, :]
    radius = np.hypot(down, across)
    radius[0, 0] = 1
    noise = np.fft.rfft2(rng.standard_normal((HEIGHT + 120, WIDTH + 160)))
    layer = np.fft.irfft2(noise / radius**1.1, (HEIGHT + 120, WIDTH + 160))
    return np.asarray(np.clip(128 + 45 * layer / layer.std(), 0, 255), np.uint8)


def take(where: int, who: int, seconds: float, speed: float = 1.0, steady: bool = False) -> Bytes:  # noqa: FBT001, FBT002 - a test's word
    """Return pictures (n, height, width): place ``where``, and a large disc that walks as ``who``.

    A ``steady`` camera stands still; else two takes differ in how the hand moves as well.
    """
    scene, skin = place(where), place(1000 + who)
    rng = np.random.default_rng(who)
    phase, pace = rng.uniform(0, 6, 6), rng.uniform(0.6, 1.8, 2)
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    pictures = []
    for number in range(int(seconds * PER_SECOND)):
        at = number / PER_SECOND * speed
        hand = 0 if steady else 1
        left = int(70 + hand * 40 * np.sin(pace[0] * at + phase[0]))
        top = int(50 + hand * 30 * np.sin(pace[1] * at + phase[1]))
        picture = scene[top : top + HEIGHT, left : left + WIDTH].copy()
        x = WIDTH * (0.5 + 0.3 * np.sin(1.3 * at + phase[2]) + 0.1 * np.sin(3.1 * at + phase[3]))
        y = HEIGHT * (0.5 + 0.25 * np.sin(1.7 * at + phase[4]))
        inside = (across - x) ** 2 + (down - y) ** 2 < 60**2
        picture[inside] = skin[:HEIGHT, :WIDTH][inside]
        pictures.append(picture)
    return np.stack(pictures)


def footprint(pictures: Bytes) -> Print:
    """Return the print of pictures, eight a second, without a sound."""
    shape = (pictures.shape[2], pictures.shape[1])
    return print_of(shape, pictures, np.zeros(0, np.uint32))
