"""The form of a text in which claims are looked for, and where each of its letters came from.

Who wants to get past a list of words writes them in full-width or traditional letters, parts them
by spaces and dots, or puts signs between them that nobody sees. All of that goes here, and what
stood where is kept, so that a claim can be shown in the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC

_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Cc"})
"""Categories of Unicode that are drawn as nothing or over their neighbour; line ends stay."""

_QUOTES: Final = str.maketrans(
    "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}`´", "''''"
)
_BETWEEN: Final = frozenset(" \t*_~^·•∙・.-/\\|+'\"“”《》「」")
"""What parts two Chinese letters without meaning anything."""

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN: Final = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in its normal form; letter ``n`` of it stands at ``places[n]`` of the original."""

    text: str
    places: tuple[tuple[int, int], ...]

    def original(self, start: int, stop: int) -> tuple[int, int]:
        """Return where in the original the letters [start, stop) stand; they are one at least."""
        return self.places[start][0], self.places[stop - 1][1]


def normal(text: str, spellings: Mapping[str, str] | None = None) -> Normal:
    """Return ``text`` in small, simplified, half-width letters, nothing between Chinese ones.

    ``spellings`` are other ways to write a Chinese letter ("zui"), which count beside one.
    """
    letters = list(_joined(_simplified(list(_small(text)))))
    found = Normal("".join(letter for letter, _ in letters), tuple(at for _, at in letters))
    return _spelled(found, spellings or {})


_Placed = tuple[str, tuple[int, int]]


def _small(text: str) -> Iterator[_Placed]:
    for place, sign in enumerate(text):
        if sign in "\r\n":
            yield "\n", (place, place + 1)
            continue
        wide = unicodedata.normalize("NFKC", sign).translate(_QUOTES).casefold()
        for letter in wide:
            if unicodedata.category(letter) not in _UNSEEN:
                yield letter, (place, place + 1)


def _simplified(letters: list[_Placed]) -> list[_Placed]:
    """Write traditional letters as simplified ones, each alone where that changes the length."""
    text = "".join(letter for letter, _ in letters)
    if not _HAN.search(text):
        return letters
    convert = _converter().convert
    written = convert(text)
    if len(written) != len(text):
        written = "".join(convert(letter)[:1] or letter for letter in text)
    return [(letter, place) for letter, (_, place) in zip(written, letters, strict=True)]


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC  # noqa: PLC0415 - reads its dictionaries

    return OpenCC("t2s")


def _joined(letters: Iterable[_Placed]) -> Iterator[_Placed]:
    """Leave out what stands between two Chinese letters and means nothing."""
    before, waiting = "", list[_Placed]()
    for letter, place in letters:
        if letter in _BETWEEN:
            waiting.append((letter, place))
            continue
        if not (_HAN.match(before) and _HAN.match(letter)):
            yield from waiting
        waiting = []
        yield letter, place
        before = letter
    yield from waiting


def _spelled(found: Normal, spellings: Mapping[str, str]) -> Normal:
    for spelling, letter in spellings.items():
        if spelling not in found.text:
            continue
        near = rf"(?:(?<=[{HAN}]){{0}}|{{0}}(?=[{HAN}]))" if spelling.isascii() else "{0}"
        found = _replaced(found, re.compile(near.format(re.escape(spelling))), letter)
    return found


def _replaced(found: Normal, pattern: re.Pattern[str], letter: str) -> Normal:
    spans = [match.span() for match in pattern.finditer(found.text)]
    text, places, last = "", list[tuple[int, int]](), 0
    for start, stop in spans:
        text += found.text[last:start] + letter
        places += found.places[last:start]
        places += [found.original(start, stop)] * len(letter)
        last = stop
    return Normal(text + found.text[last:], (*places, *found.places[last:]))
