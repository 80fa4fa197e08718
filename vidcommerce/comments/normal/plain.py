"""A comment without its disguise, character by character, and where each stood. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from vidcommerce.comments.normal.encodings import Sign, signs
from vidcommerce.comments.normal.letters import (
    ACCENT,
    BOPOMOFO,
    DRAWN,
    FOLDS,
    HARMLESS,
    INVISIBLE,
    LOOK_ALIKE,
    MARKS,
    SPELLED,
)
from vidcommerce.comments.signals import Trick

_WORD: Final = re.compile(r"[^\W_]")
_OTHER: Final = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_BOPOMOFO: Final = re.compile("[\u3105-\u3129]")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[¢$€£@!|0-9][^\W\d_]+)*")
KEPT: Final = "kept"
"""Marks a letter of another language, which stays what it is."""

_ACCENTS_IN_NATURE: Final = 2
"""Marks on one letter that languages use (Vietnamese has two)."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in lower case, simplified characters and ASCII digits.

    ``spans`` has, for each character of ``text``, the span of the original that it comes from, and
    ``tricks`` the names of what was undone there ("" for nothing).
    """

    text: str
    spans: Sequence[tuple[int, int]]
    tricks: Sequence[str]

    def tricks_in(self, start: int, stop: int) -> tuple[str, ...]:
        """Return the names of tricks undone in a span of ``text``, each once."""
        return tuple(dict.fromkeys(trick for trick in self.tricks[start:stop] if trick))

    def origin(self, start: int, stop: int) -> tuple[int, int]:
        """Return the span of the original from which a span of ``text`` comes."""
        parts = self.spans[start:stop]
        return (min(part[0] for part in parts), max(part[1] for part in parts)) if parts else (0, 0)

    def shown_tricks(self) -> tuple[Trick, ...]:
        """Return what hides something whatever it says, run by run."""
        found = []
        named = zip(self.tricks, self.spans, strict=True)
        for name, run in groupby(named, key=lambda one: one[0]):
            if name and name not in HARMLESS:
                parts = [span for _, span in run]
                found.append(
                    Trick(name, min(part[0] for part in parts), max(part[1] for part in parts))
                )
        return tuple(found)


def plain(text: str) -> Plain:
    """Return ``text`` with the disguise of single characters taken off."""
    if text.isascii() and not any(mark in text for mark in "&%\\<["):
        return Plain(text.lower(), [(i, i + 1) for i in range(len(text))], [""] * len(text))
    shown = signs(text)
    if _BOPOMOFO.search(text):
        shown = _spelled(shown)
    return _joined(_in_company(shown) if _OTHER.search(text) else shown)


def _spelled(shown: list[Sign]) -> list[Sign]:
    """Return signs with bopomofo, two or more of it together, as pinyin."""
    out = list(shown)
    for place, one in enumerate(shown):
        near = [other.text for other in shown[max(0, place - 2) : place + 3]]
        if one.text in BOPOMOFO and sum(other in BOPOMOFO for other in near) > 1:
            out[place] = one._replace(text=BOPOMOFO[one.text], trick=SPELLED)
    return out


def _in_company(shown: list[Sign]) -> list[Sign]:
    """Return signs with Greek and Cyrillic letters folded by the word that they stand in.

    Beside Latin letters they are drawn for these; a word of look-alikes alone is one of them; all
    others are words of their language and stay.
    """
    text = "".join(one.text or " " for one in shown)
    if len(text) != len(shown):
        return shown
    out = list(shown)
    for word in _WORDS.finditer(text):
        if not _OTHER.search(word[0]):
            continue
        mixed = any(_is_latin(sign) for sign in word[0])
        letters = filter(str.isalpha, word[0])
        if not mixed and not all(FOLDS[sign].trick == LOOK_ALIKE for sign in letters):
            out[word.start() : word.end()] = [
                one._replace(trick=KEPT) for one in shown[word.start() : word.end()]
            ]
        elif mixed:
            for at in range(word.start(), word.end()):
                drawn = shown[at].text.lower().translate(DRAWN)
                if not shown[at].text.isascii() and drawn.isascii():
                    out[at] = shown[at]._replace(text=drawn, trick=LOOK_ALIKE)
    return out


def _is_latin(sign: str) -> bool:
    folds = FOLDS[sign].text.isascii() and not _OTHER.match(sign)
    return sign.isalpha() and (sign.isascii() or folds)


def _joined(found: Iterable[Sign]) -> Plain:
    made = _Made()
    for sign, start, stop, told in found:
        folded, trick = FOLDS[sign] if sign and told != KEPT else (sign.lower(), told)
        if folded:
            made.add(folded, (start, stop), "" if told == KEPT else told or trick)
        else:
            made.leave_out(sign, trick)
    return made.plain()


class _Made:
    """A plain text in the making."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.tricks: list[str] = []
        self.hidden = ""
        self.marks = 0

    def add(self, folded: str, span: tuple[int, int], trick: str) -> None:
        """Add what a character stands for."""
        self._tell(folded)
        self.marks = 0
        for part in folded:
            self.out.append(part)
            self.spans.append(span)
            self.tricks.append(trick)

    def leave_out(self, sign: str, trick: str) -> None:
        """Leave out what can't be seen, or a mark over the letter before."""
        if trick != MARKS:
            self.hidden = trick
            return
        self.marks += 1
        if not self.out:
            return
        natural = self.marks <= _ACCENTS_IN_NATURE and (
            len(unicodedata.normalize("NFC", self.out[-1] + sign)) == 1
        )
        if not natural:
            self.tricks[-1] = MARKS
        elif not self.tricks[-1]:
            self.tricks[-1] = ACCENT

    def plain(self) -> Plain:
        """Return what was made."""
        self._tell("")
        return Plain("".join(self.out), self.spans, self.tricks)

    def _tell(self, after: str) -> None:
        """Note what was hidden before ``after``: only between letters, emoji are built with it."""
        if self.hidden and self.out:
            between = _WORD.match(self.out[-1]) and _WORD.match(after)
            if between or self.hidden != INVISIBLE:
                self.tricks[-1] = self.tricks[-1] or self.hidden
        self.hidden = ""
