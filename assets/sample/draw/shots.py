"""The three pictures of the clip, each as layers from far to near."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from assets.sample.draw.fruit import half_orange, leaf, orange
from assets.sample.draw.landscape import sky_and_hills, terraces
from assets.sample.draw.orchard import basket, box, branch, tree
from assets.sample.draw.people import farmer, hand_with_orange
from assets.sample.draw.relief import Picture, blurred, cast, empty, grid, over

WIDTH, HEIGHT = 1000, 1700
"""Pixels of a layer: the upright picture of 720x1280 and what shaking uncovers around it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A picture, alpha multiplied in.

    ``near`` is how strongly it follows the camera (1 for what stands where the farmer does),
    ``sway`` how far the wind moves it, in pixels, around the row ``foot`` that stays, and ``bob``
    how far a holding hand rises and sinks, in pixels.
    """

    picture: Picture
    near: float
    sway: float = 0.0
    foot: float = HEIGHT
    bob: float = 0.0


def orchard() -> tuple[Layer, ...]:
    """The farmer among the trees."""
    slope, trees, person, front, twig = (empty(HEIGHT, WIDTH) for _ in range(5))
    over(slope, terraces(HEIGHT, WIDTH))
    for x, y, wide in ((195, 1108, 300), (815, 1130, 340)):
        _ground_shadow(slope, x + 60, y, wide, 0.42)
    over(trees, tree(600, 1), -105, 515)
    over(trees, tree(660, 2), 485, 478)
    for x, y in ((195, 1094), (815, 1112)):
        _grass(trees, x, y)
    _ground_shadow(slope, 470, 1378, 150, 0.5)
    over(person, farmer(790), 215, 608)
    _ground_shadow(front, 690, 1412, 180, 0.55)
    over(front, basket(300, 3), 538, 1112)
    over(twig, branch(640, 600, 4), 330, 190)
    return (
        Layer(sky_and_hills(HEIGHT, WIDTH), 0.35),
        Layer(_multiplied(slope), 0.9),
        Layer(_multiplied(trees), 0.85, sway=9, foot=1100),
        Layer(_multiplied(person), 1.0, sway=13, foot=1375),
        Layer(_multiplied(front), 1.0),
        Layer(_soft(twig, 2.2), 1.5, sway=16, foot=0),
    )


def close_up() -> tuple[Layer, ...]:
    """The hand with one orange."""
    leaves = empty(HEIGHT, WIDTH)
    over(leaves, branch(560, 520, 9, 190), 480, 150)
    hand = empty(HEIGHT, WIDTH)
    over(hand, hand_with_orange(800, 1300), 95, 500)
    return (
        Layer(_out_of_focus(1.5, 16), 0.5),
        Layer(_soft(leaves, 9), 0.8, sway=14, foot=0),
        Layer(_multiplied(hand), 1.2, bob=7),
    )


def packed() -> tuple[Layer, ...]:
    """The box, filled."""
    table = empty(HEIGHT, WIDTH)
    _table(table)
    _ground_shadow(table, 510, 1290, 390, 0.6)
    over(table, box(660, 3), 170, 690)
    for x, y, wide, kind in ((250, 1280, 140, 2), (385, 1312, 132, 4)):
        fruit = orange(wide, kind)
        cast(table, fruit[..., 3], x + 12, y + 22, 12, 0.5)
        over(table, fruit, x, y)
    half = half_orange(176)
    cast(table, half[..., 3], 592, 1286, 12, 0.5)
    over(table, half, 580, 1268)
    return (Layer(_out_of_focus(1.3, 11), 0.5), Layer(_multiplied(table), 1.0))


def product_picture(size: int = 800) -> Picture:
    """The oranges that are sold, on a light ground: a square of ``size`` pixels."""
    rows, columns = grid(size, size)
    away = np.hypot(columns - size * 0.42, rows - size * 0.36) / size
    ground = np.array([0.99, 0.97, 0.92]) - np.clip(away, 0, 1)[..., None] * (0.10, 0.14, 0.22)
    picture = np.dstack([ground, np.ones((size, size))]).astype(np.float32)
    unit = size / 800
    _ground_shadow(picture, round(410 * unit), round(648 * unit), round(350 * unit), 0.42)
    for turn, x, y in ((35, 420, 70), (150, 190, 95), (20, 530, 170)):
        over(picture, leaf(round(250 * unit), turn, 5), round(x * unit), round(y * unit))
    for kind, x, y in ((2, 90, 205), (4, 400, 180), (1, 245, 120)):
        _set_down(picture, orange(round(300 * unit), kind), x * unit, y * unit)
    _set_down(picture, orange(round(320 * unit), 5), 60 * unit, 365 * unit)
    _set_down(picture, half_orange(round(320 * unit)), 415 * unit, 360 * unit)
    over(picture, leaf(round(230 * unit), 335, 7), round(290 * unit), round(505 * unit))
    return picture


def _set_down(picture: Picture, above: Picture, x: float, y: float) -> None:
    wide = above.shape[0]
    cast(picture, above[..., 3], round(x + wide * 0.05), round(y + wide * 0.06), wide * 0.05, 0.45)
    over(picture, above, round(x), round(y))


def _out_of_focus(zoom: float, blur: float) -> Picture:
    """The orchard as the lens sees it behind something near, with discs of light."""
    picture = empty(HEIGHT, WIDTH)
    over(picture, sky_and_hills(HEIGHT, WIDTH))
    over(picture, terraces(HEIGHT, WIDTH))
    over(picture, tree(660, 2), 330, 470)
    over(picture, tree(600, 1), -160, 520)
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT * 0.5), 0, zoom)
    near = cv2.warpAffine(picture, turn, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT_101)
    soft = blurred(np.asarray(near, np.float32), blur)
    chance = np.random.default_rng(12)
    lights = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    for _ in range(46):
        at = (int(chance.integers(0, WIDTH)), int(chance.normal(HEIGHT * 0.42, HEIGHT * 0.13)))
        disc = np.zeros((HEIGHT, WIDTH, 3), np.float32)
        glow = chance.uniform(0.04, 0.15)
        colour = (glow, glow * chance.uniform(0.7, 0.95), glow * chance.uniform(0.2, 0.6))
        cv2.circle(disc, at, int(chance.integers(16, 46)), colour, -1, cv2.LINE_AA)
        lights += disc
    soft[..., :3] = np.clip(soft[..., :3] + cv2.GaussianBlur(lights, (0, 0), 2.5), 0, 1)
    return soft


def _table(picture: Picture) -> None:
    """Planks in front of the trees, in perspective."""
    rows, columns = grid(HEIGHT, WIDTH)
    top = HEIGHT * 0.60
    down = np.clip((rows - top) / (HEIGHT - top), 0, 1)
    plank = (columns - WIDTH / 2) / (0.55 + 0.75 * down) / 128
    gap = np.exp(-(((plank % 1) - 0.5) ** 2) / 0.0006)
    tone = 0.86 + 0.09 * np.sin(np.floor(plank + 0.5) * 12.9)
    fibre = np.sin(plank * 60 + 3 * np.sin(rows / 90 + np.floor(plank + 0.5) * 5)) * 0.025
    light = (tone + fibre) * (0.80 + 0.25 * down) * (1 - 0.5 * gap)
    picture[..., :3] = np.clip(np.array([0.80, 0.62, 0.43]) * light[..., None], 0, 1)
    picture[..., 3] = np.clip(rows - top, 0, 1)


def _ground_shadow(picture: Picture, x: int, y: int, wide: int, strength: float) -> None:
    """What something standing at (x, y) darkens on the ground."""
    cover = np.zeros((wide, wide * 2), np.float32)
    cv2.ellipse(cover, (wide, wide // 2), (round(wide * 0.9), wide // 7), 0, 0, 360, 1.0, -1)
    cast(picture, cover, x - wide, y - wide // 2, wide * 0.06, strength)


def _grass(picture: Picture, x: int, y: int) -> None:
    """Blades around the foot of a trunk, so that it grows out of the ground."""
    chance = np.random.default_rng(x)
    for _ in range(150):
        left, down = chance.normal(0, 34), abs(chance.normal(0, 9))
        tip = (round(x + left + chance.normal(0, 5)), round(y + down - chance.uniform(12, 34)))
        light = float(chance.uniform(0.55, 1.15))
        colour = (0.42 * light, 0.60 * light, 0.24 * light, 1.0)
        cv2.line(picture, (round(x + left), round(y + down + 6)), tip, colour, 2, cv2.LINE_AA)


def _multiplied(picture: Picture) -> Picture:
    out = picture.copy()
    out[..., :3] *= out[..., 3:]
    return out


def _soft(picture: Picture, blur: float) -> Picture:
    return blurred(_multiplied(picture), blur)
