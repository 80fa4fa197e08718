"""Sentences out of recognised words, and what their text weighs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vidcommerce.analysis.facts import SpokenWord
from vidcommerce.media.time import Span

_END: Final = re.compile(r"[.!?。！？…؟।][\"'”’»」』）)]*\s*$")
PAUSE: Final = 700
"""Milliseconds of pause that end a sentence where the recogniser left out its mark."""

_LATIN_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d")
_VOWELS: Final = re.compile(r"[aeiouyáàâäãåæéèêëíìîïóòôöõøúùûüœ]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words in order, one at least; the sentence is complete when a mark says so."""

    words: tuple[SpokenWord, ...]

    @property
    def text(self) -> str:
        """The words joined, as they are written."""
        return "".join(word.text for word in self.words).strip()

    @property
    def span(self) -> Span:
        """From the start of the first word to the latest end of any."""
        start = self.words[0].span.start
        return Span(start, max(start, *(word.span.stop for word in self.words)))

    @property
    def ended(self) -> bool:
        """Tell whether the sentence ends in a mark."""
        return ends(self.text)


def ends(text: str) -> bool:
    """Tell whether text ends as a sentence does, in any script."""
    return bool(_END.search(text))


def sentences(words: Sequence[SpokenWord], pause: int = PAUSE) -> list[Sentence]:
    """Part words at sentence marks and at pauses of so many milliseconds."""
    result: list[Sentence] = []
    current: list[SpokenWord] = []
    for number, word in enumerate(words):
        current.append(word)
        after = words[number + 1] if number + 1 < len(words) else None
        paused = after is None or after.span.start - word.span.stop >= pause
        if paused or ends(word.text):
            result.append(Sentence(tuple(current)))
            current = []
    return result


def letters(text: str) -> str:
    """Return only letters and digits, without case: what two takes are compared by."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def ideograph(character: str) -> bool:
    """Tell whether a character is a Han character or kana, each of which is a syllable or so."""
    code = ord(character)
    return (
        0x3400 <= code <= 0x9FFF  # noqa: PLR2004 - Unicode blocks: Han and extension A
        or 0xF900 <= code <= 0xFAFF  # noqa: PLR2004 - compatibility
        or 0x20000 <= code <= 0x3FFFF  # noqa: PLR2004 - extensions B and later
        or 0x3041 <= code <= 0x30FF  # noqa: PLR2004 - kana
        or 0xAC00 <= code <= 0xD7AF  # noqa: PLR2004 - Hangul syllables
    )


def syllables(text: str) -> int:
    """Return about how many syllables it takes to say ``text``, one at least.

    A Han character, a kana, a Hangul syllable and a digit are one each; other words have as many
    as there are groups of vowels.
    """
    single = sum(ideograph(character) for character in text)
    rest = "".join(" " if ideograph(character) else character for character in text)
    words = _LATIN_WORD.findall(rest)
    return max(1, single + sum(max(1, len(_VOWELS.findall(word))) for word in words))
