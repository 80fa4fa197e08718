"""Subtitles: recognised words into lines, as professional captioners break and time them.

Limits: Chinese 16 characters a line and 9 a second, Latin scripts 42 and 20, two lines at most,
0.83 to 7 seconds each (Netflix's Timed Text Style Guides), two frames free between any two. Where
people speak faster than that, text is neither lost nor made to wait: it is shown as long as there
is room for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final, TypeAlias

from vidcommerce.drafting.sentences import ideograph
from vidcommerce.drafting.tokens import SENTENCE, Piece, pieces
from vidcommerce.media.plan import Cue, Word
from vidcommerce.media.time import FrameRange, FrameRate

SHORTEST: Final = Fraction(83, 100)
LONGEST: Final = Fraction(7)
GAP: Final = 2
LINES: Final = 2

_LINGER: Final = Fraction(1, 4)
"""Seconds that a subtitle stays after its last word, where there is room."""

_CLOSED: Final = Fraction(1, 2)
"""Seconds: a shorter gap to the next subtitle is closed, but for two frames; flicker tires."""


@dataclass(frozen=True, slots=True)
class Style:
    """How much text a language's readers can take: characters a line, and a second.

    ``second_line`` is what a second line costs: Chinese subtitles have one where they can.
    """

    characters: int
    speed: int
    second_line: float


_STYLES: Final = {
    "zh": Style(16, 9, 5.0),
    "ja": Style(13, 9, 1.5),
    "ko": Style(16, 12, 1.5),
    "th": Style(35, 17, 1.0),
}
_LATIN: Final = Style(42, 20, 1.0)


@dataclass(frozen=True, slots=True)
class Run:
    """Words said in one stretch of the video; ``frames`` is the room that their subtitles have.

    Runs are in order and don't overlap. No subtitle holds words of two. ``begins`` are the
    numbers of words that begin a subtitle in any case (a line of a script).
    """

    frames: FrameRange
    words: tuple[Word, ...]
    begins: frozenset[int] = frozenset()

    def phrases(self) -> list[tuple[Word, ...]]:
        """Return the words, parted where a subtitle must begin."""
        inner = sorted(n for n in self.begins if 0 < n < len(self.words))
        return [self.words[a:b] for a, b in pairwise([0, *inner, len(self.words)])]


Fits: TypeAlias = Callable[[str], bool]


def style(language: str, text: str) -> Style:
    """Return the limits for a text: by its language, and by its script where that says more."""
    tag = language.replace("_", "-").split("-")[0].lower()
    letters = [character for character in text if character.isalpha()]
    if 2 * sum(map(ideograph, letters)) > len(letters):
        return _STYLES.get(tag, _STYLES["zh"])
    return _STYLES["th"] if tag == "th" else _LATIN


def cues(
    runs: Sequence[Run], language: str, rate: FrameRate, fits: Fits = lambda _: True
) -> tuple[Cue, ...]:
    """Return the subtitles of a video.

    ``fits`` tells whether a line is narrow enough to be drawn; a single piece that is not is
    shown all the same. Every subtitle lies inside the room of its run.
    """
    texts = "".join(word.text for run in runs for word in run.words)
    look = style(language, texts)
    builder = _Builder(look, rate, fits)
    grouped = [(run, group) for run in runs for group in _grouped(run, builder, language)]
    return builder.timed(grouped)


Group: TypeAlias = tuple[Piece, ...]


def _grouped(run: Run, builder: _Builder, language: str) -> list[Group]:
    """Return the subtitles of a run; each phrase of it has the room until the next begins."""
    phrases = [pieces(words, language, builder.style.characters) for words in run.phrases()]
    phrases = [phrase for phrase in phrases if phrase]
    ends = [*(phrase[0].start - GAP for phrase in phrases), run.frames.stop][1:]
    groups = [
        group
        for phrase, end in zip(phrases, ends, strict=True)
        for group in builder.groups(phrase, end)
    ]
    return _merged(groups, len(run.frames) // (GAP + 1))


@dataclass(frozen=True, slots=True)
class _Builder:
    """Builds the subtitles of one language at one frame rate."""

    style: Style
    rate: FrameRate
    fits: Fits

    @property
    def shortest(self) -> int:
        """The fewest frames of a subtitle."""
        return self.frames(SHORTEST)

    @property
    def longest(self) -> int:
        """The most frames of a subtitle."""
        return int(LONGEST * self.rate.numerator // self.rate.denominator)

    def frames(self, seconds: Fraction) -> int:
        """Return the frames that last ``seconds`` at least."""
        return math.ceil(seconds * self.rate.numerator / self.rate.denominator)

    def groups(self, parts: Sequence[Piece], end: int) -> list[Group]:
        """Group pieces into subtitles that are over by frame ``end``: the cheapest way of all."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for stop in range(1, len(parts) + 1):
            ways = []
            for start in range(stop - 1, -1, -1):
                lines = self.lines(parts[start:stop])
                if lines is None and start < stop - 1:
                    break
                until = parts[stop].start - GAP if stop < len(parts) else end
                cost = self._cost(parts[start:stop], lines, until)
                ways.append((best[start][0] + cost, start))
            best.append(min(ways))
        result, stop = [], len(parts)
        while stop:
            start = best[stop][1]
            result.append(tuple(parts[start:stop]))
            stop = start
        return result[::-1]

    def lines(self, group: Sequence[Piece]) -> tuple[float, tuple[str, ...]] | None:
        """Return the best lines of a subtitle and their cost; None when it needs too many."""
        whole = _text(group)
        if self._narrow(whole):
            return 0.0, (whole,)
        ways = []
        for number in range(1, len(group)):
            lines = _text(group[:number]), _text(group[number:])
            if all(map(self._narrow, lines)):
                uneven = abs(len(lines[0]) - len(lines[1])) / self.style.characters
                top_heavy = 0.2 * (len(lines[0]) > len(lines[1]))
                cost = group[number - 1].ending + 2 * uneven + top_heavy
                ways.append((self.style.second_line + cost, lines))
        return min(ways) if ways else None

    def _narrow(self, line: str) -> bool:
        return len(line) <= self.style.characters and self.fits(line)

    def _cost(
        self, group: Sequence[Piece], lines: tuple[float, tuple[str, ...]] | None, until: int
    ) -> float:
        """Return what a subtitle costs that can be shown until the frame ``until``.

        Most of all it must be long enough to be seen, then to be read, then it should end where a
        sentence does, then there should be few of them.
        """
        start, said = group[0].start, group[-1].stop - group[0].start
        shown = max(1, min(until, start + self.longest) - start)
        missing = max(0.0, 1 - shown / self.shortest)
        needed = self._reading(len(_text(group)))
        hasty = max(0.0, needed / shown - 1)
        slow = max(0, said - self.longest) / self.longest
        inside = sum(2.0 for piece in group[:-1] if piece.ending == SENTENCE)
        waits = (b.start - a.stop for a, b in pairwise(group))
        pauses = sum(
            max(0.0, float(self.rate.seconds(wait)) - 0.4) * 4 for wait in waits if wait > 0
        )
        broken = 0.0 if lines is None else lines[0]
        return (
            3 + 100 * missing + 30 * slow + 10 * hasty + 2 * group[-1].ending + inside + pauses
            + broken
        )  # fmt: skip

    def _reading(self, characters: int) -> int:
        """Return the frames that it takes to read so many characters."""
        return self.frames(Fraction(characters, self.style.speed))

    def timed(self, grouped: Sequence[tuple[Run, Group]]) -> tuple[Cue, ...]:
        """Return the subtitles of groups in order, each as long as is good and there is room."""
        starts = self._starts(grouped)
        result = []
        for number, (run, group) in enumerate(grouped):
            start = starts[number]
            following = starts[number + 1] - GAP if number + 1 < len(starts) else run.frames.stop
            until = max(start + 1, min(run.frames.stop, following, start + self.longest))
            text = _text(group)
            wish = max(
                group[-1].stop + self.frames(_LINGER),
                start + self.shortest,
                start + self._reading(len(text)),
            )
            stop = until if until - wish <= self.frames(_CLOSED) else wish
            lines = self.lines(group)
            frames = FrameRange(start, max(start + 1, min(stop, until)))
            words = tuple(_clipped(word, frames) for piece in group for word in piece.words)
            result.append(Cue(frames, (text,) if lines is None else lines[1], words))
        return tuple(result)

    def _starts(self, grouped: Sequence[tuple[Run, Group]]) -> list[int]:
        """Return when each subtitle begins: with its first word, earlier where it is too short.

        In a run with many subtitles for its length all are equally too short.
        """
        starts = [group[0].start for _, group in grouped]
        first = 0
        while first < len(grouped):
            run = grouped[first][0]
            last = first
            while last < len(grouped) and grouped[last][0] is run:
                last += 1
            starts[first:last] = self._spread(starts[first:last], run.frames)
            first = last
        return starts

    def _spread(self, starts: Sequence[int], room: FrameRange) -> list[int]:
        apart = max(1, min(self.shortest + GAP, len(room) // len(starts)))
        spread, latest = [], room.stop - apart
        for start in reversed(starts):
            spread.append(min(start, latest))
            latest = spread[-1] - apart
        spread.reverse()
        earliest = room.start
        for number, start in enumerate(spread):
            spread[number] = max(start, earliest)
            earliest = spread[number] + apart
        return spread


def _merged(groups: list[Group], most: int) -> list[Group]:
    """Join neighbours until there are ``most``: nobody speaks so fast, but data may say so."""
    while len(groups) > max(1, most):
        pairs = zip(groups[::2], [*groups[1::2], ()], strict=False)
        groups = [(*first, *second) for first, second in pairs]
    return groups


def _text(group: Sequence[Piece]) -> str:
    return " ".join("".join(piece.text for piece in group).split())


def _clipped(word: Word, frames: FrameRange) -> Word:
    start = min(max(word.frames.start, frames.start), frames.stop)
    return Word(
        word.text,
        FrameRange(start, max(start, min(word.frames.stop, frames.stop))),
        word.confidence,
    )
