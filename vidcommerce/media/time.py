"""Time as integers: frames on a frame rate, samples at 48 kHz, milliseconds in analyses.

Seconds as floats enter and leave only at the edges; everything between is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

AUDIO_RATE = 48_000
"""Samples a second of everything that is made; what phones record and AAC is at home with."""


@dataclass(frozen=True, slots=True, order=True)
class FrameRate:
    """A frame rate as a ratio of positive integers; ``FrameRate(30, 1)`` is 30 a second."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        """Refuse what is no rate."""
        if self.numerator <= 0 or self.denominator <= 0:
            raise ValueError(f"not a frame rate: {self.numerator}/{self.denominator}")

    def seconds(self, frames: int) -> Fraction:
        """Return the exact seconds that ``frames`` frames take."""
        return Fraction(frames * self.denominator, self.numerator)

    def milliseconds(self, frames: int) -> int:
        """Return the nearest millisecond to the start of frame number ``frames``."""
        return round(self.seconds(frames) * 1000)

    def samples(self, frames: int) -> int:
        """Return the nearest audio sample at 48 kHz to the start of frame ``frames``."""
        return round(self.seconds(frames) * AUDIO_RATE)

    def frame_at(self, milliseconds: int) -> int:
        """Return the frame whose start is nearest to ``milliseconds``."""
        return round(Fraction(milliseconds * self.numerator, 1000 * self.denominator))

    def __str__(self) -> str:
        """Return the ratio as ffmpeg writes it."""
        return f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True, slots=True, order=True)
class FrameRange:
    """The half-open range of frames [start, stop); empty when both are the same."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        """Refuse ranges that run backwards or begin before frame 0."""
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"not a range of frames: [{self.start}, {self.stop})")

    def __len__(self) -> int:
        """Return the number of frames."""
        return self.stop - self.start

    def __contains__(self, frame: int) -> bool:
        """Tell whether a frame lies in the range."""
        return self.start <= frame < self.stop

    def intersection(self, other: FrameRange) -> FrameRange:
        """Return the frames in both ranges; an empty range where there are none."""
        start = max(self.start, other.start)
        return FrameRange(start, max(start, min(self.stop, other.stop)))

    def shifted(self, frames: int) -> FrameRange:
        """Return the range moved later by ``frames`` (earlier when negative)."""
        return FrameRange(self.start + frames, self.stop + frames)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open range of milliseconds [start, stop) of a clip, as analyses state it."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        """Refuse spans that run backwards or begin before 0."""
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"not a span of milliseconds: [{self.start}, {self.stop})")

    def __len__(self) -> int:
        """Return the milliseconds."""
        return self.stop - self.start

    def overlap(self, other: Span) -> int:
        """Return the milliseconds that both spans share."""
        return max(0, min(self.stop, other.stop) - max(self.start, other.start))
