"""Finds which earlier clips a clip shows again, and from when to when. Pure.

The index names frames that may be the same; what lies in each other is verified by places, and what
agrees over time by how the pictures look and change. Two takes of one place agree in places and in
looks, but not in change; so where something moves, change decides. Where nothing moves, or only an
instant is there, nobody can tell a second take from the same one: that is said as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Generic

import cv2
import numpy as np
import numpy.typing as npt

from vidcommerce.flags.reuse.aligning import Alignment, aligned
from vidcommerce.flags.reuse.index import Index, Name
from vidcommerce.flags.reuse.prints import EVERY, STEP, Print, Spots, milliseconds
from vidcommerce.flags.reuse.sounds import same_sound
from vidcommerce.flags.reuse.timing import Timing, timed
from vidcommerce.flags.reuse.words import mirrored

PAIRS: Final = 7
"""Places that must agree before times are compared: by chance 5 or 6 do, among many frames."""

ALIKE: Final = 0.6
CHANGE: Final = 0.65
"""How much two stretches must look and change the same; two takes of one place change by 0.5."""

STILL_ALIKE: Final = 0.75
STILL_PAIRS: Final = 12
"""The same for what does not move."""

_ASKED: Final = 24
"""Frames of a clip that the index is asked about, spread over it."""

_CLIPS: Final = 12
_TRIES: Final = 8
_QUICK: Final = 220
"""Clips that are looked at, frames of each, and places of a frame."""

_HOPELESS: Final = 0.4
_PLENTY: Final = 0.75
"""What looks less alike is not tried again; what changes that much the same needs no other try."""

_ANCHORS: Final = 3
_AGREED: Final = 40
"""Pixels by which corners may lie apart where two alignments are one."""

_MOVING: Final = 1.2
_SHORT: Final = 1000
_LONG: Final = 2000
_MOST_OF_IT: Final = 0.65
_PLAIN: Final = 0.03
_NUDGES: Final = (0, -1, 1, -2, 2)
"""Tiny pictures by which the frames that were paired may be apart in time."""


class Likeness(StrEnum):
    """How sure it is: the same footage, or the same picture in which nothing moves."""

    SAME = "same"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class Found(Generic[Name]):
    """An earlier clip that is shown again; ``score`` (0 to 1) is how well it agrees.

    ``sound`` tells whether that is the same as well, None where it can't be told.
    """

    name: Name
    likeness: Likeness
    mirrored: bool
    pairs: int
    timing: Timing
    sound: bool | None
    score: float


@dataclass(frozen=True, slots=True)
class _Guess(Generic[Name]):
    name: Name
    turned: bool
    weight: float
    tries: tuple[tuple[int, int], ...]
    """The later clip's frame and the earlier one's."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A frame of the later clip in which a frame ``at`` of the earlier one lies."""

    alignment: Alignment
    frame: int
    at: int


def find(
    index: Index[Name], fetch: Callable[[Name], Print], whole: Print
) -> tuple[Found[Name], ...]:
    """Return the clips of the index that ``whole`` shows again, the surest first.

    ``fetch`` returns the print of a clip of the index.
    """
    if not len(whole.tiny):
        return ()
    flipped = replace(whole, tiny=np.ascontiguousarray(whole.tiny[:, :, ::-1]))
    found: dict[Name, Found[Name]] = {}
    for guess in _guesses(index, whole):
        seen = _verified(guess, fetch(guess.name), flipped if guess.turned else whole)
        known = found.get(guess.name)
        if seen is not None and (known is None or seen.score > known.score):
            found[guess.name] = seen
    return tuple(sorted(found.values(), key=lambda one: -one.score))


