"""Tells how one frame lies in another: shifted, turned, larger or smaller. Pure.

Places that look alike are paired (Lowe's ratio test), and the one move is looked for that brings
most pairs together (RANSAC); pairs must agree on turn and size by themselves as well, since SIFT
knows both of each place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from vidcommerce.flags.reuse.prints import Floats, Spots
from vidcommerce.flags.reuse.words import SCALE

_RATIO: Final = 0.87
_LOOKS: Final = 0.85
"""How far apart two looks of one place may be, of the length 1 of each."""

_BESIDE: Final = 8
"""Pixels within which two places are one."""

_REACH: Final = 5.0
_FEW: Final = 5
_TURN: Final = 25
_OCTAVES: Final = 0.7
_SMALLEST, _LARGEST = 0.15, 6.0
_CELL: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """How an earlier frame lies in a later one: ``matrix`` (2 x 3), borne out by ``pairs`` places.

    No pairs: not at all.
    """

    pairs: int
    matrix: npt.NDArray[np.float64]


NOWHERE: Final = Alignment(0, np.eye(2, 3))


def aligned(earlier: Spots, later: Spots) -> Alignment:
    """Return how the frame with the places ``earlier`` lies in the one with ``later``."""
    if min(len(earlier), len(later)) <= _FEW:
        return NOWHERE
    one, other = _alike(earlier, later)
    if len(one) < _FEW:
        return NOWHERE
    source, target = earlier.where[one], later.where[other]
    matrix: Any
    matrix, inside = cv2.estimateAffinePartial2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=_REACH, maxIters=1000
    )
    if matrix is None:
        return NOWHERE
    scale, turn = np.hypot(matrix[0, 0], matrix[1, 0]), np.arctan2(matrix[1, 0], matrix[0, 0])
    if not _SMALLEST < scale < _LARGEST:
        return NOWHERE
    octaves = np.log2(later.size[other] / earlier.size[one]) - np.log2(scale)
    turned = (later.angle[other] - earlier.angle[one] - np.degrees(turn) + 180) % 360 - 180
    good = (inside.ravel() > 0) & (np.abs(octaves) < _OCTAVES) & (np.abs(turned) < _TURN)
    return Alignment(min(_places(source[good]), _places(target[good])), matrix)


def _alike(earlier: Spots, later: Spots) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return numbers of places that look alike, and like no other of the earlier frame."""
    one, other = earlier.codes.astype(np.float32), later.codes.astype(np.float32)
    apart = (other**2).sum(1)[:, None] + (one**2).sum(1) - 2 * (other @ one.T)
    some = min(4, len(one) - 1)
    near = np.argpartition(apart, some, axis=1)[:, : some + 1]
    rows = np.arange(len(other))[:, None]
    near = near[rows, np.argsort(apart[rows, near], axis=1)]
    length = np.sqrt(np.maximum(apart[rows, near], 0)) / SCALE
    step = np.abs(earlier.where[near] - earlier.where[near[:, :1]]).sum(2)
    second = np.where(step > _BESIDE, length, np.inf).min(1)
    second = np.where(np.isinf(second), length[:, -1], second)
    good = (length[:, 0] < _LOOKS) & (length[:, 0] < _RATIO * second)
    return near[good, 0], np.flatnonzero(good)


def _places(where: Floats) -> int:
    """Return at how many places points are."""
    return len(np.unique(np.rint(where / _CELL), axis=0))
