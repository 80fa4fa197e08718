"""A listed word that was found, and where. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vidcommerce.comments.lists.words import Entry
from vidcommerce.comments.normal.letters import TRADITIONAL
from vidcommerce.comments.signals import Strength

SPLIT: Final = "split letters"
SPACED: Final = "a space inside a word"
REPEATED: Final = "repeated letters"
DOUBLED: Final = "doubled letters"
LEET: Final = "signs for letters"
MASKED: Final = "masked letters"
BACKWARDS: Final = "written backwards"
SOUND: Final = "same sound"
SHAPE: Final = "same shape"
PINYIN: Final = "pinyin"
INITIAL: Final = "first letter"
PARTS: Final = "characters in parts"
ALIAS: Final = "another way of writing"
PADDED: Final = "letters between"


@dataclass(frozen=True, slots=True)
class Found:
    """A listed word in characters ``start`` to ``stop`` of a plain text, and how it was hidden."""

    entry: Entry
    start: int
    stop: int
    tricks: tuple[str, ...] = ()

    @property
    def strength(self) -> Strength | None:
        """Return how sure this is; None where the word is free when written openly."""
        free = {TRADITIONAL, REPEATED} if self.entry.feeling else {TRADITIONAL}
        hidden = set(self.tricks) - free
        return self.entry.hidden if hidden else self.entry.plain


def innocent(text: str, found: Found) -> bool:
    """Return whether a phrase in which the word means nothing bad stands around it."""
    for phrase in found.entry.innocent:
        at = text.find(phrase, max(0, found.start - len(phrase) + 1))
        while 0 <= at < found.stop:
            if at + len(phrase) > found.start:
                return True
            at = text.find(phrase, at + 1)
    return False


def best(found: list[Found]) -> list[Found]:
    """Return finds of which no stronger or longer one covers the same place, in text order."""
    kept: list[Found] = []
    order = sorted(found, key=lambda one: (-(one.strength or 0), one.start - one.stop, one.start))
    for one in order:
        if all(one.stop <= other.start or one.start >= other.stop for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
