"""What is found again, and what is not, in computed footage."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest

from tests.flags.reuse.filmed import HEIGHT, WIDTH, footprint, take
from vidcommerce.flags.reuse.index import Index, listed
from vidcommerce.flags.reuse.matching import Found, Likeness, find
from vidcommerce.flags.reuse.prints import Bytes, Print

pytestmark = pytest.mark.slow


@cache
def _earlier() -> dict[str, Print]:
    return {
        "orchard": footprint(take(1, 1, 8)),
        "yard": footprint(take(2, 2, 5)),
        "kitchen": footprint(take(3, 3, 5, steady=True)),
    }


@cache
def _index() -> Index[str]:
    index: Index[str] = Index()
    for name, whole in _earlier().items():
        index.add(name, listed(whole))
    return index


def _found(pictures: Bytes) -> list[Found[str]]:
    return list(find(_index(), _earlier().__getitem__, footprint(pictures)))


def _each(change: Callable[[Bytes], Bytes], pictures: Bytes) -> Bytes:
    return np.stack([change(one) for one in pictures])


def _card(picture: Bytes) -> Bytes:
    with_card = picture.copy()
    with_card[150:200, 20:340] = 250
    cv2.putText(with_card, "Peaches 12", (40, 185), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 2)
    return with_card


def _border(picture: Bytes) -> Bytes:
    small = cv2.resize(picture, (WIDTH * 7 // 10, HEIGHT * 7 // 10), interpolation=cv2.INTER_AREA)
    framed: Bytes = np.full((HEIGHT, WIDTH), 90, np.uint8)
    framed[30 : 30 + small.shape[0], 60 : 60 + small.shape[1]] = small
    return framed


def _inset(picture: Bytes) -> Bytes:
    """Half-size in a corner of something else."""
    other: Bytes = take(9, 9, 0.2)[0].copy()
    small = cv2.resize(picture, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA)
    other[-HEIGHT // 2 :, -WIDTH // 2 :] = small
    return other


def _cropped(picture: Bytes) -> Bytes:
    part = picture[40 : 40 + HEIGHT * 6 // 10, 60 : 60 + WIDTH * 6 // 10]
    return np.asarray(cv2.resize(part, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def _turned(picture: Bytes) -> Bytes:
    matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 12, 1)
    return np.asarray(cv2.warpAffine(picture, matrix, (WIDTH, HEIGHT)), np.uint8)


CHANGES: dict[str, Callable[[Bytes], Bytes]] = {
    "same": lambda one: one,
    "mirrored": lambda one: one[:, ::-1],
    "mirrored with a card": lambda one: _card(np.ascontiguousarray(one[:, ::-1])),
    "brighter": lambda one: np.asarray(np.clip(one * 0.7 + 70, 0, 255), np.uint8),
    "border": _border,
    "inset": _inset,
    "cropped": _cropped,
    "turned": _turned,
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_copy_of_a_part_is_found_with_its_seconds(name: str) -> None:
    """Three seconds out of the middle: which clip, mirrored or not, from when to when."""
    part = take(1, 1, 8)[20:44]
    found = _found(_each(CHANGES[name], part))
    assert [one.name for one in found] == ["orchard"]
    (one,) = found
    assert one.likeness is Likeness.SAME
    assert one.mirrored == name.startswith("mirrored")
    assert abs(one.timing.earlier.start - 2500) <= 500
    assert abs(one.timing.earlier.stop - 5500) <= 500
    assert len(one.timing.later) >= 2500


@pytest.mark.parametrize("speed", [0.8, 1.25])
def test_another_speed_is_found_and_told(speed: float) -> None:
    """The line through both clips' seconds is as steep as it was sped up."""
    (one,) = _found(take(1, 1, 4, speed=speed))
    assert one.name == "orchard"
    assert one.timing.speed == pytest.approx(speed, abs=0.06)
    assert one.timing.earlier.start <= 500


@pytest.mark.parametrize("steady", [True, False])
def test_another_take_of_the_same_place_is_not_the_same(steady: bool) -> None:  # noqa: FBT001 - a parameter
    """All of the background agrees, and still it is not what was sent before."""
    where = 3 if steady else 1
    assert _found(take(where, 7, 4, steady=steady)) == []


def test_another_place_is_not_found() -> None:
    """What nobody sent before has no match."""
    assert _found(take(5, 5, 4)) == []


def test_the_same_card_on_other_footage_is_no_match() -> None:
    """What a station prints on all its videos says nothing."""
    index: Index[str] = Index()
    carded = footprint(_each(_card, take(6, 6, 3)))
    index.add("carded", listed(carded))
    other = footprint(_each(_card, take(5, 5, 3)))
    assert find(index, lambda _name: carded, other) == ()


def test_a_still_picture_is_said_to_be_still() -> None:
    """Where nothing moves, a copy can't be told from a second take: it's not said to be one."""
    still = np.repeat(take(4, 4, 0.2)[:1], 24, 0)
    whole = footprint(still)
    index: Index[str] = Index()
    index.add("still", listed(whole))
    (one,) = find(index, lambda _name: whole, whole)
    assert one.likeness is Likeness.STILL


def test_nothing_is_found_of_a_clip_that_was_deleted_or_shows_nothing() -> None:
    """An empty print matches nothing, on either side."""
    part = footprint(take(1, 1, 2))
    assert find(_index(), lambda _name: Print.empty(), part) == ()
    assert find(_index(), _earlier().__getitem__, Print.empty()) == ()
    assert _found(np.zeros((16, HEIGHT, WIDTH), np.uint8)) == []
