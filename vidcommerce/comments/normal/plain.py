"""A comment without its disguise, character by character, and where each stood. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from vidcommerce.comments.normal.encodings import Sign, signs
from vidcommerce.comments.normal.letters import FOLDS, HARMLESS, INVISIBLE, MARKS
from vidcommerce.comments.signals import Trick

_WORD: Final = re.compile(r"[^\W_]")
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
    return _joined(signs(text))


def _joined(found: Iterable[Sign]) -> Plain:
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    tricks: list[str] = []
    hidden, marks = "", 0
    for sign, start, stop, told in found:
        folded, trick = FOLDS[sign] if sign else ("", told)
        if not folded:
            # What can't be seen is a trick only between letters: emoji are built with it, too.
            marks = marks + 1 if trick == MARKS else marks
            if trick != MARKS or marks > _ACCENTS_IN_NATURE:
                hidden = trick
            elif out and out[-1].isascii() and not tricks[-1]:
                tricks[-1] = "accents"
            continue
        if hidden:
            if out and (hidden != INVISIBLE or (_WORD.match(out[-1]) and _WORD.match(folded))):
                tricks[-1] = tricks[-1] or hidden
            hidden = ""
        marks = 0
        for part in folded:
            out.append(part)
            spans.append((start, stop))
            tricks.append(told or trick)
    if hidden and hidden != INVISIBLE and out:
        tricks[-1] = tricks[-1] or hidden
    return Plain("".join(out), spans, tricks)
