"""Listed words with Chinese characters, made ready to be looked up. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from vidcommerce.comments.lists.words import Entry
from vidcommerce.comments.normal.sounds import readings

SIGNS: Final = "+:*×❤"
"""Signs that other ways of writing are made of; all others between letters are left out."""


@dataclass(frozen=True, slots=True)
class Word:
    """A listed word, its characters, and how each sounds."""

    entry: Entry
    signs: tuple[str, ...]
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HanWords:
    """Lookups by the first character, by its sound and by the sound's first letter."""

    by_sign: Mapping[str, tuple[Word, ...]]
    by_sound: Mapping[str, tuple[Word, ...]]
    by_letter: Mapping[str, tuple[Word, ...]]
    also: Mapping[str, Entry]
    also_pattern: re.Pattern[str]
    back: Mapping[str, Entry]
    back_pattern: re.Pattern[str]


def han_words(entries: Iterable[Entry]) -> HanWords:
    """Return the lookups of the entries that are not in Latin letters alone."""
    by_sign: dict[str, list[Word]] = defaultdict(list)
    by_sound: dict[str, list[Word]] = defaultdict(list)
    by_letter: dict[str, list[Word]] = defaultdict(list)
    also: dict[str, Entry] = {}
    back: dict[str, Entry] = {}
    for entry in entries:
        if entry.word.isascii() and not _drawn(entry):
            continue
        if entry.as_it_is:
            also.setdefault(entry.word, entry)
            continue
        signs = tuple(entry.word)
        word = Word(entry, signs, tuple(readings().get(sign, sign) for sign in signs))
        by_sign[signs[0]].append(word)
        if entry.plain is not None and len(signs) > 1 and entry.word != entry.word[::-1]:
            back.setdefault(entry.word[::-1], entry)
        if entry.sound:
            by_sound[word.sounds[0]].append(word)
            by_letter[word.sounds[0][0]].append(word)
    return HanWords(
        _fixed(by_sign), _fixed(by_sound), _fixed(by_letter), also, _pattern(also), back,
        _pattern(back),
    )  # fmt: skip


def _drawn(entry: Entry) -> bool:
    """Return whether letters alone are a Chinese way of writing ("sb", "+q")."""
    return any(sign in entry.word for sign in "+:") or (
        entry.as_it_is and entry.sound and entry.word.isalnum()
    )


def _fixed(found: Mapping[str, list[Word]]) -> dict[str, tuple[Word, ...]]:
    return {
        key: tuple(sorted(words, key=lambda word: -len(word.signs))) for key, words in found.items()
    }


def _pattern(also: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the other ways of writing; Latin letters and digits end at no other.

    Where a word has Chinese characters as well, that is asked of the text with its spaces.
    """
    parts = []
    for word in sorted(also, key=lambda one: (-len(one), one)):
        if not word.isascii():
            parts.append(re.escape(word))
            continue
        before = r"(?<![a-z])" if _latin(word[0]) else r"(?<!\d)" if word[0].isdigit() else ""
        after = r"(?![a-z])" if _latin(word[-1]) else r"(?!\d)" if word[-1].isdigit() else ""
        parts.append(f"{before}{re.escape(word)}{after}")
    return re.compile("|".join(parts) or r"(?!)")


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()
