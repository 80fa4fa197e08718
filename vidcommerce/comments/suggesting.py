"""Which words the lists may learn: often in what people rejected, rarely in what they let through.

Pure. A word is one or two Latin words, or two to six Chinese characters. Nothing is learnt by
itself: a person takes a suggestion, or refuses it for good.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LEAST_WRITERS: Final = 3
"""Different writers in whose rejected comments a word stands; one person's flood is no word."""

LEAST_COMMENTS: Final = 4
RATIO: Final = 8
"""How many times more often it stands in rejected comments, of as many, than in shown ones."""

MOST: Final = 30

_HAN: Final = re.compile("[\u3400-\u9fff]+")
_LATIN: Final = re.compile(r"[a-z0-9][a-z0-9'.-]*[a-z0-9]|[a-z]")
_LONGEST_HAN: Final = 6
_SHORTEST_LATIN: Final = 3


@dataclass(frozen=True, slots=True)
class Text:
    """A comment in normal form, and who wrote it; a writer who is not known is one of their own."""

    normal: str
    writer: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """A word, and how many rejected and shown comments it stands in."""

    word: str
    rejected: int
    shown: int


def suggested(rejected: Sequence[Text], shown: Iterable[str]) -> list[Suggested]:
    """Return the words that tell rejected texts from shown ones best, at most 30, best first.

    Of words within each other that stand in the same comments the longest is taken.
    """
    bad = _often(rejected)
    good, many = Counter[str](), 0
    for text in shown:
        many += 1
        good.update(words_of(text) & bad.keys())
    found = [
        Suggested(word, count, good[word])
        for word, count in bad.items()
        if _tells(count, len(rejected), good[word], many)
    ]
    found.sort(key=lambda one: (one.shown - one.rejected, -len(one.word), one.word))
    return _longest(found)[:MOST]


def words_of(text: str) -> set[str]:
    """Return the words of a text in normal form, each once."""
    return set(_latin(text)) | set(_han(text))


def _often(texts: Sequence[Text]) -> Mapping[str, int]:
    count, who = Counter[str](), defaultdict[str, set[str]](set)
    for text in texts:
        for word in words_of(text.normal):
            count[word] += 1
            who[word].add(text.writer)
    return {
        word: number
        for word, number in count.items()
        if number >= LEAST_COMMENTS and len(who[word]) >= LEAST_WRITERS
    }


def _tells(rejected: int, of_rejected: int, shown: int, of_shown: int) -> bool:
    """Tell whether the share of rejected comments is RATIO times that of shown ones.

    Half a comment more on the side of the shown: who has seen few knows little.
    """
    return rejected * (of_shown + 1) * 2 >= RATIO * (2 * shown + 1) * (of_rejected + 1)


def _longest(found: Sequence[Suggested]) -> list[Suggested]:
    """Leave out what only stands within a longer word, as often as that."""
    kept: list[Suggested] = []
    for one in found:
        within = any(one.word in other.word and _alike(one, other) for other in kept)
        if not within:
            kept = [other for other in kept if other.word not in one.word or not _alike(other, one)]
            kept.append(one)
    return kept


def _alike(inner: Suggested, outer: Suggested) -> bool:
    return inner.rejected - outer.rejected <= outer.rejected // 4


def _latin(text: str) -> Iterator[str]:
    row = [found[0] for found in _LATIN.finditer(text)]
    yield from (word for word in row if len(word) >= _SHORTEST_LATIN and not word.isdigit())
    for first, second in pairwise(row):
        if len(first) + len(second) >= _SHORTEST_LATIN and not (first + second).isdigit():
            yield f"{first} {second}"


def _han(text: str) -> Iterator[str]:
    for run in _HAN.findall(text):
        for start in range(len(run)):
            for stop in range(start + 2, min(start + _LONGEST_HAN, len(run)) + 1):
                yield run[start:stop]
