"""What the time stamps of a stream's packets say: length, rate, keyframes. Pure."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Final

from vidcommerce.media.clip import RateMode
from vidcommerce.media.time import FrameRate

_USUAL: Final = tuple(
    FrameRate(*rate)
    for rate in (
        (10, 1), (12, 1), (15, 1), (20, 1), (24_000, 1001), (24, 1), (25, 1), (30_000, 1001),
        (30, 1), (48, 1), (50, 1), (60_000, 1001), (60, 1), (120_000, 1001), (120, 1), (240, 1),
    )
)  # fmt: skip
"""Rates that cameras are set to. Times are stored rounded; one of these is what was meant."""

_LOOSENESS: Final = 0.5
"""Frame durations from the most early to the most late frame that still count as even.

Beyond a whole one, resampling at the clip's own rate would drop one frame and repeat another; half
of that leaves room for the rounding of the rest of the way.
"""

_ONE_FRAME: Final = Fraction(1)
"""Seconds that a picture's only frame is shown at most."""


@dataclass(slots=True)
class Packets:
    """The packets of one stream as they are read; times in units of ``base`` seconds.

    Frames that an edit list hides, that broke off or that hold nothing are not ``shown``.
    ``latest`` is the largest time and ``last_shown`` the duration of that packet; ``lost`` counts
    what broke off or holds nothing.
    """

    base: Fraction
    shown: array[int] = field(default_factory=lambda: array("q"))
    keys: array[int] = field(default_factory=lambda: array("q"))
    hidden_keys: array[int] = field(default_factory=lambda: array("q"))
    latest: int | None = None
    last_shown: int = 0
    lost: int = 0

    def add(self, time: int, duration: int, *, key: bool, hidden: bool) -> None:
        """Take in a packet that is whole."""
        if hidden:
            if key:
                self.hidden_keys.append(time)
            return
        if key:
            self.keys.append(time)
        if self.latest is None or time > self.latest:  # B-frames come after what they precede
            self.latest, self.last_shown = time, duration
        self.shown.append(time)

    def times(self) -> list[int]:
        """Return when frames are shown, in order."""
        return sorted(self.shown)


def end(packets: Packets) -> Fraction:
    """Return the seconds at which the last frame ends.

    It is shown for as long as its packet says, but no longer than the longest frame before it: a
    forged last duration makes no clip longer.
    """
    times = packets.times()
    steps = [later - earlier for earlier, later in pairwise(times)]
    longest = max(steps, default=0) or math.floor(_ONE_FRAME / packets.base)
    usual = sorted(steps)[len(steps) // 2] if steps else longest
    return (times[-1] + min(packets.last_shown or usual, longest)) * packets.base


def keyframes(packets: Packets, origin: Fraction) -> tuple[int, ...]:
    """Return the milliseconds since ``origin`` at which decoding can start, in order.

    Rounded up, so that a seek to one finds it. A keyframe that an edit list hides before the
    first frame counts as 0: from there the first frames are decoded.
    """
    first = min(packets.shown)
    hidden = any(key < first for key in packets.hidden_keys)
    keys = {max(0, math.ceil((key * packets.base - origin) * 1000)) for key in packets.keys}
    return tuple(sorted(keys | ({0} if hidden else set())))


def rate(packets: Packets, guess: Fraction | None) -> tuple[FrameRate, RateMode]:
    """Return the frame rate, and whether the frames come evenly.

    CONSTANT: there is a grid of one step on which every frame, first to last, is at most a
    quarter of the step from its place. A frame that was dropped or held pushes the rest off the
    grid: VARIABLE, and the rate is the average. On the grid of a usual rate, that is the rate.
    ``guess`` is taken where there are not two frames to measure by.
    """
    times = packets.times()
    if len(times) < 2 or times[0] == times[-1]:  # noqa: PLR2004 - a step needs two frames
        return _ratio(guess or Fraction(1)), RateMode.CONSTANT
    average = (len(times) - 1) / ((times[-1] - times[0]) * packets.base)
    fits = [(_spread(times, packets.base, usual), usual) for usual in _USUAL]
    spread, usual = min(fits)
    if spread <= _LOOSENESS:
        return usual, RateMode.CONSTANT
    measured = _ratio(average)
    even = _spread(times, packets.base, measured) <= _LOOSENESS
    return measured, RateMode.CONSTANT if even else RateMode.VARIABLE


def _spread(times: Sequence[int], base: Fraction, step: FrameRate) -> float:
    """Return how far apart the earliest and the latest frame are from their places, in frames."""
    scale = float(base * Fraction(step.numerator, step.denominator))
    first = times[0]
    off = [(time - first) * scale - place for place, time in enumerate(times)]
    return max(off) - min(off)


def _ratio(rate: Fraction) -> FrameRate:
    near = max(rate, Fraction(1, 1000)).limit_denominator(1001)
    return FrameRate(near.numerator, near.denominator)
