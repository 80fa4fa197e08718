"""Which packets of a clip belong together, and how many of them must be decoded. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

EVERY: Final = 500
"""Milliseconds between two moments that are looked at, at least."""

LONGEST: Final = 1500
"""Milliseconds that go unseen at most; where keyframes are farther apart, all is decoded."""

GLANCE: Final = 4
"""Consecutive frames of one moment: three motions, two changes of motion."""


_USUAL: Final = 85
_OUTSTANDING: Final = 2.0
_LIKE_KEYFRAME: Final = 0.3
"""Of the packets of a second 85% are usual; one that may hold a cut is twice as large, and 0.3 of
the keyframe. On the real clips 6 of 100 seconds without a cut have such a packet."""

_EARLY: Final = 0.8
_MOSTLY_REGULAR: Final = 0.2
_MOST_SURPRISES: Final = 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Packets in decoding order.

    ``fresh`` when they begin with a keyframe, ``ended`` when a keyframe follows them.
    ``times`` are the milliseconds at which they are shown, ``sizes`` their bytes, ``keys`` says
    which are keyframes.
    """

    packets: tuple[Any, ...]
    times: tuple[int, ...]
    sizes: tuple[int, ...]
    keys: tuple[bool, ...]
    fresh: bool
    ended: bool

    @property
    def outstanding(self) -> bool:
        """Tell whether one packet is so large that it may draw a new picture."""
        others = [size for size, key in zip(self.sizes, self.keys, strict=True) if not key]
        return stands_out(others, self.sizes[0])


def stands_out(sizes: Sequence[int], keyframe: int) -> bool:
    """Tell whether the largest packet may hold a cut, next to the others and to the keyframe.

    A camera that moves makes many packets large, a cut one or two; and a whole new picture takes
    some of the room that a keyframe takes.
    """
    usual = sorted(sizes)[len(sizes) * _USUAL // 100] if sizes else 0
    return max(sizes, default=0) > max(_OUTSTANDING * usual, _LIKE_KEYFRAME * keyframe)


def packets_needed(times: Sequence[int], count: int) -> int:
    """Return how many packets must be decoded to see the first ``count`` frames.

    ``times`` are when the packets of a stretch are shown, in decoding order, its keyframe first.
    Frames that are shown before the keyframe need an earlier one, and those before 0 are hidden.
    """
    shown = sorted(time for time in times if time >= max(0, times[0]))[:count]
    return max((times.index(time) for time in shown), default=len(times) - 1) + 1


def surprises(keyframes: Sequence[int]) -> tuple[int, ...]:
    """Return the keyframes that come earlier than the encoder usually sets them.

    It saw something new there, perhaps a cut. An encoder that is seldom regular says nothing by it:
    then there are none.
    """
    gaps = [(later, later - earlier) for earlier, later in pairwise(keyframes)]
    if not gaps:
        return ()
    usual = Counter(round(gap, -1) for _, gap in gaps).most_common(1)[0][0]
    early = tuple(at for at, gap in gaps if gap < _EARLY * usual)
    return early if len(early) <= min(_MOSTLY_REGULAR * len(gaps), _MOST_SURPRISES) else ()
