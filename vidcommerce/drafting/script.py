"""A script's lines, timed to the speech that was heard, where nobody recognised its words."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

from vidcommerce.analysis.facts import SpokenWord
from vidcommerce.drafting.sentences import ideograph, syllables
from vidcommerce.media.time import Span

_GRID: Final = 200
"""Milliseconds between the places inside speech at which a line may begin."""

_REACH: Final = 8000
"""Milliseconds by which a line may begin before or after what the lengths alone say."""

_INSIDE: Final = 1.5
_FULL_PAUSE: Final = 800
"""What it costs to begin a line inside a span of speech; after a pause of so many milliseconds it
costs nothing, after a shorter one up to 1."""

_ACROSS: Final = 2.0
"""What it costs when a line goes on over a full pause; over a shorter one it costs less."""

_STRETCH: Final = 4.0
_USUAL: Final = 2000
"""What it costs to say a line e times as fast or slowly as all on average, and from how many
milliseconds on it costs all of that: a greeting of half a second may well take one."""

_SLOWEST: Final = 500
"""Milliseconds a syllable; what is left of a line's time is silence, or was never written down."""

_CERTAIN: Final = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What is said in one take; ``begins`` are the numbers of the words that begin a line."""

    words: tuple[SpokenWord, ...]
    begins: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Clock:
    """The time of speech alone: all spans of all takes, one after the other."""

    spans: tuple[tuple[int, Span], ...]
    edges: tuple[int, ...]

    @property
    def total(self) -> int:
        """The milliseconds of speech."""
        return self.edges[-1]

    def pause_before(self, number: int) -> int:
        """Return the milliseconds between a span and the one before it; long between takes."""
        (take, before), (other, after) = self.spans[number - 1], self.spans[number]
        return after.start - before.stop if take == other else _FULL_PAUSE

    def place(self, start: float, stop: float) -> tuple[int, Span]:
        """Return the take and the span in it in which the middle of an interval lies."""
        middle = (start + stop) / 2
        number = max(n for n, edge in enumerate(self.edges[:-1]) if n == 0 or edge <= middle)
        take, span = self.spans[number]
        first = min(max(0, round(start - self.edges[number])), len(span) - 1)
        last = min(max(first + 1, round(stop - self.edges[number])), len(span))
        return take, Span(span.start + first, span.start + last)


def told(lines: Sequence[str], speech: Sequence[Sequence[Span]]) -> list[Told]:
    """Return what is said in each take, from a script and the spans of speech in each.

    Every line gets time in proportion to its syllables, in order; a line rather begins where a
    span does, and the longer the pause before it the rather (dynamic programming over the places
    where lines may begin). The words of a line are laid evenly over its time.
    """
    written = [line.strip() for line in lines if line.strip()]
    spans = tuple((n, span) for n, take in enumerate(speech) for span in take if len(span))
    clock = _Clock(spans, tuple(accumulate((len(span) for _, span in spans), initial=0)))
    words: list[list[SpokenWord]] = [[] for _ in speech]
    begins: list[set[int]] = [set() for _ in speech]
    if spans and written:
        for line, (start, stop) in zip(written, pairwise(_starts(written, clock)), strict=True):
            fresh = set(range(len(speech)))
            for take, word in _laid(line, start, stop, clock):
                if take in fresh:
                    begins[take].add(len(words[take]))
                    fresh.discard(take)
                words[take].append(word)
    return [Told(tuple(w), frozenset(b)) for w, b in zip(words, begins, strict=True)]


def _starts(lines: Sequence[str], clock: _Clock) -> list[float]:
    """Return when each line begins on the clock, and when the last ends."""
    weights = [syllables(line) for line in lines]
    pace = clock.total / sum(weights)
    ideal = [pace * weight for weight in accumulate(weights, initial=0)]
    pauses = _Pauses.of(clock)
    best: list[dict[float, tuple[float, float]]] = [{0.0: (0.0, 0.0)}]
    for weight, until in zip(weights, ideal[1:], strict=True):
        places = [until] if until == ideal[-1] else _options(until, pauses.places, clock.total)
        best.append(_reached(best[-1], places, pace * weight, pauses))
    path = [ideal[-1]]
    for reached in reversed(best[1:]):
        path.append(reached[path[-1]][1])
    return path[::-1]


def _reached(
    before: dict[float, tuple[float, float]],
    places: Sequence[float],
    expected: float,
    pauses: _Pauses,
) -> dict[float, tuple[float, float]]:
    """Return, for each place where a line may end, the least cost and where the line begins."""
    result = {}
    for place in places:
        ways = [
            (cost + _stretch(place - start, expected) + pauses.between(start, place), start)
            for start, (cost, _) in before.items()
            if start < place
        ]
        if ways:
            cost, start = min(ways)
            result[place] = (cost + pauses.beginning(place), start)
    return result


@dataclass(frozen=True, slots=True)
class _Pauses:
    """The places on the clock with a pause, in order, and how full each is, 0 to 1."""

    places: tuple[float, ...]
    full: tuple[float, ...]
    total: tuple[float, ...]

    @classmethod
    def of(cls, clock: _Clock) -> _Pauses:
        inner = range(1, len(clock.edges) - 1)
        full = [min(1.0, clock.pause_before(number) / _FULL_PAUSE) for number in inner]
        places = (float(clock.edges[number]) for number in inner)
        return cls(tuple(places), tuple(full), tuple(accumulate(full, initial=0.0)))

    def beginning(self, place: float) -> float:
        """Return what it costs to begin a line at a place."""
        at = bisect_left(self.places, place)
        if at < len(self.places) and self.places[at] == place:
            return 1 - self.full[at]
        return _INSIDE

    def between(self, start: float, stop: float) -> float:
        """Return what it costs that a line goes on from one place to another."""
        first, last = bisect_right(self.places, start), bisect_left(self.places, stop)
        return _ACROSS * max(0.0, self.total[last] - self.total[first])


def _options(ideal: float, edges: Sequence[float], total: int) -> list[float]:
    """Return the places at which a line may begin that should begin at ``ideal``."""
    steps = range(-_REACH // _GRID, _REACH // _GRID + 1)
    grid = {ideal + step * _GRID for step in steps}
    near = {edge for edge in edges if abs(edge - ideal) <= _REACH}
    return sorted(place for place in grid | near if 0 < place < total)


def _stretch(time: float, expected: float) -> float:
    share = min(1.0, expected / _USUAL)
    return _STRETCH * share * math.log(time / expected) ** 2


def _laid(line: str, start: float, stop: float, clock: _Clock) -> Iterator[tuple[int, SpokenWord]]:
    """Yield the words of a line with their take, evenly over its time."""
    units = list(_units(line))
    weights = [syllables(unit) for unit in units]
    pace = min((stop - start) / sum(weights), _SLOWEST)
    times = [start + pace * weight for weight in accumulate(weights, initial=0)]
    for unit, (first, last) in zip(units, pairwise(times), strict=True):
        take, span = clock.place(first, last)
        yield take, SpokenWord(unit, span, _CERTAIN)


def _units(line: str) -> Iterator[str]:
    """Yield what can be timed: words with the space before them, and single Han characters.

    Marks stay with what they follow.
    """
    unit = ""
    for character in line:
        starts = character.isspace() or ideograph(character)
        starts = starts or (character.isalnum() and bool(unit) and ideograph(unit[-1]))
        if starts and unit.strip():
            yield unit
            unit = ""
        unit += character
    if unit.strip():
        yield unit
