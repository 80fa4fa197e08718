"""Finds where a frame may have been seen before, among all frames of all clips. Pure.

An inverted list for each word: the frames it is in, with the signature of the place. A frame of a
clip is asked with its places and gets back the frames that share most of them, to be verified.
Twelve bytes a place, of which a frame keeps at most 48, one frame a second: 580 MB for a million.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from vidcommerce.flags.reuse.prints import LENGTH, Codes, Print
from vidcommerce.flags.reuse.words import WORDS, named, signed

Name = TypeVar("Name", bound=Hashable)

KEPT: Final = 48
"""Places of a frame that are listed."""

ASKED: Final = 160
"""Places of a frame that are asked for."""

STRIDE: Final = 2
"""Frames from one that is listed to the next: a second."""

_CELLS: Final = 4
_NEAR: Final = 18
"""Bits of 64 in which two looks of one place may differ; chance gives 32."""

_TAIL: Final = 8
"""A tail that is longer than this part of all is sorted in."""

_BEST: Final = 16
_READ: Final = 600_000
"""Places that are read for a frame, so that an answer takes milliseconds however much there is."""

_WEIGHTS: Final = np.concatenate(
    [(1 - np.arange(_NEAR + 1) / (_NEAR + 8)) ** 2, np.zeros(64 - _NEAR)]
).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """What a clip is listed by: ``frames`` with places, ``lengths`` how many each has.

    ``words`` and ``signs`` are those of all places, frame by frame.
    """

    frames: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]
    words: npt.NDArray[np.uint16]
    signs: npt.NDArray[np.uint64]


def listed(whole: Print) -> Listed:
    """Return what a print is listed by."""
    frames = range(0, whole.frames, STRIDE)
    codes = [whole.spots(frame).codes[:KEPT] for frame in frames]
    joined = np.concatenate(codes) if codes else np.zeros((0, LENGTH), np.int8)
    lengths = np.array([len(one) for one in codes], np.int32)
    return Listed(np.array(frames, np.int32), lengths, named(joined, 1)[:, 0], signed(joined))


@dataclass(frozen=True, slots=True, eq=False)
class _Lists:
    """Places sorted by word: those of word w are at ``starts[w]`` to ``starts[w + 1]``."""

    starts: npt.NDArray[np.int64]
    frames: npt.NDArray[np.uint32]
    signs: npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Sighting(Generic[Name]):
    """A frame of the clip ``name`` that shares places, and how strongly."""

    name: Name
    frame: int
    weight: float


class Index(Generic[Name]):
    """The places of clips called by names; not for two threads at once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._names: list[Name] = []
        self._known: set[Name] = set()
        self._clip = _Growing(np.int32)
        self._at = _Growing(np.int32)
        self._lists = _sorted(*_nothing())
        self._tail: list[tuple[npt.NDArray[Any], ...]] = []
        self._new = _sorted(*_nothing())
        self._fresh = True

    def __contains__(self, name: Name) -> bool:
        """Tell whether a clip is listed."""
        return name in self._known

    @property
    def frames(self) -> int:
        """How many frames are listed."""
        return self._clip.count

    def add(self, name: Name, listed: Listed) -> None:
        """List a clip; once."""
        first = self._clip.count
        frames = len(listed.frames)
        self._clip.extend(np.full(frames, len(self._names), np.int32))
        self._at.extend(listed.frames)
        self._names.append(name)
        self._known.add(name)
        numbers = np.repeat(np.arange(first, first + frames, dtype=np.uint32), listed.lengths)
        self._tail.append((listed.words, numbers, listed.signs))
        self._fresh = False

    def sightings(self, codes: Codes) -> Iterator[Sighting[Name]]:
        """Yield the frames that share most places with a frame's, the likeliest first."""
        self._settle()
        words, signs = named(codes[:ASKED], _CELLS), signed(codes[:ASKED])
        found = [_votes(lists, words, signs, self.frames) for lists in (self._lists, self._new)]
        frames = np.concatenate([one[0] for one in found])
        weights = np.concatenate([one[1] for one in found])
        if not len(frames):
            return
        each, place = np.unique(frames, return_inverse=True)
        total = np.bincount(place, weights)
        for best in np.argsort(-total, kind="stable")[:_BEST]:
            number = int(each[best])
            name = self._names[int(self._clip.all[number])]
            yield Sighting(name, int(self._at.all[number]), float(total[best]))

    def _settle(self) -> None:
        """Sort what was added since somebody last asked."""
        if self._fresh:
            return
        old = len(self._lists.frames)
        words, frames, signs = (np.concatenate(part) for part in zip(*self._tail, strict=True))
        if len(words) * _TAIL > old:
            before = np.repeat(np.arange(WORDS), np.diff(self._lists.starts)).astype(np.uint16)
            self._lists = _sorted(
                np.concatenate([before, words]),
                np.concatenate([self._lists.frames, frames]),
                np.concatenate([self._lists.signs, signs]),
            )
            self._tail, self._new = [], _sorted(*_nothing())
        else:
            self._tail, self._new = [(words, frames, signs)], _sorted(words, frames, signs)
        self._fresh = True


class _Growing:
    """Numbers that are added to, in one piece of memory."""

    def __init__(self, kind: type[np.int32]) -> None:
        self.count = 0
        self._room = np.zeros(1024, kind)

    @property
    def all(self) -> npt.NDArray[np.int32]:
        return self._room[: self.count]

    def extend(self, more: npt.NDArray[np.int32]) -> None:
        needed = self.count + len(more)
        if needed > len(self._room):
            self._room = np.concatenate([self.all, np.zeros(needed, self._room.dtype)])
        self._room[self.count : needed] = more
        self.count = needed


def _nothing() -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    return np.zeros(0, np.uint16), np.zeros(0, np.uint32), np.zeros(0, np.uint64)


def _sorted(
    words: npt.NDArray[np.uint16],
    frames: npt.NDArray[np.uint32],
    signs: npt.NDArray[np.uint64],
) -> _Lists:
    order = np.argsort(words, kind="stable")  # radix: words are 16 bits
    starts = np.zeros(WORDS + 1, np.int64)
    np.cumsum(np.bincount(words, minlength=WORDS), out=starts[1:])
    return _Lists(starts, frames[order], signs[order])


def _votes(
    lists: _Lists, words: npt.NDArray[np.uint16], signs: npt.NDArray[np.uint64], frames: int
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.float32]]:
    """Return frames that share a place, and how much that says; a frame once for each place."""
    flat = words.reshape(-1).astype(np.int64)
    lengths = lists.starts[flat + 1] - lists.starts[flat]
    order = np.argsort(lengths, kind="stable")
    spared = order[np.cumsum(lengths[order]) > _READ]  # words that are everywhere say least
    lengths[spared] = 0
    before = np.cumsum(lengths) - lengths
    at = np.arange(int(lengths.sum())) + np.repeat(lists.starts[flat] - before, lengths)
    asked = np.repeat(np.repeat(signs, words.shape[1]), lengths)
    apart = np.bitwise_count(lists.signs[at] ^ asked)
    near = np.flatnonzero(apart <= _NEAR)
    place = np.repeat(np.arange(len(flat)) // words.shape[1], lengths)[near]
    rare = np.log1p(frames / (1.0 + lengths)).astype(np.float32)
    weight = _WEIGHTS[apart[near]] * np.repeat(rare, lengths)[near]
    seen = lists.frames[at[near]]
    _, first = np.unique(place.astype(np.uint64) << np.uint64(32) | seen, return_index=True)
    return seen[first], weight[first]