def _guesses(index: Index[Name], whole: Print) -> Iterator[_Guess[Name]]:
    """Yield the clips, mirrored or not, whose frames share most places with the clip's."""
    weights: dict[tuple[Name, bool], dict[int, float]] = {}
    tries: dict[tuple[Name, bool], list[tuple[float, int, int]]] = {}
    for frame in _some(whole.frames, _ASKED):
        for turned in (False, True):
            for seen in index.sightings(_spots(whole, frame, turned=turned).codes):
                key = (seen.name, turned)
                best = weights.setdefault(key, {})
                best[frame] = max(best.get(frame, 0.0), seen.weight)
                tries.setdefault(key, []).append((seen.weight, frame, seen.frame))
    total = {key: sum(best.values()) for key, best in weights.items()}
    for key in sorted(total, key=lambda key: -total[key])[:_CLIPS]:
        yield _Guess(*key, total[key], _apart(tries[key]))


def _apart(tries: list[tuple[float, int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the likeliest pairs of frames, of each frame the likeliest first."""
    ranks: dict[int, int] = {}
    ranked = []
    for weight, frame, at in sorted(tries, reverse=True):
        ranks[frame] = ranks.get(frame, -1) + 1
        ranked.append((ranks[frame], -weight, frame, at))
    return tuple((frame, at) for _, _, frame, at in sorted(ranked)[:_TRIES])


def _verified(guess: _Guess[Name], earlier: Print, later: Print) -> Found[Name] | None:
    best: tuple[Timing, int] | None = None
    for anchor in _anchors(guess, earlier, later):
        if best is not None and best[0].change >= _PLENTY:
            break
        for matrix in _nudged(earlier, later, anchor):
            timing = timed(earlier, later, matrix, milliseconds(anchor.at))
            if best is None or _score(timing, anchor.alignment.pairs) > _score(*best):
                best = timing, anchor.alignment.pairs
            if timing.alike < _HOPELESS or timing.change >= _PLENTY:
                break
    if best is None:
        return None
    timing, pairs = best
    shorter = min(len(earlier.tiny), len(later.tiny)) * STEP
    likeness = _likeness(timing, pairs, shorter)
    if likeness is None:
        return None
    sound = _sound(earlier, later, timing)
    score = _score(timing, pairs)
    return Found(guess.name, likeness, guess.turned, pairs, timing, sound, score)


def _anchors(guess: _Guess[Name], earlier: Print, later: Print) -> list[_Anchor]:
    """Return pairs of frames to start from, those first that most others agree with."""
    found: list[_Anchor] = []
    for frame, listed in guess.tries:
        spots = _first(_spots(later, frame, turned=guess.turned))
        for at in (listed, listed + 1, listed - 1):
            if not 0 <= at < earlier.frames:
                continue
            alignment = aligned(_first(earlier.spots(at)), spots)
            if alignment.pairs < PAIRS - 2:
                break
            found.append(_Anchor(alignment, frame, at))
    groups: list[list[_Anchor]] = []
    for one in sorted(found, key=lambda one: -one.alignment.pairs):
        mates = next((group for group in groups if _agree(group[0], one, later)), None)
        if mates is None:
            groups.append([one])
        else:
            mates.append(one)
    groups.sort(key=lambda group: -sum({one.frame: one.alignment.pairs for one in group}.values()))
    best = [_again(guess, earlier, later, group[0]) for group in groups[:_ANCHORS]]
    return [one for one in best if one.alignment.pairs >= PAIRS]


def _agree(one: _Anchor, other: _Anchor, later: Print) -> bool:
    """Tell whether two pairs of frames lie in each other alike, and are as far apart in time."""
    shift = abs((one.at - one.frame) - (other.at - other.frame))
    if shift > 2 + abs(one.frame - other.frame) // 3:
        return False
    corners = np.array([[0, 0, 1], [later.width, later.height, 1], [0, later.height, 1]])
    moved = corners @ (one.alignment.matrix - other.alignment.matrix).T
    return bool(np.abs(moved).max() < _AGREED)


def _again(guess: _Guess[Name], earlier: Print, later: Print, anchor: _Anchor) -> _Anchor:
    """Return a pair of frames aligned by all of their places."""
    spots = _spots(later, anchor.frame, turned=guess.turned)
    return replace(anchor, alignment=aligned(earlier.spots(anchor.at), spots))


def _nudged(earlier: Print, later: Print, anchor: _Anchor) -> Iterator[npt.NDArray[np.float64]]:
    """Yield how the clips may lie in each other, the likeliest first.

    Two frames that were paired are up to a quarter of a second apart, in which a camera that
    pans moves on. So the tiny pictures around are aligned by their light as well (Evangelidis and
    Psarakis, "Parametric image alignment using enhanced correlation coefficient", 2008).
    """
    yield anchor.alignment.matrix
    for nudge in _NUDGES:
        one, other = anchor.at * EVERY + nudge, anchor.frame * EVERY
        if not 0 <= one < len(earlier.tiny):
            continue
        matrix = _by_light(earlier, later, anchor.alignment.matrix, one, other)
        if matrix is not None:
            yield matrix


def _by_light(
    earlier: Print, later: Print, matrix: npt.NDArray[np.float64], one: int, other: int
) -> npt.NDArray[np.float64] | None:
    """Return the matrix of two moments, from about what it is; None where it leads elsewhere."""
    into, out = later.grid(), np.linalg.inv(earlier.grid())
    guess = np.linalg.inv(into @ np.vstack([matrix, [0, 0, 1]]) @ out)[:2].astype(np.float32)
    try:
        _, better = cv2.findTransformECC(
            later.tiny[other], earlier.tiny[one], guess, cv2.MOTION_AFFINE,
            (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 30, 1e-4),
        )  # fmt: skip
        whole = np.linalg.inv(np.vstack([np.asarray(better, np.float64), [0, 0, 1]]))
    except (cv2.error, np.linalg.LinAlgError):
        return None
    found = np.asarray(np.linalg.inv(into) @ whole @ np.linalg.inv(out), np.float64)
    moved = np.abs(found[:2] - matrix).max(0)
    return found[:2] if moved[:2].max() < 0.2 and moved[2] < 120 else None  # noqa: PLR2004


def _likeness(timing: Timing, pairs: int, shorter: int) -> Likeness | None:
    """Say what a stretch comes to; ``shorter`` is the shorter clip's length in milliseconds.

    Cameras that move about one place cross each other's ways, for a second or so.
    """
    if min(len(timing.later), len(timing.earlier)) < min(_LONG, _MOST_OF_IT * shorter):
        return None
    if timing.moving >= _MOVING and len(timing.later) >= _SHORT:
        same = timing.alike >= ALIKE and timing.change >= CHANGE
        return Likeness.SAME if same else None
    return Likeness.STILL if timing.alike >= STILL_ALIKE and pairs >= STILL_PAIRS else None


def _score(timing: Timing, pairs: int) -> float:
    """Return how well two stretches agree, 0 to 1; what does not move can't reach 0.8."""
    places = min(1.0, pairs / 40)
    alike = max(0.0, timing.alike)
    if timing.moving >= _MOVING and len(timing.later) >= _SHORT:
        return 0.45 * max(0.0, timing.change) + 0.35 * alike + 0.2 * places
    return 0.5 * alike + 0.3 * places


def _sound(earlier: Print, later: Print, timing: Timing) -> bool | None:
    if abs(timing.speed - 1) > _PLAIN:
        return None
    begins = (timing.earlier.start, timing.later.start)
    return same_sound(earlier.sound, later.sound, begins, len(timing.later))


def _spots(whole: Print, frame: int, *, turned: bool) -> Spots:
    spots = whole.spots(frame)
    return mirrored(spots, whole.width) if turned else spots


def _first(spots: Spots) -> Spots:
    return Spots(
        spots.where[:_QUICK], spots.size[:_QUICK], spots.angle[:_QUICK], spots.codes[:_QUICK]
    )


def _some(count: int, most: int) -> list[int]:
    """Return at most ``most`` numbers below ``count``, spread evenly."""
    if count <= most:
        return list(range(count))
    return sorted({round(one * (count - 1) / (most - 1)) for one in range(most)})
