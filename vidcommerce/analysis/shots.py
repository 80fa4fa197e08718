"""Finds where one shot ends and the next begins. Pure.

Two frames are compared by their colours, which a moving camera hardly changes from one frame to
the next and a cut does; and a cut is one step, where a hand before the lens takes several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from vidcommerce.analysis.seeing import Gray, Picture, fitted

_SIDE: Final = 64
_BINS: Final = (8, 12, 12)
_RANGES: Final = (0, 256, 64, 192, 64, 192)
"""Luma whole, colour differences without the extremes that cameras never write."""

_COLOURS: Final = 0.12
_CHANGE: Final = 12.0
_COLOURS_OVER: Final = 3.0
_CHANGE_OVER: Final = 1.5
"""A cut changes the colours by 0.12 and the luma by 12 of 255, and 3 and 1.5 times as much as any
step near it. Within one shot of 19 real clips a step changes the colours by 0.06 at most, save for
hands and doors before the lens, which take several steps."""

NEAR: Final = 3
"""Steps before and after that a cut is compared to; it is known so many frames late."""

APART: Final = 0.22
"""Colours of frames a second apart that may be of two shots: 1% of pairs from different clips are
nearer, and 3% of pairs from one shot of a walking camera farther."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a frame is compared by."""

    at: int
    colours: npt.NDArray[np.float32]
    luma: Gray


def signature(at: int, picture: Picture) -> Signature:
    """Return what the frame shown ``at`` milliseconds is compared by."""
    small = cv2.cvtColor(fitted(picture, _SIDE), cv2.COLOR_BGR2YCrCb)
    blurred = cv2.GaussianBlur(small, (0, 0), 1)
    colours = cv2.calcHist([blurred], [0, 1, 2], None, list(_BINS), list(_RANGES))
    soft = _soft(np.asarray(colours, np.float32))
    return Signature(
        at, np.sqrt(soft / max(1.0, float(soft.sum()))), small[..., 0].astype(np.float32)
    )


def distance(one: Signature, other: Signature) -> float:
    """Return how different the colours of two frames are, 0 to 1 (Hellinger)."""
    return float(np.sqrt(max(0.0, 1 - float((one.colours * other.colours).sum()))))


@dataclass(frozen=True, slots=True)
class Step:
    """From one frame to the next, which is shown at ``at``: colours 0 to 1, luma 0 to 255."""

    at: int
    colours: float
    change: float


class CutFinder:
    """Takes frames one after the other and says where cuts are."""

    def __init__(self) -> None:
        """Begin with no frame."""
        self._last: Signature | None = None
        self._steps: list[Step] = []
        self._judged = 0

    def feed(self, frame: Signature) -> Iterator[int]:
        """Take the next frame; yield the time of a cut a few frames ago, when there was one."""
        if self._last is not None:
            change = float(np.abs(frame.luma - self._last.luma).mean())
            self._steps.append(Step(frame.at, distance(self._last, frame), change))
        self._last = frame
        yield from self._judge(len(self._steps) - NEAR)

    def finish(self) -> Iterator[int]:
        """Yield the cuts among the last frames."""
        yield from self._judge(len(self._steps))

    def _judge(self, until: int) -> Iterator[int]:
        for number in range(self._judged, until):
            self._judged = number + 1
            step = self._steps[number]
            before = self._steps[max(0, number - NEAR) : number]
            after = self._steps[number + 1 : number + 1 + NEAR]
            if is_cut(step, [*before, *after]):
                yield step.at


def is_cut(step: Step, near: Sequence[Step]) -> bool:
    """Tell whether a step is a cut, among the steps near it."""
    most_colours = max((other.colours for other in near), default=0.0)
    most_change = max((other.change for other in near), default=0.0)
    return step.colours >= max(_COLOURS, _COLOURS_OVER * most_colours) and step.change >= max(
        _CHANGE, _CHANGE_OVER * most_change
    )


def _soft(colours: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Share every bin with its neighbours, so that a little more light moves no colour far."""
    for axis in range(3):
        wide = np.pad(colours, [(1, 1) if a == axis else (0, 0) for a in range(3)])
        before, after = (np.take(wide, range(o, o + colours.shape[axis]), axis) for o in (0, 2))
        colours = 0.5 * colours + 0.25 * (before + after)
    return colours
