"""Listed words of Latin letters, made ready to be looked up. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from vidcommerce.comments.finding.skeleton import skeleton
from vidcommerce.comments.lists.words import Entry

SHORT: Final = 3
"""Up to so many letters a word says too little to be looked for under every trick."""

LONGEST: Final = 16
"""Letters of the longest word that is looked for in pieces."""

_ENDINGS: Final = ("s", "es", "ed", "d", "er", "ers", "ing", "in", "ings", "y", "z", "a", "as")
_INNOCENT: Final = Path(__file__).parents[1] / "lists" / "innocent_words.txt"

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], Entry], ...]]


@dataclass(frozen=True, slots=True)
class LatinWords:
    """Lookups: words as written, by their skeletons, by first letter and length, and phrases.

    ``inside`` finds words in the middle of others, ``bones`` the skeletons of words of five letters
    or more in the middle of others.
    """

    exact: Mapping[str, Entry]
    skeletons: Mapping[str, Entry]
    masked: Mapping[tuple[str, int], tuple[str, ...]]
    phrases: Phrases
    joined: Mapping[str, Entry]
    drawn: Mapping[str, Entry]
    bent: Phrases
    inside: re.Pattern[str]
    bones: re.Pattern[str]


def latin_words(entries: Iterable[Entry]) -> LatinWords:
    """Return the lookups of those entries that are written in Latin letters."""
    latin = [one for one in entries if one.word.isascii() and any(map(str.isalpha, one.word))]
    exact = _exact(one for one in latin if one.word.isalnum())
    phrases = [one for one in latin if not one.word.isalnum()]
    hidden = {word: one for word, one in exact.items() if not one.as_it_is and len(word) >= SHORT}
    skeletons: dict[str, Entry] = {}
    for word, one in hidden.items():
        skeletons.setdefault(skeleton(word), one)
    long = (skeleton(word) for word, one in hidden.items() if one.word == word)
    return LatinWords(
        exact,
        skeletons,
        _by_shape(hidden),
        _by_first(phrases),
        {skeleton(one.word.replace(" ", "")): one for one in phrases if not one.as_it_is},
        {one.word: one for one in latin if one.as_it_is and not one.word.isalpha()},
        _by_first([one for one in phrases if not one.as_it_is], skeleton),
        _either(one.word for one in exact.values() if one.inside and not one.as_it_is),
        _either({bones for bones in long if len(bones) > SHORT + 1}),
    )


@cache
def innocent_words() -> frozenset[str]:
    """Return the English words that one of the tricks would take for a listed one."""
    lines = _INNOCENT.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _exact(entries: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    inflected: dict[str, Entry] = {}
    for one in entries:
        found.setdefault(one.word, one)
        for ending in _ENDINGS if one.endings and not one.as_it_is else ():
            inflected.setdefault(one.word + ending, one)
            inflected.setdefault(one.word + one.word[-1] + ending, one)
            if one.word.endswith("e"):
                inflected.setdefault(one.word[:-1] + ending, one)
    harmless = innocent_words()
    return {word: one for word, one in inflected.items() if word not in harmless} | found


def _by_shape(words: Mapping[str, Entry]) -> dict[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], list[str]] = {}
    for word in words:
        found.setdefault((word[0], len(word)), []).append(word)
    return {shape: tuple(same) for shape, same in found.items()}


def _by_first(phrases: Iterable[Entry], form: Callable[[str], str] = str) -> Phrases:
    found: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for one in phrases:
        parts = tuple(form(part) for part in one.word.split(" "))
        found.setdefault(parts[0], []).append((parts, one))
    return {
        first: tuple(sorted(rest, key=lambda one: -len(one[0]))) for first, rest in found.items()
    }


def _either(words: Iterable[str]) -> re.Pattern[str]:
    each = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, each)) or r"(?!)")
